//! The machine and the numbers of the program as a sentence whose numbers can be dragged.

use super::header::from_documentation;
use super::state::{Action, Side};
use super::texts;
use super::tools::use_tools;
use super::tuning::{Literal, MachineNumber, literals};
use crate::machine::Machine;
use std::rc::Rc;
use yew::prelude::*;

/// So many numbers of the program have room.
const MOST_LITERALS: usize = 3;
/// A drag over so many pixels is a step.
const STEP: i32 = 14;

/// Properties of [`MachineSentence`].
#[derive(PartialEq, Properties)]
pub struct MachineProps {
    /// What the program ran on.
    pub machine: Machine,
    /// Keys that the visitor chose.
    pub chosen: Rc<[(String, String)]>,
    /// The program.
    pub source: Rc<str>,
}

/// The machine, in a sentence.
#[component]
pub fn MachineSentence(props: &MachineProps) -> Html {
    let tools = use_tools();
    let number = |number: MachineNumber| {
        let value = props.chosen.iter().find(|(key, _)| key == number.key()).map(|(_, value)| value.clone());
        let value = value.unwrap_or_else(|| number.of(&props.machine));
        let on_change = {
            let dispatch = tools.dispatch.clone();
            Callback::from(move |value: String| {
                dispatch.dispatch(Action::Machine(number.key().to_owned(), Some(value)));
            })
        };
        html! {
            <Dragged
                key={number.key()}
                label={texts::machine_number(number)}
                text={texts::machine_value(number, &value)}
                stops={number.stops()}
                {value}
                {on_change}
            />
        }
    };
    let literal = |literal: &Literal| {
        let on_change = {
            let (dispatch, source, literal) = (tools.dispatch.clone(), props.source.clone(), literal.clone());
            Callback::from(move |value: String| {
                if let Some(text) = literal.replaced(&source, &value) {
                    dispatch.dispatch(Action::Tune(Side::First, text.into()));
                }
            })
        };
        html! {
            <span key={literal.name} class="machine__literal">
                <code>{ literal.name }</code>{ " " }
                <Dragged
                    label={texts::literal(literal.name, literal.line)}
                    text={literal.digits.clone()}
                    stops={literal.stops()}
                    value={literal.digits.clone()}
                    {on_change}
                />
            </span>
        }
    };
    let [on, cores, with, end] = texts::MACHINE;
    let numbers = literals(&props.source);
    html! {
        <p class="machine" aria-label={texts::MACHINE_NAME}>
            { on }{ number(MachineNumber::Cores) }{ cores }{ number(MachineNumber::Python) }
            if props.machine.python.has_gil() {
                { with }{ number(MachineNumber::SwitchInterval) }
            } else {
                { texts::NO_GIL }
            }
            { end }
            { from_documentation(props.machine.python) }
            if !numbers.is_empty() {
                <span class="machine__program">{ for numbers.iter().take(MOST_LITERALS).map(literal) }</span>
            }
        </p>
    }
}

#[derive(PartialEq, Properties)]
struct DraggedProps {
    label: AttrValue,
    text: AttrValue,
    value: AttrValue,
    stops: Vec<String>,
    on_change: Callback<String>,
}

/// A number that is dragged to the left and right, or changed with the arrow keys.
#[component]
fn Dragged(props: &DraggedProps) -> Html {
    let at = props.stops.iter().position(|stop| *stop == *props.value);
    let step = {
        let (stops, on_change, value) = (props.stops.clone(), props.on_change.clone(), props.value.clone());
        move |from: Option<usize>, by: i32| {
            // A value between the stops goes to one beside it.
            let from = from.unwrap_or_else(|| {
                let number = |text: &str| text.parse::<f64>().unwrap_or_default();
                stops.iter().position(|stop| number(stop) > number(&value)).unwrap_or(stops.len() - 1)
            });
            let to = (from as i32 + by).clamp(0, stops.len() as i32 - 1) as usize;
            if *stops[to] != *value {
                on_change.emit(stops[to].clone());
            }
        }
    };
    // Where a drag began: the pointer and the stop.
    let begun = use_mut_ref(|| None::<(i32, Option<usize>)>);
    let onpointerdown = {
        let begun = begun.clone();
        Callback::from(move |event: PointerEvent| {
            let element = event.target_dyn_into::<web_sys::Element>();
            if let Some(element) = element {
                // Without the capture a drag ends at the edge, which is no loss.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            *begun.borrow_mut() = Some((event.client_x(), at));
        })
    };
    let onpointermove = {
        let (begun, step) = (begun.clone(), step.clone());
        Callback::from(move |event: PointerEvent| {
            let from = *begun.borrow();
            if let Some((x, from)) = from.filter(|_| event.buttons() & 1 == 1) {
                step(from, (event.client_x() - x) / STEP);
            }
        })
    };
    let onpointerup = Callback::from(move |_: PointerEvent| {
        begun.borrow_mut().take();
    });
    let last = props.stops.len().saturating_sub(1);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => step(at, 1),
            "ArrowLeft" | "ArrowDown" => step(at, -1),
            "Home" => step(Some(0), 0),
            "End" => step(Some(last), 0),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    });
    html! {
        <span
            class="machine__number"
            role="slider"
            tabindex="0"
            aria-label={props.label.clone()}
            aria-valuemin="0"
            aria-valuemax={last.to_string()}
            aria-valuenow={at.unwrap_or_default().to_string()}
            aria-valuetext={props.text.clone()}
            title={texts::DRAG}
            {onpointerdown}
            {onpointermove}
            onpointerup={onpointerup.clone()}
            onpointercancel={onpointerup}
            {onkeydown}
        >
            { props.text.clone() }
        </span>
    }
}
