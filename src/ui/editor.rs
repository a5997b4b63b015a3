//! The editor, behind one component: CodeMirror, and until that is there, or by choice, a text area over our own coloured
//! lines.

use super::codemirror::{View, use_codemirror};
use super::highlight::{Kind, highlight};
use super::media::window;
use super::shared::Shared;
use super::state::Run;
use super::texts;
use super::tools::use_tools;
use crate::scenario::Tone;
use crate::time::Instant;
use crate::trace::report::Finding;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};
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
    /// Lines, their times, and whether these held the loop.
    pub times: Rc<[(u32, String, bool)]>,
    /// The line that can't be read, and why.
    pub wrong: Option<(u32, String)>,
    /// What there is to say about lines.
    pub findings: Rc<[Finding]>,
    /// Whether that is said only when it is asked for.
    pub is_folded: bool,
}

/// Properties of [`Editor`].
#[derive(Clone, PartialEq, Properties)]
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
    /// Whether a plain text area is wanted.
    pub plain: bool,
    /// Whether the text may not be changed.
    pub is_readonly: bool,
    /// Called with the whole text after each change.
    pub on_edit: Callback<String>,
    /// Called with the number of a finding whose fix is to be made.
    pub on_fix: Callback<usize>,
}

/// An editor of Python code.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let rich = use_codemirror(!props.plain);
    let text = use_node_ref();
    // Nobody's text area is taken away while they write in it.
    let writing = text.cast::<Element>().is_some_and(|text| {
        text.owner_document().and_then(|page| page.active_element()).is_some_and(|active| active == text)
    });
    if rich && !writing {
        html! { <Rich ..props.clone() /> }
    } else {
        html! {
            <Plain
                area={text}
                label={props.label.clone()}
                source={props.source.clone()}
                marks={props.marks.clone()}
                is_shown={props.is_shown}
                run={props.run.clone()}
                is_readonly={props.is_readonly}
                on_edit={props.on_edit.clone()}
            />
        }
    }
}

/// CodeMirror.
#[component]
fn Rich(props: &EditorProps) -> Html {
    // What is called is what was given last.
    let given = use_mut_ref(|| (props.on_edit.clone(), props.on_fix.clone()));
    *given.borrow_mut() = (props.on_edit.clone(), props.on_fix.clone());
    // Made before it is in the page, with all that it shows: it is never seen empty.
    let made = use_memo((), |()| {
        let edited = {
            let given = given.clone();
            Callback::from(move |text| {
                let edited = given.borrow().0.clone();
                edited.emit(text);
            })
        };
        let fix = Callback::from(move |index| {
            let fix = given.borrow().1.clone();
            fix.emit(index);
        });
        let place = window().document().and_then(|page| page.create_element("div").ok())?;
        place.set_class_name("editor editor--rich");
        let view = View::new(&place, &props.source, (&props.label, props.is_readonly), edited, fix);
        view.mark(&props.marks.json());
        if let Some(first) = props.marks.changed.first() {
            view.reveal(*first);
        }
        Some((place, view))
    });
    use_effect_with((props.source.clone(), props.marks.clone()), {
        let made = made.clone();
        move |(source, marks)| {
            if let Some((_, view)) = &*made {
                view.replace(source);
                view.mark(&marks.json());
            }
        }
    });
    // Where the change is, is where one looks first. What is not seen can't be scrolled, and who writes is where they are.
    let revealed = use_mut_ref(|| None);
    use_effect_with((props.is_shown, props.marks.changed.first().copied()), {
        let made = made.clone();
        move |&(_, first)| {
            let Some((place, view)) = &*made else { return };
            let seen = place.client_height() > 0;
            let is_written_in = place.matches(":focus-within").unwrap_or(false);
            if let (Some(line), true, false) = (first, seen, is_written_in)
                && revealed.replace(first) != first
            {
                view.reveal(line);
            }
        }
    });
    let standing = made.clone();
    use_running_lines(props.run.clone(), move |_, now| {
        if let Some((_, view)) = &*standing {
            view.stand(now);
        }
    });
    match &*made {
        Some((place, _)) => Html::VRef(place.clone().into()),
        None => Html::default(),
    }
}

impl Marks {
    /// As `www/editor/editor.js` reads them.
    fn json(&self) -> String {
        let findings: Vec<_> = self
            .findings
            .iter()
            .enumerate()
            .map(|(index, finding)| {
                serde_json::json!({
                    "index": index, "line": finding.line, "title": texts::rule(&finding.rule), "rule": finding.rule,
                    "message": finding.message, "why": finding.why, "fix": finding.fix.as_ref().map(|fix| &fix.title),
                    "button": texts::APPLY_FIX, "folded": self.is_folded.then_some(texts::FOLDED),
                })
            })
            .collect();
        let tone = match self.tone {
            Tone::Bad => "bad",
            Tone::Good => "good",
            Tone::Plain => "plain",
        };
        let times: Vec<_> =
            self.times.iter().map(|(line, text, held)| (line, text, if *held { "held" } else { "spent" })).collect();
        let wrong = self.wrong.as_ref().map(
            |(line, message)| serde_json::json!({ "line": line, "message": message, "button": texts::PUT_LINES_IN }),
        );
        let marks = serde_json::json!({
            "tone": tone, "changed": &*self.changed, "times": times, "wrong": wrong, "findings": findings,
        });
        marks.to_string()
    }
}

#[derive(PartialEq, Properties)]
struct PlainProps {
    area: NodeRef,
    label: AttrValue,
    source: Rc<str>,
    marks: Marks,
    is_shown: bool,
    run: Option<Shared<Run>>,
    is_readonly: bool,
    on_edit: Callback<String>,
}

/// A text area over coloured lines.
#[component]
fn Plain(props: &PlainProps) -> Html {
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
    use_running_lines(props.run.clone(), {
        let rows = rows.clone();
        move |before, now| mark_rows(&rows, before, now)
    });
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
                    ref={props.area.clone()}
                    class="editor__text"
                    aria-label={props.label.clone()}
                    aria-invalid={props.marks.wrong.as_ref().map(|_| "true")}
                    placeholder={texts::PASTE_HERE}
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    wrap="off"
                    readonly={props.is_readonly}
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
            Tone::Good => "editor__row--good",
            Tone::Plain => "editor__row--plain",
        });
        let wrong = marks.wrong.as_ref().filter(|(at, _)| *at == line);
        let time = marks.times.iter().find(|(known, ..)| *known == line).map(|(_, time, _)| time.clone());
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

/// Lines that something stands on, and how: in the loop, or on a thread without the GIL.
type Standing = Vec<(u32, &'static str)>;

/// Calls `mark` with the lines that were marked and those to be marked now, whenever the cursor comes to others.
#[hook]
fn use_running_lines(run: Option<Shared<Run>>, mark: impl Fn(&Standing, &Standing) + 'static) {
    let tools = use_tools();
    use_effect_with(run, move |run| {
        let marked = Rc::new(RefCell::new(Standing::new()));
        let turn = Rc::new(move |now: Standing| {
            let before = marked.replace(now.clone());
            if before != now {
                mark(&before, &now);
            }
        });
        let following = run.clone().map(|run| {
            let turn = turn.clone();
            tools.frames.follow(move |cursor: Instant| turn(run.view.lines_at(cursor)))
        });
        move || {
            drop(following);
            // The lines of another run are others.
            turn(Standing::new());
        }
    });
}

/// Marks rows of the page.
fn mark_rows(rows: &NodeRef, before: &Standing, now: &Standing) {
    let Some(rows) = rows.cast::<HtmlElement>() else { return };
    let row = |line: u32| rows.children().item(line.saturating_sub(1));
    for row in before.iter().filter_map(|(line, _)| row(*line)) {
        // An attribute that is not there is not missed.
        let _ = row.remove_attribute("data-now");
    }
    for (row, how) in now.iter().filter_map(|(line, how)| Some((row(*line)?, how))) {
        let _ = row.set_attribute("data-now", how);
    }
}
