//! The timeline of one run: a canvas that the painter owns, seen through a camera that pointer, wheel and keys move, with
//! words for what is pointed at.
//!
//! 1. [`Desk`] knows what is looked at. Whatever moves the camera tells the painter and nobody else: nothing is rendered
//!    anew for it, and the words are written into their elements.
//! 2. A click sets the cursor, a drag pans (on the axis, or when there is nothing to pan, it scrubs), with shift it
//!    chooses a range. The wheel scrolls, with ctrl it zooms to the pointer; two fingers do both.
//! 3. With the focus: up and down choose a lane, left and right go to the edges of what it does, Enter puts the cursor
//!    there, + − 0 zoom.

use super::media::window;
use super::painter::ToPainter;
use super::shared::Shared;
use super::state::{Action, Problem, Run};
use super::texts;
use super::tools::{Tools, use_tools};
use super::trace_pane::{Sizes, stale};
use crate::live::clock::now_ms;
use crate::playback::Command;
use crate::time::Instant;
use crate::timeline::camera::Camera;
use crate::timeline::chart::{Look, Room};
use crate::timeline::layout::Size;
use crate::timeline::rows::{Grouping, Rows};
use crate::timeline::time_scale::{CssPixels, length_text};
use crate::timeline::words::{self, Later, Place, Words};
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};
use yew::prelude::*;

/// One press of a zoom button or key.
const ZOOM: f64 = 1.6;
/// A pointer that moved less than this was pressed, not dragged.
const STILL: f64 = 4.0;

/// Properties of [`TimelinePane`].
#[derive(PartialEq, Properties)]
pub struct TimelinePaneProps {
    /// Which of the painter's rows.
    pub row: u32,
    /// What the run is called.
    pub name: AttrValue,
    /// What is shown.
    pub run: Option<Shared<Run>>,
    /// The range that is played, when one was chosen.
    pub range: Option<(Instant, Instant)>,
    /// What is wrong with the text, where the run is of an older one.
    pub problem: Option<Rc<Problem>>,
    /// Whether there is room for a phone's layout only.
    pub narrow: bool,
}

/// A run's timeline.
#[component]
pub fn TimelinePane(props: &TimelinePaneProps) -> Html {
    let tools = use_tools();
    let parts = use_memo((), |()| Parts::default());
    let chosen = use_state(|| None::<Grouping>);
    let of_run = || props.run.as_ref().map_or(Grouping::ByThread, |run| Grouping::of(&run.view));
    let grouping = chosen.unwrap_or_else(of_run);
    let desk = use_memo((tools.easel.clone(), props.row), {
        let (tools, parts) = (tools.clone(), (*parts).clone());
        move |(_, row)| Desk::new(tools, *row, parts)
    });
    let desk: Rc<Desk> = (*desk).clone();
    let row = props.row;

    // The canvas goes to the painter once; a new painter gets a new canvas.
    use_effect_with(tools.easel.clone(), {
        let canvas = parts.canvas.clone();
        move |easel| {
            let offscreen =
                canvas.cast::<HtmlCanvasElement>().and_then(|canvas| canvas.transfer_control_to_offscreen().ok());
            if let Some(offscreen) = offscreen {
                easel.send_with(&ToPainter::Canvas { row }, &Array::of1(&offscreen));
            }
        }
    });
    use_effect_with((tools.easel.clone(), props.run.clone()), {
        let desk = desk.clone();
        move |(easel, run)| {
            if let Some(run) = run {
                easel.send(&ToPainter::Run { row, trace: run.trace.clone(), source: run.source.clone() });
                desk.show(run.clone());
            }
        }
    });
    use_effect_with((tools.easel.clone(), props.narrow), {
        let (desk, place) = (desk.clone(), parts.place.clone());
        move |(_, narrow)| {
            let size = if *narrow { Size::Narrow } else { Size::Wide };
            let observed = place.cast::<HtmlElement>().map(|place| {
                Sizes::observe(place, move |area| {
                    let room = Room { width: CssPixels(area.width()), height: CssPixels(area.height()), size };
                    desk.resize(room, window().device_pixel_ratio());
                })
            });
            move || drop(observed)
        }
    });
    use_effect_with((tools.easel.clone(), grouping), {
        let desk = desk.clone();
        move |(_, grouping)| desk.group(*grouping)
    });
    use_effect_with(tools.easel.clone(), {
        let (desk, frames) = (desk.clone(), tools.frames.clone());
        move |_| {
            let playing = frames.clone();
            let following = frames.follow(move |cursor| desk.follow(cursor, playing.is_playing()));
            move || drop(following)
        }
    });
    use_wheel(&desk, &parts);

    let summary = props.run.as_ref().map(|run| texts::summary(&props.name, &run.view, &run.report));
    let zoom = |factor: f64| {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.zoom(factor))
    };
    let fit = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.fit())
    };
    let choice = |wanted: Grouping, label: &'static str| {
        let chosen = chosen.clone();
        html! {
            <button
                class={classes!("timeline__choice", (grouping == wanted).then_some("timeline__choice--on"))}
                aria-pressed={(grouping == wanted).to_string()}
                onclick={Callback::from(move |_: MouseEvent| chosen.set(Some(wanted)))}
            >
                { label }
            </button>
        }
    };
    let on_pointer = {
        let desk = desk.clone();
        Callback::from(move |event: PointerEvent| desk.pointer(&event))
    };
    let onkeydown = {
        let desk = desk.clone();
        Callback::from(move |event: KeyboardEvent| desk.key(&event))
    };
    let onscroll = {
        let desk = desk.clone();
        Callback::from(move |_: Event| desk.scrolled())
    };
    let onblur = {
        let desk = desk.clone();
        Callback::from(move |_: FocusEvent| desk.leave())
    };
    // Of what was typed on an empty page there is no run yet.
    let is_nothing = props.problem.is_some() && props.run.as_ref().is_none_or(|run| run.source.trim().is_empty());
    html! {
        <section
            class={classes!("trace-pane", "timeline", is_nothing.then_some("trace-pane--nothing"))}
            data-side={row.to_string()}
            aria-label={texts::trace_of(&props.name)}
        >
            <div class="timeline__bar">
                <h2 class="timeline__name">{ texts::TIMELINE }</h2>
                <div class="timeline__choices" role="group" aria-label={texts::LANES}>
                    { choice(Grouping::ByThread, texts::BY_THREAD) }
                    { choice(Grouping::ByTask, texts::BY_TASK) }
                </div>
                <span class="timeline__space" />
                <button class="button button--small button--icon" aria-label={texts::ZOOM_OUT} title={texts::ZOOM_OUT}
                    onclick={zoom(1.0 / ZOOM)}>{ "−" }</button>
                <button class="button button--small button--icon" aria-label={texts::ZOOM_IN} title={texts::ZOOM_IN}
                    onclick={zoom(ZOOM)}>{ "+" }</button>
                <button class="button button--small" title={texts::FIT_WHAT} onclick={fit}>{ texts::FIT }</button>
            </div>
            <div
                ref={parts.view.clone()}
                class={classes!("timeline__view", props.problem.is_some().then_some("trace-pane__picture--stale"))}
                role="application"
                aria-label={texts::EXPLORE}
                aria-description={texts::EXPLORE_HOW}
                tabindex="0"
                {onscroll}
                {onkeydown}
                {onblur}
            >
                <div
                    ref={parts.place.clone()}
                    class="timeline__picture"
                    role="img"
                    aria-label={summary.unwrap_or_else(|| texts::trace_of(&props.name))}
                    onpointerdown={on_pointer.clone()}
                    onpointermove={on_pointer.clone()}
                    onpointerup={on_pointer.clone()}
                    onpointercancel={on_pointer.clone()}
                    onpointerleave={on_pointer}
                >
                    <canvas key={tools.easel.id()} ref={parts.canvas.clone()} class="trace-pane__canvas" />
                    <div ref={parts.card.clone()} class="timeline__card" aria-hidden="true">
                        <b ref={parts.title.clone()} />
                        <span ref={parts.lines.clone()} />
                    </div>
                </div>
                <div ref={parts.spacer.clone()} class="timeline__spacer" />
            </div>
            <p ref={parts.said.clone()} class="unseen" role="status" aria-live="polite" />
            { legend() }
            if let (Some(run), Some(range)) = (&props.run, props.range) {
                <RangeSums run={run.clone()} {range} {grouping} />
            }
            { stale(props.problem.as_deref(), is_nothing) }
        </section>
    }
}

fn legend() -> Html {
    let one = |&(kind, words): &(&'static str, &'static str)| {
        html! { <li key={kind}><i class={classes!("swatch", format!("swatch--{kind}"))} aria-hidden="true" />{ words }</li> }
    };
    html! { <ul class="timeline__legend" aria-label={texts::LEGEND}>{ for texts::LEGENDS.iter().map(one) }</ul> }
}

/// Ctrl and the wheel zoom to the pointer, a wheel to the side pans; a plain wheel is left to the page.
#[hook]
fn use_wheel(desk: &Rc<Desk>, parts: &Parts) {
    let view = parts.view.clone();
    use_effect_with(Keyed(desk.clone()), move |Keyed(desk)| {
        let desk = desk.clone();
        let listener = view.cast::<HtmlElement>().map(|view| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&view, "wheel", options, move |event| {
                if let Some(event) = event.dyn_ref::<WheelEvent>() {
                    desk.wheel(event);
                }
            })
        });
        move || drop(listener)
    });
}

struct Keyed(Rc<Desk>);

impl PartialEq for Keyed {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(PartialEq, Properties)]
struct RangeSumsProps {
    run: Shared<Run>,
    range: (Instant, Instant),
    grouping: Grouping,
}

/// What was done within the range: a row for each lane, a column for each state that occurs.
#[component]
fn RangeSums(props: &RangeSumsProps) -> Html {
    let tools = use_tools();
    let (from, to) = props.range;
    let view = &props.run.view;
    let rows = Rows::of(view, props.grouping, Size::Wide);
    let sums = words::sums(view, &rows, from, to);
    let used: Vec<usize> =
        (0..texts::SUM_COLUMNS.len()).filter(|kind| sums.iter().any(|(_, times)| times[*kind].0 > 0)).collect();
    let caption = texts::range(from, to);
    let busy = |times: &[crate::time::Duration]| times.iter().any(|time| time.0 > 0);
    html! {
        <div class="timeline__sums">
            <table class="table">
                <caption>
                    { caption }{ " " }
                    <button class="button button--small" onclick={tools.command(Command::SetRange(None))}>
                        { texts::NO_RANGE }
                    </button>
                </caption>
                <thead><tr>
                    <th scope="col">{ texts::LANE }</th>
                    { for used.iter().map(|kind| html! { <th key={*kind} scope="col">{ texts::SUM_COLUMNS[*kind] }</th> }) }
                </tr></thead>
                <tbody>
                    { for sums.iter().filter(|(_, times)| busy(times)).map(|(name, times)| html! {
                        <tr>
                            <th scope="row">{ name.clone() }</th>
                            { for used.iter().map(|kind| html! {
                                <td key={*kind} class="table__number">
                                    { if times[*kind].0 > 0 { length_text(times[*kind]) } else { String::new() } }
                                </td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// The elements that the desk moves and writes into.
#[derive(Clone, Default, PartialEq)]
struct Parts {
    view: NodeRef,
    place: NodeRef,
    canvas: NodeRef,
    spacer: NodeRef,
    card: NodeRef,
    title: NodeRef,
    lines: NodeRef,
    said: NodeRef,
}

/// What is looked at.
struct Desk {
    tools: Tools,
    row: u32,
    parts: Parts,
    inner: RefCell<Inner>,
}

struct Inner {
    run: Option<Shared<Run>>,
    rows: Option<Rc<Rows>>,
    look: Look,
    room: Option<(Room, f64)>,
    cursor: Instant,
    /// What the card says, and how wide and high it is with that.
    card: (Words, (f64, f64)),
    /// Pointers that are down, with where they are.
    pointers: Vec<(i32, f64, f64)>,
    drag: Drag,
}

/// What the pointers that are down do.
#[derive(Clone, Copy, PartialEq)]
enum Drag {
    /// Nothing is down.
    No,
    /// Too early to tell: where it went down, on what, whether with shift.
    Perhaps { x: f64, y: f64, place: Place, shift: bool },
    /// The moment that was under the pointer stays there.
    Pan { x: f64, camera: Camera },
    /// The cursor is under the pointer.
    Scrub,
    /// From there to the pointer.
    Range { from: Instant },
    /// Two fingers: how far apart they were and where their middle was.
    Pinch { apart: f64, middle: f64, camera: Camera },
}

impl Desk {
    fn new(tools: Tools, row: u32, parts: Parts) -> Rc<Self> {
        let look = Look { grouping: Grouping::ByThread, camera: Camera::all(Instant::START), row: None, at: None };
        let inner = Inner {
            run: None,
            rows: None,
            look,
            room: None,
            cursor: Instant::START,
            card: Default::default(),
            pointers: Vec::new(),
            drag: Drag::No,
        };
        Rc::new(Self { tools, row, parts, inner: RefCell::new(inner) })
    }

    fn show(&self, run: Shared<Run>) {
        {
            let mut inner = self.inner.borrow_mut();
            let (was, end) = (inner.run.as_ref().map_or(Instant::START, |run| run.view.until()), run.view.until());
            inner.look.camera = inner.look.camera.for_end(was, end);
            (inner.look.row, inner.look.at) = (None, None);
            inner.run = Some(run);
            inner.rows = None;
        }
        self.list();
        self.tell();
    }

    fn group(&self, grouping: Grouping) {
        {
            let mut inner = self.inner.borrow_mut();
            inner.look.grouping = grouping;
            (inner.look.row, inner.look.at) = (None, None);
            inner.rows = None;
        }
        self.list();
        self.tell();
    }

    fn resize(&self, room: Room, ratio: f64) {
        self.inner.borrow_mut().room = Some((room, ratio));
        self.list();
        self.tell();
    }

    /// Lists the rows and gives the scrolled element their height.
    fn list(&self) {
        let mut inner = self.inner.borrow_mut();
        let (Some(run), Some((room, _))) = (inner.run.clone(), inner.room) else { return };
        let rows = match inner.rows.clone() {
            Some(rows) => rows,
            None => Rc::new(Rows::of(&run.view, inner.look.grouping, room.size)),
        };
        let most = room.most_scroll(&run.view, &rows);
        inner.look.camera.scroll = inner.look.camera.scroll.min(most);
        inner.rows = Some(rows.clone());
        drop(inner);
        if let Some(spacer) = self.parts.spacer.cast::<HtmlElement>() {
            // A length that can't be set leaves the rows as they are.
            let _ = spacer.style().set_property("height", &format!("{}px", most.0.ceil()));
        }
        if let Some(view) = self.parts.view.cast::<HtmlElement>() {
            let wanted = room.height_for(&run.view, &rows);
            let _ = view.style().set_property("--wanted", &format!("{}px", wanted.0.ceil()));
        }
    }

    fn tell(&self) {
        let inner = self.inner.borrow();
        if let Some((room, ratio)) = inner.room {
            self.tools.easel.send(&ToPainter::Look { row: self.row, look: inner.look, room, ratio });
        }
    }

    /// The moment up to which the picture goes.
    fn end(&self) -> Instant {
        self.inner.borrow().run.as_ref().map_or(Instant::START, |run| run.view.until())
    }

    fn camera(&self) -> Camera {
        self.inner.borrow().look.camera
    }

    fn see(&self, camera: Camera) {
        let moved = {
            let mut inner = self.inner.borrow_mut();
            std::mem::replace(&mut inner.look.camera, camera) != camera
        };
        if moved {
            self.tell();
        }
    }

    /// Closer to the cursor when it is seen, else to the middle.
    fn zoom(&self, factor: f64) {
        let (camera, cursor) = (self.camera(), self.inner.borrow().cursor);
        let seen = cursor >= camera.from && cursor <= camera.to;
        let middle = Instant(camera.from.0 / 2 + camera.to.0 / 2);
        let at = self.inner.borrow().look.at.filter(|_| self.has_focus());
        self.see(camera.zoomed(factor, at.unwrap_or(if seen { cursor } else { middle }), self.end()));
    }

    fn has_focus(&self) -> bool {
        let view = self.parts.view.cast::<Element>();
        view.is_some_and(|view| view.matches(":focus-visible").unwrap_or(false))
    }

    fn fit(&self) {
        let scroll = self.camera().scroll;
        self.see(Camera { scroll, ..Camera::all(self.end()) });
    }

    /// The cursor is somewhere else: when it leaves what is seen, that follows.
    fn follow(&self, cursor: Instant, playing: bool) {
        let end = self.end();
        let before = std::mem::replace(&mut self.inner.borrow_mut().cursor, cursor);
        let camera = self.camera();
        let was_seen = before >= camera.from && before <= camera.to;
        if before == cursor || self.inner.borrow().drag != Drag::No {
            return;
        }
        if !playing {
            self.see(camera.showing(cursor, end));
        } else if was_seen {
            self.see(camera.turned_to(cursor, end));
        }
    }

    fn scrolled(&self) {
        let Some(view) = self.parts.view.cast::<HtmlElement>() else { return };
        let camera = self.camera();
        self.see(Camera { scroll: CssPixels(f64::from(view.scroll_top())), ..camera });
    }

    /// Where a pointer is within the picture.
    fn within(&self, x: i32, y: i32) -> (f64, f64) {
        let place = self.parts.place.cast::<Element>().map(|place| place.get_bounding_client_rect());
        place.map_or((0.0, 0.0), |place| (f64::from(x) - place.left(), f64::from(y) - place.top()))
    }

    fn place(&self, x: f64, y: f64) -> Option<Place> {
        let inner = self.inner.borrow();
        let (run, rows, (room, _)) = (inner.run.as_ref()?, inner.rows.as_ref()?, inner.room?);
        let inside = x.clamp(0.0, room.width.0);
        words::place(&run.view, rows, &inner.look.camera, room, CssPixels(inside), CssPixels(y))
    }

    fn wheel(&self, event: &WheelEvent) {
        let (x, y) = self.within(event.client_x(), event.client_y());
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 16.0 } else { 1.0 };
        let Some(place) = self.place(x, y.max(0.0)) else { return };
        let camera = self.camera();
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            // A notch of a wheel is some 100, a step of a touchpad's pinch a few.
            let factor = libm::exp((-event.delta_y() * unit / 240.0).clamp(-1.0, 1.0));
            self.see(camera.zoomed(factor, place.at, self.end()));
        } else {
            let sideways = if event.shift_key() && event.delta_x() == 0.0 { event.delta_y() } else { event.delta_x() };
            let mostly = event.shift_key() || event.delta_x().abs() > event.delta_y().abs();
            if mostly && sideways != 0.0 && !camera.shows_all(self.end()) {
                event.prevent_default();
                self.see(camera.moved(sideways * unit / self.width(), self.end()));
            }
        }
        self.hover(self.place(x, y), Shown::Card);
    }

    /// Width of the time axis.
    fn width(&self) -> f64 {
        let inner = self.inner.borrow();
        let frame = inner.room.zip(inner.run.as_ref()).map(|((room, _), run)| room.frame(&run.view));
        frame.map_or(1.0, |frame| (frame.right - frame.left).0.max(1.0))
    }

    fn pointer(&self, event: &PointerEvent) {
        let (x, y) = self.within(event.client_x(), event.client_y());
        let id = event.pointer_id();
        match event.type_().as_str() {
            "pointerdown" if event.button() == 0 => {
                if let Some(place) = self.parts.place.cast::<Element>() {
                    // Without the capture a drag ends at the edge, which is no loss.
                    let _ = place.set_pointer_capture(id);
                }
                self.down(id, x, y, event.shift_key());
            }
            "pointermove" => self.moved(id, x, y, event.buttons() & 1 == 1),
            "pointerup" => self.up(id, x, y),
            "pointercancel" => {
                self.release(id);
            }
            "pointerleave" => self.leave(),
            _ => {}
        }
    }

    fn down(&self, id: i32, x: f64, y: f64, shift: bool) {
        let place = self.place(x, y);
        let mut inner = self.inner.borrow_mut();
        inner.pointers.retain(|(known, ..)| *known != id);
        inner.pointers.push((id, x, y));
        let camera = inner.look.camera;
        inner.drag = match (&inner.pointers[..], place) {
            ([(_, a, _), (_, b, _)], _) => {
                Drag::Pinch { apart: (a - b).abs().max(24.0), middle: (a + b) / 2.0, camera }
            }
            (_, Some(place)) => Drag::Perhaps { x, y, place, shift },
            (_, None) => Drag::No,
        };
    }

    fn moved(&self, id: i32, x: f64, y: f64, pressed: bool) {
        let drag = {
            let mut inner = self.inner.borrow_mut();
            if let Some(pointer) = inner.pointers.iter_mut().find(|(known, ..)| *known == id) {
                *pointer = (id, x, y);
            }
            inner.drag
        };
        if !pressed && drag == Drag::No {
            return self.hover(self.place(x, y), Shown::Card);
        }
        let end = self.end();
        match drag {
            Drag::No => {}
            Drag::Perhaps { x: from_x, y: from_y, place, shift } => {
                if libm::hypot(x - from_x, y - from_y) < STILL {
                    return;
                }
                let camera = self.camera();
                let drag = if shift {
                    Drag::Range { from: place.at }
                } else if place.on_axis || camera.shows_all(end) {
                    self.tools.dispatch.dispatch(Action::Playback(Command::Pause, now_ms()));
                    Drag::Scrub
                } else {
                    Drag::Pan { x: from_x, camera }
                };
                self.inner.borrow_mut().drag = drag;
                self.hide();
                self.moved(id, x, y, pressed);
            }
            Drag::Pan { x: from_x, camera } => {
                let scroll = self.camera().scroll;
                self.see(Camera { scroll, ..camera.moved((from_x - x) / self.width(), end) });
            }
            Drag::Scrub => {
                if let Some(place) = self.place(x, 1.0) {
                    self.tools.dispatch.dispatch(Action::Playback(Command::Seek(place.at), now_ms()));
                }
            }
            Drag::Range { from } => {
                if let Some(place) = self.place(x, 1.0) {
                    self.choose_range(from, place.at);
                }
            }
            Drag::Pinch { apart, middle, camera } => self.pinch(apart, middle, camera),
        }
    }

    fn pinch(&self, apart: f64, middle: f64, camera: Camera) {
        let now = match &self.inner.borrow().pointers[..] {
            [(_, a, _), (_, b, _)] => Some(((a - b).abs().max(24.0), (a + b) / 2.0)),
            _ => None,
        };
        let Some((now_apart, now_middle)) = now else { return };
        let width = self.width();
        let left = self.left();
        let share = ((middle - left) / width).clamp(0.0, 1.0);
        let at = Instant(camera.from.0 + (camera.length().0 as f64 * share) as u64);
        let zoomed = camera.zoomed(now_apart / apart, at, self.end());
        let scroll = self.camera().scroll;
        self.see(Camera { scroll, ..zoomed.moved((middle - now_middle) / width, self.end()) });
    }

    fn left(&self) -> f64 {
        let inner = self.inner.borrow();
        inner.room.zip(inner.run.as_ref()).map_or(0.0, |((room, _), run)| room.frame(&run.view).left.0)
    }

    fn up(&self, id: i32, x: f64, y: f64) {
        let drag = self.release(id);
        if let Drag::Perhaps { place, shift, .. } = drag {
            if shift {
                self.tools.dispatch.dispatch(Action::Playback(Command::SetRange(None), now_ms()));
                return;
            }
            // A press is no move.
            self.seek(place.at);
            self.hover(self.place(x, y), Shown::Card);
        }
    }

    fn release(&self, id: i32) -> Drag {
        let mut inner = self.inner.borrow_mut();
        inner.pointers.retain(|(known, ..)| *known != id);
        std::mem::replace(&mut inner.drag, Drag::No)
    }

    fn seek(&self, at: Instant) {
        self.tools.dispatch.dispatch(Action::Playback(Command::Pause, now_ms()));
        self.tools.dispatch.dispatch(Action::Playback(Command::Seek(at), now_ms()));
    }

    fn choose_range(&self, from: Instant, to: Instant) {
        self.tools.dispatch.dispatch(Action::Playback(Command::SetRange(Some((from, to))), now_ms()));
    }

    /// Says what is at a place, and marks its lane.
    fn hover(&self, place: Option<Place>, shown: Shown) {
        let found = place.and_then(|place| Some((place.row?, place.at)));
        let said = {
            let mut inner = self.inner.borrow_mut();
            let changed = inner.look.row != found.map(|(row, _)| row as u32);
            inner.look.row = found.map(|(row, _)| row as u32);
            inner.look.at = found.map(|(_, at)| at);
            let said = found.zip(inner.rows.clone()).zip(inner.run.as_ref());
            let said = said.map(|(((row, at), rows), run)| words::words(&run.view, rows.all[row].kind, at));
            (changed, said)
        };
        if said.0 || shown == Shown::Said {
            self.tell();
        }
        match said.1 {
            Some(words) => self.say(words, shown),
            None => self.hide(),
        }
    }

    fn say(&self, words: Words, shown: Shown) {
        if shown == Shown::Said
            && let Some(said) = self.parts.said.get()
        {
            said.set_text_content(Some(&words.sentence()));
        }
        let Some(card) = self.parts.card.cast::<HtmlElement>() else { return };
        card.class_list().add_1("timeline__card--shown").unwrap_or_default();
        // How large it is takes the browser a layout to say; while a span is zoomed it stays the same.
        if self.inner.borrow().card.0 != words {
            if let (Some(title), Some(lines)) = (self.parts.title.get(), self.parts.lines.get()) {
                title.set_text_content(Some(&words.title));
                lines.set_text_content(Some(&words.lines.join("\n")));
            }
            let size = (f64::from(card.offset_width()), f64::from(card.offset_height()));
            self.inner.borrow_mut().card = (words, size);
        }
        self.put(&card);
    }

    /// Beside the lane that it is about: below where there is room, else above; never on it.
    fn put(&self, card: &HtmlElement) {
        let inner = self.inner.borrow();
        let (Some(run), Some(rows), Some((room, _))) = (&inner.run, &inner.rows, inner.room) else { return };
        let (Some(row), Some(at)) = (inner.look.row.and_then(|row| rows.all.get(row as usize)), inner.look.at) else {
            return;
        };
        let frame = room.frame(&run.view);
        let x = frame.scale(&inner.look.camera).x(at).0.clamp(frame.left.0, frame.right.0);
        let top = (frame.lanes + row.top - inner.look.camera.scroll).0;
        let (wide, tall) = inner.card.1;
        let left = (x + 14.0).min(room.width.0 - wide - 4.0).max(4.0);
        let below = top + row.height.0 + 6.0;
        let y = if below + tall <= room.height.0 { below } else { (top - tall - 6.0).max(0.0) };
        // A plain transform can be set.
        let _ = card.style().set_property("transform", &format!("translate({left:.0}px, {y:.0}px)"));
    }

    fn hide(&self) {
        if let Some(card) = self.parts.card.cast::<Element>() {
            // A class can be taken away.
            card.class_list().remove_1("timeline__card--shown").unwrap_or_default();
        }
    }

    fn leave(&self) {
        if self.inner.borrow().drag != Drag::No {
            return;
        }
        self.hide();
        let marked = {
            let mut inner = self.inner.borrow_mut();
            inner.look.at = None;
            inner.look.row.take().is_some()
        };
        if marked {
            self.tell();
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let (row, at, cursor) = {
            let inner = self.inner.borrow();
            (inner.look.row.map(|row| row as usize), inner.look.at, inner.cursor)
        };
        let many = self.inner.borrow().rows.as_ref().map_or(0, |rows| rows.all.len());
        match event.key().as_str() {
            "ArrowDown" => self.go(row.map_or(0, |row| (row + 1).min(many.saturating_sub(1))), at.unwrap_or(cursor)),
            "ArrowUp" => self.go(row.map_or(0, |row| row.saturating_sub(1)), at.unwrap_or(cursor)),
            "ArrowLeft" if !event.shift_key() => self.to_edge(row, at.unwrap_or(cursor), Later::No),
            "ArrowRight" if !event.shift_key() => self.to_edge(row, at.unwrap_or(cursor), Later::Yes),
            "Enter" => match at {
                Some(at) => self.seek(at),
                None => return,
            },
            "+" | "=" => self.zoom(ZOOM),
            "-" => self.zoom(1.0 / ZOOM),
            "0" => self.fit(),
            "Escape" => {
                if row.is_none() {
                    self.tools.dispatch.dispatch(Action::Playback(Command::SetRange(None), now_ms()));
                }
                self.leave();
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn to_edge(&self, row: Option<usize>, at: Instant, later: Later) {
        let row = row.unwrap_or(0);
        let edge = {
            let inner = self.inner.borrow();
            let kind = inner.rows.as_ref().and_then(|rows| rows.all.get(row)).map(|row| row.kind);
            kind.zip(inner.run.as_ref()).and_then(|(kind, run)| words::edge(&run.view, kind, at, later))
        };
        self.go(row, edge.unwrap_or(at));
    }

    /// The keyboard is on a lane, at a moment: both come into sight.
    fn go(&self, row: usize, at: Instant) {
        let scroll = {
            let inner = self.inner.borrow();
            let (Some(run), Some(rows), Some((room, _))) = (&inner.run, &inner.rows, inner.room) else { return };
            let Some(place) = rows.all.get(row) else { return };
            let seen = room.height - room.frame(&run.view).lanes;
            let scroll = inner.look.camera.scroll;
            let least = (place.top + place.height - seen).max(CssPixels::ZERO);
            scroll.max(least).min(place.top)
        };
        let camera = self.camera();
        self.see(Camera { scroll, ..camera.showing(at, self.end()) });
        if let Some(view) = self.parts.view.cast::<HtmlElement>() {
            view.set_scroll_top(scroll.0.round() as i32);
        }
        self.hover(Some(Place { row: Some(row), at, on_axis: false }), Shown::Said);
    }
}

/// How something is told.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// On the card: the pointer is there.
    Card,
    /// On the card, and said by a screen reader: the keyboard is there.
    Said,
}
