//! Share, Embed and Export: what of this page can be taken elsewhere.

use super::address;
use super::media::{theme, window};
use super::menu::menu;
use super::painter::ToPainter;
use super::route;
use super::shared::Shared;
use super::state::{Run, State};
use super::texts;
use super::tools::use_tools;
use crate::playback::PlayState;
use crate::time::Instant;
use crate::timeline::camera::Camera;
use crate::timeline::chart::{Chart, Look, Room};
use crate::timeline::layout::Size;
use crate::timeline::rows::{Grouping, Rows};
use crate::timeline::svg::{self, Theme};
use crate::timeline::time_scale::CssPixels;
use crate::trace::chrome::chrome_trace;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlDialogElement, Url};
use yew::prelude::*;

/// What the dialog is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Share,
    Embed,
    Export,
}

/// Properties of [`ShareButtons`].
#[derive(Properties)]
pub struct ShareProps {
    /// The page as it is now.
    pub state: UseReducerHandle<State>,
    /// What the menu begins with.
    pub first: Html,
}

impl PartialEq for ShareProps {
    /// What is shared is what is there when the button is pressed, so every state counts.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The three buttons, the dialog that each of them opens, and the menu that has them where there is no room.
#[component]
pub fn ShareButtons(props: &ShareProps) -> Html {
    let tools = use_tools();
    let about = use_state(|| None::<About>);
    let dialog = use_node_ref();
    use_effect_with(*about, {
        let dialog = dialog.clone();
        move |about| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if about.is_some() {
                // A dialog that is in the page can be shown.
                let _ = dialog.show_modal();
            } else {
                dialog.close();
            }
        }
    });
    let show = |what: Option<About>| {
        let about = about.clone();
        move || about.set(what)
    };
    let open = |what: About| {
        let open = show(Some(what));
        Callback::from(move |_: MouseEvent| open())
    };
    let (close, closed) = (show(None), show(None));
    let close = html! { <button class="button" onclick={move |_: MouseEvent| close()}>{ texts::CLOSE }</button> };
    let name = about.map_or("", |about| match about {
        About::Share => texts::SHARE,
        About::Embed => texts::EMBED,
        About::Export => texts::EXPORT,
    });
    // What is packed into a link costs time: nothing of it is made while nobody looks.
    let inside = about.map(|about| match about {
        About::Share => share(&props.state, close.clone()),
        About::Embed => embed(&props.state, close.clone()),
        About::Export => exports(&props.state),
    });
    let in_menu = html! {
        <>
            { props.first.clone() }
            <button class="menu__item menu__item--share" onclick={open(About::Share)}>{ texts::SHARE }</button>
            <button class="menu__item menu__item--more" onclick={open(About::Embed)}>{ texts::EMBED }</button>
            <button class="menu__item menu__item--more" onclick={open(About::Export)}>{ texts::EXPORT }</button>
        </>
    };
    html! {
        <>
            <button class="button button--small header__share" onclick={open(About::Share)}>{ texts::SHARE }</button>
            <button class="button button--small header__more" onclick={open(About::Embed)}>{ texts::EMBED }</button>
            <button class="button button--small header__more" onclick={open(About::Export)}>{ texts::EXPORT }</button>
            { menu(&tools, props.state.choices, in_menu) }
            <dialog ref={dialog} class="keys share" aria-label={name} onclose={move |_: Event| closed()}>
                <h2 class="keys__name">{ name }</h2>
                { inside }
                if *about == Some(About::Export) {
                    { close }
                }
            </dialog>
        </>
    }
}

/// `beside` stands beside the button that copies.
fn share(state: &State, beside: Html) -> Html {
    let link = address::full(state, paused(state));
    let long = link.len() > MOST_CHARACTERS_OF_A_CHAT;
    html! {
        <>
            <p class="share__what">{ texts::SHARE_WHAT }</p>
            <Copied text={link} name={texts::SHARE_LINK}>{ beside }</Copied>
            if long {
                <p class="share__what">{ texts::SHARE_LONG }</p>
            }
        </>
    }
}

/// Chats and mail programs cut longer ones.
const MOST_CHARACTERS_OF_A_CHAT: usize = 8_000;

/// See [`share`].
fn embed(state: &State, beside: Html) -> Html {
    let src = route::front();
    let at = paused(state);
    let attributes = if address::is_lesson_as_it_was(state) {
        let machine: Vec<String> =
            state.machine.iter().map(|(key, value)| format!("{key}={}", value.trim_matches('"'))).collect();
        let optional =
            [("machine", machine.join(", ")), ("at", at.map_or(String::new(), |at| at.as_secs_f64().to_string()))];
        let given = optional.iter().filter(|(_, value)| !value.is_empty());
        given.fold(format!("scenario=\"{}\"", state.lesson.slug), |all, (name, value)| {
            format!("{all} {name}=\"{value}\"")
        })
    } else {
        format!("code=\"{}\"", address::link(state, at).write())
    };
    let element =
        format!("<script type=\"module\" src=\"{src}v1/embed.js\"></script>\n<loop-scope {attributes}></loop-scope>");
    html! {
        <>
            <p class="share__what">{ texts::EMBED_WHAT }</p>
            <Copied text={element} name={texts::EMBED_CODE}>{ beside }</Copied>
        </>
    }
}

fn exports(state: &State) -> Html {
    let runs = state.sides().iter().filter_map(|side| Some((state.name(*side).to_owned(), state.told(*side)?.clone())));
    let one = |(name, run): (String, Shared<Run>)| {
        let file = name.to_lowercase().replace(' ', "-");
        let save = |ending: &'static str, kind: &'static str, make: Rc<dyn Fn() -> String>| {
            let file = format!("{file}{ending}");
            Callback::from(move |_: MouseEvent| download(&file, kind, &make()))
        };
        let (report, chrome_of, picture) = (run.clone(), run.clone(), run);
        html! {
            <div key={name.clone()} class="share__row">
                <strong>{ name }</strong>
                <button class="button button--small" onclick={save(".report.json", "application/json", Rc::new(move || report.report.to_json()))}>
                    { texts::EXPORT_REPORT }
                </button>
                <button
                    class="button button--small"
                    onclick={save(".trace.json", "application/json", Rc::new(move || chrome_trace(&chrome_of.trace)))}
                >
                    { texts::EXPORT_CHROME }
                </button>
                <button
                    class="button button--small"
                    onclick={save(".svg", "image/svg+xml", Rc::new(move || drawing(&picture).unwrap_or_default()))}
                >
                    { texts::EXPORT_SVG }
                </button>
            </div>
        }
    };
    html! {
        <>
            <p class="share__what">{ texts::EXPORT_WHAT }</p>
            { for runs.map(one) }
        </>
    }
}

/// The whole run as a picture that stands alone, in the colours of the page.
fn drawing(run: &Run) -> Option<String> {
    let page = window().document()?.query_selector("main").ok()??.dyn_into().ok()?;
    let ToPainter::Theme { colours, sans, mono } = theme(&page)? else { return None };
    let theme = Theme { colours, sans, mono };
    let rows = Rows::of(&run.view, Grouping::ByTask, Size::Wide);
    let look = Look { grouping: Grouping::ByTask, camera: Camera::all(run.view.until()), row: None, at: None };
    let tall = (150.0 + rows.height.0).min(TALLEST);
    let room = Room { width: CssPixels(1200.0), height: CssPixels(tall), size: Size::Wide };
    let chart = Chart::new(&run.view, &rows, &look, room);
    let title = texts::summary(texts::NAME, &run.view, &run.report);
    Some(svg::document(&chart, &[], (room.width, room.height), &title, &theme))
}

/// The most pixels of height of a saved picture; lanes below it are not in it.
const TALLEST: f64 = 2_400.0;

/// The cursor, where somebody has put it.
fn paused(state: &State) -> Option<Instant> {
    let playback = &state.playback.playback;
    address::cursor(state, playback).filter(|_| playback.state() == PlayState::Paused)
}

fn download(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let link = window().document().and_then(|page| page.create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok());
    // A browser that makes no blobs saves no files.
    let (Ok(blob), Some(link)) = (blob, link) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(10_000, move || {
        // Nothing depends on it being given back.
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}

#[derive(PartialEq, Properties)]
struct CopiedProps {
    text: AttrValue,
    name: &'static str,
    /// What stands beside the button.
    children: Html,
}

/// A text to take along, with a button that copies it.
#[component]
fn Copied(props: &CopiedProps) -> Html {
    let copied = use_state(|| false);
    let copy = {
        let (copied, text) = (copied.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let written = window().navigator().clipboard().write_text(&text);
            let copied = copied.clone();
            wasm_bindgen_futures::spawn_local(async move {
                copied.set(JsFuture::from(written).await.is_ok());
            });
        })
    };
    html! {
        <div class="share__copied">
            <textarea class="share__text" aria-label={props.name} readonly=true rows="4" value={props.text.clone()} />
            <div class="share__foot">
                // So the text is seen from its begin, and Enter copies it.
                <button class="button button--primary" autofocus=true onclick={copy}>
                    { if *copied { texts::COPIED } else { texts::COPY } }
                </button>
                { props.children.clone() }
            </div>
        </div>
    }
}
