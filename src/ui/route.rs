//! Which page this is: a static page says so in an attribute of its root.

use super::media::window;
use super::texts;
use crate::scenario::{Head, Scenario, Tone, Variant};

/// What a page opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A lesson, as two programs.
    Lesson,
    /// The visitor's own code.
    Code,
}

impl Route {
    /// Of the page that this is.
    pub fn of_page() -> Self {
        let root = window().document().and_then(|page| page.get_element_by_id("page"));
        match root.and_then(|root| root.get_attribute("data-route")).as_deref() {
            Some("code") => Self::Code,
            _ => Self::Lesson,
        }
    }
}

/// The bench, before anything was written on it.
pub fn bench() -> Scenario {
    let variant = |index: usize, file: &str, tone| Variant {
        file: file.to_owned(),
        name: texts::YOUR_CODE[index].to_owned(),
        tone,
    };
    Scenario {
        slug: "code",
        head: Head {
            title: texts::YOUR_CODE[0].to_owned(),
            order: 0,
            headline: Vec::new(),
            variants: vec![variant(0, "main.py", Tone::Plain), variant(1, "fixed.py", Tone::Good)],
        },
        sources: vec![include_str!("../../www/starters/script.py"), ""],
        story: "",
    }
}
