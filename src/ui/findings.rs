//! What there is to say about the code, as a list, and what a fix makes of it.

use super::shared::Shared;
use super::state::{Action, Run};
use super::texts;
use super::tools::{Tools, use_tools};
use crate::trace::report::Finding;
use yew::prelude::*;

/// Makes the fix of one of a run's findings, by its number, and puts the program that comes of it beside the run.
pub fn compare_with_fix(tools: &Tools, run: Option<Shared<Run>>) -> Callback<usize> {
    let dispatch = tools.dispatch.clone();
    Callback::from(move |index: usize| {
        let finding = run.as_ref().and_then(|run| Some((run, run.report.findings.get(index)?)));
        if let Some((run, fix)) = finding.and_then(|(run, finding)| Some((run, finding.fix.as_ref()?))) {
            dispatch.dispatch(Action::CompareWith(fix.apply(&run.source).into()));
        }
    })
}

/// Properties of [`Findings`].
#[derive(PartialEq, Properties)]
pub struct FindingsProps {
    /// Whose.
    pub name: AttrValue,
    /// Its run.
    pub run: Option<Shared<Run>>,
}

/// What there is to say about a program.
#[component]
pub fn Findings(props: &FindingsProps) -> Html {
    let tools = use_tools();
    let Some(run) = &props.run else { return Html::default() };
    let fix = compare_with_fix(&tools, Some(run.clone()));
    let one = |(index, finding): (usize, &Finding)| {
        let press = fix.reform(move |_: MouseEvent| index);
        html! {
            <li key={index} class="findings__one">
                <p class="findings__head">
                    <strong class="bad">{ texts::rule(&finding.rule) }</strong>
                    { " " }<span class="findings__where">{ texts::finding_where(finding) }</span>
                </p>
                <p class="findings__message">{ with_code(&finding.message) }</p>
                <p class="findings__where">{ with_code(&finding.why) }</p>
                if let Some(fix) = &finding.fix {
                    <p class="findings__fix">
                        <button class="button button--small" onclick={press}>{ texts::APPLY_FIX }</button>
                        { " " }{ with_code(&fix.title) }
                    </p>
                }
            </li>
        }
    };
    html! {
        <section class="findings" aria-label={texts::findings_of(&props.name)}>
            <h3 class="drawer__name">{ props.name.clone() }</h3>
            if run.report.findings.is_empty() {
                <p class="findings__none">{ texts::NO_FINDINGS }</p>
            }
            <ol class="findings__list">{ for run.report.findings.iter().enumerate().map(one) }</ol>
        </section>
    }
}

/// A sentence whose code stands between backticks.
fn with_code(sentence: &str) -> Html {
    let part = |(index, part): (usize, &str)| {
        if index % 2 == 1 {
            html! { <code>{ part }</code> }
        } else {
            html! { { part } }
        }
    };
    html! { <>{ for sentence.split('`').enumerate().map(part) }</> }
}
