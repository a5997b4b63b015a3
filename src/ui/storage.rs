//! Edited texts are kept in the tab, so that nothing that was written is lost by a reload.

use super::media::window;
use crate::lesson::Lesson;
use std::rc::Rc;

fn key(lesson: &Lesson, index: usize) -> String {
    format!("loopscope:{}:{}", lesson.slug, lesson.variants[index].file)
}

/// The text of a variant as it was left in this tab.
pub fn load(lesson: &Lesson, index: usize) -> Option<Rc<str>> {
    // Where nothing can be kept, nothing is found.
    let storage = window().session_storage().ok().flatten()?;
    storage.get_item(&key(lesson, index)).ok().flatten().map(Rc::from)
}

/// Keeps a variant's text, or forgets it when it is the catalogue's own.
pub fn save(lesson: &Lesson, index: usize, source: &str) {
    let Some(storage) = window().session_storage().ok().flatten() else { return };
    // A full storage keeps the last text that fitted.
    let _ = if source == lesson.variants[index].source {
        storage.remove_item(&key(lesson, index))
    } else {
        storage.set_item(&key(lesson, index), source)
    };
}
