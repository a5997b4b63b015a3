//! Draw commands as SVG text, with the style sheet's custom properties for colours: for export, posters and tests.

use super::chart::Chart;
use super::picture::{GHOST, Picture};
use super::scene::{Align, Area, Draw, Hatch, Ink};
use super::time_scale::CssPixels;
use crate::time::Instant;
use std::fmt::Write;

/// A picture at a moment as one SVG element of that size. `id` makes its patterns unique within a document.
pub fn svg(picture: &Picture, cursor: Instant, width: CssPixels, height: CssPixels, id: &str) -> String {
    let (w, h, x) = (width.0, height.0, picture.cursor_x(cursor).0);
    let mut out = format!(r#"<svg viewBox="0 0 {} {}" aria-hidden="true"><defs>"#, n(w), n(h));
    for (hatch, name) in PATTERNS {
        let _ = write!(out, "{}", pattern(hatch, &format!("{id}{name}")));
    }
    let _ = write!(
        out,
        r#"<clipPath id="{id}p"><rect width="{}" height="{}"/></clipPath><clipPath id="{id}g"><rect x="{}" width="{}" height="{}"/></clipPath></defs>"#,
        n(x.max(0.0)),
        n(h),
        n(x),
        n((w - x).max(0.0)),
        n(h)
    );
    write_all(&mut out, &picture.still, id);
    let _ = write!(out, r#"<g clip-path="url(#{id}p)">"#);
    write_all(&mut out, &picture.trace, id);
    let _ = write!(out, r#"</g><g clip-path="url(#{id}g)" opacity="{GHOST}">"#);
    write_all(&mut out, &picture.trace, id);
    out.push_str("</g>");
    write_all(&mut out, &picture.now(cursor), id);
    out.push_str("</svg>");
    out
}

/// What a document of its own is made of: nothing of a page's style sheet reaches it.
#[derive(Clone, Debug)]
pub struct Theme {
    /// A colour for each ink, as CSS has them.
    pub colours: Vec<(Ink, String)>,
    /// Family of proportional text.
    pub sans: String,
    /// Family of text whose characters have one width.
    pub mono: String,
}

/// What is seen of a run, as an SVG file that stands alone. `title` is what it is, for who does not see it.
pub fn document(chart: &Chart, now: &[Draw], size: (CssPixels, CssPixels), title: &str, theme: &Theme) -> String {
    let (w, h) = (n(size.0.0), n(size.1.0));
    let mut body = String::new();
    for (hatch, name) in PATTERNS {
        let _ = write!(body, "{}", pattern(hatch, &format!("p{name}")));
    }
    body.push_str("</defs>");
    let panel = Ink::Panel.property();
    let _ = write!(body, r#"<rect width="{w}" height="{h}" fill="var({panel})"/>"#);
    write_all(&mut body, &chart.still, "p");
    write_all(&mut body, &chart.trace, "p");
    write_all(&mut body, now, "p");
    let title = escaped(title);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{title}</title><defs>{}</svg>"#,
        resolved(&body, theme)
    )
}

/// Writes colours and fonts in place of the style sheet's names. Texts were escaped before and hold no such name, as their
/// brackets are written as entities by [`escaped`].
fn resolved(body: &str, theme: &Theme) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("var(--") {
        out.push_str(before);
        let Some((name, after)) = after.split_once(')') else { break };
        let colour =
            theme.colours.iter().find(|(ink, _)| ink.property()[2..] == *name).map(|(_, colour)| colour.as_str());
        let value = match (name, colour) {
            (_, Some(colour)) => colour,
            ("mono", None) => &theme.mono,
            ("sans", None) => &theme.sans,
            _ => "none",
        };
        // Within an attribute.
        out.push_str(&value.replace('&', "&amp;").replace('"', "'").replace('<', "&lt;"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A picture's shapes as they look ahead of the cursor, without any text, stretched to whatever room there is: what is
/// seen until there is more. With `until`, nothing of the trace is drawn to the right of that.
pub fn ghost(picture: &Picture, width: CssPixels, height: CssPixels, class: &str, until: Option<CssPixels>) -> String {
    let shapes = |commands: &[Draw]| -> Vec<Draw> {
        let is_shape = |d: &&Draw| !matches!(d, Draw::Text { .. } | Draw::Path { ink: Ink::Halo, .. });
        commands.iter().filter(is_shape).cloned().collect()
    };
    let mut out = format!(
        r#"<svg class="{class}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">"#,
        n(width.0),
        n(height.0)
    );
    write_all(&mut out, &shapes(&picture.still), class);
    // An inner element shows nothing outside of it.
    let seen = until.unwrap_or(width);
    let _ = write!(out, r#"<svg width="{}" height="{}" opacity="{GHOST}">"#, n(seen.0), n(height.0));
    let trace: Vec<Draw> = shapes(&picture.trace)
        .into_iter()
        .map(|d| match d {
            // Its pattern would need an id that is unique on the page.
            Draw::Hatched { area, .. } => Draw::Box { area, radius: CssPixels(2.5), ink: Ink::LateStripe },
            other => other,
        })
        .collect();
    write_all(&mut out, &trace, class);
    out.push_str("</svg></svg>");
    out
}

const PATTERNS: [(Hatch, &str); 4] =
    [(Hatch::Slanted, "s"), (Hatch::Vertical, "v"), (Hatch::Dotted, "d"), (Hatch::Crossed, "c")];

fn pattern(hatch: Hatch, id: &str) -> String {
    let stripe = Ink::LateStripe.property();
    let ground = Ink::LateGround.property();
    let (turn, shape) = match hatch {
        Hatch::Slanted => (45, format!(r#"<rect width="2.5" height="8" fill="var({stripe})"/>"#)),
        Hatch::Vertical => (0, format!(r#"<rect width="2.5" height="8" fill="var({stripe})"/>"#)),
        Hatch::Dotted => (0, format!(r#"<circle cx="4" cy="4" r="1.8" fill="var({stripe})"/>"#)),
        Hatch::Crossed => (45, format!(r#"<path d="M0 0h2v8h-2zM0 0h8v2h-8z" fill="var({stripe})"/>"#)),
    };
    format!(
        r#"<pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate({turn})"><rect width="8" height="8" fill="var({ground})"/>{shape}</pattern>"#
    )
}

fn write_all(out: &mut String, commands: &[Draw], id: &str) {
    for command in commands {
        write_one(out, command, id);
    }
}

fn write_one(out: &mut String, command: &Draw, id: &str) {
    let _ = match command {
        Draw::Box { area, radius, ink } => {
            write!(out, r#"<rect {} rx="{}" fill="var({})"/>"#, place(area), n(radius.0), ink.property())
        }
        Draw::Tint { area, ink, strength } => {
            write!(out, r#"<rect {} fill="var({})" opacity="{}"/>"#, place(area), ink.property(), n(*strength))
        }
        Draw::Hatched { area, hatch } => {
            let name = PATTERNS.iter().find(|(h, _)| h == hatch).map_or("s", |(_, name)| name);
            let late = Ink::Late.property();
            write!(
                out,
                r#"<rect {} rx="2.5" fill="url(#{id}{name})" stroke="var({late})" stroke-width="1.2"/>"#,
                place(area)
            )
        }
        Draw::Line { from, to, width, ink } => write!(
            out,
            r#"<path d="M{} {}L{} {}" stroke="var({})" stroke-width="{}"/>"#,
            n(from.x.0),
            n(from.y.0),
            n(to.x.0),
            n(to.y.0),
            ink.property(),
            n(width.0)
        ),
        Draw::Path { points, width, ink } => {
            let mut d = String::new();
            for (index, point) in points.iter().enumerate() {
                let _ = write!(d, "{}{} {}", if index == 0 { "M" } else { "L" }, n(point.x.0), n(point.y.0));
            }
            write!(
                out,
                r#"<path d="{d}" fill="none" stroke="var({})" stroke-width="{}" stroke-linejoin="round" stroke-linecap="round"/>"#,
                ink.property(),
                n(width.0)
            )
        }
        Draw::Text { at, text, font, ink, align, plate } => {
            let width = font.estimate(text);
            let (anchor, left) = match align {
                Align::Start => ("start", at.x),
                Align::Middle => ("middle", at.x - width * 0.5),
                Align::End => ("end", at.x - width),
            };
            if let Some(plate) = plate {
                let area = Area {
                    x: left - plate.margin,
                    y: at.y - plate.height * 0.5,
                    width: width + plate.margin * 2.0,
                    height: plate.height,
                };
                let (place, ink) = (place(&area), plate.ink.property());
                let _ = write!(out, r#"<rect {place} rx="{}" fill="var({ink})"/>"#, n(plate.radius.0));
            }
            let family = if font.is_monospaced() { "var(--mono)" } else { "var(--sans)" };
            let style = format!("font:{} {}px {family}", font.weight(), n(font.size().0));
            write!(
                out,
                r#"<text x="{}" y="{}" text-anchor="{anchor}" dominant-baseline="central" fill="var({})" style="{style}">{}</text>"#,
                n(at.x.0),
                n(at.y.0),
                ink.property(),
                escaped(text)
            )
        }
    };
}

fn place(area: &Area) -> String {
    format!(
        r#"x="{}" y="{}" width="{}" height="{}""#,
        n(area.x.0),
        n(area.y.0),
        n(area.width.0.max(0.0)),
        n(area.height.0.max(0.0))
    )
}

/// At most one digit after the point.
fn n(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Text as it is written in XML: without what would be markup, a name of the style sheet, or no character at all.
fn escaped(text: &str) -> String {
    let is_allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(is_allowed).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("var(", "var&#40;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::camera::Camera;
    use crate::timeline::chart::{Look, Room};
    use crate::timeline::layout::Size;
    use crate::timeline::rows::{Grouping, Rows};
    use crate::timeline::sample;
    use crate::timeline::view::View;

    fn file(source: &str) -> String {
        let view = View::of(&sample::blocking(), source);
        let rows = Rows::of(&view, Grouping::ByTask, Size::Wide);
        let room = Room { width: CssPixels(1200.0), height: CssPixels(400.0), size: Size::Wide };
        let look = Look { grouping: Grouping::ByTask, camera: Camera::all(view.end), row: None, at: None };
        let chart = Chart::new(&view, &rows, &look, room);
        let colours = Ink::ALL.into_iter().map(|ink| (ink, format!("rgb({}, 2, 3)", ink as u32))).collect();
        let theme = Theme { colours, sans: "\"Noto Sans\", sans-serif".into(), mono: "monospace".into() };
        document(&chart, &chart.now(view.end, None), (room.width, room.height), "a < b", &theme)
    }

    #[test]
    fn a_document_stands_alone() {
        let file = file("\n\n\n\n\n\n\n\n\ntime.sleep(2)");
        assert!(file.starts_with("<svg xmlns=") && file.ends_with("</svg>"));
        assert!(!file.contains("var("), "no name of a style sheet is left");
        assert!(file.contains("<title>a &lt; b</title>") && file.contains("'Noto Sans', sans-serif"));
        assert!(file.contains("time.sleep(2) blocks the loop"));
        for id in ["ps", "pv", "pd", "pc"] {
            assert_eq!(file.matches(&format!(r#"id="{id}""#)).count(), 1);
        }
    }

    #[test]
    fn code_is_never_markup_nor_a_colour() {
        let file = file("\n\n\n\n\n\n\n\n\nvar(--ink)\u{1} <script> &");
        assert!(file.contains("&lt;script&gt; &amp;") && !file.contains("<script"));
        assert!(file.contains("var&#40;--ink)") && !file.contains('\u{1}'));
    }
}
