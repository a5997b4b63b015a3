//! What is kept: edited texts, so that nothing that was written is lost by a reload, and choices.

use super::choices::{Choices, Sound, Theme};
use super::media::window;
use crate::lesson::Lesson;
use std::rc::Rc;
use web_sys::Storage;

const PLAIN_TEXT: &str = "loopscope:plain-text";
/// `www/theme.js` reads it before anything is drawn.
const THEME: &str = "loopscope:theme";
const SOUND: &str = "loopscope:sound";

/// The visitor's own code stays on the device; a changed lesson in the tab.
fn place(lesson: &Lesson) -> Option<Storage> {
    let stored = if lesson.slug == "code" { window().local_storage() } else { window().session_storage() };
    stored.ok().flatten()
}

/// Whether code is to be edited in a plain text area, as was chosen on this device.
pub fn wants_plain_text() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(PLAIN_TEXT).ok().flatten()).is_some()
}

/// Keeps that choice.
pub fn keep_plain_text(plain: bool) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    // Where nothing can be kept, the choice is for now.
    let _ = if plain { storage.set_item(PLAIN_TEXT, "1") } else { storage.remove_item(PLAIN_TEXT) };
}

/// What was chosen on this device.
pub fn choices() -> Choices {
    let storage = window().local_storage().ok().flatten();
    let kept = |key: &str| storage.as_ref().and_then(|storage| storage.get_item(key).ok().flatten());
    let sound = if kept(SOUND).is_some() { Sound::On } else { Sound::Off };
    Choices { theme: Theme::of(kept(THEME).as_deref()), sound, ..Choices::default() }
}

/// Keeps it. A choice that is as it would be without is forgotten.
pub fn keep_choices(choices: Choices) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let sound = (choices.sound == Sound::On).then_some("on");
    for (key, value) in [(THEME, choices.theme.kept()), (SOUND, sound)] {
        // Where nothing can be kept, the choice is for now.
        let _ = value.map_or_else(|| storage.remove_item(key), |value| storage.set_item(key, value));
    }
}

fn key(lesson: &Lesson, index: usize) -> String {
    format!("loopscope:{}:{}", lesson.slug, lesson.variants[index].file)
}

/// The text of a variant as it was left in this tab.
pub fn load(lesson: &Lesson, index: usize) -> Option<Rc<str>> {
    // Where nothing can be kept, nothing is found.
    let storage = place(lesson)?;
    storage.get_item(&key(lesson, index)).ok().flatten().map(Rc::from)
}

/// Keeps a variant's text, or forgets it when it is the catalogue's own.
pub fn save(lesson: &Lesson, index: usize, source: &str) {
    let Some(storage) = place(lesson) else { return };
    // A full storage keeps the last text that fitted.
    let _ = if source == lesson.variants[index].source {
        storage.remove_item(&key(lesson, index))
    } else {
        storage.set_item(&key(lesson, index), source)
    };
}
