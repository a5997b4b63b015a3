//! The catalogue: every folder of `www/scenarios` is a lesson.
//!
//! A lesson is Python files, which run in CPython as they are, and `story.md`: a head in TOML between two lines of `+++`, then
//! prose in Markdown. `www/scenarios/README.md` says what the head may contain; unknown keys are errors, which a test shows.
//! Nothing is said about a run that the run does not show: numbers in sentences, and which answer is right, are
//! [`judge`]d from reports.
//!
//! The page's module has none of it: a page fetches its own lesson ([`crate::lesson`]).

pub mod judge;
pub mod starters;

use crate::toml_text::{self, Entry, Table, Wrong};
use judge::{Condition, Fact, Term};
use serde::{Deserialize, Serialize};

/// One lesson: variants of a program that differ in one thing, and what there is to say about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its folder, and its place in addresses.
    pub slug: String,
    /// What `story.md` says at its top.
    pub head: Head,
    /// The programs, in the order of the head.
    pub sources: Vec<String>,
    /// The prose of `story.md`, Markdown.
    pub story: String,
}

/// The head of `story.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What the lesson shows, as a sentence without a full stop.
    pub title: String,
    /// Its place in the catalogue.
    pub order: u32,
    /// The question that brings people to it.
    pub chapter: Chapter,
    /// Slugs of the lessons that it builds on.
    pub needs: Vec<String>,
    /// The headline, in pieces that each have a tone. Facts of runs stand between braces: see [`judge::fill`]. A fact without
    /// the name of a variant is of [`Head::variant_of`] its piece.
    pub headline: Vec<Piece>,
    /// When the headline is true; programs can be edited.
    pub holds: Condition,
    /// What differs between the variants, as a sentence.
    pub change: String,
    /// The two programs: first the one with the trouble, then the one without.
    pub variants: Vec<Variant>,
    /// What is asked before the runs are shown.
    pub question: Question,
    /// An edit that shows more.
    pub edit: Option<Edit>,
}

/// A question that brings people: the parts of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// `stopped`
    Stopped,
    /// `offload`
    Offload,
    /// `await`
    Await,
    /// `threads`
    Threads,
    /// `wrong`
    Wrong,
    /// `choose`
    Choose,
}

impl Chapter {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [Self::Stopped, Self::Offload, Self::Await, Self::Threads, Self::Wrong, Self::Choose];

    /// As heads write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Offload => "offload",
            Self::Await => "await",
            Self::Threads => "threads",
            Self::Wrong => "wrong",
            Self::Choose => "choose",
        }
    }

    /// The question.
    pub fn question(self) -> &'static str {
        match self {
            Self::Stopped => "Why did everything stop?",
            Self::Offload => "How do I get it off the loop?",
            Self::Await => "What does await do?",
            Self::Threads => "Why are my threads no faster?",
            Self::Wrong => "Why is it wrong, or stuck?",
            Self::Choose => "Which one do I pick?",
        }
    }
}

/// A piece of a headline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// How.
    pub tone: Tone,
}

/// What a text is about: it decides the colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// The variant with the trouble.
    Bad,
    /// The variant without.
    Good,
}

/// One program of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its file in the scenario's folder.
    pub file: String,
    /// What it is called on the page: one word.
    pub name: String,
    /// Whether it has the trouble.
    pub tone: Tone,
    /// Machine keys that its run needs, as `--set KEY=VALUE` has them.
    pub machine: Vec<(String, String)>,
}

impl Variant {
    /// What facts call it: its file's name without the ending.
    pub fn stem(&self) -> &str {
        self.file.strip_suffix(".py").unwrap_or(&self.file)
    }
}

/// What is asked before the runs are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Up to when the traces are drawn while it is open, in seconds from the start: a number or a fact.
    pub moment: Term,
    /// Three or four. Of the lesson's own runs exactly one is right.
    pub answers: Vec<Answer>,
    /// What is said after the right answer.
    pub right: String,
    /// What is said after another one.
    pub wrong: String,
    /// The misconception that it asks for.
    pub misconception: Option<Misconception>,
}

impl Question {
    /// The answer that is right of these runs; none when it is not exactly one, as may be after an edit.
    pub fn expected(&self, runs: &(impl judge::Runs + ?Sized)) -> Option<usize> {
        let mut right = (0..self.answers.len()).filter(|&index| self.answers[index].when.holds(runs));
        let first = right.next();
        if right.next().is_none() { first } else { None }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What it says.
    pub text: String,
    /// When it is right.
    pub when: Condition,
}

/// What many believe, and is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misconception {
    /// `offloaded-is-faster`
    OffloadedIsFaster,
    /// `gather-is-parallel`
    GatherIsParallel,
    /// `more-threads-more-throughput`
    MoreThreadsMoreThroughput,
    /// `gil-makes-safe`
    GilMakesSafe,
    /// `await-always-yields`
    AwaitAlwaysYields,
}

impl Misconception {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::OffloadedIsFaster,
        Self::GatherIsParallel,
        Self::MoreThreadsMoreThroughput,
        Self::GilMakesSafe,
        Self::AwaitAlwaysYields,
    ];

    /// As heads write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::OffloadedIsFaster => "offloaded-is-faster",
            Self::GatherIsParallel => "gather-is-parallel",
            Self::MoreThreadsMoreThroughput => "more-threads-more-throughput",
            Self::GilMakesSafe => "gil-makes-safe",
            Self::AwaitAlwaysYields => "await-always-yields",
        }
    }
}

/// A change of one place of a variant, for "Try this change".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file of the variant.
    pub file: String,
    /// What is there once.
    pub find: String,
    /// What stands there instead.
    pub replace: String,
    /// What it does, and what to look at.
    pub text: String,
}

impl Scenario {
    /// The program with this lesson's edit, and which variant it is of.
    pub fn edited(&self) -> Option<(usize, String)> {
        let edit = self.head.edit.as_ref()?;
        let index = self.head.variants.iter().position(|variant| variant.file == edit.file)?;
        Some((index, self.sources[index].replacen(&edit.find, &edit.replace, 1)))
    }
}

impl Head {
    /// The variant that a piece of the headline is about: that of its tone, or the first for the first piece.
    pub fn variant_of(&self, piece: usize) -> &Variant {
        let is_firsts = match self.headline[piece].tone {
            Tone::Plain => piece == 0,
            tone => self.variants[0].tone == tone,
        };
        &self.variants[usize::from(!is_firsts)]
    }
}

/// All scenarios in their order. An error names the folder and what is wrong with it.
#[cfg(not(target_arch = "wasm32"))]
pub fn all() -> Result<Vec<Scenario>, String> {
    // The name of each folder, and the names and texts of its files.
    const FOLDERS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
    let read = |(slug, files): &(&str, &[(&str, &str)])| {
        parse(slug, &|name| files.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned()))
    };
    let mut scenarios = FOLDERS.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    scenarios.sort_by_key(|scenario| scenario.head.order);
    Ok(scenarios)
}

/// Reads a lesson; `file` gives the text of a file of its folder.
///
/// # Errors
/// A file that is missing, a head that cannot be read, with folder, line and column.
pub fn parse(slug: &str, file: &dyn Fn(&str) -> Option<String>) -> Result<Scenario, String> {
    let wrong = |what: String| format!("www/scenarios/{slug}: {what}");
    let file = |name: &str| file(name).ok_or_else(|| wrong(format!("{name} is missing")));
    let text = file("story.md")?;
    let (head, story) = text
        .strip_prefix("+++\n")
        .and_then(|text| text.split_once("\n+++\n"))
        .ok_or_else(|| wrong("story.md has no head between two lines of +++".to_owned()))?;
    // The head begins in the second line.
    let head = toml_text::read(head, read_head)
        .map_err(|error| wrong(format!("story.md:{}:{}: {}", error.line + 1, error.column, error.message)))?;
    let sources = head.variants.iter().map(|v| file(&v.file)).collect::<Result<Vec<_>, _>>()?;
    if let Some(edit) = &head.edit {
        let source = head.variants.iter().zip(&sources).find(|(variant, _)| variant.file == edit.file);
        let count = source.map_or(0, |(_, source)| source.matches(&edit.find).count());
        if count != 1 {
            return Err(wrong(format!("story.md: `{}` is {count} times in {}, not once", edit.find, edit.file)));
        }
    }
    Ok(Scenario { slug: slug.to_owned(), head, sources, story: story.trim().to_owned() })
}

fn read_head(head: Table<'_>) -> Result<Head, Wrong> {
    head.knows(&["title", "order", "chapter", "needs", "headline", "holds", "change", "variants", "question", "try"])?;
    let order = head.need("order")?;
    let variants: Vec<Variant> = head.elements("variants")?.into_iter().map(variant).collect::<Result<_, _>>()?;
    if variants.len() != 2 || variants[0].file == variants[1].file {
        return Err(head.wrong("`variants` are two, each with a file of its own".to_owned()));
    }
    let knows = Knows(&variants);
    let read = Head {
        title: text(head, "title")?,
        order: order.whole()?.try_into().map_err(|_| order.wrong("`order` is from 0".to_owned()))?,
        chapter: one_of(head.need("chapter")?, &Chapter::ALL, Chapter::key)?,
        needs: head
            .elements("needs")?
            .into_iter()
            .map(|slug| slug.text().map(str::to_owned))
            .collect::<Result<_, _>>()?,
        headline: head.elements("headline")?.into_iter().map(|entry| piece(entry, &knows)).collect::<Result<_, _>>()?,
        holds: knows.condition(head.need("holds")?)?,
        change: text(head, "change")?,
        question: question(head.need("question")?.table()?, &knows)?,
        edit: head.get("try").map(|entry| edit(entry.table()?)).transpose()?,
        variants,
    };
    Ok(read)
}

/// The variants that facts may be of.
struct Knows<'a>(&'a [Variant]);

impl Knows<'_> {
    fn condition(&self, entry: Entry<'_>) -> Result<Condition, Wrong> {
        let condition = Condition::read(entry.text()?).map_err(|what| entry.wrong(what))?;
        condition.facts().try_for_each(|fact| self.fact(entry, fact))?;
        Ok(condition)
    }

    fn sentence(&self, table: Table<'_>, key: &str) -> Result<String, Wrong> {
        let entry = table.need(key)?;
        let facts = judge::facts_in(entry.text()?, "").map_err(|what| entry.wrong(what))?;
        facts.iter().try_for_each(|fact| self.fact(entry, fact))?;
        entry.text().map(str::to_owned)
    }

    fn fact(&self, entry: Entry<'_>, fact: &Fact) -> Result<(), Wrong> {
        if self.0.iter().any(|variant| variant.stem() == fact.variant) {
            return Ok(());
        }
        let known: Vec<&str> = self.0.iter().map(Variant::stem).collect();
        Err(entry.wrong(format!("no variant is called `{}`; there are `{}`", fact.variant, known.join("`, `"))))
    }
}

fn piece(entry: Entry<'_>, knows: &Knows<'_>) -> Result<Piece, Wrong> {
    let table = entry.table()?;
    table.knows(&["text", "tone"])?;
    let what = table.need("text")?;
    // Whose facts they are when no variant is named, its tone says.
    let facts = judge::facts_in(what.text()?, knows.0[0].stem()).map_err(|wrong| what.wrong(wrong))?;
    facts.iter().try_for_each(|fact| knows.fact(what, fact))?;
    Ok(Piece { text: text(table, "text")?, tone: table.get("tone").map_or(Ok(Tone::default()), tone)? })
}

fn variant(entry: Entry<'_>) -> Result<Variant, Wrong> {
    let table = entry.table()?;
    table.knows(&["file", "name", "tone", "python", "cores"])?;
    let mut machine = Vec::new();
    if let Some(python) = table.get("python") {
        machine.push(("python".to_owned(), python.text()?.to_owned()));
    }
    if let Some(cores) = table.get("cores") {
        machine.push(("cores".to_owned(), cores.whole()?.to_string()));
    }
    Ok(Variant { file: text(table, "file")?, name: text(table, "name")?, tone: tone(table.need("tone")?)?, machine })
}

fn question(table: Table<'_>, knows: &Knows<'_>) -> Result<Question, Wrong> {
    table.knows(&["text", "moment", "answers", "right", "wrong", "misconception"])?;
    let moment = table.need("moment")?;
    let answers: Vec<Answer> =
        table.elements("answers")?.into_iter().map(|entry| answer(entry, knows)).collect::<Result<_, _>>()?;
    if !(3..=4).contains(&answers.len()) {
        return Err(table.wrong("`answers` are three or four".to_owned()));
    }
    let misconception = table.get("misconception");
    Ok(Question {
        text: text(table, "text")?,
        moment: match moment.number() {
            Ok(seconds) => Term::Number(seconds),
            Err(_) => {
                let term = Term::read(moment.text()?).map_err(|what| moment.wrong(what))?;
                term.fact().map_or(Ok(()), |fact| knows.fact(moment, fact))?;
                term
            }
        },
        answers,
        right: knows.sentence(table, "right")?,
        wrong: knows.sentence(table, "wrong")?,
        misconception: misconception.map(|entry| one_of(entry, &Misconception::ALL, Misconception::key)).transpose()?,
    })
}

fn answer(entry: Entry<'_>, knows: &Knows<'_>) -> Result<Answer, Wrong> {
    let table = entry.table()?;
    table.knows(&["text", "when"])?;
    Ok(Answer { text: text(table, "text")?, when: knows.condition(table.need("when")?)? })
}

fn edit(table: Table<'_>) -> Result<Edit, Wrong> {
    table.knows(&["file", "find", "replace", "text"])?;
    Ok(Edit {
        file: text(table, "file")?,
        find: text(table, "find")?,
        replace: text(table, "replace")?,
        text: text(table, "text")?,
    })
}

fn text(table: Table<'_>, key: &str) -> Result<String, Wrong> {
    table.need(key)?.text().map(str::to_owned)
}

fn one_of<T: Copy>(entry: Entry<'_>, all: &[T], key: fn(T) -> &'static str) -> Result<T, Wrong> {
    let name = entry.text()?;
    all.iter().copied().find(|&each| key(each) == name).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|&each| key(each)).collect();
        entry.wrong(format!("`{}` is one of `{}`, not `{name}`", entry.key, known.join("`, `")))
    })
}

fn tone(entry: Entry<'_>) -> Result<Tone, Wrong> {
    match entry.text()? {
        "plain" => Ok(Tone::Plain),
        "bad" => Ok(Tone::Bad),
        "good" => Ok(Tone::Good),
        other => Err(entry.wrong(format!("`tone` is plain, bad or good, not {other}"))),
    }
}

/// Lines (from 1) of each of two texts that the other does not have: what was changed. The longest common part, line by
/// line, counts as the same; trailing spaces do not matter.
pub fn changed_lines(a: &str, b: &str) -> (Vec<u32>, Vec<u32>) {
    let (a, b): (Vec<_>, Vec<_>) = (a.lines().map(str::trim_end).collect(), b.lines().map(str::trim_end).collect());
    // Texts here are short; beyond this the table would not be.
    if a.len() * b.len() > 4_000_000 {
        return (Vec::new(), Vec::new());
    }
    let mut same = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            same[i][j] = if a[i] == b[j] { same[i + 1][j + 1] + 1 } else { same[i + 1][j].max(same[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && same[i + 1][j] >= same[i][j + 1] {
            only_a.push(i as u32 + 1);
            i += 1;
        } else {
            only_b.push(j as u32 + 1);
            j += 1;
        }
    }
    (only_a, only_b)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
