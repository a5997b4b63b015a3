//! A variant's code: its name, the editor, and below it what the program printed last or what is wrong with the text.

use super::editor::{Editor, Marks};
use super::headline::{Said, Say};
use super::shared::Shared;
use super::state::{Action, Problem, Run, Side};
use super::storage;
use super::texts;
use super::tools::use_tools;
use crate::scenario::Tone;
use crate::time::Instant;
use crate::timeline::heartbeat::HOLD;
use crate::timeline::time_scale::{length_text, seconds_text};
use crate::trace::report::Finding;
use crate::ui::findings::compare_with_fix;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`CodePane`].
#[derive(PartialEq, Properties)]
pub struct CodePaneProps {
    /// Which variant.
    pub side: Side,
    /// What it is called.
    pub name: AttrValue,
    /// Whether it has the trouble.
    pub tone: Tone,
    /// Its text.
    pub source: Rc<str>,
    /// The text that it has in the catalogue.
    pub original: AttrValue,
    /// Lines that the other one does not have.
    pub changed: Rc<[u32]>,
    /// Its last good run.
    pub run: Option<Shared<Run>>,
    /// What is wrong with the text.
    pub problem: Option<Rc<Problem>>,
    /// Whether it is the one that is shown where there is room for one only.
    pub is_shown: bool,
    /// Whether a plain text area is wanted.
    pub plain: bool,
    /// Whether it is the visitor's own code.
    pub is_bench: bool,
    /// Whether it may not be changed.
    pub is_readonly: bool,
}

/// A variant's code.
#[component]
pub fn CodePane(props: &CodePaneProps) -> Html {
    let tools = use_tools();
    let side = props.side;
    let on_edit = {
        let dispatch = tools.dispatch.clone();
        use_callback((), move |source: String, ()| dispatch.dispatch(Action::Edit(side, source.into())))
    };
    let on_fix = compare_with_fix(&tools, props.run.clone());
    let reset = {
        let original = props.original.clone();
        tools.on(move || Action::Edit(side, original.as_str().into()))
    };
    let plain = {
        let (dispatch, plain) = (tools.dispatch.clone(), !props.plain);
        Callback::from(move |_: MouseEvent| {
            storage::keep_plain_text(plain);
            dispatch.dispatch(Action::Plain(plain));
        })
    };
    let marks = Marks {
        tone: props.tone,
        changed: props.changed.clone(),
        times: times(props.run.as_ref(), &props.changed),
        findings: props
            .run
            .as_ref()
            .filter(|_| props.problem.is_none())
            .map_or(Rc::new([]), |run| findings(run, props.is_readonly)),
        // A lesson's own programs are there to be read: no card stands between their lines until it is asked for.
        is_folded: !props.is_bench && *props.source == *props.original,
        wrong: props.problem.as_ref().filter(|p| p.line > 0).map(|p| (p.line, p.message.clone())),
    };
    let tone = match props.tone {
        Tone::Bad => "bad",
        Tone::Good => "good",
        Tone::Plain => "",
    };
    let changed = match props.tone {
        Tone::Bad | Tone::Plain => String::new(),
        Tone::Good => texts::changed(&props.changed),
    };
    html! {
        <section
            class={classes!("code-pane", (!props.is_shown).then_some("code-pane--behind"))}
            data-side={side.index().to_string()}
            aria-label={texts::code_of(&props.name)}
        >
            <h2 class="code-pane__name">
                <span class={tone}>{ texts::mark(props.tone) }{ " " }{ props.name.clone() }</span>
                { " " }
                <span class="code-pane__changed">{ changed }</span>
                if props.is_bench && !props.is_readonly {
                    <button class="code-pane__reset" aria-pressed={props.plain.to_string()} onclick={plain}>
                        { texts::PLAIN_EDITOR }
                    </button>
                }
                if *props.source != *props.original {
                    <button class="code-pane__reset" onclick={reset}>{ texts::RESET }</button>
                }
            </h2>
            <Editor
                label={texts::editor(&props.name)}
                source={props.source.clone()}
                {marks}
                is_shown={props.is_shown}
                run={props.run.clone()}
                plain={props.plain}
                is_readonly={props.is_readonly}
                {on_edit}
                {on_fix}
            />
            { foot(props.run.as_ref(), props.problem.as_deref()) }
        </section>
    }
}

/// What there is to say about the text of a run.
fn findings(run: &Shared<Run>, is_readonly: bool) -> Rc<[Finding]> {
    let told = |finding: &Finding| Finding { fix: finding.fix.clone().filter(|_| !is_readonly), ..finding.clone() };
    run.report.findings.iter().map(told).collect()
}

/// Times beside lines: of those that are changed, and of those that held the loop; and whether they did.
fn times(run: Option<&Shared<Run>>, changed: &[u32]) -> Rc<[(u32, String, bool)]> {
    let Some(run) = run else { return Rc::new([]) };
    let all = run.view.line_times.iter();
    let shown = all.filter(|(line, time)| time.kept > HOLD || changed.contains(line));
    let has_loop = !run.report.loops.is_empty();
    shown.map(|(line, time)| (*line, length_text(time.kept), has_loop && time.kept > HOLD)).collect()
}

/// One line below the code.
fn foot(run: Option<&Shared<Run>>, problem: Option<&Problem>) -> Html {
    if let Some(problem) = problem {
        return html! {
            <p class="code-pane__foot code-pane__foot--wrong" role="alert" title={problem.message.clone()}>
                { texts::problem(problem.line, &problem.message) }
            </p>
        };
    }
    let shown = run.cloned();
    let say = move |cursor: Instant| {
        let Some(run) = &shown else { return String::new() };
        if cursor >= run.view.end
            && let Some(why) = texts::ended(&run.report.exit)
        {
            return format!("{}  {why}", seconds_text(run.view.end.as_secs_f64()));
        }
        let printed = run.report.output.partition_point(|o| o.t <= cursor.as_secs_f64());
        printed.checked_sub(1).map_or(String::new(), |last| {
            let last = &run.report.output[last];
            format!("{}  {}", seconds_text(last.t), last.text)
        })
    };
    html! {
        <p class="code-pane__foot">
            <span class="code-pane__prompt" aria-hidden="true">{ "›" }</span>
            <Said class="code-pane__printed" say={Say::new(&[run.cloned(), None], say)} />
        </p>
    }
}
