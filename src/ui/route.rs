//! Which page this is, and where the others are: everything lies beside the app's script, in whatever folder that is.

use super::media::window;
use super::slot::Opens;
use super::state::Origin;
use super::texts;
use crate::lesson::{Lesson, Program};
use crate::live::fetch::beside;
use crate::scenario::Tone;
use crate::site;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What a static page says that it is, in `data-` attributes of the element that the app takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `data-lesson`: a lesson's page. With `data-front` it is the front page, which plays at once.
    Lesson {
        /// The lesson.
        slug: String,
        /// Whether it is the front page.
        is_front: bool,
    },
    /// `data-code`: the reader's own code.
    Code,
}

impl Route {
    /// Of the element that the app takes.
    pub fn of(root: &HtmlElement) -> Option<Self> {
        let data = root.dataset();
        if data.get("code").is_some() {
            return Some(Self::Code);
        }
        let slug = data.get("lesson")?;
        Some(Self::Lesson { slug, is_front: data.get("front").is_some() })
    }

    /// What the app is opened as.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Lesson { .. } => Origin::Lesson,
            Self::Code => Origin::Bench,
        }
    }

    /// How a lesson begins that was seen before, or not.
    pub fn opens(&self, seen: bool) -> Opens {
        match self {
            Self::Lesson { is_front: true, .. } if seen => Opens::AtRest,
            Self::Lesson { is_front: true, .. } | Self::Code => Opens::Playing,
            Self::Lesson { .. }
                if root().is_some_and(|root| root.dataset().get("predict").as_deref() == Some("off")) =>
            {
                Opens::Playing
            }
            Self::Lesson { .. } => Opens::WithQuestion,
        }
    }
}

/// The bench, before anything was written on it.
pub fn bench() -> Lesson {
    let program = |index: usize, file: &str, tone, source: &str| Program {
        file: file.to_owned(),
        name: texts::YOUR_CODE[index].to_owned(),
        tone,
        machine: Vec::new(),
        source: source.to_owned(),
    };
    Lesson {
        slug: "code".to_owned(),
        title: texts::YOUR_CODE[0].to_owned(),
        number: 0,
        count: 0,
        headline: Vec::new(),
        headline_at_first: Vec::new(),
        variants: vec![program(0, "main.py", Tone::Plain, ""), program(1, "fixed.py", Tone::Good, "")],
        story: String::new(),
        question: None,
        change: None,
        next: None,
        needs: Vec::new(),
    }
}

/// The element that the app takes.
pub fn root() -> Option<HtmlElement> {
    window().document()?.get_element_by_id("page")?.dyn_into().ok()
}

/// The share link that this page was opened with, without its `#`: in its address, or told by the frame it is in.
pub fn link() -> String {
    let told = root().and_then(|root| root.dataset().get("link"));
    told.unwrap_or_else(|| window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned())
}

/// The program that the page around an embedded frame has in its text.
pub fn embedded_text() -> Option<String> {
    root()?.dataset().get("text")
}

/// A lesson's page.
pub fn lesson(slug: &str) -> String {
    beside(&site::lesson_folder(slug))
}

/// The front page.
pub fn front() -> String {
    beside("")
}

/// The map of all lessons.
pub fn map() -> String {
    beside(site::MAP)
}

/// The map, with the focus in its search.
pub fn find() -> String {
    format!("{}#find", map())
}

/// The reader's own code.
pub fn code() -> String {
    beside(site::CODE)
}

/// Goes to another page.
pub fn go(to: &str) {
    // A page that can't be left stays.
    let _ = window().location().set_href(to);
}
