//! What a program printed: of the run that is shown, line by line as the cursor moves, or of many seeds.

use super::lab::{self, Errand};
use super::shared::Shared;
use super::state::Run;
use super::texts;
use super::tools::use_tools;
use crate::live::engine::Order;
use crate::syscall::Stream;
use crate::time::Instant;
use crate::timeline::heartbeat::HOLD;
use crate::timeline::time_scale::seconds_text;
use crate::trace::report::OutputLine;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How many schedules are tried.
const SEEDS: u32 = 100;
/// So many different orders are shown.
const MOST_ORDERS: usize = 8;

/// Properties of [`Output`].
#[derive(PartialEq, Properties)]
pub struct OutputProps {
    /// The variant's name.
    pub name: AttrValue,
    /// Machine keys that its run needs.
    pub machine: Vec<(String, String)>,
    /// Whether something is asked: other schedules would tell too much.
    pub is_asked: bool,
    /// Its run.
    pub run: Option<Shared<Run>>,
}

/// Properties of [`Printed`].
#[derive(PartialEq, Properties)]
struct PrintedProps {
    name: AttrValue,
    run: Option<Shared<Run>>,
}

/// What many seeds have to say.
#[derive(Clone, PartialEq)]
enum Seeds {
    /// Nobody asked.
    NotAsked,
    /// They run.
    Running,
    /// What they printed, the most frequent first, or why there is nothing.
    Done(Result<Rc<[Order]>, String>),
}

/// What a variant printed.
#[component]
pub fn Output(props: &OutputProps) -> Html {
    let tools = use_tools();
    let seeds = use_state(|| Seeds::NotAsked);
    let errand = use_mut_ref(|| None::<Errand>);
    // Another run is another program.
    use_effect_with(props.run.clone(), {
        let (seeds, errand) = (seeds.clone(), errand.clone());
        move |_| {
            errand.borrow_mut().take();
            seeds.set(Seeds::NotAsked);
        }
    });
    let ask = props.run.as_ref().filter(|_| !props.is_asked).map(|run| {
        let (seeds, errand, lab, source) = (seeds.clone(), errand.clone(), tools.lab.clone(), run.source.clone());
        let machine = props.machine.clone();
        Callback::from(move |_: MouseEvent| {
            seeds.set(Seeds::Running);
            let (seeds, lab, source, machine) = (seeds.clone(), lab.clone(), source.clone(), machine.clone());
            *errand.borrow_mut() = Some(Errand::start(async move {
                let orders = lab::orders(&lab, &source, &machine, SEEDS).await;
                seeds.set(Seeds::Done(orders.map(Rc::from)));
            }));
        })
    });
    let back = {
        let seeds = seeds.clone();
        Callback::from(move |_: MouseEvent| seeds.set(Seeds::NotAsked))
    };
    let (label, press) = match &*seeds {
        Seeds::NotAsked => (texts::SEEDS, ask),
        Seeds::Running => (texts::SEEDS_RUN, None),
        Seeds::Done(_) => (texts::SEEDS_DONE, Some(back)),
    };
    html! {
        <div class="output">
            <h3 class="drawer__name">
                { props.name.clone() }
                <button class="drawer__small" disabled={press.is_none()} onclick={press.unwrap_or_default()}>{ label }</button>
            </h3>
            if let Seeds::Done(orders) = &*seeds {
                { sum_of(orders) }
            } else {
                <Printed name={props.name.clone()} run={props.run.clone()} />
            }
        </div>
    }
}

/// The different things that many seeds printed, and how often.
fn sum_of(orders: &Result<Rc<[Order]>, String>) -> Html {
    let orders = match orders {
        Ok(orders) => orders,
        Err(why) => return html! { <p class="output__sum">{ why }</p> },
    };
    let counts: Vec<u32> = orders.iter().map(|order| order.count).collect();
    let all: u32 = counts.iter().sum();
    let one = |(index, order): (usize, &Order)| {
        let share = 100.0 * f64::from(order.count) / f64::from(all.max(1));
        let text = order.output.trim_end().replace('\n', " · ");
        html! {
            <li key={index} class="output__order">
                <span class="output__count">{ order.count }</span>
                <span class="output__bar" style={format!("width: {share:.1}%")} />
                <span class="output__text">{ text }</span>
            </li>
        }
    };
    html! {
        <>
            <p class="output__sum">{ texts::orders(&counts) }</p>
            <ol class="output__lines" tabindex="0">{ for orders.iter().take(MOST_ORDERS).enumerate().map(one) }</ol>
        </>
    }
}

/// What was printed up to the cursor, and why the run was ended if it did not end itself. All lines are there; those to
/// come are not seen yet.
#[component]
fn Printed(props: &PrintedProps) -> Html {
    let tools = use_tools();
    let list = use_node_ref();
    use_effect_with(props.run.clone(), {
        let list = list.clone();
        move |run| {
            let following = run.clone().map(|run| {
                let shown = Cell::new(usize::MAX);
                let all = run.report.output.len() + usize::from(texts::ended(&run.report.exit).is_some());
                tools.frames.follow(move |cursor| {
                    let printed = if cursor >= run.view.end {
                        all
                    } else {
                        run.report.output.partition_point(|o| o.t <= cursor.as_secs_f64())
                    };
                    let was = shown.replace(printed);
                    if let Some(list) = list.cast::<HtmlElement>()
                        && was != printed
                    {
                        reveal(&list, if was == usize::MAX { all } else { was }, printed);
                    }
                })
            });
            move || drop(following)
        }
    });
    let lines = props.run.as_ref().map(|run| run.report.output.as_slice()).unwrap_or_default();
    let ended = props.run.as_ref().and_then(|run| Some((run.view.end, texts::ended(&run.report.exit)?)));
    let gap_before = |index: usize| {
        let (run, before) = (props.run.as_ref()?, lines.get(index.checked_sub(1)?)?);
        let (from, to) = (Instant::from_secs_f64(before.t), Instant::from_secs_f64(lines[index].t));
        let holds = &run.view.heartbeat.as_ref()?.holds;
        let held = holds.iter().map(|hold| hold.to.min(to).since(hold.from.max(from))).max()?;
        (held > HOLD).then(|| texts::nothing_printed(to.since(from)))
    };
    let line = |(index, line): (usize, &OutputLine)| {
        html! {
            <li key={index} class={classes!("output__line", (line.stream == Stream::Stderr).then_some("output__line--error"))}>
                if let Some(gap) = gap_before(index) {
                    <span class="output__gap">{ gap }</span>
                }
                <span class="output__time">{ seconds_text(line.t) }</span>{ &line.text }
            </li>
        }
    };
    html! {
        <ol ref={list} class="output__lines" tabindex="0" aria-label={texts::printed_by(&props.name)}>
            { for lines.iter().enumerate().map(line) }
            if let Some((at, why)) = ended {
                <li class="output__line output__line--error">
                    <span class="output__time">{ seconds_text(at.as_secs_f64()) }</span>{ why }
                </li>
            }
        </ol>
    }
}

/// Shows the first `now` children, of which `was` are shown, and scrolls to the last of them.
fn reveal(list: &HtmlElement, was: usize, now: usize) {
    let children = list.children();
    for index in was.min(now)..was.max(now) {
        if let Some(line) = children.item(index as u32) {
            // The class is plain; it can't be refused.
            let _ = if index < now {
                line.class_list().remove_1("output__line--later")
            } else {
                line.class_list().add_1("output__line--later")
            };
        }
    }
    if let Some(last) = now.checked_sub(1).and_then(|i| children.item(i as u32)?.dyn_into::<HtmlElement>().ok()) {
        let below = last.offset_top() + last.offset_height() - list.offset_top();
        list.set_scroll_top((below - list.client_height()).max(0));
    } else {
        list.set_scroll_top(0);
    }
}
