//! The story, as elements. Nothing of it is ever taken as HTML.

use super::route;
use super::texts;
use crate::lesson::{Lesson, Link};
use crate::markdown::{Block, Inline, Order, blocks};
use yew::prelude::*;

/// A lesson's story, and what to see before it.
pub fn story(lesson: &Lesson) -> Html {
    let link = |link: &Link| html! { <a key={link.slug.clone()} href={route::lesson(&link.slug)}>{ &link.title }</a> };
    html! {
        <div class="story">
            if !lesson.needs.is_empty() {
                <p class="story__needs">{ texts::FIRST_SEE }{ " " }{ for lesson.needs.iter().map(link) }</p>
            }
            { for blocks(&lesson.story).iter().map(block) }
        </div>
    }
}

/// In the story's place while something is asked.
pub fn asked() -> Html {
    html! { <p class="story story--asked">{ texts::STORY_LATER }</p> }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Heading(_, title) => html! { <h3>{ for title.iter().map(inline) }</h3> },
        Block::Paragraph(text) => html! { <p>{ for text.iter().map(inline) }</p> },
        Block::Code(code) => html! { <pre><code>{ code }</code></pre> },
        Block::List(order, elements) => {
            let elements = elements.iter().map(|text| html! { <li>{ for text.iter().map(inline) }</li> });
            match order {
                Order::Counted => html! { <ol>{ for elements }</ol> },
                Order::Free => html! { <ul>{ for elements }</ul> },
            }
        }
        Block::Table(rows) => {
            let cell = |cell: &Vec<Inline>| html! { <td>{ for cell.iter().map(inline) }</td> };
            let row = |row: &Vec<Vec<Inline>>| html! { <tr>{ for row.iter().map(cell) }</tr> };
            html! { <table class="table"><tbody>{ for rows.iter().map(row) }</tbody></table> }
        }
    }
}

fn inline(piece: &Inline) -> Html {
    match piece {
        Inline::Text(text) => html! { { text } },
        Inline::Code(code) => html! { <code>{ code }</code> },
        Inline::Emphasis(text) => html! { <em>{ text }</em> },
        Inline::Strong(text) => html! { <strong>{ text }</strong> },
        // The reader reads the other site with the lesson still open.
        Inline::Link { text, to } => html! { <a href={to.clone()} target="_blank" rel="noopener">{ text }</a> },
    }
}
