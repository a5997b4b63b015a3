//! You are the scheduler: what is to be decided now, what came of it, and what all schedules can come to.

use super::lab::{self, Errand};
use super::state::{Action, Phase, Run, ScheduleAction, Scheduling, State};
use super::texts;
use super::tools::{Tools, use_tools};
use crate::live::clock::now_ms;
use crate::live::engine::{Ending, Explored};
use crate::model::{Candidate, Decision, Schedule};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// So many different ends are shown.
const MOST_ENDINGS: usize = 8;

/// Properties of [`SchedulePane`].
#[derive(PartialEq, Properties)]
pub struct SchedulePaneProps {
    /// What has been decided.
    pub scheduling: Scheduling,
    /// The text that runs.
    pub source: Rc<str>,
    /// The machine that it runs on.
    pub machine: Vec<(String, String)>,
}

/// The button that makes the visitor the scheduler, where there is something to decide.
pub fn schedule_button(tools: &Tools, state: &State) -> Html {
    if !state.offers_scheduling() || state.phase() == Phase::Loading {
        return Html::default();
    }
    let is_on = state.scheduling.is_some();
    let action = if is_on { ScheduleAction::Leave } else { ScheduleAction::Enter };
    html! {
        <button
            class={classes!("button", "transport__bench", is_on.then_some("button--primary"))}
            aria-pressed={is_on.to_string()}
            onclick={tools.on(move || Action::Schedule(action.clone(), now_ms()))}
        >
            { texts::SCHEDULER }
        </button>
    }
}

/// The part of the page in which it is decided.
#[component]
pub fn SchedulePane(props: &SchedulePaneProps) -> Html {
    let tools = use_tools();
    let place = use_node_ref();
    let exploring = use_mut_ref(|| None::<Errand>);
    let is_exploring = use_state(|| false);
    use_effect_with(props.scheduling.wanted, {
        let (lab, dispatch) = (tools.lab.clone(), tools.dispatch.clone());
        let (source, machine, choices) =
            (props.source.clone(), props.machine.clone(), props.scheduling.choices.clone());
        move |&wanted| {
            let errand = Errand::start(async move {
                let played = lab::play(&lab, source, &machine, &choices).await.map(super::shared::Shared::new);
                dispatch.dispatch(Action::Schedule(ScheduleAction::Played(wanted, played), now_ms()));
            });
            move || drop(errand)
        }
    });
    let scheduling = &props.scheduling;
    let is_over = scheduling.is_over();
    // What was pressed may be gone; whoever decides by keys goes on where it goes on.
    use_effect_with((scheduling.asked().map(|(number, _)| *number), is_over), {
        let place = place.clone();
        move |_| {
            if let Some(place) = place.cast::<HtmlElement>() {
                place.focus_first();
            }
        }
    });
    let explore = {
        let (lab, dispatch, is_exploring) = (tools.lab.clone(), tools.dispatch.clone(), is_exploring.clone());
        let (source, machine) = (props.source.clone(), props.machine.clone());
        Callback::from(move |_: MouseEvent| {
            is_exploring.set(true);
            let (lab, dispatch, is_exploring) = (lab.clone(), dispatch.clone(), is_exploring.clone());
            let (source, machine) = (source.clone(), machine.clone());
            *exploring.borrow_mut() = Some(Errand::start(async move {
                let explored = lab::explore(&lab, &source, &machine).await;
                is_exploring.set(false);
                dispatch.dispatch(Action::Schedule(ScheduleAction::Explored(explored), now_ms()));
            }));
        })
    };
    let stop = {
        let lab = tools.lab.clone();
        Callback::from(move |_: MouseEvent| lab.0.stop())
    };
    let onkeydown = {
        let (tools, place) = (tools.clone(), place.clone());
        Callback::from(move |event: KeyboardEvent| key(&tools, &place, &event))
    };
    let press = |action: ScheduleAction| tools.on(move || Action::Schedule(action.clone(), now_ms()));
    let taken = scheduling.choices.len();
    let result = scheduling.shown().filter(|_| is_over).map(|run| came_to(scheduling, run));
    html! {
        <section ref={place} class="schedule" aria-label={texts::SCHEDULER} {onkeydown}>
            <p class="schedule__what">{ texts::SCHEDULER_WHAT }</p>
            if let Some(problem) = &scheduling.problem {
                <p class="schedule__result">{ problem.to_string() }</p>
            } else if let Some((number, decision)) = scheduling.asked() {
                <div class="schedule__asked" role="group" aria-label={texts::decision(*number)}>
                    <h2 class="schedule__title">{ texts::decision(*number) }</h2>
                    { for decision.candidates.iter().map(|candidate| one(&tools, props, decision, candidate)) }
                </div>
            } else if let Some(result) = &result {
                <div class="schedule__result">{ for result.iter().map(|sentence| html! { <p>{ sentence }</p> }) }</div>
            }
            <div class="schedule__buttons">
                <button class="button button--small schedule__back" disabled={taken == 0 && !scheduling.is_left}
                    onclick={press(ScheduleAction::Back)}>{ texts::SCHEDULER_BACK }</button>
                if is_over {
                    <button class="button button--small schedule__again" onclick={press(ScheduleAction::Again)}>
                        { texts::SCHEDULER_AGAIN }
                    </button>
                } else {
                    <button class="button button--small" onclick={press(ScheduleAction::LeaveTheRest)}>
                        { texts::SCHEDULER_REST }
                    </button>
                }
                if *is_exploring {
                    <button key="stop" class="button button--small" onclick={stop}>{ texts::SCHEDULER_STOP }</button>
                } else {
                    <button key="explore" class="button button--small" disabled={scheduling.explored.is_some()}
                        onclick={explore}>{ texts::SCHEDULER_EXPLORE }</button>
                }
            </div>
            if let Some(explored) = &scheduling.explored {
                { endings(&tools, explored) }
            }
            <p class="unseen" role="status">{ said(props, result.as_deref().unwrap_or_default()) }</p>
        </section>
    }
}

/// A thread that can go on.
fn one(tools: &Tools, props: &SchedulePaneProps, decision: &Decision, candidate: &Candidate) -> Html {
    let thread = candidate.thread;
    let (place, code) = stands(props, candidate);
    html! {
        <button class="schedule__one" onclick={tools.on(move || Action::Schedule(ScheduleAction::Pick(thread), now_ms()))}>
            <b>{ props.scheduling.name(thread).to_owned() }</b>
            if decision.holder == Some(thread) {
                <span class="schedule__holder">{ texts::HAS_THE_GIL }</span>
            }
            <span class="schedule__line">{ place }{ " " }<code>{ code }</code></span>
        </button>
    }
}

/// Where a thread stands, in words and as the line reads.
fn stands(props: &SchedulePaneProps, candidate: &Candidate) -> (String, String) {
    let line = candidate.line;
    let text = props.source.lines().nth((line.line as usize).wrapping_sub(1)).filter(|_| line.file == 0);
    (texts::stands_at(line.line), text.unwrap_or_default().trim().to_owned())
}

/// What a screen reader says.
fn said(props: &SchedulePaneProps, result: &[String]) -> String {
    let scheduling = &props.scheduling;
    let Some((number, decision)) = scheduling.asked() else { return result.join(" ") };
    let one = |candidate: &Candidate| {
        let (place, code) = stands(props, candidate);
        let holds = if decision.holder == Some(candidate.thread) { texts::HAS_THE_GIL } else { "" };
        format!("{} {holds} {place} {code}", scheduling.name(candidate.thread))
    };
    let all: Vec<String> = decision.candidates.iter().map(one).collect();
    format!("{} {}.", texts::decision(*number), all.join("; "))
}

/// What a run came to, in words: its last line and how it ended, and what the findings say of threads.
fn came_to(scheduling: &Scheduling, run: &Run) -> Vec<String> {
    let last = run.report.output.last().map(|line| texts::printed_at_the_end(&line.text));
    let ended = texts::ended(&run.report.exit).or_else(|| run.report.exit.message.clone());
    let about_threads = |rule: &str| matches!(rule, "lost-update" | "lock-order");
    let found = run.report.findings.iter().filter(|finding| about_threads(&finding.rule));
    let found = found.map(texts::found);
    let cut = scheduling.is_cut().then(|| texts::SCHEDULER_CUT.to_owned());
    last.into_iter().chain(ended).chain(found).chain(cut).collect()
}

/// What all schedules can come to, and the way to one of each.
fn endings(tools: &Tools, explored: &Result<Rc<Explored>, Rc<str>>) -> Html {
    let explored = match explored {
        Ok(explored) => explored,
        Err(why) => return html! { <p class="schedule__sum">{ why.to_string() }</p> },
    };
    let texts: Vec<Vec<&str>> = explored.endings.iter().map(|ending| ending.output.lines().collect()).collect();
    let first = texts.first().map_or(&[][..], |lines| lines);
    // What they all begin with is no difference.
    let same = (0..first.len()).take_while(|&i| texts.iter().all(|lines| lines.get(i) == first.get(i))).count();
    let same = if texts.len() > 1 { same } else { first.len().saturating_sub(1) };
    let row = |(index, ending): (usize, &Ending)| {
        let show = Schedule::clone(&ending.schedule);
        let what = texts::ending(&texts[index][same.min(texts[index].len())..], &ending.exit);
        html! {
            <li key={index} class="schedule__ending">
                <span class="schedule__count">{ ending.count }</span>
                <span class="schedule__end">{ what.clone() }</span>
                <button class="button button--small" aria-label={texts::show_one(&what)}
                    onclick={tools.on(move || Action::Schedule(ScheduleAction::Show(show.clone()), now_ms()))}>
                    { texts::SHOW_ONE }
                </button>
            </li>
        }
    };
    html! {
        <>
            <p class="schedule__sum" role="status">{ texts::explored(explored) }</p>
            <ol class="schedule__endings">{ for explored.endings.iter().take(MOST_ENDINGS).enumerate().map(row) }</ol>
        </>
    }
}

/// Arrows go from one thread to the other, Backspace takes the last choice back.
fn key(tools: &Tools, place: &NodeRef, event: &KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => 1,
        "ArrowUp" | "ArrowLeft" => -1,
        "Backspace" => {
            event.prevent_default();
            return tools.dispatch.dispatch(Action::Schedule(ScheduleAction::Back, now_ms()));
        }
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let all = place.cast::<Element>().and_then(|place| place.query_selector_all(".schedule__one").ok());
    let (Some(target), Some(all)) = (target, all) else { return };
    let count = all.length() as i32;
    let at = (0..count).find(|&i| all.item(i as u32).is_some_and(|node| node.is_same_node(Some(&target))));
    let next = at.and_then(|at| all.item((at + by).rem_euclid(count) as u32)?.dyn_into::<HtmlElement>().ok());
    if let Some(next) = next {
        event.prevent_default();
        event.stop_propagation();
        // What can't have the focus does not get it.
        let _ = next.focus();
    }
}

trait FocusFirst {
    /// Gives the focus to the first thread, or to what there is to do at the end.
    fn focus_first(&self);
}

impl FocusFirst for HtmlElement {
    fn focus_first(&self) {
        let found = self.query_selector(".schedule__one, .schedule__again").ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // As above.
            let _ = found.focus();
        }
    }
}
