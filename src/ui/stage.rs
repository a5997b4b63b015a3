//! The freeze stage: the page really freezes, and somebody sees and feels what that is.
//!
//! 1. It opens armed: the page's own loop beats, a pad counts clicks, a field takes text.
//! 2. A press arms the live run; after four beats it begins, and the page stands still. The painter goes on.
//! 3. The page is back: what was done meanwhile was heard in one burst, and is on the trace with its delay.
//! 4. The same work on a thread: the page answers all the time. Then both traces can be put side by side.
//!
//! Signs of life are drawn by the page's own loop, never by a style sheet's animation: that would go on.

use super::lab::{self, Errand};
use super::media::window;
use super::painter::{ToPainter, ToStage};
use super::staging::{BEATS, CHOICES, Deeds, Stage, StageAction, Step, frozen, with_seconds};
use super::state::{Action, Side};
use super::texts;
use super::tools::{Tools, use_tools};
use super::trace_pane::Sizes;
use crate::live::clock::now_ms;
use crate::timeline::time_scale::CssPixels;
use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// How often the page's loop gives a sign of life.
const BEAT_MS: u32 = 250;
/// Time for the page to be drawn before it freezes.
const DRAWN_MS: u32 = 60;

/// Properties of [`StageDialog`].
#[derive(PartialEq, Properties)]
pub struct StageProps {
    /// The stage.
    pub stage: Stage,
    /// The programs: the one that freezes, the one that does not.
    pub sources: [Rc<str>; 2],
    /// Whether there is room for a phone's layout only.
    pub narrow: bool,
}

/// The stage, over the whole page.
#[component]
pub fn StageDialog(props: &StageProps) -> Html {
    let tools = use_tools();
    let (dialog, canvas, ring) = (use_node_ref(), use_node_ref(), use_node_ref());
    let open = props.stage.is_open();
    use_shown(&tools, open, &dialog, &canvas);
    use_ring(open, &ring);
    use_run(&tools, props);

    let close = on(&tools, || StageAction::Close);
    let busy = props.stage.is_busy();
    let oncancel = {
        let close = close.clone();
        Callback::from(move |event: Event| {
            // The state closes the dialog, when it may be closed.
            event.prevent_default();
            close.emit(event);
        })
    };
    html! {
        <dialog ref={dialog} class="stage" aria-label={texts::RUN_LIVE} {oncancel}>
            if open {
                <div class="stage__inside">
                    <header class="stage__top">
                        <h2>{ texts::RUN_LIVE }</h2>
                        <button class="button button--small button--icon" aria-label={texts::CLOSE} disabled={busy}
                            onclick={close.reform(|event: MouseEvent| event.into())}>{ "✕" }</button>
                    </header>
                    <div class="stage__picture" role="img" aria-label={texts::HEARTBEAT_OF_PAGE}>
                        <canvas ref={canvas} />
                    </div>
                    <div class="stage__try"><Pad attempt={props.stage.attempt} /></div>
                    <div class="stage__say">{ said(&props.stage) }</div>
                    { choices(&tools, props) }
                    { buttons(&tools, &props.stage) }
                </div>
                <div ref={ring} class="stage__ring" aria-hidden="true" />
            }
        </dialog>
    }
}

fn on<E>(tools: &Tools, action: impl Fn() -> StageAction + 'static) -> Callback<E> {
    tools.on(move || Action::Stage(action()))
}

/// Opens and closes the dialog, hands its canvas to the painter, and lets the page's loop beat while it is open.
#[hook]
fn use_shown(tools: &Tools, open: bool, dialog: &NodeRef, canvas: &NodeRef) {
    let (dialog, canvas, tools) = (dialog.clone(), canvas.clone(), tools.clone());
    use_effect_with(open, move |&open| {
        let shown = dialog.cast::<HtmlDialogElement>().filter(|_| open).map(|dialog| {
            // It is in the page and not open, so it can be shown.
            let _ = dialog.show_modal();
            let canvas = canvas.cast::<HtmlCanvasElement>();
            if let Some(offscreen) = canvas.as_ref().and_then(|c| c.transfer_control_to_offscreen().ok()) {
                tools.easel.send_with(&ToPainter::Stage(ToStage::Open), &Array::of1(&offscreen));
            }
            let place = canvas.and_then(|c| c.parent_element()).and_then(|p| p.dyn_into::<HtmlElement>().ok());
            let sizes = place.map(|place| {
                let easel = tools.easel.clone();
                Sizes::observe(place, move |area| {
                    let (width, height) = (CssPixels(area.width()), CssPixels(area.height()));
                    let ratio = window().device_pixel_ratio();
                    easel.send(&ToPainter::Stage(ToStage::Room { width, height, ratio }));
                })
            });
            let beat = Interval::new(BEAT_MS, {
                let tools = tools.clone();
                move || {
                    tools.easel.send(&ToPainter::Stage(ToStage::Beat(now_ms())));
                    tools.speaker.click(None);
                    tools.dispatch.dispatch(Action::Stage(StageAction::Beat));
                }
            });
            (dialog, sizes, beat)
        });
        move || {
            if let Some((dialog, ..)) = &shown {
                tools.easel.send(&ToPainter::Stage(ToStage::Close));
                dialog.close();
            }
            drop(shown);
        }
    });
}

/// Lets a ring follow the pointer, on the page's own loop, while the dialog is open.
#[hook]
fn use_ring(open: bool, ring: &NodeRef) {
    let ring = ring.clone();
    use_effect_with(open, move |&open| {
        let listener = open.then(|| {
            gloo_events::EventListener::new(&window(), "pointermove", move |event| {
                if let (Some(event), Some(ring)) = (event.dyn_ref::<PointerEvent>(), ring.cast::<HtmlElement>()) {
                    let place = format!("translate({}px, {}px)", event.client_x(), event.client_y());
                    // A plain transform can be set.
                    let _ = ring.style().set_property("transform", &place);
                }
            })
        });
        move || drop(listener)
    });
}

/// Runs a program on this page, once for each press.
#[hook]
fn use_run(tools: &Tools, props: &StageProps) {
    let (tools, stage, sources) = (tools.clone(), props.stage.clone(), props.sources.clone());
    use_effect_with(stage.wants(), move |wanted| {
        let errand = wanted.map(|(side, attempt)| {
            let tell = {
                let dispatch = tools.dispatch.clone();
                move |action| dispatch.dispatch(Action::Stage(action))
            };
            tools.easel.send(&ToPainter::Stage(ToStage::Resume));
            let text = &sources[side.index()];
            let source: Rc<str> = with_seconds(text, stage.seconds).map_or_else(|| text.clone(), Rc::from);
            Errand::start(async move {
                let begins_ms = now_ms() + f64::from(BEATS * BEAT_MS);
                let armed = match lab::arm(&tools.lab, &source, stage.seconds).await {
                    Ok(armed) => armed,
                    Err(why) => return tell(StageAction::Refuse(attempt, why)),
                };
                // Four beats, however long it took to get ready.
                TimeoutFuture::new((begins_ms - now_ms()).max(0.0) as u32).await;
                tell(StageAction::Begin(attempt));
                TimeoutFuture::new(DRAWN_MS).await;
                let run = lab::begin(armed, source).await;
                tell(StageAction::Done(attempt, run));
            })
        });
        move || drop(errand)
    });
}

#[derive(PartialEq, Properties)]
struct PadProps {
    attempt: u32,
}

/// A pad that counts and a field that takes text, as long as the page's loop turns.
#[component]
fn Pad(props: &PadProps) -> Html {
    let heard = use_state(|| 0_u32);
    use_effect_with(props.attempt, {
        let heard = heard.clone();
        move |_| heard.set(0)
    });
    let count = {
        let heard = heard.clone();
        move || heard.set(*heard + 1)
    };
    let onpointerdown = {
        let count = count.clone();
        Callback::from(move |_: PointerEvent| count())
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if !event.repeat() && matches!(event.key().as_str(), " " | "Enter") {
            count();
        }
    });
    html! {
        <>
            <button class="stage__pad" data-hears-late="" {onpointerdown} {onkeydown}>
                <b>{ *heard }</b>{ texts::HEARD }
            </button>
            <input class="stage__field" data-hears-late="" aria-label={texts::TYPE} placeholder={texts::TYPE_HERE}
                autocomplete="off" />
        </>
    }
}

/// The heading and what there is to say about it.
fn said(stage: &Stage) -> Html {
    let (title, text): (String, Html) = match &stage.step {
        Step::Closed | Step::Armed => (
            texts::will_freeze(stage.seconds),
            html! {
                <>{ texts::WILL_FREEZE }{ " " }<b>{ texts::KEEP_CLICKING }</b></>
            },
        ),
        Step::Counting(Side::First, _) => (texts::GET_READY.to_owned(), html! { texts::will_recover(stage.seconds) }),
        Step::Running(Side::First) => (texts::FROZEN.to_owned(), html! { texts::will_recover(stage.seconds) }),
        Step::Counting(Side::Second, _) | Step::Running(Side::Second) => {
            (texts::KEEP_ON.to_owned(), html! { texts::ON_A_THREAD })
        }
        Step::After(side) => match &stage.runs[side.index()] {
            Some(run) => {
                let deeds = Deeds::of(run, *side);
                let (seconds, line) = frozen(&run.report);
                let text = match side {
                    Side::First => html! {
                        <>
                            { texts::WAS_FROZEN }{ " " }<b>{ texts::seconds(seconds) }</b>{ ". " }
                            { texts::heard_in_one_burst(deeds.count(), line) }
                        </>
                    },
                    Side::Second => html! { texts::NEVER_FROZEN },
                };
                let title = match side {
                    Side::First => texts::deeds(&deeds),
                    Side::Second => texts::deeds_on_a_thread(&deeds),
                };
                (title, text)
            }
            None => (String::new(), Html::default()),
        },
        Step::Refused(side, why) => {
            let title = if *side == Side::First { texts::NOT_LIVE } else { texts::NOT_ON_A_THREAD };
            (title.to_owned(), html! { why.clone() })
        }
    };
    html! {
        <>
            <h3 class="stage__title" role="status">{ title }</h3>
            <p class="stage__text">{ text }</p>
        </>
    }
}

/// 1, 2 or 5 seconds: how long the program sleeps, and the most that the page may freeze.
fn choices(tools: &Tools, props: &StageProps) -> Html {
    let changes = with_seconds(&props.sources[0], 1).is_some();
    let hidden = !changes || !matches!(props.stage.step, Step::Armed | Step::After(_));
    html! {
        <div class={classes!("stage__choices", hidden.then_some("stage__choices--hidden"))} role="group"
            aria-label={texts::HOW_LONG}>
            { for CHOICES.map(|seconds| html! {
                <button
                    key={seconds}
                    class={classes!("stage__choice", (seconds == props.stage.seconds).then_some("stage__choice--taken"))}
                    aria-pressed={(seconds == props.stage.seconds).to_string()}
                    disabled={hidden}
                    onclick={on(tools, move || StageAction::Seconds(seconds))}
                >
                    { texts::seconds_choice(seconds) }
                </button>
            }) }
        </div>
    }
}

/// What stands on a button, and what a press of it does.
type Labelled<Press> = (String, Press);

/// Two buttons: the way out, and the way on.
fn buttons(tools: &Tools, stage: &Stage) -> Html {
    let press = |side: Side| on::<MouseEvent>(tools, move || StageAction::Press(side));
    let close = on::<MouseEvent>(tools, || StageAction::Close);
    let side_by_side = tools.on(|| Action::ShowLive(now_ms()));
    let freeze = texts::freeze(stage.seconds);
    let (first, second): (Labelled<Callback<MouseEvent>>, Labelled<Option<Callback<MouseEvent>>>) = match &stage.step {
        Step::Closed | Step::Armed => ((texts::NOT_NOW.into(), close), (freeze, Some(press(Side::First)))),
        Step::Counting(_, beats) => ((texts::NOT_NOW.into(), close), (texts::freezes_in(*beats), None)),
        Step::Running(Side::First) => ((texts::NOT_NOW.into(), close), (texts::FROZEN_NOW.into(), None)),
        Step::Running(Side::Second) => ((texts::NOT_NOW.into(), close), (texts::RUNS_NOW.into(), None)),
        Step::After(Side::First) => {
            ((texts::AGAIN.into(), press(Side::First)), (texts::SAME_WORK.into(), Some(press(Side::Second))))
        }
        Step::After(Side::Second) if stage.both().is_some() => {
            ((texts::AGAIN.into(), press(Side::First)), (texts::SIDE_BY_SIDE.into(), Some(side_by_side)))
        }
        Step::After(Side::Second) | Step::Refused(..) => {
            ((texts::CLOSE.into(), close), (freeze, Some(press(Side::First))))
        }
    };
    html! {
        <div class="stage__buttons">
            <button class="button" disabled={matches!(stage.step, Step::Running(_))} onclick={first.1}>{ first.0 }</button>
            <button class="button button--primary" disabled={second.1.is_none()} onclick={second.1.unwrap_or_default()}>
                { second.0 }
            </button>
        </div>
    }
}
