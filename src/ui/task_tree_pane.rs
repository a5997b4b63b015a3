//! Which task waits for which, at the cursor: the tree that `python -m asyncio pstree` prints, as a list.

use super::shared::Shared;
use super::state::Run;
use super::texts;
use super::tools::use_tools;
use crate::live::clock::now_ms;
use crate::trace::task_tree::{Label, TaskTree};
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// The most entries of a tree that are listed.
const MOST: usize = 400;
/// The least time between two trees while the cursor moves, in milliseconds.
const PAUSE_MS: f64 = 100.0;
/// A tree of a long run takes its time: this many times as long nothing is made of the next one.
const REST: f64 = 10.0;

/// Properties of [`TaskTreePane`].
#[derive(PartialEq, Properties)]
pub struct TaskTreeProps {
    /// What the program is called.
    pub name: AttrValue,
    /// Its file.
    pub file: AttrValue,
    /// What may be told of its run.
    pub run: Option<Shared<Run>>,
    /// Whether somebody sees it.
    pub is_open: bool,
}

/// The tree at the cursor.
#[component]
pub fn TaskTreePane(props: &TaskTreeProps) -> Html {
    let tools = use_tools();
    let tree = use_state_eq(|| Rc::new(TaskTree::default()));
    use_effect_with((props.run.clone().filter(|_| props.is_open), tools.frames.clone()), {
        let tree = tree.setter();
        move |(run, frames)| {
            let following = run.clone().map(|run| {
                let playing = frames.clone();
                let next = Cell::new(0.0);
                frames.follow(move |cursor| {
                    let began = now_ms();
                    if playing.is_playing() && began < next.get() {
                        return;
                    }
                    tree.set(Rc::new(TaskTree::of(&run.trace, cursor)));
                    let took = now_ms() - began;
                    next.set(began + PAUSE_MS.max(took * REST));
                })
            });
            move || drop(following)
        }
    });
    let files = [props.file.to_string()];
    let mut room = MOST;
    html! {
        <div class="tasks">
            <h3 class="drawer__name">{ props.name.clone() }</h3>
            if !tree.cycles.is_empty() {
                <p class="tasks__none">{ texts::TASKS_IN_RINGS }</p>
                { for tree.cycles.iter().map(|ring| html! { <p class="tasks__none">{ ring.join(" → ") }</p> }) }
            } else if tree.roots.is_empty() {
                <p class="tasks__none">{ texts::NO_TASKS }</p>
            } else {
                <ul class="tasks__list">{ for tree.roots.iter().map(|root| entry(&tree, *root, &files, &mut room)) }</ul>
                if room == 0 {
                    <p class="tasks__none">{ texts::MORE_TASKS }</p>
                }
            }
        </div>
    }
}

/// A task or a coroutine, with what waits for it below, as long as there is room.
fn entry(tree: &TaskTree, index: usize, files: &[String], room: &mut usize) -> Html {
    if *room == 0 {
        return Html::default();
    }
    *room -= 1;
    let node = &tree.nodes[index];
    let class = if matches!(node.label, Label::Task { .. }) { "tasks__task" } else { "tasks__frame" };
    let below: Vec<Html> = node.children.iter().map(|child| entry(tree, *child, files, room)).collect();
    html! {
        <li key={index}>
            <span {class}>{ node.label.text(files).trim_start().to_owned() }</span>
            if !below.is_empty() {
                <ul>{ for below }</ul>
            }
        </li>
    }
}
