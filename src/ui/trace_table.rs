//! The trace as a table, for those who want to read it or can't see the picture. It is always there for assistive
//! technology; the drawer shows it to everybody.

use super::shared::Shared;
use super::state::Run;
use super::texts;
use crate::timeline::lanes::Span;
use yew::prelude::*;

/// A table with more rows helps nobody.
const MOST: usize = 300;

/// Properties of [`TraceTable`].
#[derive(PartialEq, Properties)]
pub struct TraceTableProps {
    /// Names of the variants.
    pub names: [AttrValue; 2],
    /// Their runs.
    pub runs: [Option<Shared<Run>>; 2],
}

/// All spans of all lanes, in order of time.
#[component]
pub fn TraceTable(props: &TraceTableProps) -> Html {
    let mut rows: Vec<(&AttrValue, &str, &Span)> = Vec::new();
    for (name, run) in props.names.iter().zip(&props.runs) {
        let Some(run) = run else { continue };
        for lane in &run.view.lanes {
            rows.extend(lane.spans.iter().map(|span| (name, lane.name.as_str(), span)));
        }
    }
    // Stable, so that what begins together stays in the order of variants and lanes.
    rows.sort_by_key(|(.., span)| span.from);
    let all = rows.len();
    let row = |(index, (name, lane, span)): (usize, &(&AttrValue, &str, &Span))| {
        let line = if span.line.line > 0 { span.line.line.to_string() } else { String::new() };
        html! {
            <tr key={index}>
                <td>{ (*name).clone() }</td>
                <td>{ (*lane).to_owned() }</td>
                <td class="table__number">{ texts::moment(span.from) }</td>
                <td class="table__number">{ texts::moment(span.to) }</td>
                <td>{ texts::doing(span.doing) }</td>
                <td class="table__number">{ line }</td>
            </tr>
        }
    };
    html! {
        <>
            <table class="table" aria-label={texts::TRACE}>
                <thead>
                    <tr>{ for texts::TRACE_COLUMNS.map(|name| html! { <th key={name} scope="col">{ name }</th> }) }</tr>
                </thead>
                <tbody>{ for rows.iter().take(MOST).enumerate().map(row) }</tbody>
            </table>
            if all > MOST {
                <p class="table__cut">{ texts::cut_rows(MOST, all) }</p>
            }
        </>
    }
}
