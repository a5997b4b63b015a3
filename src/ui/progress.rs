//! How far the reader is: a word for each lesson, kept on this device and sent nowhere. The map reads the same keys
//! (`www/map.js`), and can forget them.

use super::media::window;

/// What is kept of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was seen to its end.
    Seen,
    /// Its question was answered, otherwise than it was.
    Wrong,
    /// Its question was answered as it was.
    Right,
}

impl Progress {
    const ALL: [Self; 3] = [Self::Seen, Self::Wrong, Self::Right];

    fn word(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Wrong => "wrong",
            Self::Right => "right",
        }
    }
}

fn key(slug: &str) -> String {
    format!("loopscope:lesson:{slug}")
}

/// What is kept of a lesson.
pub fn of(slug: &str) -> Option<Progress> {
    // Where nothing can be kept, nothing is found.
    let kept = window().local_storage().ok().flatten()?.get_item(&key(slug)).ok().flatten()?;
    Progress::ALL.into_iter().find(|progress| progress.word() == kept)
}

/// Keeps it; who has answered does not fall back to having seen.
pub fn keep(slug: &str, progress: Progress) {
    if progress == Progress::Seen && of(slug).is_some() {
        return;
    }
    if let Some(storage) = window().local_storage().ok().flatten() {
        // What can't be kept is asked again next time.
        let _ = storage.set_item(&key(slug), progress.word());
    }
}
