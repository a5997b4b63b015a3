//! A lesson's static page: what is there until the app takes its place, in the same sizes, with the runs' traces as
//! ghosts. A page that begins with a question shows nothing that comes after the moment it asks about.

use super::html::{document, escaped};
use super::lessons::Told;
use super::shell::root_from;
use crate::lesson::Lesson;
use crate::playback::Playback;
use crate::scenario::{Piece, Tone, changed_lines};
use crate::time::Instant;
use crate::timeline::layout::{Axis, HasHeartbeat, Size, Viewport};
use crate::timeline::picture::Picture;
use crate::timeline::svg;
use crate::timeline::time_scale::CssPixels;
use crate::timeline::view::Chosen;
use crate::ui::highlight::{Kind, highlight};
use crate::ui::slot::{Opens, Slot};
use crate::ui::texts;
use std::fmt::Write;

/// How many lines of the code are seen at the usual height, and how many of them stand above the change: the editor
/// scrolls to the same place.
const LINES: (usize, usize) = (16, 7);

/// The body of a lesson's page in a folder.
pub fn body(told: &Told, folder: &str, opens: Opens) -> String {
    let lesson = &told.lesson;
    let slot = Slot::at_first(opens, lesson.question.is_some());
    let front = if folder.is_empty() { " data-front" } else { "" };
    let mut out = format!("<div id=\"page\" data-lesson=\"{}\"{front}>\n", escaped(&lesson.slug));
    out.push_str("<main class=\"page\" data-state=\"loading\" data-engine=\"model\">\n");
    header(&mut out, &root_from(folder), &texts::place(lesson), &lesson.title);
    headline(&mut out, lesson, slot);
    the_slot(&mut out, lesson, slot);
    let sources: Vec<_> = lesson.variants.iter().map(|variant| variant.source.as_str()).collect();
    let changed = changed_lines(sources[0], sources[1]);
    for (side, lines) in [&changed.0, &changed.1].into_iter().enumerate() {
        code(&mut out, lesson, side, lines);
        trace(&mut out, told, side, slot);
    }
    let _ = writeln!(out, "{}{DRAWER}</main>\n</div>", transport());
    let _ = writeln!(
        out,
        "<noscript>\n<main class=\"doc__text\">\n<p>{}</p>\n<h2>{}</h2>\n{}</main>\n</noscript>",
        texts::NEEDS_SCRIPT,
        escaped(&lesson.title),
        document(&lesson.story, 2)
    );
    out
}

/// The body of the page for the reader's own code, until the app takes its place.
pub fn code_body() -> String {
    let mut out = String::from(
        "<div id=\"page\" data-code>\n<main class=\"page\" data-state=\"loading\" data-engine=\"model\">\n",
    );
    header(&mut out, "../", "", texts::TO_YOUR_CODE);
    let _ = writeln!(out, "</main>\n</div>\n<noscript><p>{}</p></noscript>", texts::NEEDS_SCRIPT);
    out
}

/// The mark before the product's name.
pub const LOGO: &str = r#"<svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true"><path d="M1 11h6l2 4 4-13 4 15 2-6h6"/></svg>"#;

fn header(out: &mut String, root: &str, place: &str, title: &str) {
    let _ = writeln!(
        out,
        r#"<header class="header"><a class="header__logo" href="{root}">{LOGO}{}</a><a class="header__lesson" href="{root}{}"><span class="header__place">{place}</span><span class="header__title">{}</span></a><span class="header__space"></span><span class="chip">{}<span class="chip__machine"> · {}</span></span><a class="button button--small" href="{root}{}">{}</a><button class="button button--small header__share" disabled>{}</button><button class="button button--small header__more" disabled>{}</button><button class="button button--small header__more" disabled>{}</button><button class="button button--small" disabled>{}</button></header>"#,
        texts::NAME,
        super::MAP,
        escaped(title),
        texts::MODEL,
        texts::machine_chip("3.13", 4),
        super::CODE,
        texts::TO_YOUR_CODE,
        texts::SHARE,
        texts::EMBED,
        texts::EXPORT,
        texts::KEYS,
    );
}

fn headline(out: &mut String, lesson: &Lesson, slot: Slot) {
    let (class, inside) = match (slot, &lesson.question) {
        (Slot::Ask, Some(question)) => (texts::headline_class(&[&question.text]), escaped(&question.text)),
        _ => {
            let words: Vec<&str> = lesson.headline.iter().map(|piece| piece.text.as_str()).collect();
            let piece = |(piece, text): (&Piece, &String)| {
                format!("<span class=\"{}\">{} </span>", tone(piece.tone), escaped(text))
            };
            let pieces = lesson.headline.iter().zip(&lesson.headline_at_first).map(piece).collect();
            (texts::headline_class(&words), pieces)
        }
    };
    let _ = writeln!(out, "<div class=\"headline\"><h1 class=\"{class}\">{inside}</h1></div>");
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Bad => "bad",
        Tone::Good => "good",
    }
}

fn the_slot(out: &mut String, lesson: &Lesson, slot: Slot) {
    let name = slot.name();
    let _ = write!(out, "<div class=\"slot slot--{name}\" data-slot=\"{name}\">");
    match (slot, &lesson.question) {
        (Slot::Ask, Some(question)) => {
            let answer = |text: &String| format!("<button class=\"slot__answer\" disabled>{}</button>", escaped(text));
            let answers: String = question.answers.iter().map(answer).collect();
            let _ = write!(
                out,
                "<div class=\"slot__answers\">{answers}</div><button class=\"slot__quiet\" disabled>{}</button>",
                texts::JUST_PLAY
            );
        }
        _ => {
            let _ = write!(out, "<p class=\"slot__now\"><span class=\"slot__pulse\">{}</span></p>", texts::PULSE);
        }
    }
    out.push_str("</div>\n");
}

fn code(out: &mut String, lesson: &Lesson, side: usize, changed: &[u32]) {
    let variant = &lesson.variants[side];
    let class = if variant.tone == Tone::Bad { "bad" } else { "good" };
    let note = if variant.tone == Tone::Bad { String::new() } else { texts::changed(changed) };
    let behind = if side == 0 { "" } else { " code-pane--behind" };
    let _ = write!(
        out,
        r#"<section class="code-pane{behind}" data-side="{side}"><h2 class="code-pane__name"><span class="{class}">{} {}</span> <span class="code-pane__changed">{note}</span></h2><div class="editor"><div class="editor__page"><div class="editor__rows">"#,
        texts::mark(variant.tone),
        escaped(&variant.name)
    );
    let first = (changed.first().copied().unwrap_or(1) as usize - 1).saturating_sub(LINES.1);
    for (index, pieces) in highlight(&variant.source).iter().enumerate().skip(first).take(LINES.0) {
        let line = index as u32 + 1;
        let mark = if changed.contains(&line) { format!(" editor__row--{class}") } else { String::new() };
        let _ = write!(
            out,
            r#"<div class="editor__row{mark}"><span class="editor__number">{line}</span><span class="editor__code">"#
        );
        for piece in pieces {
            let code = escaped(&piece.code);
            let class = match piece.kind {
                Kind::Plain => {
                    out.push_str(&code);
                    continue;
                }
                Kind::Keyword => "keyword",
                Kind::Text => "text",
                Kind::Comment => "comment",
            };
            let _ = write!(out, r#"<span class="{class}">{code}</span>"#);
        }
        out.push_str("</span></div>");
    }
    out.push_str("</div></div></div><p class=\"code-pane__foot\"></p></section>\n");
}

fn trace(out: &mut String, told: &Told, side: usize, slot: Slot) {
    let variant = &told.lesson.variants[side];
    let class = if variant.tone == Tone::Bad { "bad" } else { "good" };
    let _ = write!(
        out,
        r#"<section class="trace-pane" data-side="{side}"><h2 class="trace-pane__name"><span class="{class}">{} {}</span><code class="trace-pane__line"></code></h2><div class="trace-pane__picture"><div class="poster">"#,
        texts::mark(variant.tone),
        escaped(&variant.name)
    );
    let until = told.lesson.question.as_ref().filter(|_| slot == Slot::Ask).map(|question| question.moment);
    for (viewport, class) in [(WIDE, "poster--wide"), (NARROW, "poster--narrow")] {
        out.push_str(&ghost(told, side, viewport[side], class, until));
    }
    out.push_str("</div></div></section>\n");
}

const WIDE: [Viewport; 2] = [
    Viewport { width: CssPixels(870.0), height: CssPixels(206.0), size: Size::Wide, axis: Axis::Top },
    Viewport { width: CssPixels(870.0), height: CssPixels(206.0), size: Size::Wide, axis: Axis::TopBlank },
];

const NARROW: [Viewport; 2] = [
    Viewport { width: CssPixels(366.0), height: CssPixels(142.0), size: Size::Narrow, axis: Axis::None },
    Viewport { width: CssPixels(366.0), height: CssPixels(158.0), size: Size::Narrow, axis: Axis::Bottom },
];

fn ghost(told: &Told, side: usize, viewport: Viewport, class: &str, until: Option<Instant>) -> String {
    let views: Vec<_> = told.views.iter().collect();
    let chosen = Chosen::of(&views, viewport.room(HasHeartbeat::any(&views)));
    let end = views.iter().map(|view| view.until()).max().unwrap_or_default();
    let picture = Picture::new(views[side], &chosen, end, viewport);
    let until = until.map(|moment| picture.cursor_x(moment));
    svg::ghost(&picture, viewport.width, viewport.height, class, until)
}

fn transport() -> String {
    let time = texts::position(Instant::START, Playback::of(Instant::START).end());
    format!(
        r#"<div class="transport"><button class="button button--icon transport__play" disabled></button><button class="button button--icon transport__back" disabled></button><button class="button button--icon transport__forward" disabled></button><input class="slider transport__position" type="range" value="0" disabled aria-label="{}"><span class="transport__time">{time}</span><label class="speed"></label><span class="transport__hint">{}<br>{}</span><button class="button button--primary transport__live" disabled><i class="transport__dot"></i>{}<small class="transport__short">{}</small></button></div>
"#,
        texts::POSITION,
        texts::RUN_LIVE_HINT[0],
        texts::RUN_LIVE_HINT[1],
        texts::RUN_LIVE,
        texts::RUN_LIVE_HINT_SHORT
    )
}

const DRAWER: &str = "<section class=\"drawer\"><div class=\"drawer__tabs\"><button class=\"drawer__tab\" disabled>Output</button></div><div class=\"drawer__panel\"></div></section>\n";
