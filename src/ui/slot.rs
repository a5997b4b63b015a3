//! The slot under the headline: always in the same place, of the same height, in one of four states.
//!
//! 1. **Ask**: the question and its answers. Nothing is told of what comes after the moment that is asked about.
//! 2. **Play**: what is there while the traces are drawn.
//! 3. **Verdict**: the guess beside what it was.
//! 4. **Next**: what to do now.

/// How a lesson's page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// With its question.
    WithQuestion,
    /// It plays at once.
    Playing,
    /// It rests at the end, for who has seen it.
    AtRest,
}

/// What the slot shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The question.
    Ask,
    /// What is seen while it plays; judged at the end when there was a guess.
    Play {
        /// The index of an answer.
        guess: Option<usize>,
    },
    /// What was guessed, and what it was.
    Verdict {
        /// The index of an answer.
        guess: usize,
    },
    /// What to do now.
    Next,
}

impl Slot {
    /// What a page shows that opens like this.
    pub fn at_first(opens: Opens, has_question: bool) -> Self {
        match opens {
            Opens::WithQuestion if has_question => Self::Ask,
            Opens::WithQuestion | Opens::Playing => Self::Play { guess: None },
            Opens::AtRest => Self::Next,
        }
    }

    /// When the traces have been drawn to their end.
    pub fn after_the_sweep(self) -> Self {
        match self {
            Self::Play { guess: Some(guess) } => Self::Verdict { guess },
            Self::Play { guess: None } => Self::Next,
            other => other,
        }
    }

    /// After the verdict.
    pub fn next(self) -> Self {
        match self {
            Self::Verdict { .. } => Self::Next,
            other => other,
        }
    }

    /// Its name in class names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Play { .. } => "play",
            Self::Verdict { .. } => "verdict",
            Self::Next => "next",
        }
    }
}
