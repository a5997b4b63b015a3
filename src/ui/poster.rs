//! The static page: what stands in `www/index.html` until the app takes its place, in the same sizes, with the traces as
//! ghosts. Written by the test below; `UPDATE_POSTER=1 cargo test poster` brings the file up to date.

use crate::scenario::{Scenario, Tone, changed_lines, first};
use crate::timeline::layout::{Axis, Size, Viewport};
use crate::timeline::picture::Picture;
use crate::timeline::sample;
use crate::timeline::svg;
use crate::timeline::time_scale::CssPixels;
use crate::timeline::view::{Chosen, View};
use crate::ui::highlight::{Kind, highlight};
use crate::ui::texts;
use std::fmt::Write;

/// The first line of the code that is seen, and how many are, at the usual height.
const LINES: (usize, usize) = (3, 16);

fn page(scenario: &Scenario) -> String {
    let views =
        [View::of(&sample::blocking(), &scenario.sources[0]), View::of(&sample::offloaded(), &scenario.sources[1])];
    let changed = changed_lines(&scenario.sources[0], &scenario.sources[1]);
    let mut out = String::from("<main class=\"page\" data-state=\"loading\" data-engine=\"model\">\n");
    let _ = writeln!(
        out,
        r#"<header class="header"><span class="header__logo"><svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true"><path d="M1 11h6l2 4 4-13 4 15 2-6h6"/></svg>{}</span><span class="header__title">{}</span><span class="header__space"></span><span class="chip">{}</span></header>"#,
        texts::NAME,
        scenario.head.title,
        texts::engine_chip("model", "3.13", 4)
    );
    out.push_str(r#"<div class="headline"><h1 class="headline__sentence">"#);
    for piece in &scenario.head.headline {
        let class = match piece.tone {
            Tone::Plain => "",
            Tone::Bad => "bad",
            Tone::Good => "good",
        };
        let _ = write!(out, r#"<span class="{class}">{} </span>"#, texts::fill(&piece.text, None, None));
    }
    let _ = writeln!(
        out,
        r#"</h1><p class="headline__below"><span class="headline__pulse">{}</span></p></div>"#,
        texts::PULSE
    );
    for side in 0..2 {
        let variant = &scenario.head.variants[side];
        let lines = if side == 0 { &changed.0 } else { &changed.1 };
        code(&mut out, side, &variant.name, variant.tone, &scenario.sources[side], lines);
        trace(&mut out, side, &variant.name, variant.tone, &views);
    }
    out.push_str(TRANSPORT);
    out.push_str("</main>\n");
    out
}

fn code(out: &mut String, side: usize, name: &str, tone: Tone, source: &str, changed: &[u32]) {
    let class = if tone == Tone::Bad { "bad" } else { "good" };
    let note = if tone == Tone::Bad { String::new() } else { texts::changed(changed) };
    let _ = write!(
        out,
        r#"<section class="code-pane" data-side="{side}"><h2 class="code-pane__name"><span class="{class}">{} {name}</span> <span class="code-pane__changed">{note}</span></h2><div class="editor"><div class="editor__page"><div class="editor__rows">"#,
        texts::mark(tone)
    );
    for (index, pieces) in highlight(source).iter().enumerate().skip(LINES.0 - 1).take(LINES.1) {
        let line = index as u32 + 1;
        let mark = if changed.contains(&line) { format!(" editor__row--{class}") } else { String::new() };
        let _ = write!(
            out,
            r#"<div class="editor__row{mark}"><span class="editor__number">{line}</span><span class="editor__code">"#
        );
        for piece in pieces {
            let code = piece.code.replace('&', "&amp;").replace('<', "&lt;");
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

fn trace(out: &mut String, side: usize, name: &str, tone: Tone, views: &[View; 2]) {
    let class = if tone == Tone::Bad { "bad" } else { "good" };
    let _ = write!(
        out,
        r#"<section class="trace-pane" data-side="{side}"><h2 class="trace-pane__name"><span class="{class}">{} {name}</span><code class="trace-pane__line"></code></h2><div class="trace-pane__picture"><div class="poster">"#,
        texts::mark(tone)
    );
    let axis = if side == 0 { Axis::Top } else { Axis::TopBlank };
    let wide = Viewport { width: CssPixels(870.0), height: CssPixels(206.0), size: Size::Wide, axis };
    let (axis, height) = if side == 0 { (Axis::None, 150.0) } else { (Axis::Bottom, 166.0) };
    let narrow = Viewport { width: CssPixels(366.0), height: CssPixels(height), size: Size::Narrow, axis };
    for (viewport, class) in [(wide, "poster--wide"), (narrow, "poster--narrow")] {
        let chosen = Chosen::of(&[&views[0], &views[1]], viewport.room());
        let end = views[0].end.max(views[1].end);
        let picture = Picture::new(&views[side], &chosen, end, viewport);
        out.push_str(&svg::ghost(&picture, viewport.width, viewport.height, class));
    }
    out.push_str("</div></div></section>\n");
}

const TRANSPORT: &str = r#"<div class="transport"><button class="button button--icon transport__play" disabled></button><button class="button button--icon transport__back" disabled></button><button class="button button--icon transport__forward" disabled></button><input class="slider transport__position" type="range" value="0" disabled aria-label="Position"><span class="transport__time">0.00 / 0.00 s</span><label class="speed"></label><span class="transport__hint">on your own browser:<br>freezes this page for 2 s</span><button class="button button--primary transport__live" disabled><i class="transport__dot"></i>Run live<small class="transport__short">freezes this page 2 s</small></button></div>
<section class="drawer"><div class="drawer__tabs"><button class="drawer__tab" disabled>Output</button></div><div class="drawer__panel"></div></section>
<noscript><p>Loopscope runs Python programs in this page, so it needs JavaScript and WebAssembly.</p></noscript>
"#;

#[test]
fn the_static_page_is_up_to_date() {
    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/index.html");
    let (begin, end) = ("<!-- poster: written by src/ui/poster.rs -->\n", "<!-- poster ends -->");
    let known = std::fs::read_to_string(FILE).unwrap();
    let (before, rest) = known.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let wanted = format!("{before}{begin}{}{end}{after}", page(&first().unwrap()));
    if std::env::var_os("UPDATE_POSTER").is_some() {
        std::fs::write(FILE, &wanted).unwrap();
    } else {
        assert!(known == wanted, "run: UPDATE_POSTER=1 cargo test poster");
    }
}
