//! The editor, behind one component: a text area over our own coloured lines. Whatever takes its place later keeps these
//! properties.

use super::highlight::{Kind, highlight};
use super::shared::Shared;
use super::state::Run;
use super::tools::use_tools;
use crate::scenario::Tone;
use crate::time::Instant;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Height of a line; the style sheet has the same number.
const LINE: i32 = 19;
/// When the page opens, the first changed line is this far down in what is seen of the text.
const CHANGED_AT: f64 = 0.78;

/// What is marked beside the lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Marks {
    /// The colour of what is changed.
    pub tone: Tone,
    /// Lines that the other variant does not have.
    pub changed: Rc<[u32]>,
    /// Lines and their times.
    pub times: Rc<[(u32, String)]>,
    /// The line that can't be read, and why.
    pub wrong: Option<(u32, String)>,
}

/// Properties of [`Editor`].
#[derive(PartialEq, Properties)]
pub struct EditorProps {
    /// Its accessible name.
    pub label: AttrValue,
    /// The text.
    pub source: Rc<str>,
    /// What is marked.
    pub marks: Marks,
    /// Whether it is the one that is shown where there is room for one only.
    pub is_shown: bool,
    /// The run whose running lines are marked as the cursor moves.
    pub run: Option<Shared<Run>>,
    /// Called with the whole text after each change.
    pub on_edit: Callback<String>,
}

/// An editor of Python code.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let frame = use_node_ref();
    let rows = use_node_ref();
    // Where the change is, is where one looks first. What is not seen can't be scrolled.
    let scrolled = use_mut_ref(|| false);
    use_effect_with(props.is_shown, {
        let frame = frame.clone();
        let first = props.marks.changed.first().copied().unwrap_or(1) as i32;
        move |_| {
            if let Some(frame) = frame.cast::<HtmlElement>().filter(|f| f.offset_height() > 0)
                && !scrolled.replace(true)
            {
                let above = (f64::from(frame.client_height() / LINE) * CHANGED_AT) as i32;
                frame.set_scroll_top((first - 1 - above).max(0) * LINE);
            }
        }
    });
    use_running_lines(props.run.clone(), rows.clone());
    let oninput = {
        let on_edit = props.on_edit.clone();
        Callback::from(move |event: InputEvent| {
            let area = event.target().and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok());
            if let Some(area) = area {
                on_edit.emit(area.value());
            }
        })
    };
    html! {
        <div ref={frame} class="editor">
            <div class="editor__page">
                <div ref={rows} class="editor__rows" aria-hidden="true">
                    <Rows source={props.source.clone()} marks={props.marks.clone()} />
                </div>
                <textarea
                    class="editor__text"
                    aria-label={props.label.clone()}
                    aria-invalid={props.marks.wrong.as_ref().map(|_| "true")}
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    wrap="off"
                    value={props.source.to_string()}
                    {oninput}
                />
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RowsProps {
    source: Rc<str>,
    marks: Marks,
}

#[component]
fn Rows(props: &RowsProps) -> Html {
    let mut lines = highlight(&props.source);
    // The text area shows an empty line after a last newline.
    if props.source.is_empty() || props.source.ends_with('\n') {
        lines.push(Vec::new());
    }
    let row = |(index, pieces): (usize, &Vec<_>)| {
        let line = index as u32 + 1;
        let marks = &props.marks;
        let changed = marks.changed.contains(&line).then_some(match marks.tone {
            Tone::Bad => "editor__row--bad",
            Tone::Good | Tone::Plain => "editor__row--good",
        });
        let wrong = marks.wrong.as_ref().filter(|(at, _)| *at == line);
        let time = marks.times.iter().find(|(known, _)| *known == line).map(|(_, time)| time.clone());
        let pieces = pieces.iter().enumerate().map(|(at, piece): (usize, &super::highlight::Piece)| {
            let class = match piece.kind {
                Kind::Plain => None,
                Kind::Keyword => Some("keyword"),
                Kind::Text => Some("text"),
                Kind::Comment => Some("comment"),
            };
            html! { <span key={at} {class}>{ &piece.code }</span> }
        });
        html! {
            <div key={index} class={classes!("editor__row", changed, wrong.map(|_| "editor__row--wrong"))} data-changed={changed.map(|_| "")}>
                <span class="editor__number">{ line }</span>
                <span class="editor__code">{ for pieces }</span>
                if let Some((_, message)) = wrong {
                    <span class="editor__message">{ message }</span>
                }
                if let Some(time) = time {
                    <span class="editor__time">{ time }</span>
                }
            </div>
        }
    };
    html! { { for lines.iter().enumerate().map(row) } }
}

/// Marks the lines that something stands on at the cursor: in the loop, or on a thread without the GIL.
#[hook]
fn use_running_lines(run: Option<Shared<Run>>, rows: NodeRef) {
    let tools = use_tools();
    use_effect_with(run, move |run| {
        let following = run.clone().map(|run| {
            let marked = RefCell::new(Vec::<(u32, &'static str)>::new());
            tools.frames.follow(move |cursor: Instant| {
                let now = run.view.lines_at(cursor);
                let mut marked = marked.borrow_mut();
                if *marked == now {
                    return;
                }
                let Some(rows) = rows.cast::<HtmlElement>() else { return };
                let row = |line: u32| rows.children().item(line.saturating_sub(1));
                for (line, _) in marked.iter() {
                    if let Some(row) = row(*line) {
                        // An attribute that is not there is not missed.
                        let _ = row.remove_attribute("data-now");
                    }
                }
                for (line, how) in &now {
                    if let Some(row) = row(*line) {
                        let _ = row.set_attribute("data-now", how);
                    }
                }
                *marked = now;
            })
        });
        move || drop(following)
    });
}
