//! The catalogue's lessons with their runs: everything that pages tell of them was run when the page was built.

use crate::lesson::{Change, Lesson, Link, Program, Question};
use crate::live::engine::{Job, Pool, Ran, Reply, Request, answer};
use crate::markdown::{Block, blocks, plain};
use crate::model::StopFlag;
use crate::scenario::judge::{self, Value};
use crate::scenario::{self, Chapter, Scenario, Variant};
use crate::time::Instant;
use crate::timeline::view::View;
use crate::trace::Report;

/// All lessons, in their order.
pub struct Lessons {
    /// Each with its runs.
    pub all: Vec<Told>,
}

/// A lesson and its runs.
pub struct Told {
    /// The question that brings people to it.
    pub chapter: Chapter,
    /// What its page shows.
    pub lesson: Lesson,
    /// What the engine answered ([`Ran`]), as postcard has it, in the order of the programs.
    pub runs: Vec<Vec<u8>>,
    /// What their pictures are made of.
    pub views: Vec<View>,
}

impl Lessons {
    /// Runs the catalogue. An error names the program.
    pub fn of_the_catalogue() -> Result<Self, String> {
        let scenarios = scenario::all()?;
        let links: Vec<_> =
            scenarios.iter().map(|s| Link { slug: s.slug.clone(), title: s.head.title.clone() }).collect();
        let told = |(index, scenario): (usize, &Scenario)| Told::of(scenario, index, &links);
        Ok(Self { all: scenarios.iter().enumerate().map(told).collect::<Result<_, _>>()? })
    }
}

impl Told {
    fn of(scenario: &Scenario, index: usize, links: &[Link]) -> Result<Self, String> {
        let head = &scenario.head;
        let (mut runs, mut views, mut reports) = (Vec::new(), Vec::new(), Vec::new());
        let mut at_first = Vec::new();
        for (variant, source) in head.variants.iter().zip(&scenario.sources) {
            let wrong = |what: String| format!("www/scenarios/{}/{}: {what}", scenario.slug, variant.file);
            let job = Job { machine: variant.machine.clone(), ..Job::of(source) };
            let run = match answer(Request::Run(job), &StopFlag::new(), Pool::None) {
                Reply::Ran(run) => run,
                other => return Err(wrong(format!("{other:?}"))),
            };
            let ran: Ran = postcard::from_bytes(&run).map_err(|error| wrong(error.to_string()))?;
            views.push(View::of(&ran.trace, source));
            reports.push(Report::of(&ran.trace));
            at_first.push(Report::of(&ran.trace.until(Instant::START)));
            runs.push(run);
        }
        let program = |(variant, source): (&scenario::Variant, &String)| Program {
            file: variant.file.clone(),
            name: variant.name.clone(),
            tone: variant.tone,
            machine: variant.machine.clone(),
            source: source.clone(),
        };
        let lesson = Lesson {
            slug: scenario.slug.clone(),
            title: head.title.clone(),
            number: index as u32 + 1,
            count: links.len() as u32,
            headline: head.headline.clone(),
            headline_at_first: headline_at_first(scenario, &reports, &at_first),
            variants: head.variants.iter().zip(&scenario.sources).map(program).collect(),
            story: scenario.story.clone(),
            question: Some(asked(scenario, &reports)?),
            change: scenario.edited().zip(head.edit.as_ref()).map(|((variant, source), edit)| Change {
                title: edit.text.clone(),
                variant: variant as u32,
                source,
            }),
            next: links.get(index + 1).cloned(),
            needs: links.iter().filter(|link| head.needs.contains(&link.slug)).cloned().collect(),
        };
        Ok(Self { chapter: head.chapter, lesson, runs, views })
    }

    /// The story's first paragraph.
    pub fn description(&self) -> String {
        let blocks = blocks(&self.lesson.story);
        let first = blocks.iter().find_map(|block| match block {
            Block::Paragraph(text) => Some(plain(text)),
            _ => None,
        });
        first.unwrap_or_else(|| self.lesson.title.clone())
    }
}

/// The headline's pieces before anything was played.
fn headline_at_first(scenario: &Scenario, reports: &[Report], at_first: &[Report]) -> Vec<String> {
    let head = &scenario.head;
    let stems = || head.variants.iter().map(Variant::stem);
    let (runs, known): (Vec<_>, Vec<_>) = (stems().zip(reports).collect(), stems().zip(at_first).collect());
    let pieces = head.headline.iter().enumerate();
    let filled = pieces
        .map(|(index, piece)| judge::fill_known(&piece.text, head.variant_of(index).stem(), &runs[..], &known[..]));
    filled.collect()
}

/// The question, judged by the runs.
fn asked(scenario: &Scenario, reports: &[Report]) -> Result<Question, String> {
    let wrong = |what: &str| format!("www/scenarios/{}: {what}", scenario.slug);
    let question = &scenario.head.question;
    let runs: Vec<_> = scenario.head.variants.iter().map(Variant::stem).zip(reports).collect();
    let moment = match question.moment.value(&runs[..]) {
        Some(Value::Seconds(seconds) | Value::Count(seconds)) => Instant::from_secs_f64(seconds),
        _ => return Err(wrong("the moment that is asked about never came")),
    };
    let right = question.expected(&runs[..]).ok_or_else(|| wrong("of the answers not exactly one is right"))?;
    Ok(Question {
        text: question.text.clone(),
        moment,
        answers: question.answers.iter().map(|answer| answer.text.clone()).collect(),
        right: right as u32,
        if_right: judge::fill(&question.right, "", &runs[..]),
        if_wrong: judge::fill(&question.wrong, "", &runs[..]),
    })
}
