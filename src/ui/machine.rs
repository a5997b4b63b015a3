//! The machine and the numbers of the program as a sentence whose numbers can be dragged, and swept: below the sentence
//! opens the curve of one of them.

use super::curve_pane::CurvePane;
use super::header::from_documentation;
use super::state::{Action, Side};
use super::texts;
use super::tools::use_tools;
use super::tuning::{Literal, MachineNumber, Number, Sweep, literals};
use crate::machine::Machine;
use std::rc::Rc;
use web_sys::HtmlElement;
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
    /// The programs that are shown, with their names. The numbers are those of the first.
    pub programs: Vec<(AttrValue, Rc<str>)>,
}

/// A number whose curve is open, and the values that it had then.
type Open = Option<(Number, Rc<[String]>)>;

/// The machine, in a sentence.
#[component]
pub fn MachineSentence(props: &MachineProps) -> Html {
    let tools = use_tools();
    let open = use_state(|| Open::None);
    // Where the focus goes back to.
    let opened_by = use_mut_ref(|| None::<HtmlElement>);
    let sources: Vec<Rc<str>> = props.programs.iter().map(|(_, source)| source.clone()).collect();
    let numbers = sources.first().map_or(Vec::new(), |source| literals(source));
    let close = {
        let (open, opened_by) = (open.clone(), opened_by.clone());
        Callback::from(move |()| {
            open.set(None);
            if let Some(number) = opened_by.borrow_mut().take() {
                // What can't have the focus does not get it.
                let _ = number.focus();
            }
        })
    };
    let value_of = |number: MachineNumber| {
        let value = props.chosen.iter().find(|(key, _)| key == number.key()).map(|(_, value)| value.clone());
        value.unwrap_or_else(|| number.of(&props.machine))
    };
    let on_change = |number: Number| {
        let (dispatch, sources) = (tools.dispatch.clone(), sources.clone());
        Callback::from(move |value: String| match number {
            Number::Machine(number) => dispatch.dispatch(Action::Machine(number.key().to_owned(), Some(value))),
            Number::Program(name) => {
                let Some(literal) = literals(&sources[0]).into_iter().find(|literal| literal.name == name) else {
                    return;
                };
                for (side, source) in Side::BOTH.into_iter().zip(&sources) {
                    let text = literal.twin(source).and_then(|twin| twin.replaced(source, &value));
                    if let Some(text) = text {
                        dispatch.dispatch(Action::Tune(side, text.into()));
                    }
                }
            }
        })
    };
    let dragged = |number: Number,
                   label: AttrValue,
                   text: AttrValue,
                   value: String,
                   stops: Vec<String>,
                   swept: Vec<String>| {
        let is_open = open.as_ref().is_some_and(|(open, _)| *open == number);
        let sweep = texts::sweep(number, &swept);
        let on_sweep = {
            let (open, opened_by, close) = (open.clone(), opened_by.clone(), close.clone());
            let swept: Rc<[String]> = swept.into();
            Callback::from(move |by: Option<HtmlElement>| {
                if is_open {
                    return close.emit(());
                }
                *opened_by.borrow_mut() = by;
                open.set(Some((number, swept.clone())));
            })
        };
        html! { <Dragged {label} {text} {stops} {value} on_change={on_change(number)} {sweep} {is_open} {on_sweep} /> }
    };
    let number = |number: MachineNumber| {
        let value = value_of(number);
        let text = texts::machine_value(number, &value).into();
        let stops = number.stops();
        dragged(Number::Machine(number), texts::machine_number(number).into(), text, value, stops.clone(), stops)
    };
    let literal = |literal: &Literal| {
        let label = texts::literal(literal.name, literal.line).into();
        let (text, value) = (literal.digits.clone().into(), literal.digits.clone());
        html! {
            <span key={literal.name} class="machine__literal">
                <code>{ literal.name }</code>{ " " }
                { dragged(Number::Program(literal.name), label, text, value, literal.stops(), literal.sweep()) }
            </span>
        }
    };
    // What is open closes by itself when the program has no such number any more.
    let curve = open.as_ref().and_then(|(number, values)| {
        let (sweep, now) = match *number {
            Number::Machine(machine) => {
                (Sweep::of_machine(machine, values.clone(), &sources, &props.chosen), value_of(machine))
            }
            Number::Program(name) => {
                let literal = numbers.iter().find(|literal| literal.name == name)?;
                (Sweep::of_program(literal, values.clone(), &sources, &props.chosen), literal.digits.clone())
            }
        };
        let programs: Vec<AttrValue> =
            props.programs.iter().take(sweep.programs()).map(|(name, _)| name.clone()).collect();
        let key = texts::swept(*number);
        Some(html! {
            <CurvePane {key} name={key} {sweep} {programs} {now} on_set={on_change(*number)} on_close={close.clone()} />
        })
    });
    let onkeydown = {
        let (is_open, close) = (open.is_some(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            if is_open && event.key() == "Escape" {
                event.prevent_default();
                close.emit(());
            }
        })
    };
    let [on, cores, with, end] = texts::MACHINE;
    html! {
        <section class="machine" aria-label={texts::MACHINE_NAME} {onkeydown}>
            <p class="machine__sentence">
                <span>
                    { on }{ number(MachineNumber::Cores) }{ cores }{ number(MachineNumber::Python) }
                    if props.machine.python.has_gil() {
                        { with }{ number(MachineNumber::SwitchInterval) }
                    } else {
                        { texts::NO_GIL }
                    }
                    { end }
                    { from_documentation(props.machine.python) }
                </span>
                if !numbers.is_empty() {
                    <span class="machine__program">{ for numbers.iter().take(MOST_LITERALS).map(literal) }</span>
                }
            </p>
            // A list of its own, so that the sentence keeps its elements when it comes.
            <>{ for curve }</>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct DraggedProps {
    label: AttrValue,
    text: AttrValue,
    value: AttrValue,
    stops: Vec<String>,
    on_change: Callback<String>,
    /// The words of the button that opens the curve.
    sweep: AttrValue,
    /// Whether the curve is open.
    is_open: bool,
    /// Opens the curve; told the number, which gets the focus back when it is closed.
    on_sweep: Callback<Option<HtmlElement>>,
}

/// A number that is dragged to the left and right, or changed with the arrow keys. Who is at it is offered its curve.
#[component]
fn Dragged(props: &DraggedProps) -> Html {
    let place = use_node_ref();
    // In which half of the window it stands: what it offers lies in there.
    let is_right = use_state(|| false);
    let look = {
        let (place, is_right) = (place.clone(), is_right.clone());
        move || {
            let middle =
                super::media::window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default() / 2.0;
            let left = place.cast::<HtmlElement>().map_or(0.0, |place| place.get_bounding_client_rect().left());
            is_right.set(left > middle);
        }
    };
    let onfocusin = {
        let look = look.clone();
        Callback::from(move |_: FocusEvent| look())
    };
    let onpointerover = Callback::from(move |_: PointerEvent| look());
    let sweep = {
        let (place, on_sweep) = (place.clone(), props.on_sweep.clone());
        move || on_sweep.emit(place.cast())
    };
    let onclick = {
        let sweep = sweep.clone();
        Callback::from(move |_: MouseEvent| sweep())
    };
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
            "Enter" => sweep(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    });
    html! {
        <span class={classes!("machine__one", is_right.then_some("machine__one--right"))} {onfocusin} {onpointerover}>
            <span
                ref={place}
                class="machine__number"
                role="slider"
                tabindex="0"
                aria-label={props.label.clone()}
                aria-valuemin="0"
                aria-valuemax={last.to_string()}
                aria-valuenow={at.unwrap_or_default().to_string()}
                aria-valuetext={props.text.clone()}
                aria-description={texts::enter_sweeps(&props.sweep)}
                {onpointerdown}
                {onpointermove}
                onpointerup={onpointerup.clone()}
                onpointercancel={onpointerup}
                {onkeydown}
            >
                { props.text.clone() }
            </span>
            <span class="machine__offer">
                <button class="machine__sweep" aria-expanded={props.is_open.to_string()} {onclick}>
                    <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true"><path d="M1.5 1.5C3 9 6 12 18.5 12" /></svg>
                    { props.sweep.clone() }
                    <span class="unseen">{ ", " }{ props.label.clone() }</span>
                </button>
                <span class="machine__hint" aria-hidden="true">{ texts::DRAG }</span>
            </span>
        </span>
    }
}
