//! What the page around an embedded frame asks for: the attributes of `loop-scope` (CONTRACT.md, "Embedding"), which the
//! frame's script puts on the element that the app takes.

use crate::lesson::Lesson;
use crate::time::Instant;
use crate::trace::Engine;

/// Which of the two instruments is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// Two programs, one row each.
    Compare,
    /// One program, with its whole timeline.
    Bench,
}

/// Who started the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartedBy {
    /// Somebody pressed Play in it.
    Press,
    /// It was seen, and plays by itself (`autoplay`).
    Sight,
}

/// How an embedded frame begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// `view`: `compare` or `bench`; `None` where it is not said.
    pub view: Option<Instrument>,
    /// `variant`: a program of the lesson, by its name, its file's name, or 1 or 2.
    pub variant: Option<String>,
    /// `engine`
    pub engine: Engine,
    /// `machine`: keys and values as `--set` has them.
    pub machine: Vec<(String, String)>,
    /// `at`: where the cursor stands.
    pub at: Option<Instant>,
    /// `readonly`
    pub is_readonly: bool,
    /// Who started it. Only a press begins a live run.
    pub started_by: StartedBy,
}

impl Embedding {
    /// Of attributes: `attribute` gives the value of the one of that name. What can't be understood counts as not said.
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> Self {
        let started_by = if attribute("pressed").is_some() { StartedBy::Press } else { StartedBy::Sight };
        let is_live = attribute("engine").as_deref() == Some("live") && started_by == StartedBy::Press;
        let seconds = attribute("at").and_then(|text| text.trim().trim_end_matches('s').trim_end().parse::<f64>().ok());
        Self {
            view: match attribute("view").as_deref() {
                Some("compare") => Some(Instrument::Compare),
                Some("bench") => Some(Instrument::Bench),
                _ => None,
            },
            variant: attribute("variant").filter(|text| !text.trim().is_empty()),
            engine: if is_live { Engine::Live } else { Engine::Model },
            machine: attribute("machine").map_or(Vec::new(), |text| machine(&text)),
            at: seconds.filter(|s| s.is_finite() && *s >= 0.0).map(Instant::from_secs_f64),
            is_readonly: attribute("readonly").is_some(),
            started_by,
        }
    }

    /// The index of the lesson's program that is meant by `variant`.
    pub fn variant_of(&self, lesson: &Lesson) -> Option<usize> {
        let wanted = self.variant.as_ref()?.trim().to_lowercase();
        let is_it = |(index, program): (usize, &crate::lesson::Program)| {
            [program.name.to_lowercase(), program.stem().to_lowercase(), (index + 1).to_string()].contains(&wanted)
        };
        lesson.variants.iter().enumerate().position(is_it)
    }

    /// What is shown of a lesson: both programs, unless one is named or the bench is asked for.
    pub fn instrument(&self, lesson: &Lesson) -> Instrument {
        let named = self.variant_of(lesson).map(|_| Instrument::Bench);
        self.view.or(named).unwrap_or(Instrument::Compare)
    }

    /// The lesson as this frame shows it: where only one of its programs is shown, that one comes first; where the cursor
    /// is to stand somewhere, or the runs are live, there is nothing to guess any more.
    pub fn arranged(&self, mut lesson: Lesson) -> Lesson {
        let one = self.instrument(&lesson) == Instrument::Bench;
        if one && self.variant_of(&lesson) == Some(1) {
            lesson.variants.swap(0, 1);
            lesson.change = None;
        }
        if one || self.at.is_some() || self.engine == Engine::Live {
            lesson.question = None;
        }
        lesson
    }
}

/// `cores=8, python=3.13t`: between the keys a comma, a semicolon or a space.
fn machine(text: &str) -> Vec<(String, String)> {
    let parts = text.split([',', ';', ' ', '\n']).filter(|part| !part.trim().is_empty());
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (key.trim().to_owned(), value.trim().trim_matches('"').to_owned())
    };
    parts.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::sample;

    fn of(attributes: &[(&str, &str)]) -> Embedding {
        let find =
            |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Embedding::read(find)
    }

    fn lesson() -> Lesson {
        sample::lesson([("Blocking", "blocking.py"), ("Offloaded", "to_thread.py")], Some(sample::question()))
    }

    #[test]
    fn a_machine_is_told_in_keys_and_values() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let wanted = [pair("cores", "8"), pair("python", "3.13t")];
        for text in ["cores=8, python=3.13t", "cores=8;python=\"3.13t\"", " cores=8 python=3.13t "] {
            assert_eq!(of(&[("machine", text)]).machine, wanted, "{text}");
        }
        // A key without a value is refused with its name by whoever sets it.
        assert_eq!(of(&[("machine", "cores")]).machine, [pair("cores", "")]);
    }

    #[test]
    fn a_program_is_meant_by_its_name_its_file_or_its_place() {
        for (text, index) in
            [("blocking", Some(0)), ("Offloaded", Some(1)), ("to_thread", Some(1)), ("2", Some(1)), ("3", None)]
        {
            assert_eq!(of(&[("variant", text)]).variant_of(&lesson()), index, "{text}");
        }
    }

    #[test]
    fn one_named_program_is_shown_alone_and_first() {
        let one = of(&[("variant", "offloaded")]);
        let shown = one.arranged(lesson());
        assert_eq!((one.instrument(&lesson()), shown.variants[0].name.as_str()), (Instrument::Bench, "Offloaded"));
        assert!(shown.question.is_none());
        let both = of(&[("variant", "offloaded"), ("view", "compare")]);
        assert_eq!(both.instrument(&lesson()), Instrument::Compare);
        assert_eq!(both.arranged(lesson()), lesson());
        assert_eq!(of(&[("view", "bench")]).arranged(lesson()).variants[0].name, "Blocking");
    }

    #[test]
    fn a_live_run_takes_a_press() {
        assert_eq!(of(&[("engine", "live")]).engine, Engine::Model);
        assert_eq!(of(&[("engine", "live"), ("pressed", "")]).engine, Engine::Live);
    }

    #[test]
    fn where_the_cursor_stands_is_told_in_seconds() {
        assert_eq!(of(&[("at", "1.25")]).at, Some(Instant::from_secs_f64(1.25)));
        assert_eq!(of(&[("at", "1.25 s")]).at, Some(Instant::from_secs_f64(1.25)));
        for text in ["soon", "-1", "NaN", "inf", ""] {
            assert_eq!(of(&[("at", text)]).at, None, "{text}");
        }
    }
}
