//! The map: all lessons under the questions that lead to them, each with a thumbnail of its own two traces. Without the
//! app; `www/map.js` adds search, arrow keys and the marks of progress.

use super::html::escaped;
use super::lesson_folder;
use super::lessons::{Lessons, Told};
use super::poster::LOGO;
use super::shell::root_from;
use super::thumbnail::thumbnail;
use crate::scenario::Chapter;
use crate::ui::texts;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The top line of pages without the app; `more` stands between name and links.
pub fn header(root: &str, more: &str) -> String {
    format!(
        "<header class=\"header\"><a class=\"header__logo\" href=\"{root}\">{LOGO}{}</a>{more}\
         <span class=\"header__space\"></span><a class=\"button button--small header__map\" href=\"{root}{}\">{}</a>\
         <a class=\"button button--small\" href=\"{root}{}\">{}</a></header>\n",
        texts::NAME,
        super::MAP,
        texts::ALL_LESSONS,
        super::CODE,
        texts::TO_YOUR_CODE
    )
}

/// The page's body.
pub fn body(lessons: &Lessons) -> String {
    let root = root_from(super::MAP);
    let many = texts::lessons(lessons.all.len());
    let mut out = String::from("<div class=\"map\">\n");
    out.push_str(&header(
        &root,
        &format!("<h1 class=\"map__count\">{many}</h1><span class=\"map__progress\" id=\"progress\" aria-live=\"polite\"></span>"),
    ));
    let _ = writeln!(
        out,
        "<search class=\"map__find\"><input id=\"find\" class=\"map__input\" type=\"search\" placeholder=\"{}\" aria-label=\"{0}\" \
         autocomplete=\"off\" spellcheck=\"false\"><kbd class=\"map__key\" aria-hidden=\"true\">/</kbd></search>",
        texts::FIND
    );
    out.push_str("<main class=\"map__chapters\">\n");
    for (index, chapter) in Chapter::ALL.into_iter().enumerate() {
        let inside: Vec<_> = lessons.all.iter().filter(|told| told.chapter == chapter).collect();
        if inside.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "<section class=\"chapter\" aria-labelledby=\"chapter-{index}\"><h2 class=\"chapter__question\" id=\"chapter-{index}\">{}</h2><ul class=\"chapter__cards\">",
            escaped(chapter.question())
        );
        for told in inside {
            let _ = writeln!(out, "<li>{}</li>", card(told, &root));
        }
        out.push_str("</ul></section>\n");
    }
    let _ = writeln!(
        out,
        "<p class=\"map__none\" id=\"none\" hidden>{}</p>\n</main>\n<footer class=\"map__foot\"><span>{}</span> <button class=\"map__forget\" id=\"forget\" hidden>{}</button>\
         <span class=\"header__space\"></span><a href=\"{root}docs/how-it-works/\">{}</a></footer>\n</div>",
        texts::NOTHING_FOUND,
        texts::STAYS_HERE,
        texts::FORGET,
        texts::HOW_IT_WORKS
    );
    out
}

fn card(told: &Told, root: &str) -> String {
    let lesson = &told.lesson;
    let needs: Vec<_> = lesson.needs.iter().map(|link| escaped(&link.title)).collect();
    let needs = if needs.is_empty() {
        String::new()
    } else {
        format!("<span class=\"card__needs\" title=\"{0} {1}\">{0} {1}</span>", texts::FIRST_SEE, needs.join(", "))
    };
    format!(
        "<a class=\"card\" href=\"{root}{}\" data-lesson=\"{}\" data-words=\"{}\">{}<span class=\"card__mark\"></span>\
         <span class=\"card__title\">{}</span>{needs}</a>",
        lesson_folder(&lesson.slug),
        escaped(&lesson.slug),
        escaped(&words(told)),
        thumbnail(&told.views),
        escaped(&lesson.title),
    )
}

/// What a lesson is found by: its title, its folder's name, the names in its programs.
fn words(told: &Told) -> String {
    let lesson = &told.lesson;
    let sources = lesson.variants.iter().map(|variant| variant.source.as_str());
    let texts = [lesson.title.as_str(), lesson.slug.as_str()].into_iter().chain(sources);
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let names = texts.flat_map(|text| text.split(move |c| !is_name(c)));
    let names: BTreeSet<String> = names.filter(|name| name.len() > 1).map(str::to_lowercase).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}
