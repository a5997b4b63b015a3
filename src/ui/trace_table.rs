//! The trace as a table, for those who want to read it or can't see the picture. It is always there for assistive
//! technology; the drawer shows it to everybody. Only the rows that are seen are on the page; it follows the cursor when
//! that is moved by hand, so that a run can be followed row by row.

use super::shared::Shared;
use super::state::Run;
use super::texts;
use super::tools::use_tools;
use super::trace_pane::Sizes;
use crate::time::Instant;
use crate::timeline::table::{Table, TableRow};
use crate::timeline::view::View;
use crate::timeline::words;
use std::cell::Cell;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Height of a row; the style sheet has the same number.
const ROW: f64 = 24.0;
/// No browser scrolls further than some 17 million pixels.
const TALLEST: f64 = 8_000_000.0;
/// No screen shows more.
const MOST: usize = 120;
/// Rows for who does not scroll: as many as are read at once.
const UNSEEN: usize = 40;

/// Properties of [`TraceTable`].
#[derive(PartialEq, Properties)]
pub struct TraceTableProps {
    /// Names of the variants.
    pub names: [AttrValue; 2],
    /// Their runs.
    pub runs: [Option<Shared<Run>>; 2],
}

/// All spans of all lanes, in order of time.
#[component]
pub fn TraceTable(props: &TraceTableProps) -> Html {
    let tools = use_tools();
    let (view, spacer) = (use_node_ref(), use_node_ref());
    // The first row that is on the page, and how many are.
    let part = use_state_eq(|| (0_usize, UNSEEN));
    let cursor = use_state_eq(|| Instant::START);
    let views: Vec<(usize, &View)> =
        props.runs.iter().enumerate().filter_map(|(index, run)| Some((index, &run.as_ref()?.view))).collect();
    let table = Table::of(&views);
    let all = table.len();
    let height = (all as f64 * ROW).min(TALLEST);

    // The first row as of the last move, by whatever it was moved.
    let first_row = use_mut_ref(|| 0_usize);
    let scroll = {
        let (view, part, first_row) = (view.clone(), part.clone(), first_row.clone());
        Callback::from(move |()| {
            let Some(view) = view.cast::<HtmlElement>() else { return };
            let (shown, room) = room_of(&view);
            // What is not seen is not scrolled by anybody.
            if is_seen(&view) {
                let share = (f64::from(view.scroll_top()) / room).clamp(0.0, 1.0);
                first_row.replace((share * last_first(all, shown)).round() as usize);
            }
            part.set((*first_row.borrow(), shown));
        })
    };
    use_effect_with((props.runs.clone(), all), {
        let (spacer, scroll) = (spacer.clone(), scroll.clone());
        move |_| {
            if let Some(spacer) = spacer.cast::<HtmlElement>() {
                // A length that can't be set leaves the table as long as it was.
                let _ = spacer.style().set_property("height", &format!("{height}px"));
            }
            scroll.emit(());
        }
    });
    // Where it comes into sight, it is scrolled to where it went meanwhile.
    use_effect_with(all, {
        let (view, part, first_row) = (view.clone(), part.clone(), first_row.clone());
        move |&all| {
            let observed = view.cast::<HtmlElement>().map(|place| {
                Sizes::observe(place.clone(), move |_| {
                    let first = *first_row.borrow();
                    part.set((first, room_of(&place).0));
                    scroll_to(&place, first, all);
                })
            });
            move || drop(observed)
        }
    });
    // Where the cursor was put by hand, the table goes.
    use_effect_with((props.runs.clone(), tools.frames.clone()), {
        let (view, cursor, part) = (view.clone(), cursor.clone(), part.clone());
        move |(runs, frames)| {
            let (runs, playing) = (runs.clone(), frames.clone());
            let last = Cell::new(None);
            let following = frames.follow(move |at| {
                if playing.is_playing() || last.replace(Some(at)) == Some(at) {
                    return;
                }
                cursor.set(at);
                let Some(view) = view.cast::<HtmlElement>() else { return };
                let views: Vec<(usize, &View)> =
                    runs.iter().enumerate().filter_map(|(index, run)| Some((index, &run.as_ref()?.view))).collect();
                let table = Table::of(&views);
                let first = table.before(at).saturating_sub(2);
                first_row.replace(first);
                part.set((first, room_of(&view).0));
                scroll_to(&view, first, table.len());
            });
            move || drop(following)
        }
    });

    let several = views.len() > 1;
    let row = |(index, row): (usize, TableRow<'_>)| {
        let span = row.span;
        let line = if span.line.line > 0 { span.line.line.to_string() } else { String::new() };
        let view = props.runs[row.run].as_ref().map(|run| &run.view);
        let said = view.map(|view| words::words(view, row.kind, span.from)).unwrap_or_default();
        let is_now = span.from <= *cursor && *cursor < span.to;
        html! {
            <tr key={index} aria-rowindex={(index + 2).to_string()} class={is_now.then_some("table__now")}
                aria-current={is_now.then_some("time")}>
                if several {
                    <td>{ props.names[row.run].clone() }</td>
                }
                <th scope="row">{ row.lane.to_owned() }</th>
                <td class="table__number">{ texts::moment(span.from) }</td>
                <td class="table__number">{ texts::moment(span.to) }</td>
                <td>{ texts::doing(span.doing) }</td>
                <td class="table__number">{ line }</td>
                <td class="table__why">{ said.lines.get(1..).unwrap_or_default().join("; ") }</td>
            </tr>
        }
    };
    let (first, shown) = *part;
    let first = first.min(all.saturating_sub(1));
    let onscroll = Callback::from(move |_: Event| scroll.emit(()));
    let columns = texts::TRACE_COLUMNS.iter().skip(usize::from(!several));
    html! {
        <div ref={view} class="trace-table" tabindex="0" role="group" aria-label={texts::TRACE_ROWS} {onscroll}>
            <div class="trace-table__still">
                <table class="table" aria-label={texts::TRACE} aria-rowcount={(all + 1).to_string()}>
                    <caption class="unseen">{ texts::trace_caption(all) }</caption>
                    <thead>
                        <tr aria-rowindex="1">
                            { for columns.map(|name| html! { <th key={*name} scope="col">{ *name }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for table.rows(first, shown).into_iter().enumerate().map(|(n, found)| row((first + n, found))) }
                    </tbody>
                </table>
            </div>
            <div ref={spacer} class="trace-table__spacer" />
        </div>
    }
}

/// Whether it is open; behind another tab it has no size to speak of, and what is that thin not every browser scrolls.
fn is_seen(view: &HtmlElement) -> bool {
    f64::from(view.client_height().min(view.client_width())) >= 2.0 * ROW
}

/// Scrolls it, where it is seen, so that a row is the first of `all`.
fn scroll_to(view: &HtmlElement, first: usize, all: usize) {
    if is_seen(view) {
        let (shown, room) = room_of(view);
        let share = (first as f64 / last_first(all, shown).max(1.0)).min(1.0);
        view.set_scroll_top((share * room).round() as i32);
    }
}

/// How many rows are seen at once, and how far the element scrolls.
fn room_of(view: &HtmlElement) -> (usize, f64) {
    let tall = f64::from(view.client_height());
    let shown = if !is_seen(view) { UNSEEN } else { ((tall / ROW).ceil() as usize).min(MOST) };
    (shown, (f64::from(view.scroll_height()) - tall).max(1.0))
}

/// The first row when the last ones are seen, with a little room below them.
fn last_first(all: usize, shown: usize) -> f64 {
    all.saturating_sub(shown.saturating_sub(2)) as f64
}
