//! A variant's trace: a canvas that the painter owns, and its name for those who don't see it.

use super::media::window;
use super::painter::ToPainter;
use super::shared::Shared;
use super::state::{Action, Problem, Run, Side};
use super::texts;
use super::tools::{Tools, use_tools};
use crate::live::clock::now_ms;
use crate::playback::Command;
use crate::scenario::Tone;
use crate::time::Instant;
use crate::timeline::labels::cut;
use crate::timeline::layout::{Axis, Size, Viewport};
use crate::timeline::time_scale::{CssPixels, TimeScale};
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, HtmlCanvasElement, HtmlElement, ResizeObserver};
use yew::prelude::*;

/// Properties of [`TracePane`].
#[derive(PartialEq, Properties)]
pub struct TracePaneProps {
    /// Which variant.
    pub side: Side,
    /// What it is called.
    pub name: AttrValue,
    /// Whether it has the trouble.
    pub tone: Tone,
    /// Lines that the other one does not have.
    pub changed: Rc<[u32]>,
    /// Its text, for the changed line.
    pub source: Rc<str>,
    /// What may be told of it.
    pub told: Option<Shared<Run>>,
    /// What is shown.
    pub run: Option<Shared<Run>>,
    /// What is wrong with the text, where the run is of an older one.
    pub problem: Option<Rc<Problem>>,
    /// Whether there is room for a phone's layout only.
    pub narrow: bool,
    /// When the longest run that is shown ends.
    pub end: Instant,
    /// What the static page has in its place.
    pub poster: Option<Poster>,
}

/// An element of the static page that the app keeps.
#[derive(Clone, PartialEq)]
pub struct Poster(pub Element);

/// A variant's trace.
#[component]
pub fn TracePane(props: &TracePaneProps) -> Html {
    let tools = use_tools();
    let (place, canvas) = (use_node_ref(), use_node_ref());
    let row = props.side.index() as u32;

    // The canvas goes to the painter once; a new painter gets a new canvas.
    use_effect_with(tools.easel.clone(), {
        let canvas = canvas.clone();
        move |easel| {
            let offscreen =
                canvas.cast::<HtmlCanvasElement>().and_then(|canvas| canvas.transfer_control_to_offscreen().ok());
            if let Some(offscreen) = offscreen {
                easel.send_with(&ToPainter::Canvas { row }, &Array::of1(&offscreen));
            }
        }
    });
    use_effect_with((tools.easel.clone(), props.narrow), {
        let place = place.clone();
        move |(easel, narrow)| {
            let (easel, narrow) = (easel.clone(), *narrow);
            let observed = place.cast::<HtmlElement>().map(|place| {
                Sizes::observe(place, move |area| {
                    let viewport = viewport(area, narrow, row);
                    easel.send(&ToPainter::Viewport { row, viewport, ratio: window().device_pixel_ratio() });
                })
            });
            move || drop(observed)
        }
    });
    use_effect_with((tools.easel.clone(), props.run.clone()), move |(easel, run)| {
        if let Some(run) = run {
            easel.send(&ToPainter::Run { row, trace: run.trace.clone(), source: run.source.clone() });
        }
    });

    let scrub = use_scrub(&tools, props, place.clone());
    let summary = props.told.as_ref().map(|run| texts::summary(&props.name, &run.view, &run.report));
    let (tone, chip) = match props.tone {
        Tone::Bad => ("bad", "trace-pane__line--bad"),
        Tone::Good => ("good", "trace-pane__line--good"),
        Tone::Plain => ("", "trace-pane__line--plain"),
    };
    html! {
        <section class="trace-pane" data-side={row.to_string()} aria-label={texts::trace_of(&props.name)}>
            <h2 class="trace-pane__name">
                <span class={tone}>{ texts::mark(props.tone) }{ " " }{ props.name.clone() }</span>
                <code class={classes!("trace-pane__line", chip)} data-changed="">{ changed_line(props) }</code>
            </h2>
            <div
                ref={place}
                class={classes!("trace-pane__picture", props.problem.is_some().then_some("trace-pane__picture--stale"))}
                onpointerdown={scrub.clone()}
                onpointermove={scrub}
                role="img"
                aria-label={summary.unwrap_or_else(|| texts::trace_of(&props.name))}
            >
                if let Some(Poster(poster)) = &props.poster {
                    { Html::VRef(poster.clone().into()) }
                }
                <canvas key={tools.easel.id()} ref={canvas} class="trace-pane__canvas" />
            </div>
            { stale(props.problem.as_deref(), props.run.is_none()) }
        </section>
    }
}

/// Over a picture: that it is of an older text, because the text of now does not run. Where there is no picture, why.
pub fn stale(problem: Option<&Problem>, is_nothing: bool) -> Html {
    let Some(problem) = problem else { return Html::default() };
    let first = problem.message.lines().next().unwrap_or_default();
    html! {
        <p class="trace-pane__stale">
            <b>{ texts::does_not_run(problem.line) }</b>
            { if is_nothing { first.to_owned() } else { texts::WHAT_RAN_LAST.to_owned() } }
        </p>
    }
}

/// Pointing at the trace moves the cursor there; the slider does the same for the keyboard.
#[hook]
fn use_scrub(tools: &Tools, props: &TracePaneProps, place: NodeRef) -> Callback<PointerEvent> {
    let dispatch = tools.dispatch.clone();
    let (narrow, end) = (props.narrow, props.end);
    Callback::from(move |event: PointerEvent| {
        let Some(place) = place.cast::<HtmlElement>() else { return };
        if event.type_() == "pointerdown" {
            // Without the capture a drag ends at the edge, which is no loss.
            let _ = place.set_pointer_capture(event.pointer_id());
        }
        let pressed = event.buttons() & 1 == 1;
        if !pressed || end == Instant::START {
            return;
        }
        let viewport = viewport(&place.get_bounding_client_rect(), narrow, 0);
        let (left, right) = viewport.axis_range();
        let scale = TimeScale::new(Instant::START, end, left, right - left);
        let at = scale.at(CssPixels(f64::from(event.client_x()) - place.get_bounding_client_rect().left()));
        dispatch.dispatch(Action::Playback(Command::Pause, now_ms()));
        dispatch.dispatch(Action::Playback(Command::Seek(at), now_ms()));
    })
}

/// A row's room and how it is used.
fn viewport(area: &DomRect, narrow: bool, row: u32) -> Viewport {
    let axis = match (narrow, row) {
        (true, 0) => Axis::None,
        (true, _) => Axis::Bottom,
        (false, 0) => Axis::Top,
        (false, _) => Axis::TopBlank,
    };
    let size = if narrow { Size::Narrow } else { Size::Wide };
    Viewport { width: CssPixels(area.width()), height: CssPixels(area.height()), size, axis }
}

/// The line that is changed, as a chip: where there is no room for the code.
fn changed_line(props: &TracePaneProps) -> String {
    let held = props.run.as_ref().and_then(|run| run.worst_line()).filter(|line| props.changed.contains(line));
    let Some(line) = held.or(props.changed.first().copied()) else { return String::new() };
    let code = props.source.lines().nth(line as usize - 1).unwrap_or_default().trim();
    format!("{line}  {}", cut(code, 60))
}

/// Watches an element's size; dropped, it no longer does.
pub struct Sizes {
    observer: Option<ResizeObserver>,
    _closure: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Tells its place, now and at every change of its size.
    pub fn observe(element: HtmlElement, tell: impl Fn(&DomRect) + 'static) -> Self {
        let watched = element.clone();
        let measure = move || {
            let area = watched.get_bounding_client_rect();
            if area.width() >= 1.0 && area.height() >= 1.0 {
                tell(&area);
            }
        };
        measure();
        let closure = Closure::<dyn FnMut()>::new(measure);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(&element);
        }
        Self { observer, _closure: closure }
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
