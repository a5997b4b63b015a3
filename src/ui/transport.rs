//! Play, pause, step, position, speed, and the way to a live run.

use super::choices::Step;
use super::embedded;
use super::findings::compare_with_fix;
use super::schedule_pane::schedule_button;
use super::slot::Slot;
use super::staging::StageAction;
use super::state::{Action, Mode, Origin, Phase, Side, State, Variant};
use super::texts;
use super::tools::{Tools, use_tools};
use crate::live::clock::now_ms;
use crate::playback::{Command, PlayState, SPEEDS};
use crate::time::{Duration, Instant};
use crate::timeline::time_scale::unit;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The slider's own steps from start to end.
const STEPS: f64 = 1000.0;

/// The transport.
pub fn transport(tools: &Tools, state: &State) -> Html {
    let playback = &state.playback.playback;
    let playing = playback.state() == PlayState::Playing;
    let (label, icon) = if playing { (texts::PAUSE, PAUSE) } else { (texts::PLAY, PLAY) };
    let disabled = state.phase() == Phase::Loading || state.is_blank();
    let is_running = state.variants.iter().any(Variant::is_slow);
    let stop = {
        let lab = tools.lab.clone();
        Callback::from(move |_| lab.0.stop())
    };
    let by = state.choices.step;
    let step = |is_forward: bool| {
        tools.on(move || match (by, is_forward) {
            (Step::Decision, false) => Action::Playback(Command::StepBack, now_ms()),
            (Step::Decision, true) => Action::Playback(Command::StepForward, now_ms()),
            (Step::Turn, false) => Action::PreviousTick(now_ms()),
            (Step::Turn, true) => Action::NextTick(now_ms()),
            (Step::Output, false) => Action::PreviousOutput(now_ms()),
            (Step::Output, true) => Action::NextOutput(now_ms()),
        })
    };
    html! {
        <div class="transport" role="group" aria-label={texts::TRANSPORT}>
            <button class="button button--icon transport__play" aria-label={label} {disabled}
                onclick={tools.command(Command::Toggle)}>{ icon_of(icon) }</button>
            <button class="button button--icon transport__back" aria-label={texts::STEP_BACK} {disabled}
                onclick={step(false)}>{ icon_of(STEP_BACK) }</button>
            <button class="button button--icon transport__forward" aria-label={texts::STEP_FORWARD} {disabled}
                onclick={step(true)}>{ icon_of(STEP_FORWARD) }</button>
            <Position end={playback.end()} {playing} {disabled} is_asked={state.slot == Slot::Ask} />
            { speed_of(tools, playback.speed(), disabled) }
            { schedule_button(tools, state) }
            { bench_buttons(tools, state) }
            { embedded::code_button(tools, state) }
            <span class="transport__hint">
                { texts::RUN_LIVE_HINT[0] }<br />{ texts::RUN_LIVE_HINT[1] }
            </span>
            if is_running {
                <button key="stop" class="button transport__live" onclick={stop}>{ texts::STOP }</button>
            } else {
                <button key="live" class="button button--primary transport__live" {disabled}
                    onclick={tools.on(|| Action::Stage(StageAction::Open))}>
                    <i class="transport__dot" aria-hidden="true" />
                    { texts::RUN_LIVE }
                    <small class="transport__short">{ texts::RUN_LIVE_HINT_SHORT }</small>
                </button>
            }
        </div>
    }
}

/// On the bench: into the comparison with the first fix, and back from it.
fn bench_buttons(tools: &Tools, state: &State) -> Html {
    if state.origin != Origin::Bench || state.scheduling.is_some() {
        return Html::default();
    }
    if state.mode == Mode::Compare {
        let keep = |side| tools.on(move || Action::Keep(side));
        return html! {
            <>
                <button class="button transport__bench" onclick={keep(Side::First)}>{ texts::KEEP_FIRST }</button>
                <button class="button transport__bench" onclick={keep(Side::Second)}>{ texts::KEEP_SECOND }</button>
            </>
        };
    }
    let run = state.shown(Side::First).filter(|_| state.variant(Side::First).problem.is_none());
    let fixable = run.and_then(|run| run.report.findings.iter().position(|finding| finding.fix.is_some()));
    fixable.map_or_else(Html::default, |index| {
        let compare = compare_with_fix(tools, run.cloned()).reform(move |_: MouseEvent| index);
        html! { <button class="button transport__bench" onclick={compare}>{ texts::COMPARE_WITH_FIX }</button> }
    })
}

const PLAY: &str = "M3 1l9 6-9 6z";
const PAUSE: &str = "M2 1h4v12H2zM8 1h4v12H8z";
const STEP_BACK: &str = "M13 1L5 7l8 6zM1 1h2v12H1z";
const STEP_FORWARD: &str = "M1 1l8 6-8 6zM11 1h2v12h-2z";

fn icon_of(path: &'static str) -> Html {
    html! {
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d={path} fill="currentColor" /></svg>
    }
}

#[derive(PartialEq, Properties)]
struct PositionProps {
    end: Instant,
    playing: bool,
    disabled: bool,
    is_asked: bool,
}

/// The slider over the run, and the time beside it. Both follow the cursor without being rendered anew.
#[component]
fn Position(props: &PositionProps) -> Html {
    let tools = use_tools();
    let (slider, time) = (use_node_ref(), use_node_ref());
    let end = props.end;
    use_effect_with((end, props.is_asked), {
        let (tools, slider, time) = (tools.clone(), slider.clone(), time.clone());
        move |&(end, is_asked)| {
            let shown = Cell::new((f64::NAN, u64::MAX));
            let following = tools.frames.follow(move |cursor| {
                let share = cursor.as_secs_f64() / end.as_secs_f64().max(1e-9);
                // As often as another digit is seen.
                let digit = cursor.0 / digit_of(end);
                let (was_share, was_digit) = shown.replace((share, digit));
                if was_share != share
                    && let Some(slider) = slider.cast::<HtmlInputElement>()
                {
                    slider.set_value(&format!("{}", share * STEPS));
                    // A style that can't be set leaves the track as it is.
                    let _ = slider.style().set_property("--at", &format!("{share:.5}"));
                }
                if was_digit != digit {
                    // How long it takes would say too much.
                    let text = if is_asked { texts::at(cursor) } else { texts::position(cursor, end) };
                    if let Some(slider) = slider.cast::<HtmlElement>() {
                        let _ = slider.set_attribute("aria-valuetext", &text);
                    }
                    if let Some(time) = time.get() {
                        time.set_text_content(Some(&text));
                    }
                }
            });
            move || drop(following)
        }
    });
    // While it is dragged the cursor stays under the finger.
    let resumes = use_mut_ref(|| false);
    let onpointerdown = {
        let (dispatch, resumes, playing) = (tools.dispatch.clone(), resumes.clone(), props.playing);
        Callback::from(move |_: PointerEvent| {
            *resumes.borrow_mut() = playing;
            dispatch.dispatch(Action::Playback(Command::Pause, now_ms()));
        })
    };
    let onpointerup = {
        let (dispatch, resumes) = (tools.dispatch.clone(), resumes);
        Callback::from(move |_: PointerEvent| {
            if std::mem::take(&mut *resumes.borrow_mut()) {
                dispatch.dispatch(Action::Playback(Command::Play, now_ms()));
            }
        })
    };
    let oninput = {
        let dispatch = tools.dispatch.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(share) = value(&event) {
                let at = Instant::START + Duration::from_secs_f64(end.as_secs_f64() * share / STEPS);
                dispatch.dispatch(Action::Playback(Command::Seek(at), now_ms()));
            }
        })
    };
    html! {
        <>
            <input
                ref={slider}
                class="slider transport__position"
                type="range"
                aria-label={texts::POSITION}
                min="0"
                max={STEPS.to_string()}
                step="any"
                disabled={props.disabled}
                {oninput}
                {onpointerdown}
                onpointerup={onpointerup.clone()}
                onpointercancel={onpointerup}
            />
            <span ref={time} class="transport__time" aria-hidden="true" />
        </>
    }
}

/// What the last digit of a moment is worth beside that end, in nanoseconds.
fn digit_of(end: Instant) -> u64 {
    (unit(end).0 / 100.0) as u64
}

/// The speed: a number in a box that is a slider.
fn speed_of(tools: &Tools, speed: f64, disabled: bool) -> Html {
    let mut stops = SPEEDS.to_vec();
    if !stops.contains(&speed) {
        stops.push(speed);
        stops.sort_by(f64::total_cmp);
    }
    let at = stops.iter().position(|s| *s == speed).unwrap_or_default();
    let last = stops.len() - 1;
    let share = at as f64 / last as f64;
    let oninput = {
        let dispatch = tools.dispatch.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(speed) = value(&event).and_then(|at| stops.get(at as usize)) {
                dispatch.dispatch(Action::Playback(Command::SetSpeed(*speed), now_ms()));
            }
        })
    };
    html! {
        <label class="speed" style={format!("--at: {share:.3}")}>
            if !disabled {
                <span class="speed__text" aria-hidden="true">{ texts::speed(speed) }</span>
            }
            <input
                class="speed__slider"
                type="range"
                aria-label={texts::SPEED}
                aria-valuetext={texts::speed_words(speed)}
                min="0"
                max={last.to_string()}
                step="1"
                value={at.to_string()}
                {disabled}
                {oninput}
            />
        </label>
    }
}

fn value(event: &InputEvent) -> Option<f64> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    input.value().parse().ok()
}
