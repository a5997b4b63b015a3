//! The drawer: one tab at a time. Where there is little room, the code is one of them.

use super::findings::Findings;
use super::output::Output;
use super::shared::Shared;
use super::state::{Action, Mode, Run, Side, Tab};
use super::story::{asked, story};
use super::task_tree_pane::TaskTreePane;
use super::texts;
use super::tools::{Tools, use_tools};
use super::trace_table::TraceTable;
use crate::lesson::Lesson;
use crate::trace::report::LaneKind;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Properties of [`Drawer`].
#[derive(PartialEq, Properties)]
pub struct DrawerProps {
    /// What is open.
    pub tab: Tab,
    /// Whose code is shown.
    pub shown: Side,
    /// Whether there is room for a phone's layout only.
    pub narrow: bool,
    /// Names of the variants.
    pub names: [AttrValue; 2],
    /// Their runs.
    pub runs: [Option<Shared<Run>>; 2],
    /// Whether one program is shown or two.
    pub mode: Mode,
    /// Whether something is asked: then the story would say too much.
    pub is_asked: bool,
    /// The lesson, with its story.
    pub lesson: Shared<Lesson>,
}

/// The drawer.
#[component]
pub fn Drawer(props: &DrawerProps) -> Html {
    let tools = use_tools();
    let is_pair = props.mode == Mode::Compare;
    let all = [Tab::Code, Tab::Output, Tab::Numbers, Tab::Tasks, Tab::Findings, Tab::Why, Tab::Trace];
    // Known from the text before anything has run: no tab comes later and moves the others.
    let names_asyncio = props.lesson.variants.iter().any(|program| program.source.contains("asyncio"));
    let has_tasks = names_asyncio
        || props.runs.iter().flatten().any(|run| run.report.lanes.iter().any(|lane| lane.kind == LaneKind::Task));
    let has = |tab: &Tab| match tab {
        Tab::Code => props.narrow,
        Tab::Tasks => has_tasks,
        Tab::Why => !props.lesson.story.is_empty(),
        _ => true,
    };
    let tabs: Vec<Tab> = all.into_iter().filter(has).collect();
    let open = if tabs.contains(&props.tab) { props.tab } else { Tab::Output };
    let go = |to: Tab| tools.on(move || Action::Show(to));
    let onkeydown = {
        let dispatch = tools.dispatch.clone();
        let tabs = tabs.clone();
        Callback::from(move |event: KeyboardEvent| {
            let at = tabs.iter().position(|t| *t == open).unwrap_or_default();
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % tabs.len(),
                "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            dispatch.dispatch(Action::Show(tabs[to]));
            if let Some(list) = event.current_target().and_then(|t| t.dyn_into::<HtmlElement>().ok())
                && let Some(tab) = list.children().item(to as u32).and_then(|t| t.dyn_into::<HtmlElement>().ok())
            {
                // The tab is there; if it can't have the focus, nothing is lost.
                let _ = tab.focus();
            }
        })
    };
    let shown = if is_pair { 2 } else { 1 };
    let found: usize = props.runs.iter().take(shown).flatten().map(|run| run.report.findings.len()).sum();
    let tab = |tab: &Tab| {
        let selected = *tab == open;
        html! {
            <button
                key={texts::tab(*tab)}
                class={classes!("drawer__tab", selected.then_some("drawer__tab--open"))}
                role="tab"
                aria-selected={selected.to_string()}
                tabindex={if selected { "0" } else { "-1" }}
                onclick={go(*tab)}
            >
                { texts::tab(*tab) }
                if *tab == Tab::Findings && found > 0 {
                    <span class="drawer__count">{ found }</span>
                }
            </button>
        }
    };
    let panel = |tab: Tab, inside: Html| {
        html! {
            <div
                class={classes!("drawer__panel", (tab != open).then_some("drawer__panel--closed"))}
                role="tabpanel"
                // What has nothing in it that takes the focus is scrolled by keys all the same.
                tabindex={(tab == open && matches!(tab, Tab::Why | Tab::Numbers | Tab::Tasks | Tab::Findings)).then_some("0")}
                aria-label={texts::tab(tab)}
            >
                { inside }
            </div>
        }
    };
    let pair = |make: &dyn Fn(usize) -> Html| {
        if is_pair {
            html! { <div class="drawer__pair">{ make(0) }{ make(1) }</div> }
        } else {
            make(0)
        }
    };
    html! {
        <section class={classes!("drawer", (open == Tab::Code).then_some("drawer--code"))}>
            <div class="drawer__tabs" role="tablist" aria-label={texts::TABS} {onkeydown}>
                { for tabs.iter().map(tab) }
            </div>
            if open == Tab::Code && is_pair {
                { which_code(&tools, props.names.clone(), props.shown) }
            }
            { panel(Tab::Output, pair(&|i| html! {
                <Output
                    name={props.names[i].clone()}
                    machine={props.lesson.variants.get(i).map(|variant| variant.machine.clone()).unwrap_or_default()}
                    is_asked={props.is_asked}
                    run={props.runs[i].clone()}
                />
            })) }
            { panel(Tab::Numbers, pair(&|i| html! {
                <div class="numbers">
                    <h3 class="drawer__name">{ props.names[i].clone() }</h3>
                    { numbers(props.runs[i].as_ref().filter(|_| !props.is_asked)) }
                </div>
            })) }
            { panel(Tab::Tasks, pair(&|i| html! {
                <TaskTreePane
                    name={props.names[i].clone()}
                    file={props.lesson.variants.get(i).map(|variant| variant.file.clone()).unwrap_or_default()}
                    run={props.runs[i].clone()}
                    is_open={open == Tab::Tasks}
                />
            })) }
            { panel(Tab::Findings, pair(&|i| html! {
                <Findings name={props.names[i].clone()} run={props.runs[i].clone()} />
            })) }
            { panel(Tab::Why, if props.is_asked { asked() } else { story(&props.lesson) }) }
            { panel(Tab::Trace, html! { <TraceTable names={props.names.clone()} runs={props.runs.clone()} /> }) }
        </section>
    }
}

/// The report's numbers.
fn numbers(run: Option<&Shared<Run>>) -> Html {
    let rows = run.map(|run| texts::numbers(&run.report)).unwrap_or_default();
    html! {
        <dl class="numbers__list">
            { for rows.into_iter().map(|(name, meaning, value)| html! {
                <div key={name} class="numbers__one">
                    <dt>{ name }</dt>
                    <dd class="numbers__value">{ value }</dd>
                    <dd class="numbers__meaning">{ meaning }</dd>
                </div>
            }) }
        </dl>
    }
}

/// Which of two programs' code is shown, where there is room for one only.
pub fn which_code(tools: &Tools, names: [AttrValue; 2], shown: Side) -> Html {
    let side = |side: Side, name: AttrValue| {
        let is_shown = side == shown;
        html! {
            <button
                key={side.index()}
                class={classes!("drawer__side", is_shown.then_some("drawer__side--open"))}
                aria-pressed={is_shown.to_string()}
                onclick={tools.on(move || Action::ShowCode(side))}
            >
                { name }
            </button>
        }
    };
    html! {
        <div class="drawer__switch" role="group" aria-label={texts::tab(Tab::Code)}>
            { for Side::BOTH.into_iter().zip(names).map(|(one, name)| side(one, name)) }
        </div>
    }
}
