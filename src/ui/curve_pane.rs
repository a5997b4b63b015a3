//! The curve of a number of the machine's sentence: one run in the model for each value, drawn as they come in.
//!
//! It opens beside the number and takes the focus; arrow keys and the pointer go along it, a press sets the number. What it
//! shows is true until something else of the program or its machine changes: then it is run anew.

use super::lab::{self, Errand};
use super::sweeping::{Measure, Runs};
use super::texts;
use super::tools::use_tools;
use super::trace_pane::Sizes;
use super::tuning::Sweep;
use crate::live::clock::now_ms;
use crate::timeline::curve::{Dot, Plot, Spacing, Values, coarse_first, extent, level_from, number};
use crate::timeline::time_scale::CssPixels;
use gloo_timers::future::TimeoutFuture;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// So many programs are run by one request to the engine: what its threads do at once.
const AT_ONCE: usize = 8;
/// After so long no more values are begun, in milliseconds.
const LONGEST_MS: f64 = 20_000.0;
/// After the last key of an edit it takes this long until the curve is run anew.
const QUIET_MS: u32 = 600;

/// Properties of [`CurvePane`].
#[derive(PartialEq, Properties)]
pub struct CurveProps {
    /// What the number is called.
    pub name: AttrValue,
    /// What is swept.
    pub sweep: Sweep,
    /// The programs that have it.
    pub programs: Vec<AttrValue>,
    /// Its value now, as its key or the program has it.
    pub now: AttrValue,
    /// Sets it.
    pub on_set: Callback<String>,
    /// Closes the curve.
    pub on_close: Callback<()>,
}

/// The curve, its words and its buttons.
#[component]
pub fn CurvePane(props: &CurveProps) -> Html {
    let place = use_node_ref();
    let runs = use_runs(&props.sweep);
    let chosen = use_state(|| None::<Measure>);
    let pointed = use_state(|| None::<usize>);
    let (width, height) = use_room(&place);
    let CurveProps { name, sweep, .. } = props;

    let measure = chosen.unwrap_or_else(|| runs.telling());
    let dots = runs.dots(measure);
    let series: Vec<&[Dot]> = dots.iter().map(Vec::as_slice).collect();
    let texts_of: Vec<String> = sweep.values.iter().map(|value| texts::swept_value(sweep.number, value)).collect();
    let values = Values::of(&sweep.values, &series);
    let now = index_of(&sweep.values, &props.now);
    let at = pointed.or(now).unwrap_or_default();
    let extent = extent(&series);
    let most = extent.map_or(1.0, |(_, most)| most);
    let plot = Plot::new(values, most, CssPixels(width), CssPixels(height));

    let words = |index: usize| {
        let one = |program: usize| texts::curve_point(&runs, measure, program, index);
        let value = texts::swept_words(sweep.number, &sweep.values[index]);
        texts::curve_reading(name, &value, &props.programs, one)
    };
    let set = {
        let (values, on_set) = (sweep.values.clone(), props.on_set.clone());
        move |index: usize| on_set.emit(values[index].clone())
    };
    let under = {
        let (place, plot) = (place.clone(), plot.clone());
        move |event: &MouseEvent| {
            let left = place.cast::<Element>().map_or(0.0, |place| place.get_bounding_client_rect().left());
            plot.nearest(f64::from(event.client_x()) - left)
        }
    };
    let onpointermove = {
        let (pointed, under) = (pointed.clone(), under.clone());
        Callback::from(move |event: PointerEvent| pointed.set(Some(under(&event))))
    };
    let onpointerleave = {
        let pointed = pointed.clone();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };
    let onclick = {
        let (pointed, set) = (pointed.clone(), set.clone());
        Callback::from(move |event: MouseEvent| {
            let index = under(&event);
            pointed.set(Some(index));
            set(index);
        })
    };
    let onkeydown = {
        let (pointed, last) = (pointed.clone(), sweep.values.len().saturating_sub(1));
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => pointed.set(Some((at + 1).min(last))),
                "ArrowLeft" | "ArrowDown" => pointed.set(Some(at.saturating_sub(1))),
                "Home" => pointed.set(Some(0)),
                "End" => pointed.set(Some(last)),
                "Enter" | " " => set(at),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    let choice = |one: Measure| {
        let chosen = chosen.clone();
        html! {
            <button key={one as usize} class="curve__measure" aria-pressed={(one == measure).to_string()}
                onclick={Callback::from(move |_: MouseEvent| chosen.set(Some(one)))}>{ texts::measure(one) }</button>
        }
    };
    let summary = texts::curve_summary(name, measure, &texts_of, &props.programs, &dots);
    let progress = (!runs.is_done()).then(|| runs.progress());
    html! {
        <section class="curve" aria-label={texts::curve_of(name)} aria-busy={progress.is_some().to_string()}>
            <header class="curve__top">
                <p class="curve__reading">
                    <b>{ words(at) }</b>
                    if let Some(now) = now.filter(|now| *now != at) {
                        <span>{ texts::curve_now(&texts_of[now], texts::curve_point(&runs, measure, 0, now)) }</span>
                    }
                </p>
                if runs.has_loop() {
                    <div class="curve__measures" role="group" aria-label={texts::MEASURE}>
                        { for Measure::ALL.map(choice) }
                    </div>
                }
                <button class="button button--small button--icon curve__close" aria-label={texts::CLOSE} onclick={close}>
                    { "✕" }
                </button>
            </header>
            <div
                ref={place}
                class="curve__chart"
                role="slider"
                tabindex="0"
                aria-label={texts::curve_of(name)}
                aria-description={texts::CURVE_HOW}
                aria-valuemin="0"
                aria-valuemax={sweep.values.len().saturating_sub(1).to_string()}
                aria-valuenow={at.to_string()}
                aria-valuetext={words(at)}
                {onpointermove}
                {onpointerleave}
                {onclick}
                {onkeydown}
            >
                { drawn(&Drawing { plot: &plot, dots: &dots, texts: &texts_of, now, now_at: number(&props.now), at, is_known: extent.is_some() }) }
            </div>
            <p class="curve__foot">
                if let Some((run, all)) = progress {
                    <progress class="curve__progress" max={all.to_string()} value={run.to_string()} aria-label={texts::PROGRESS} />
                    { texts::curve_progress(run, all) }
                } else {
                    if props.programs.len() > 1 {
                        { for props.programs.iter().enumerate().map(|(index, program)| html! {
                            <span key={index} class="curve__program">
                                <svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true">
                                    <path class={line_class(index)} d="M1 6H25" />{ dot(index, 13.0, 6.0) }
                                </svg>
                                { program.clone() }
                            </span>
                        }) }
                    }
                    <span>{ runs.ended.clone().unwrap_or_else(|| summary.clone()) }</span>
                    <span class="curve__how">
                        if plot.spacing() == Some(Spacing::Doubling) {
                            { texts::CURVE_DOUBLES }{ " " }
                        }
                        { texts::CURVE_PRESS }
                    </span>
                }
            </p>
            <p class="unseen" role="status">{ if progress.is_none() { summary.clone() } else { String::new() } }</p>
            // A table's own overflow is seen.
            <div class="unseen">
            <table>
                <caption>{ format!("{}, {}", texts::curve_of(name), texts::measure(measure).to_lowercase()) }</caption>
                <thead><tr>
                    <th scope="col">{ name.clone() }</th>
                    { for props.programs.iter().map(|program| html! { <th scope="col">{ program.clone() }</th> }) }
                </tr></thead>
                <tbody>
                    { for texts_of.iter().enumerate().map(|(index, value)| html! {
                        <tr>
                            <th scope="row">{ value }</th>
                            { for (0..dots.len()).map(|program| html! {
                                <td>{ texts::curve_point(&runs, measure, program, index) }</td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
            </div>
        </section>
    }
}

/// The value that a text means, as a program may write it.
fn index_of(values: &[String], text: &str) -> Option<usize> {
    values.iter().position(|value| value == text || number(value).is_some_and(|n| Some(n) == number(text)))
}

/// Runs all values, from coarse to fine, some at a time; anew when something else than the number has changed.
#[hook]
fn use_runs(sweep: &Sweep) -> Runs {
    let tools = use_tools();
    let runs = use_state(|| Runs::new(sweep.programs(), sweep.values.len()));
    let is_first = use_mut_ref(|| true);
    let told = runs.clone();
    use_effect_with(sweep.clone(), move |sweep| {
        let quiet = if is_first.replace(false) { 0 } else { QUIET_MS };
        let sweep = sweep.clone();
        let errand = Errand::start(async move {
            let mut runs = Runs::new(sweep.programs(), sweep.values.len());
            told.set(runs.clone());
            TimeoutFuture::new(quiet).await;
            let began = now_ms();
            let order = coarse_first(sweep.values.len());
            for values in order.chunks((AT_ONCE / sweep.programs().max(1)).max(1)) {
                let programs =
                    |value: &usize| (0..sweep.programs()).map(|p| sweep.with(p, &sweep.values[*value])).collect();
                let wanted: Vec<_> = values.iter().flat_map::<Vec<_>, _>(programs).collect();
                match lab::points(&tools.lab, wanted).await {
                    Ok(points) => runs.put(values, points),
                    Err(why) => runs.ended = Some(why),
                }
                if !runs.is_done() && now_ms() - began > LONGEST_MS {
                    runs.ended = Some(texts::CURVE_TOO_LONG.to_owned());
                }
                told.set(runs.clone());
                if runs.ended.is_some() {
                    return;
                }
            }
        });
        move || drop(errand)
    });
    (*runs).clone()
}

/// The size of an element, and the focus once it is there.
#[hook]
fn use_room(place: &NodeRef) -> (f64, f64) {
    let room = use_state(|| (640.0, 180.0));
    use_effect_with((), {
        let (place, room) = (place.clone(), room.clone());
        move |()| {
            let place = place.cast::<HtmlElement>();
            if let Some(place) = &place {
                // What can't have the focus does not get it.
                let _ = place.focus();
            }
            let sizes = place.map(|place| Sizes::observe(place, move |area| room.set((area.width(), area.height()))));
            move || drop(sizes)
        }
    });
    *room
}

struct Drawing<'a> {
    plot: &'a Plot,
    dots: &'a [Vec<Dot>],
    texts: &'a [String],
    now: Option<usize>,
    /// Where the number stands, when that is none of the values.
    now_at: Option<f64>,
    at: usize,
    /// Whether there is any dot: without one there is no scale either.
    is_known: bool,
}

fn line_class(program: usize) -> String {
    format!("curve__line curve__line--{program}")
}

/// A dot of a program's curve: round, or, of the second one, a diamond.
fn dot(program: usize, x: f64, y: f64) -> Html {
    let class = format!("curve__dot curve__dot--{program}");
    if program == 0 {
        html! { <circle {class} cx={px(x)} cy={px(y)} r="3.6" /> }
    } else {
        html! { <path {class} d={format!("M{x:.1} {:.1}l4.6 4.6-4.6 4.6-4.6-4.6z", y - 4.6)} /> }
    }
}

fn px(length: f64) -> String {
    format!("{length:.1}")
}

fn drawn(drawing: &Drawing) -> Html {
    let Drawing { plot, dots, texts, now, at, .. } = *drawing;
    let (left, right) = plot.sides();
    let (ground, top) = (plot.ground(), plot.top());
    let line = |class: &'static str, x: f64| {
        html! { <path {class} d={format!("M{x:.1} {:.1}V{ground:.1}", top - 6.0)} /> }
    };
    let across = |seconds: f64| {
        let y = plot.y(seconds);
        html! {
            <>
                <path class="curve__across" d={format!("M{left:.1} {y:.1}H{right:.1}")} />
                <text class="curve__text" x={px(left - 9.0)} y={px(y + 4.0)} text-anchor="end">{ plot.line_text(seconds) }</text>
            </>
        }
    };
    let below = |index: usize| {
        let is_now = now == Some(index);
        let class = classes!("curve__text", is_now.then_some("curve__text--now"));
        let wide = texts[index].chars().count() as f64 * 7.6 + 10.0;
        html! {
            <>
                if is_now {
                    <rect class="curve__plate" x={px(plot.x(index) - wide / 2.0)} y={px(ground + 6.0)} width={px(wide)} height="19" rx="5" />
                }
                <text {class} x={px(plot.x(index))} y={px(ground + 20.0)} text-anchor="middle">{ &texts[index] }</text>
            </>
        }
    };
    let is_scale = plot.is_scale();
    let stem = |program: usize, index: usize, seconds: f64| {
        let d = format!("M{:.1} {ground:.1}V{:.1}", plot.x(index), plot.y(seconds));
        html! { <path class={line_class(program)} {d} /> }
    };
    let curve = |(program, dots): (usize, &Vec<Dot>)| {
        let places = || dots.iter().enumerate();
        html! {
            <g>
                if is_scale {
                    <path class={line_class(program)} d={plot.path(dots)} />
                } else {
                    { for places().filter_map(|(index, one)| Some(stem(program, index, one.seconds()?))) }
                }
                { for places().filter_map(|(index, one)| Some(dot(program, plot.x(index), plot.y(one.seconds()?)))) }
                { for places().filter(|(_, one)| **one == Dot::Broken).map(|(index, _)| html! {
                    <path class="curve__broken" d={format!("M{:.1} {:.1}l8 8m0-8l-8 8", plot.x(index) - 4.0, ground - 11.0)} />
                }) }
            </g>
        }
    };
    let ring = dots.iter().filter_map(|dots| dots.get(at)?.seconds());
    let level = match dots {
        [only] => level_from(only).filter(|_| is_scale),
        _ => None,
    };
    let now_at = now.map(|now| plot.x(now)).or_else(|| drawing.now_at.map(|number| plot.x_of(number)));
    html! {
        <svg class="curve__picture" aria-hidden="true">
            if let Some(level) = level {
                <rect class="curve__level" x={px(plot.x(level))} y={px(top)} width={px(right - plot.x(level))} height={px(ground - top)} />
            }
            { for plot.lines().into_iter().take(if drawing.is_known { usize::MAX } else { 1 }).map(across) }
            if let Some(x) = now_at {
                { line("curve__now", x) }
            }
            if Some(at) != now {
                { line("curve__at", plot.x(at)) }
            }
            { for plot.labels(texts, now).into_iter().map(below) }
            { for dots.iter().enumerate().map(curve) }
            { for ring.map(|seconds| html! {
                <circle class="curve__ring" cx={px(plot.x(at))} cy={px(plot.y(seconds))} r="7.5" />
            }) }
        </svg>
    }
}
