//! What there is to say about the code, as a list, and what a fix makes of it.

use super::shared::Shared;
use super::state::{Action, Run};
use super::texts;
use super::tools::use_tools;
use crate::trace::report::Finding;
use std::rc::Rc;
use yew::prelude::*;

/// The text of a run with the fix of one of its findings made.
pub fn fixed(run: &Run, index: usize) -> Option<Rc<str>> {
    let fix = run.report.findings.get(index)?.fix.as_ref()?;
    Some(fix.apply(&run.source).into())
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
    let one = |(index, finding): (usize, &Finding)| {
        let press = {
            let (dispatch, run) = (tools.dispatch.clone(), run.clone());
            Callback::from(move |_: MouseEvent| {
                if let Some(fixed) = fixed(&run, index) {
                    dispatch.dispatch(Action::CompareWith(fixed));
                }
            })
        };
        html! {
            <li key={index} class="findings__one">
                <p class="findings__head">
                    <strong class="bad">{ texts::rule(&finding.rule) }</strong>
                    { " " }<span class="findings__where">{ texts::finding_where(finding) }</span>
                </p>
                <p class="findings__message">{ &finding.message }</p>
                <p class="findings__where">{ &finding.why }</p>
                if let Some(fix) = &finding.fix {
                    <p class="findings__fix">
                        <button class="button button--small" onclick={press}>{ texts::APPLY_FIX }</button>
                        { " " }{ &fix.title }
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
