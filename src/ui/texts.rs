//! All words of the page, in one place. Simple English, for readers from everywhere.

use crate::lesson::{Lesson, Question};
use crate::live::engine::{Explored, Point};
use crate::machine::Python;
use crate::scenario::Tone;
use crate::time::Duration;
use crate::time::Instant;
use crate::timeline::curve::{Dot, level_from};
use crate::timeline::heartbeat::HOLD;
use crate::timeline::lanes::{Awaited, Doing, Wanted};
use crate::timeline::time_scale::{length_text, seconds_text, unit};
use crate::timeline::view::View;
use crate::trace::report::{ExitReport, Finding};
use crate::trace::{Exit, Report, Status};
use crate::ui::choices::{Sound, Step, Theme};
use crate::ui::staging::Deeds;
use crate::ui::state::Tab;
use crate::ui::sweeping::{Measure, Runs};
use crate::ui::tuning::{MachineNumber, Number};

/// The product.
pub const NAME: &str = "loopscope";
/// Buttons. Tests and screen readers find them by these names (CONTRACT.md).
pub const PLAY: &str = "Play";
/// See [`PLAY`].
pub const PAUSE: &str = "Pause";
/// See [`PLAY`].
pub const STEP_FORWARD: &str = "Step forward";
/// See [`PLAY`].
pub const STEP_BACK: &str = "Step back";
/// See [`PLAY`].
pub const RUN_LIVE: &str = "Run live";
/// Sliders.
pub const POSITION: &str = "Position";
/// See [`POSITION`].
pub const SPEED: &str = "Speed";
/// Beside "Run live", in two lines.
pub const RUN_LIVE_HINT: [&str; 2] = ["for real, in this browser:", "freezes this page for 2 s"];
/// The same where there is little room.
pub const RUN_LIVE_HINT_SHORT: &str = "freezes this page 2 s";
/// What a pulse is.
pub const PULSE: &str = "Each pulse: the loop is free to start the next callback.";
/// Name of the table of spans.
pub const TRACE: &str = "Trace";
/// Columns of that table.
pub const TRACE_COLUMNS: [&str; 7] = ["Run", "Lane", "From", "To", "State", "Line", "Why"];
/// Name of the part of the page in which that table is scrolled.
pub const TRACE_ROWS: &str = "Rows of the trace";
/// On the chip that says what this browser can't do.
pub const MODEL_ONLY: &str = "not everything runs live here";
/// Name of the transport's group.
pub const TRANSPORT: &str = "Playback";
/// Name of the tabs.
pub const TABS: &str = "Details";
/// Over a picture that is of an older text.
pub const WHAT_RAN_LAST: &str = "This picture is of the last good run.";
/// Heading of the dialog of keys.
pub const KEYS: &str = "Keys";
/// The keys.
pub const KEY_LIST: [(&str, &str); 12] = [
    ("space", "play or pause"),
    ("← →", "step back, step forward"),
    ("shift ← →", "turn of the loop before, after"),
    ("[ ]", "play only from here, up to here"),
    (", .", "line of output before, after"),
    ("home end", "to the start, to the end"),
    ("1 2", "first, second variant"),
    ("e", "edit the code, Esc leaves it"),
    ("l", "run live"),
    ("n", "go on, next lesson"),
    ("/", "find a lesson"),
    ("?", "these keys"),
];
/// Ends a run that takes long.
pub const STOP: &str = "Stop";
/// Name of the stage's picture.
pub const HEARTBEAT_OF_PAGE: &str = "Heartbeat of this page";
/// Below the number on the pad.
pub const HEARD: &str = "clicks heard";
/// Name of the stage's field.
pub const TYPE: &str = "Type here";
/// In that field.
pub const TYPE_HERE: &str = "or type here";
/// What a freeze is.
pub const WILL_FREEZE: &str = "No click, no key, no Stop. It comes back by itself, and nothing you wrote is lost.";
/// What to do meanwhile.
pub const KEEP_CLICKING: &str = "Keep clicking and typing: that is the experiment.";
/// While it counts down.
pub const GET_READY: &str = "Get ready: keep clicking the pad.";
/// While it is frozen; written before.
pub const FROZEN: &str = "Frozen. Keep clicking, keep typing.";
/// While the work is done on a thread.
pub const KEEP_ON: &str = "Keep clicking.";
/// See [`KEEP_ON`].
pub const ON_A_THREAD: &str = "The same work, on another thread. This page's loop keeps turning.";
/// After a freeze, before its length.
pub const WAS_FROZEN: &str = "The page was frozen for";
/// After the work on a thread.
pub const NEVER_FROZEN: &str = "The same work, on another thread. This page's loop kept turning.";
/// The program can't run live.
pub const NOT_LIVE: &str = "This does not run live here.";
/// Only the offloaded program can't.
pub const NOT_ON_A_THREAD: &str = "The thread does not run live here.";
/// The way out of the stage.
pub const NOT_NOW: &str = "Not now";
/// Once more.
pub const AGAIN: &str = "Again";
/// The offloaded program.
pub const SAME_WORK: &str = "Same work, on a thread";
/// Both traces in the comparison.
pub const SIDE_BY_SIDE: &str = "Show both, side by side";
/// On the button while the page is frozen.
pub const FROZEN_NOW: &str = "Frozen";
/// On the button while the work is done on a thread.
pub const RUNS_NOW: &str = "Runs on a thread";
/// Name of the choice of seconds.
pub const HOW_LONG: &str = "How long";
/// From live runs back to the model's.
pub const BACK_TO_MODEL: &str = "Back to the model";
/// Puts a changed text back.
pub const RESET: &str = "Reset";
/// Runs a program with many seeds.
pub const SEEDS: &str = "Try 100 seeds";
/// While that goes on.
pub const SEEDS_RUN: &str = "100 seeds run …";
/// Back to the one run.
pub const SEEDS_DONE: &str = "Back to this run";
/// See [`PLAY`].
pub const SHARE: &str = "Share";
/// Puts the lines in that an error offers.
pub const PUT_LINES_IN: &str = "Put these lines in";
/// Of a moment without tasks.
pub const NO_TASKS: &str = "No task at this moment.";
/// Of a ring of tasks.
pub const TASKS_IN_RINGS: &str = "Tasks wait for each other in a ring: none of them can ever go on.";
/// Of a tree that is too long.
pub const MORE_TASKS: &str = "There are more.";
/// The menu.
pub const MORE: &str = "More";
/// What the buttons for steps lead to.
pub const STEP_BY: &str = "Step by";
/// Light or dark.
pub const THEME: &str = "Theme";
/// Clicks.
pub const SOUND: &str = "Sound";
/// What there is to hear.
pub const SOUND_WHAT: &str = "Each turn of an event loop is a click. A frozen loop is silent.";
/// See [`PLAY`].
pub const EMBED: &str = "Embed";
/// See [`PLAY`].
pub const EXPORT: &str = "Export";
/// Title of an embedded frame's page.
pub const EMBED_TITLE: &str = "Loopscope, embedded";
/// What a link is.
pub const SHARE_WHAT: &str = "Who opens this link sees your code, its machine and the moment you are at. All of it is in the link: no server is told.";
/// Name of the link.
pub const SHARE_LINK: &str = "Link";
/// When a link is long.
pub const SHARE_LONG: &str =
    "It is long: some chats and mail programs will cut it. Who opens a link that was cut is told so.";
/// What to do with the code to embed.
pub const EMBED_WHAT: &str = "Paste this into the HTML of your own page, where the program shall appear.";
/// Name of that code.
pub const EMBED_CODE: &str = "HTML";
/// What can be saved.
pub const EXPORT_WHAT: &str = "Save what happened in this run as a file.";
/// The report of CONTRACT.md.
pub const EXPORT_REPORT: &str = "Report (JSON)";
/// For about:tracing and Perfetto.
pub const EXPORT_CHROME: &str = "Chrome trace (JSON)";
/// A picture.
pub const EXPORT_SVG: &str = "Picture (SVG)";
/// Puts a text on the clipboard.
pub const COPY: &str = "Copy";
/// When it is there.
pub const COPIED: &str = "Copied";
/// Closes a notice.
pub const DISMISS: &str = "Dismiss";

/// Heading of the timeline.
pub const TIMELINE: &str = "Timeline";
/// Name of the choice between threads and tasks.
pub const LANES: &str = "Lanes";
/// A lane for each thread.
pub const BY_THREAD: &str = "by thread";
/// A lane for each task.
pub const BY_TASK: &str = "by task";
/// Zoom buttons.
pub const ZOOM_IN: &str = "Zoom in";
/// See [`ZOOM_IN`].
pub const ZOOM_OUT: &str = "Zoom out";
/// Shows the whole run.
pub const FIT: &str = "Fit";
/// What that does.
pub const FIT_WHAT: &str = "Show the whole run";
/// Name of the timeline as something to walk through with keys.
pub const EXPLORE: &str = "Explore the timeline";
/// How to.
pub const EXPLORE_HOW: &str = "Up and down choose a lane, left and right go to where it changes, Enter puts the cursor \
                               there, plus, minus and 0 zoom.";
/// Name of the list of shapes.
pub const LEGEND: &str = "Shapes";
/// What the shapes mean, with the name of the shape.
pub const LEGENDS: [(&str, &str); 5] = [
    ("run", "runs"),
    ("bad", "blocks the loop"),
    ("late", "wants to run, cannot"),
    ("off", "works without the GIL"),
    ("wait", "waits by choice"),
];
/// Heading of the column of lanes.
pub const LANE: &str = "Lane";
/// Columns of the sums, in the order of `timeline::bins::kind`.
pub const SUM_COLUMNS: [&str; 9] = [
    "runs",
    "blocks the loop",
    "without the GIL",
    "waits for the loop",
    "waits for the GIL",
    "waits for a core",
    "waits for a lock",
    "waits by choice",
    "input waits",
];
/// Gives the range up.
pub const NO_RANGE: &str = "Clear range";
/// Makes the change that a finding offers.
pub const APPLY_FIX: &str = "Apply fix";
/// Where there is nothing to say.
pub const NO_FINDINGS: &str = "Nothing found: no rule has anything to say about this run.";
/// From a comparison back to the first program alone.
pub const KEEP_FIRST: &str = "Back to my code";
/// From a comparison to the changed program alone.
pub const KEEP_SECOND: &str = "Keep the fix";
/// Opens the comparison with the first fix.
pub const COMPARE_WITH_FIX: &str = "Compare with fix";
/// Switches to a plain text area, and back.
pub const PLAIN_EDITOR: &str = "Plain text";
/// The bench's program, and that program with a fix.
pub const YOUR_CODE: [&str; 2] = ["Your code", "With the fix"];
/// The name of the bench's program for who listens.
pub const BENCH_CODE: &str = "Python code";
/// Behind a line of a lesson that there is something to say about: opens that.
pub const FOLDED: &str = "why?";
/// In an editor without a text.
pub const PASTE_HERE: &str = "Paste or type Python code here";
/// Over what there is to start from.
pub const START: &str = "What does your code's event loop do?";
/// What to do.
pub const START_HOW: &str =
    "Paste your code into the editor: it runs at once. Nothing leaves this page. Or start from one of these:";
/// The sentence about the machine, between its numbers: cores, version, switch interval.
pub const MACHINE: [&str; 4] = ["On ", " cores with ", ", whose threads ask for the GIL after ", "."];
/// Instead of the switch interval.
pub const NO_GIL: &str = " without the GIL";
/// Name of that sentence.
pub const MACHINE_NAME: &str = "Machine";
/// How a number is changed.
pub const DRAG: &str = "or drag the number, or use ← →";
/// Name of the choice of what a curve shows.
pub const MEASURE: &str = "What the curve shows";
/// Name of the bar that shows how many values of a curve have been run.
pub const PROGRESS: &str = "Values that have been run";
/// How to go along a curve.
pub const CURVE_HOW: &str = "Left and right go from value to value, Enter sets the number to the one you are at, Escape closes \
                             the curve.";
/// The same for who sees it.
pub const CURVE_PRESS: &str = "Press a point to set the number.";
/// On a scale of logarithms.
pub const CURVE_DOUBLES: &str = "From left to right, equal steps double the number.";
/// When a sweep is given up.
pub const CURVE_TOO_LONG: &str = "The other values were not run: it would take too long.";

/// The button that opens a number's curve; the name is for who listens.
pub fn sweep(number: Number, values: &[String]) -> String {
    let end = |value: Option<&String>| value.map_or(String::new(), |value| swept_value(number, value));
    format!("sweep {} … {}", end(values.first()), end(values.last()))
}

/// How a number's curve is opened with a key, for who listens.
pub fn enter_sweeps(sweep: &str) -> String {
    format!("Enter: {sweep}")
}

/// What a number is called beside its curve.
pub fn swept(number: Number) -> &'static str {
    match number {
        Number::Machine(MachineNumber::Cores) => "cores",
        Number::Machine(MachineNumber::Python) => "CPython",
        Number::Machine(MachineNumber::SwitchInterval) => "switch interval",
        Number::Program(name) => name,
    }
}

/// One of its values there.
pub fn swept_value(number: Number, value: &str) -> String {
    match number {
        Number::Machine(number @ MachineNumber::SwitchInterval) => machine_value(number, value),
        Number::Machine(_) | Number::Program(_) => value.to_owned(),
    }
}

/// The same in a sentence: what is known of a version that nobody could measure is from its documentation.
pub fn swept_words(number: Number, value: &str) -> String {
    let text = swept_value(number, value);
    let is_recorded = match number {
        Number::Machine(MachineNumber::Python) => {
            Python::ALL.into_iter().all(|python| python.is_recorded() || python.name() != value)
        }
        _ => true,
    };
    if is_recorded { text } else { format!("{text} ({FROM_DOCUMENTATION})") }
}

/// Name of a curve.
pub fn curve_of(name: &str) -> String {
    format!("Curve of {name}")
}

/// What a curve shows: called as among the numbers of a run.
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Wall => "Run time",
        Measure::Held => "Loop held",
        Measure::Delay => "Longest wait",
    }
}

/// What one run of a sweep came to.
pub fn curve_point(runs: &Runs, measure: Measure, program: usize, value: usize) -> String {
    match runs.point(program, value) {
        None => if runs.is_done() { "not run" } else { "…" }.to_owned(),
        Some(Point::Refused(refusal)) => problem(refusal.line, &refusal.message),
        Some(Point::Ended(exit)) => ended(exit).or(exit.message.clone()).unwrap_or_else(|| RAISED.to_owned()),
        Some(Point::Measured(_)) => match runs.dots(measure)[program][value].seconds() {
            Some(seconds) => length_text(Duration::from_secs_f64(seconds)),
            None => "no event loop".to_owned(),
        },
    }
}

const RAISED: &str = "an exception ended it";

/// A place on a curve: `max_workers 8: 1.25 s`; of more programs than one, with their names.
pub fn curve_reading<Name: AsRef<str>>(
    name: &str,
    value: &str,
    programs: &[Name],
    point: impl Fn(usize) -> String,
) -> String {
    let points: Vec<String> = match programs {
        [] | [_] => vec![point(0)],
        more => {
            more.iter().enumerate().map(|(index, program)| format!("{} {}", program.as_ref(), point(index))).collect()
        }
    };
    format!("{name} {value}: {}", points.join(", "))
}

/// Beside a place on a curve: how it is now.
pub fn curve_now(value: &str, point: String) -> String {
    format!("now {value}: {point}")
}

/// While a curve's values are run.
pub fn curve_progress(run: usize, all: usize) -> String {
    format!("{run} of {all} values run …")
}

/// What there is to see in a curve, in a sentence; of more programs than one, a sentence each.
pub fn curve_summary<Name: AsRef<str>>(
    name: &str,
    measured: Measure,
    values: &[String],
    programs: &[Name],
    dots: &[Vec<Dot>],
) -> String {
    let length = |seconds: f64| length_text(Duration::from_secs_f64(seconds));
    let sentence = |(program, dots): (usize, &Vec<Dot>)| {
        let known: Vec<(&String, f64)> =
            values.iter().zip(dots).filter_map(|(value, dot)| Some((value, dot.seconds()?))).collect();
        let what = match programs {
            [] | [_] => measure(measured).to_owned(),
            more => format!("{}, {}", more[program].as_ref(), measure(measured).to_lowercase()),
        };
        let broken: Vec<&str> =
            values.iter().zip(dots).filter(|(_, dot)| **dot == Dot::Broken).map(|(value, _)| value.as_str()).collect();
        let broken = match broken.as_slice() {
            [] => String::new(),
            broken => format!(" No number at {}.", broken.join(", ")),
        };
        let (Some((first, from)), Some((last, to))) = (known.first(), known.last()) else {
            return format!("{what}:{broken}");
        };
        let (from, to) = (length(*from), length(*to));
        if known.iter().all(|(_, seconds)| length(*seconds) == from) {
            let every = if broken.is_empty() { "every" } else { "every other" };
            return format!("{what}: {from} at {every} value.{broken}");
        }
        let level = level_from(dots).and_then(|index| values.get(index));
        let level = level.map_or(String::new(), |value| format!("; from {name} {value} on it hardly changes"));
        format!("{what}: {from} at {first}, {to} at {last}{level}.{broken}")
    };
    dots.iter().enumerate().map(sentence).collect::<Vec<_>>().join(" ")
}

/// A number of the machine, for who listens.
pub fn machine_number(number: MachineNumber) -> &'static str {
    match number {
        MachineNumber::Cores => "Cores",
        MachineNumber::Python => "Python version",
        MachineNumber::SwitchInterval => "Switch interval",
    }
}

/// A number of the machine, as it stands in the sentence.
pub fn machine_value(number: MachineNumber, value: &str) -> String {
    match number {
        MachineNumber::Cores => value.to_owned(),
        MachineNumber::Python => format!("CPython {value}"),
        MachineNumber::SwitchInterval => {
            let seconds: f64 = value.parse().unwrap_or_default();
            format!("{} ms", seconds * 1e3)
        }
    }
}

/// A number of the program, for who listens.
pub fn literal(name: &str, line: u32) -> String {
    format!("{name}, line {line}")
}

/// Name of a program's findings.
pub fn findings_of(variant: &str) -> String {
    format!("Findings, {}", variant.to_lowercase())
}

/// Where a finding is and what it costs.
pub fn finding_where(finding: &Finding) -> String {
    match finding.cost {
        cost if cost > 0.0 => format!("line {}, {}", finding.line, length_text(Duration::from_secs_f64(cost))),
        _ => format!("line {}", finding.line),
    }
}

/// A rule's name as words: `blocking-call-in-coroutine` is "Blocking call in coroutine".
pub fn rule(name: &str) -> String {
    let mut words = name.replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// What is wrong with a text, and where: `line 3: …`; line 0 is nowhere.
pub fn problem(line: u32, message: &str) -> String {
    if line > 0 { format!("line {line}: {message}") } else { message.to_owned() }
}

/// From an embedded frame to the full page.
pub const OPEN_FULL: &str = "Open full ↗";
/// Closes a dialog.
pub const CLOSE: &str = "Close";

/// Leaves the question unanswered.
pub const JUST_PLAY: &str = "Just play";
/// From the verdict to what there is to do next.
pub const GO_ON: &str = "Go on";
/// Once more from the start.
pub const PLAY_AGAIN: &str = "Play again";
/// Opens the story.
pub const WHY: &str = "Why";
/// Applies the lesson's edit; its title follows.
pub const TRY: &str = "Try this change";
/// To the next lesson; its title follows.
pub const NEXT: &str = "Next";
/// To the map.
pub const ALL_LESSONS: &str = "All lessons";
/// To the reader's own code.
pub const TO_YOUR_CODE: &str = "Your code";
/// Before links to other lessons.
pub const FIRST_SEE: &str = "First see:";
/// In the story's place while something is asked.
pub const STORY_LATER: &str = "The story tells the answer. It is here as soon as you have guessed.";

/// A lesson's place: `1 of 30`.
pub fn place(lesson: &Lesson) -> String {
    format!("{} of {}", lesson.number, lesson.count)
}

/// A lesson that did not come.
pub fn not_loaded(why: &str) -> String {
    format!("This lesson could not be loaded ({why}). Is the network there? Try again.")
}

/// The class of a headline of these pieces: how much room it takes, and whether it is two halves of a line each, where
/// there is little.
pub fn headline_class(pieces: &[&str]) -> &'static str {
    // A fact is a number with its unit.
    let length = |piece: &&str| facts_to_come(piece).chars().count() + 5 * piece.matches('{').count() + 1;
    let lengths: Vec<usize> = pieces.iter().map(length).collect();
    let all: usize = lengths.iter().sum();
    let first = lengths.first().copied().unwrap_or(0);
    match all {
        0..=88 if pieces.len() > 1 && first <= 40 && all - first <= 40 => {
            "headline__sentence headline__sentence--halves"
        }
        0..=66 => "headline__sentence",
        67..=88 => "headline__sentence headline__sentence--middle",
        89..=112 => "headline__sentence headline__sentence--long",
        _ => "headline__sentence headline__sentence--longest",
    }
}

/// A guess beside what it was: `You said 1.30 s. It was 2.30 s.`
pub fn guessed(guess: &str, right: &str) -> String {
    // Words stand between quotes, numbers as they are.
    let quoted = |text: &str| {
        let text = text.trim_end_matches('.');
        if text.starts_with(|c: char| c.is_ascii_digit()) { text.to_owned() } else { format!("“{text}”") }
    };
    if guess == right {
        format!("You said {}, and so it was.", quoted(guess))
    } else {
        format!("You said {}. It was {}.", quoted(guess), quoted(right))
    }
}

/// The verdict as a whole.
pub fn verdict(question: &Question, guess: usize) -> String {
    let answer = |index: usize| question.answers.get(index).map_or("", String::as_str);
    format!("{} {}", guessed(answer(guess), answer(question.right as usize)), question.verdict(guess))
}

/// The front page's title.
pub const SITE_TITLE: &str = "Loopscope: see what one blocking call costs";
/// What it is, for those who find it elsewhere.
pub const SITE_DESCRIPTION: &str = "An oscilloscope for Python event loops: two programs side by side, what a blocking call \
costs and what offloading it buys. Runs in the browser.";
/// The map's title.
pub const MAP_TITLE: &str = "All lessons · Loopscope";
/// See [`SITE_DESCRIPTION`].
pub const MAP_DESCRIPTION: &str = "Lessons about Python's event loop, threads, processes and the GIL, each with the traces \
of two programs side by side.";
/// The title of the page for the reader's own code.
pub const CODE_TITLE: &str = "Your code · Loopscope";
/// See [`SITE_DESCRIPTION`].
pub const CODE_DESCRIPTION: &str =
    "Paste Python code with asyncio, threads or processes, and see what its event loop does.";
/// In place of the app where it can't run.
pub const NEEDS_SCRIPT: &str = "Loopscope runs Python programs in this page, so it needs JavaScript and WebAssembly.";
/// In the map's search.
pub const FIND: &str = "find a lesson or a function";
/// Nothing is found.
pub const NOTHING_FOUND: &str = "No lesson has all of these words.";
/// Below the map.
pub const STAYS_HERE: &str = "Progress stays on this device.";
/// Forgets the progress.
pub const FORGET: &str = "Forget it";
/// To that document.
pub const HOW_IT_WORKS: &str = "How it works";

/// How many lessons there are.
pub fn lessons(n: usize) -> String {
    if n == 1 { "1 lesson".to_owned() } else { format!("{n} lessons") }
}

/// What a step leads to.
pub fn step(step: Step) -> &'static str {
    match step {
        Step::Decision => "Decision",
        Step::Turn => "Turn",
        Step::Output => "Output",
    }
}

/// The name of a theme.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "System",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

/// The name of having clicks, or not.
pub fn sound(sound: Sound) -> &'static str {
    match sound {
        Sound::Off => "Off",
        Sound::On => "On",
    }
}

/// A tab's label.
pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Code => "Code",
        Tab::Why => "Why",
        Tab::Output => "Output",
        Tab::Numbers => "Numbers",
        Tab::Tasks => "Tasks",
        Tab::Findings => "Findings",
        Tab::Trace => TRACE,
    }
}

/// The accessible name of a variant's editor.
pub fn editor(variant: &str) -> String {
    if variant == YOUR_CODE[0] {
        return BENCH_CODE.to_owned();
    }
    format!("Python code, {}", variant.to_lowercase())
}

/// Name of a variant's code.
pub fn code_of(variant: &str) -> String {
    format!("Code, {}", variant.to_lowercase())
}

/// Name of a variant's trace.
pub fn trace_of(variant: &str) -> String {
    format!("Timeline, {}", variant.to_lowercase())
}

/// Name of what a variant printed.
pub fn printed_by(variant: &str) -> String {
    format!("Output, {}", variant.to_lowercase())
}

/// Why a run was ended that did not end itself, and where; what a program raised, it prints.
pub fn ended(exit: &ExitReport) -> Option<String> {
    let message = exit.message.as_ref()?;
    let what = match exit.status {
        Status::Finished | Status::Raised => return None,
        Status::Deadlock => "deadlock: ",
        Status::Limit | Status::Stopped | Status::Failed => "",
    };
    let line = exit.line.map_or(String::new(), |line| format!(" (line {line})"));
    Some(format!("{what}{message}{line}"))
}

/// The mark before a variant's name: it is never told by colour alone.
pub fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "✕",
        Tone::Good => "✓",
        Tone::Plain => "",
    }
}

/// What differs from the other variant: `line 9 changed`.
pub fn changed(lines: &[u32]) -> String {
    match lines {
        [] => "same code".to_owned(),
        [line] => format!("line {line} changed"),
        lines => format!("{} lines changed", lines.len()),
    }
}

/// What made a run that no browser made.
pub const MODEL: &str = "model";
/// What that pretended to be: `CPython 3.13 · 4 cores`.
pub fn machine_chip(python: &str, cores: u32) -> String {
    let cores = if cores == 1 { "1 core".to_owned() } else { format!("{cores} cores") };
    format!("CPython {python} · {cores}")
}

/// On runs of a version that nobody could measure: what is known of it is what its documentation says.
pub const FROM_DOCUMENTATION: &str = "from documentation";
/// What that means.
pub const FROM_DOCUMENTATION_WHY: &str =
    "This version was not measured: what is new in it is modelled after its documentation.";

/// `1.42 s`.
pub fn at(cursor: Instant) -> String {
    format!("{:.2} s", cursor.as_secs_f64())
}

/// `1.42 / 2.80 s`, in the unit that suits the end.
pub fn position(cursor: Instant, end: Instant) -> String {
    let (unit, name) = unit(end);
    format!("{:.2} / {:.2} {name}", cursor.0 as f64 / unit, end.0 as f64 / unit)
}

/// Above the sums of a range: `0.40 s to 0.90 s, 500 ms`.
pub fn range(from: Instant, to: Instant) -> String {
    format!("{} to {}, {}", moment(from), moment(to), length_text(to.since(from)))
}

/// A speed for a screen reader.
pub fn speed_words(speed: f64) -> String {
    match speed {
        1.0 => "as fast as it ran".to_owned(),
        speed if speed < 1.0 => format!("{} times slower than it ran", round(1.0 / speed)),
        speed => format!("{} times faster than it ran", round(speed)),
    }
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// `× 0.6`.
pub fn speed(speed: f64) -> String {
    format!("× {speed}")
}

/// A sentence whose facts are not known yet.
pub fn facts_to_come(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, fact)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = fact.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

/// The name of a program that has none.
pub const THIS_PROGRAM: &str = "This program";

/// What is said of a variant instead of the scenario's headline when the programs no longer show what that says.
pub fn plain_headline(variant: &str, has_loop: bool) -> String {
    if has_loop {
        format!("{variant}: held for {{held}} at most.")
    } else {
        format!("{variant}: no event loop, done after {{wall}}.")
    }
}

/// How long tasks wait for the loop, as of the cursor; at the end it is the report's `longest_delay`.
pub fn waits(view: &View, report: &Report, cursor: Instant) -> String {
    if view.heartbeat.is_none() {
        return "no event loop.".to_owned();
    }
    if let Some(late) = view.late_at(cursor) {
        let due = seconds_text(late.since.as_secs_f64());
        let so_far = seconds_text(cursor.since(late.since).as_secs_f64());
        return match late.tasks {
            1 => format!("a task due at {due} is {so_far} late."),
            n => format!("{} tasks due at {due} are {so_far} late.", count(n)),
        };
    }
    let worst = if cursor >= view.end {
        Duration::from_secs_f64(report.loops.first().map_or(0.0, |l| l.longest_delay))
    } else {
        view.worst_wait_until(cursor)
    };
    match view.waited_until(cursor) {
        0 if cursor < view.end => "nobody has to wait.".to_owned(),
        0 => format!("worst wait {}.", length_text(worst)),
        1 => format!("one task had to wait, {} at worst.", length_text(worst)),
        n => format!("{} tasks had to wait, {} at worst.", count(n), length_text(worst)),
    }
}

fn count(n: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// The name of a timeline for those who don't see it.
pub fn summary(variant: &str, view: &View, report: &Report) -> String {
    let length = seconds_text(view.end.as_secs_f64());
    let Some(beat) = &view.heartbeat else {
        return format!("Timeline, {variant}: {length}, {} threads, no event loop.", view.lanes.len());
    };
    let held = match beat.holds.as_slice() {
        [] => "the event loop is never held.".to_owned(),
        [hold] => format!(
            "from {} on the event loop is held for {}{}.",
            seconds_text(hold.from.as_secs_f64()),
            length_text(hold.to.since(hold.from)),
            if hold.line.line > 0 { format!(" by line {}", hold.line.line) } else { String::new() }
        ),
        holds => format!(
            "the event loop is held {} times, for {} at most.",
            holds.len(),
            length_text(holds.iter().map(|h| h.to.since(h.from)).max().unwrap_or_default())
        ),
    };
    let late = report.loops.first().map_or(0.0, |l| l.longest_delay);
    let late = length_text(Duration::from_secs_f64(late));
    format!("Timeline, {variant}: {length}, {held} Worst wait {late}.")
}

/// What ran the programs when it was this browser.
pub const LIVE_CHIP: &str = "live · this browser";

/// What came of many seeds, in a sentence.
pub fn orders(counts: &[u32]) -> String {
    let all: u32 = counts.iter().sum();
    match counts {
        [] => "Nothing could be run.".to_owned(),
        [_] => format!("All {all} schedules print the same."),
        [most, ..] => format!("{all} schedules, {} different orders; the most frequent {most} times.", counts.len()),
    }
}

/// The mode in which the visitor decides who goes on.
pub const SCHEDULER: &str = "You are the scheduler";
/// What that stands for.
pub const SCHEDULER_WHAT: &str = "As with sys.setswitchinterval(1e-6): at each of these points CPython may hand the GIL over. You \
                                  say who goes on.";
/// Takes the last choice back.
pub const SCHEDULER_BACK: &str = "Undo";
/// Takes all choices back.
pub const SCHEDULER_AGAIN: &str = "Try again";
/// Nothing more is decided.
pub const SCHEDULER_REST: &str = "Let it run";
/// Asks for all schedules.
pub const SCHEDULER_EXPLORE: &str = "What can happen?";
/// Ends that early.
pub const SCHEDULER_STOP: &str = "Stop trying";
/// When nobody can take so many decisions.
pub const SCHEDULER_CUT: &str = "After 2,000 decisions it ran on by itself.";
/// Beside the thread that goes on unless somebody says otherwise.
pub const HAS_THE_GIL: &str = "has the GIL";
/// Shows a schedule that comes to this end.
pub const SHOW_ONE: &str = "Show one";

/// The same, for who can't see of which end.
pub fn show_one(ending: &str) -> String {
    format!("Show one that {ending}")
}

/// What is asked.
pub fn decision(number: usize) -> String {
    format!("Decision {number}: who goes on?")
}

/// Where a thread stands.
pub fn stands_at(line: u32) -> String {
    if line == 0 { "not in your code".to_owned() } else { format!("line {line}") }
}

/// How many schedules come to how many ends.
pub fn explored(explored: &Explored) -> String {
    let Explored { schedules, switches, are_all, endings } = explored;
    let those = match (schedules, are_all) {
        (1, true) => "The only schedule".to_owned(),
        (1, false) => "One schedule, which takes too long to try more,".to_owned(),
        (n, true) => format!("Of {n} schedules"),
        (n, false) => format!("Of the first {n} schedules"),
    };
    let with = match switches {
        0 => "in which nobody is interrupted".to_owned(),
        1 => "with at most one switch".to_owned(),
        n => format!("with at most {} switches", count(*n as usize)),
    };
    match endings.len() {
        0 => "Nothing could be run.".to_owned(),
        1 if *schedules == 1 => format!("{those} {with}:"),
        1 => format!("{those} {with}, all come to the same:"),
        _ => format!("{those} {with}:"),
    }
}

/// What a run came to: the lines that are not the same for all, and how it ended.
pub fn ending(lines: &[&str], exit: &Exit) -> String {
    let text = lines.join(" · ");
    let prints = if text.is_empty() { "prints nothing more".to_owned() } else { format!("prints {text}") };
    match exit.status {
        Status::Finished if exit.code == 0 => prints,
        Status::Deadlock if text.is_empty() => "ends in a deadlock".to_owned(),
        Status::Deadlock => format!("{prints}, then a deadlock"),
        _ => format!("{prints}, {}", exit.message.as_deref().unwrap_or("exit code not 0")),
    }
}

/// The last line of a run.
pub fn printed_at_the_end(line: &str) -> String {
    format!("It printed at last: {line}")
}

/// Over a picture that is of an older text: why it is.
pub fn does_not_run(line: u32) -> String {
    if line == 0 { "Your code does not run yet.".to_owned() } else { format!("Line {line} does not run yet.") }
}

/// What a finding says, with its line.
pub fn found(finding: &Finding) -> String {
    format!("Line {}: {}", finding.line, finding.message)
}

/// Between two printed lines, when the loop was held meanwhile.
pub fn nothing_printed(length: Duration) -> String {
    format!("nothing for {}", length_text(length))
}

/// Before a freeze.
pub fn will_freeze(seconds: u32) -> String {
    match seconds {
        1 => "For 1 second this page will not answer.".to_owned(),
        n => format!("For {n} seconds this page will not answer."),
    }
}

/// Just before a freeze, also for a screen reader.
pub fn will_recover(seconds: u32) -> String {
    let plural = if seconds == 1 { "" } else { "s" };
    format!("This page stops answering for {seconds} second{plural}, then recovers by itself.")
}

/// The button that freezes the page.
pub fn freeze(seconds: u32) -> String {
    format!("Freeze for {seconds} s")
}

/// The same while it counts down.
pub fn freezes_in(beats: u32) -> String {
    match beats {
        0 => "Starts now".to_owned(),
        1 => "Starts in 1 beat".to_owned(),
        n => format!("Starts in {n} beats"),
    }
}

/// A choice of seconds.
pub fn seconds_choice(seconds: u32) -> String {
    format!("{seconds} s")
}

/// A length in seconds.
pub fn seconds(seconds: f64) -> String {
    seconds_text(seconds)
}

/// What somebody did while the page was frozen.
pub fn deeds(deeds: &Deeds) -> String {
    if deeds.count() == 0 {
        return "You did nothing. Try again, and keep clicking.".to_owned();
    }
    let many = |n: usize, one: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {one}s")),
    };
    let all: Vec<_> = [many(deeds.clicks, "click"), many(deeds.keys, "key")].into_iter().flatten().collect();
    let which = if deeds.count() == 1 { "It" } else { "The first" };
    format!("You made {}. {which} waited {}.", all.join(" and "), seconds_text(deeds.first))
}

/// What somebody did while the work was on a thread.
pub fn deeds_on_a_thread(deeds: &Deeds) -> String {
    let worst = length_text(Duration::from_secs_f64(deeds.worst));
    match deeds.count() {
        0 => "The page answered all the time.".to_owned(),
        1 => format!("1 input, it waited {worst}."),
        n => format!("{n} inputs, worst wait {worst}."),
    }
}

/// When what was done during a freeze was heard, and because of what it was not heard before.
pub fn heard_in_one_burst(deeds: usize, line: Option<u32>) -> String {
    let because = line.map_or(String::new(), |line| format!(": line {line} kept the loop that hears you"));
    match deeds {
        0 => format!("Nothing you do is heard meanwhile{because}."),
        1 => format!("It was heard when that was over{because}."),
        _ => format!("All of it was heard in one burst, when that was over{because}."),
    }
}

/// A state in the table.
pub fn doing(doing: Doing) -> &'static str {
    match doing {
        Doing::Runs => "runs",
        Doing::KeepsLoop => "blocks the loop",
        Doing::OffGil => "works without the GIL",
        Doing::Wants(Wanted::Loop) => "due, waits for the loop",
        Doing::Wants(Wanted::Gil) => "waits for the GIL",
        Doing::Wants(Wanted::Core) => "waits for a core",
        Doing::Wants(Wanted::Lock) => "waits for a lock",
        Doing::Waits(Awaited::Sleep) => "sleeps",
        Doing::Waits(Awaited::Job) => "awaits a thread",
        Doing::Waits(Awaited::Task) => "awaits a task",
        Doing::Waits(Awaited::Io) => "awaits input or output",
        Doing::Waits(Awaited::Other) => "waits by choice",
        Doing::Given => "your input, until it was heard",
    }
}

/// A moment in the table, fine enough to tell steps of a loop apart.
pub fn moment(at: Instant) -> String {
    format!("{:.4} s", at.as_secs_f64())
}

/// What the table is, for who hears it.
pub fn trace_caption(rows: usize) -> String {
    format!("What each lane does from when to when, in order of time: {rows} rows.")
}

/// Rows of the numbers: name, what it means, value. All of them are fields of the report.
pub fn numbers(report: &Report) -> Vec<(&'static str, &'static str, String)> {
    let length = |seconds: f64| length_text(Duration::from_secs_f64(seconds));
    let mut rows = Vec::new();
    if let Some(event_loop) = report.loops.first() {
        let line = event_loop.line.filter(|_| Duration::from_secs_f64(event_loop.longest_callback) > HOLD);
        let held = length(event_loop.longest_callback);
        let held = line.map_or(held.clone(), |line| format!("{held}, line {line}"));
        rows.push(("loop held", "by one callback, at most", held));
        rows.push(("longest wait", "of something due", length(event_loop.longest_delay)));
        rows.push(("blocked", "sum of stalls over 50 ms", length(event_loop.blocked)));
        rows.push(("turns", "of the loop", event_loop.ticks.to_string()));
    }
    rows.push(("run time", "on the wall clock", length(report.wall)));
    if report.memory_peak > 0 {
        rows.push(("memory", "at most", format!("{} kB", report.memory_peak / 1000)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::sample;

    #[test]
    fn a_guess_is_put_beside_what_it_was() {
        assert_eq!(guessed("1.30 s", "2.30 s"), "You said 1.30 s. It was 2.30 s.");
        assert_eq!(guessed("They stop.", "They stop."), "You said “They stop”, and so it was.");
    }

    #[test]
    fn facts_that_are_to_come_are_left_open() {
        assert_eq!(facts_to_come("for {held}, then {a.at(\"x\")}."), "for …, then ….");
    }

    #[test]
    fn waiting_tasks_are_counted_up_to_the_cursor() {
        let view = View::of(&sample::blocking(), "");
        let report = Report::of(&sample::blocking());
        let say = |seconds| waits(&view, &report, Instant::from_secs_f64(seconds));
        assert_eq!(say(0.2), "nobody has to wait.");
        assert_eq!(say(1.42), "two tasks due at 0.40 s are 1.02 s late.");
        assert_eq!(say(2.6), "two tasks had to wait, 1.95 s at worst.");
        assert_eq!(say(3.0), "two tasks had to wait, 1.95 s at worst.");
    }

    #[test]
    fn deeds_are_told_with_the_wait_of_the_first() {
        let say = |clicks, keys| deeds(&Deeds { clicks, keys, first: 1.1, worst: 1.1 });
        assert_eq!(say(3, 2), "You made 3 clicks and 2 keys. The first waited 1.10 s.");
        assert_eq!(say(0, 1), "You made 1 key. It waited 1.10 s.");
        assert!(say(0, 0).starts_with("You did nothing"));
        let thread = Deeds { clicks: 4, keys: 1, first: 0.001, worst: 0.003 };
        assert_eq!(deeds_on_a_thread(&thread), "5 inputs, worst wait 3.0 ms.");
    }

    #[test]
    fn the_summary_says_what_froze_when_and_where() {
        let view = View::of(&sample::blocking(), "");
        assert_eq!(
            summary("Blocking", &view, &Report::of(&sample::blocking())),
            "Timeline, Blocking: 2.80 s, from 0.35 s on the event loop is held for 2.00 s by line 10. Worst wait 1.95 s."
        );
    }

    #[test]
    fn a_curve_is_read_in_words() {
        use crate::live::engine::{Measured, Refusal};
        let values = ["1", "2", "4", "8", "16"].map(str::to_owned);
        let ran = |wall| Point::Measured(Measured { wall, loops: None });
        let mut runs = Runs::new(2, 5);
        let one = [4.0, 2.0, 1.0, 0.5, 0.5].map(ran);
        let refused = Point::Refused(Refusal { line: 3, column: 1, message: "no".to_owned() });
        let two = [refused, ran(2.0), ran(2.0), ran(2.0), ran(2.0)];
        runs.put(&[0, 1, 2, 3, 4], one.into_iter().zip(two).flat_map(|(one, two)| [one, two]).collect());
        let point = |program| curve_point(&runs, Measure::Wall, program, 0);
        assert_eq!(curve_reading("max_workers", "1", &["Your code"], point), "max_workers 1: 4.00 s");
        assert_eq!(
            curve_reading("max_workers", "1", &["Your code", "With the fix"], point),
            "max_workers 1: Your code 4.00 s, With the fix line 3: no"
        );
        let dots = runs.dots(Measure::Wall);
        assert_eq!(
            curve_summary("max_workers", Measure::Wall, &values, &["Your code"], &dots[..1]),
            "Run time: 4.00 s at 1, 500 ms at 16; from max_workers 8 on it hardly changes."
        );
        assert_eq!(
            curve_summary("max_workers", Measure::Wall, &values, &["Your code", "With the fix"], &dots[1..]),
            "Your code, run time: 2.00 s at every other value. No number at 1."
        );
        assert_eq!(curve_point(&runs, Measure::Held, 0, 1), "no event loop");
        let python = Number::Machine(MachineNumber::Python);
        assert_eq!([swept_words(python, "3.13t"), swept_words(python, "3.14")], ["3.13t", "3.14 (from documentation)"]);
        assert_eq!(
            sweep(Number::Machine(MachineNumber::SwitchInterval), &MachineNumber::SwitchInterval.stops()),
            "sweep 0.5 ms … 100 ms"
        );
    }
}
