//! What the page of a lesson shows besides its runs. It is made of the catalogue when the page is built (`site`), and lies
//! beside the page as a file, so that no page carries the other lessons.

use crate::scenario::{Piece, Tone};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// A lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its place in addresses.
    pub slug: String,
    /// What it shows, as a sentence without a full stop.
    pub title: String,
    /// Its place among all lessons, from 1.
    pub number: u32,
    /// How many there are.
    pub count: u32,
    /// The headline, in pieces that each have a tone; see [`crate::scenario::Head::headline`].
    pub headline: Vec<Piece>,
    /// The same pieces as they are when nothing was played yet, with their facts filled in.
    pub headline_at_first: Vec<String>,
    /// The programs: first the one with the trouble, then the one without.
    pub variants: Vec<Program>,
    /// What there is to say, Markdown.
    pub story: String,
    /// What is asked before anything is seen.
    pub question: Option<Question>,
    /// An edit to try.
    pub change: Option<Change>,
    /// The lesson after this one.
    pub next: Option<Link>,
    /// Lessons to see before this one.
    pub needs: Vec<Link>,
}

impl Lesson {
    /// Whose facts a piece of the headline tells: the index of the variant of its tone; without a tone the first one's for
    /// the first piece.
    pub fn variant_of(&self, piece: usize, tone: Tone) -> usize {
        let is_firsts = match tone {
            Tone::Plain => piece == 0,
            tone => self.variants.first().is_some_and(|first| first.tone == tone),
        };
        usize::from(!is_firsts)
    }
}

impl Program {
    /// What facts call it: its file's name without the ending.
    pub fn stem(&self) -> &str {
        self.file.strip_suffix(".py").unwrap_or(&self.file)
    }
}

impl Question {
    /// What is said after an answer.
    pub fn verdict(&self, guess: usize) -> &str {
        if guess == self.right as usize { &self.if_right } else { &self.if_wrong }
    }
}

/// One of the two programs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// Its file in the catalogue.
    pub file: String,
    /// What it is called on the page: one word.
    pub name: String,
    /// Whether it has the trouble.
    pub tone: Tone,
    /// Machine keys that its run needs, as `--set KEY=VALUE` has them.
    pub machine: Vec<(String, String)>,
    /// Its text.
    pub source: String,
}

/// What is asked. The right answer and the verdict were taken from the runs when the page was built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Up to then the traces are seen while it is asked.
    pub moment: Instant,
    /// What can be answered.
    pub answers: Vec<String>,
    /// The index of the right one.
    pub right: u32,
    /// What is said after the right answer, with the runs' numbers.
    pub if_right: String,
    /// What is said after another one.
    pub if_wrong: String,
}

/// An edit of one of the programs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What it does, and what to look at, as a sentence.
    pub title: String,
    /// Which program: 0 or 1.
    pub variant: u32,
    /// Its text afterwards.
    pub source: String,
}

/// Another lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// Lessons made by hand, for tests of what shows them.
#[cfg(test)]
pub mod sample {
    use super::*;

    /// A lesson without words, of two programs without text: their names and their files.
    pub fn lesson(programs: [(&str, &str); 2], question: Option<Question>) -> Lesson {
        let variant = |(name, file): (&str, &str)| Program {
            file: file.to_owned(),
            name: name.to_owned(),
            tone: Tone::Plain,
            machine: Vec::new(),
            source: String::new(),
        };
        Lesson {
            slug: "x".to_owned(),
            title: String::new(),
            number: 1,
            count: 1,
            headline: Vec::new(),
            headline_at_first: Vec::new(),
            variants: programs.into_iter().map(variant).collect(),
            story: String::new(),
            question,
            change: None,
            next: None,
            needs: Vec::new(),
        }
    }

    /// A question without words, about the start.
    pub fn question() -> Question {
        Question {
            text: String::new(),
            moment: Instant::START,
            answers: Vec::new(),
            right: 0,
            if_right: String::new(),
            if_wrong: String::new(),
        }
    }
}
