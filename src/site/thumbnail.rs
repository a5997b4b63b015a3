//! A lesson in a picture of a thumb's size: the upper half is the first run, the lower the second, on one time axis.
//!
//! Where the loop of one of them is held, both halves are heartbeats; else they are the lanes that differ most.

use crate::time::Instant;
use crate::timeline::heartbeat::Heartbeat;
use crate::timeline::lanes::{Doing, Lane};
use crate::timeline::scene::Ink;
use crate::timeline::view::{Chosen, View};
use std::fmt::Write;

const WIDTH: f64 = 112.0;
const HALF: f64 = 22.0;
/// From pulse to pulse.
const CADENCE: f64 = 8.0;
/// Lanes of a half.
const LANES: usize = 3;

/// The picture as an SVG element that takes its colours from the page.
pub fn thumbnail(views: &[View]) -> String {
    let end = views.iter().map(|view| view.end).max().unwrap_or_default().as_secs_f64().max(1e-9);
    let x = |at: Instant| WIDTH * at.as_secs_f64() / end;
    let mut out = format!(
        "<svg class=\"thumb\" width=\"{WIDTH}\" height=\"{0}\" viewBox=\"0 0 {WIDTH} {0}\" aria-hidden=\"true\">",
        2.0 * HALF
    );
    let beats: Vec<_> = views.iter().filter_map(|view| view.heartbeat.as_ref()).collect();
    let held = |beat: &&Heartbeat| beat.holds.iter().any(|hold| x(hold.to) - x(hold.from) >= 4.0);
    if beats.len() == views.len() && beats.iter().any(held) {
        for (index, beat) in beats.into_iter().enumerate() {
            heartbeat(&mut out, beat, HALF * (index as f64 + 0.7), x);
        }
    } else {
        let chosen = Chosen::of(&views.iter().collect::<Vec<_>>(), LANES);
        for (index, view) in views.iter().enumerate() {
            lanes(&mut out, view, &chosen, HALF * index as f64, x);
        }
    }
    out.push_str("</svg>");
    out
}

fn heartbeat(out: &mut String, beat: &Heartbeat, base: f64, x: impl Fn(Instant) -> f64) {
    let (from, to) = (x(beat.from), x(beat.to));
    let mut path = format!("M{from:.1} {base:.1}");
    let mut pulse = from + CADENCE / 2.0;
    let mut at = from;
    for hold in beat.holds.iter().map(|hold| (x(hold.from), x(hold.to))).chain([(to, to)]) {
        while pulse + 3.0 < hold.0 {
            let _ = write!(path, "L{pulse:.1} {base:.1}l1-11 1.4 14 1-3");
            pulse += CADENCE;
        }
        let _ = write!(path, "L{:.1} {base:.1}", hold.0.max(at));
        at = hold.1;
        if hold.1 < to {
            let _ = write!(path, "M{at:.1} {base:.1}");
        }
        while pulse < at {
            pulse += CADENCE;
        }
    }
    let _ =
        write!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"var({})\" stroke-width=\"1.5\"/>", Ink::Run.property());
    for hold in &beat.holds {
        let (left, right) = (x(hold.from), x(hold.to));
        if right - left >= 1.0 {
            line(out, left, right, base, 4.0, Ink::Bad);
        }
    }
}

fn lanes(out: &mut String, view: &View, chosen: &Chosen, top: f64, x: impl Fn(Instant) -> f64) {
    let lanes: Vec<&Lane> =
        chosen.lanes.iter().filter_map(|(name, _)| view.lanes.iter().find(|lane| lane.name == *name)).collect();
    let step = (HALF - 3.0) / chosen.lanes.len().max(1) as f64;
    for (index, lane) in lanes.iter().enumerate() {
        let y = top + step * (index as f64 + 0.5);
        let mut drawn = f64::NEG_INFINITY;
        for span in &lane.spans {
            let (left, right) = (x(span.from), x(span.to));
            let (width, ink, least): (f64, Ink, f64) = match span.doing {
                Doing::Runs => (4.5, Ink::Run, 2.0),
                Doing::KeepsLoop => (4.0, Ink::Bad, 1.5),
                Doing::OffGil => (3.5, Ink::Off, 1.5),
                Doing::Wants(_) => (4.0, Ink::Late, 1.0),
                Doing::Waits(_) | Doing::Given => (2.0, Ink::Wait, 1.0),
            };
            let right = right.max(left + least).min(WIDTH);
            // What would lie on what is there already is not seen.
            if right - drawn >= 1.0 && right > left {
                line(out, left.max(drawn), right, y, width.min(step), ink);
                drawn = right;
            }
        }
    }
}

fn line(out: &mut String, left: f64, right: f64, y: f64, width: f64, ink: Ink) {
    let dashes = if ink == Ink::Late { " stroke-dasharray=\"3 1.5\"" } else { "" };
    let _ = write!(
        out,
        "<path d=\"M{left:.1} {y:.1}H{right:.1}\" stroke=\"var({})\" stroke-width=\"{width:.1}\"{dashes}/>",
        ink.property()
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    #[test]
    fn a_held_loop_is_a_red_line_and_a_free_one_has_none() {
        let (bad, good) = (View::of(&sample::blocking(), ""), View::of(&sample::offloaded(), ""));
        let picture = thumbnail(&[bad, good.clone()]);
        assert_eq!(picture.matches("var(--bad)").count(), 1, "{picture}");
        assert_eq!(picture.matches("var(--run)").count(), 2, "{picture}");
        assert!(!thumbnail(&[good.clone(), good]).contains("var(--bad)"));
    }
}
