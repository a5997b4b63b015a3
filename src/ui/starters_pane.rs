//! What stands in the timeline's place while there is no program: programs to start from.

use super::highlight::{Kind, highlight};
use super::state::{Action, Side};
use super::texts;
use super::tools::Tools;
use crate::scenario::starters::{STARTERS, Starter};
use yew::prelude::*;

/// So many lines of a program are seen on its card.
const LINES: usize = 9;

/// A card for each program to start from.
pub fn starters(tools: &Tools) -> Html {
    let card = |starter: &Starter| {
        let source = starter.source;
        let take = tools.on(move || Action::Tune(Side::First, source.into()));
        let lines = highlight(source);
        let line = |pieces: &Vec<super::highlight::Piece>| {
            let piece = |piece: &super::highlight::Piece| {
                let class = match piece.kind {
                    Kind::Plain => None,
                    Kind::Keyword => Some("keyword"),
                    Kind::Text => Some("text"),
                    Kind::Comment => Some("comment"),
                };
                html! { <span {class}>{ &piece.code }</span> }
            };
            html! { <>{ for pieces.iter().map(piece) }{ "\n" }</> }
        };
        html! {
            <button key={starter.name} class="starter" onclick={take}>
                <b class="starter__name">{ starter.name }</b>
                <code class="starter__code" aria-hidden="true">{ for lines.iter().take(LINES).map(line) }</code>
            </button>
        }
    };
    html! {
        <section class="starters" aria-label={texts::START}>
            <h2 class="starters__title">{ texts::START }</h2>
            <p class="starters__how">{ texts::START_HOW }</p>
            <div class="starters__all">{ for STARTERS.iter().map(card) }</div>
        </section>
    }
}
