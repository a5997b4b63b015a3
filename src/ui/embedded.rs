//! What only an embedded frame has: a short top line with the way to the full page, a button that shows the code, messages
//! to the page around it, and a replay that waits while nobody sees the frame.

use super::address;
use super::drawer::which_code;
use super::embedding::Embedding;
use super::lab::{self, Errand, Lab};
use super::media::window;
use super::route;
use super::shared::Shared;
use super::slot::Slot;
use super::state::{Action, Mode, Origin, Run, Side, State, Tab};
use super::texts;
use super::tools::Tools;
use crate::live::clock::now_ms;
use crate::live::wire::object;
use crate::playback::{Command, PlayState};
use js_sys::{Array, JSON, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, HtmlAnchorElement, IntersectionObserver, IntersectionObserverEntry};
use yew::prelude::*;

/// How this page is embedded, when it is: by attributes of the element that the app takes.
pub fn embedding() -> Option<Embedding> {
    let data = route::root()?.dataset();
    data.get("embed")?;
    Some(Embedding::read(|name| data.get(name)))
}

/// The top line: what it is, what ran it, and the way to the full page.
pub fn bar(state: &UseReducerHandle<State>, logo: Html, chip: Html) -> Html {
    // What is packed into a link costs time: it is made when somebody is about to follow it, and has the cursor of then.
    let pack = {
        let state = state.clone();
        Callback::from(move |event: Event| {
            if let Some(link) = event.target_dyn_into::<HtmlAnchorElement>() {
                link.set_href(&address::full(&state, address::cursor(&state, &state.playback.at(now_ms()))));
            }
        })
    };
    html! {
        <header class="header">
            <span class="header__logo">{ logo }</span>
            <span class="header__lesson"><span class="header__title">{ &state.lesson.title }</span></span>
            <span class="header__space" />
            { chip }
            <a
                class="header__full"
                href={address::full_page(state)}
                target="_blank"
                rel="noopener"
                onpointerenter={pack.reform(|event: PointerEvent| event.into())}
                onfocus={pack.reform(|event: FocusEvent| event.into())}
                onclick={pack.reform(|event: MouseEvent| event.into())}
            >
                { texts::OPEN_FULL }
            </a>
        </header>
    }
}

/// Shows the code, and hides it again.
pub fn code_button(tools: &Tools, state: &State) -> Html {
    if state.embedding.is_none() {
        return Html::default();
    }
    let is_shown = state.tab == Tab::Code;
    let to = if is_shown { Tab::Output } else { Tab::Code };
    html! {
        <button class="button transport__code" aria-expanded={is_shown.to_string()} onclick={tools.on(move || Action::Show(to))}>
            { texts::tab(Tab::Code) }
        </button>
    }
}

/// Above the code, where it is shown: which of two programs; and what is wrong, where something is.
pub fn code_bar(tools: &Tools, state: &State) -> Html {
    if state.embedding.is_none() {
        return Html::default();
    }
    let problem = state.sides().iter().find_map(|side| state.variant(*side).problem.clone());
    html! {
        <>
            if let Some(problem) = problem {
                <p class="embed-problem" role="alert">{ texts::problem(problem.line, &problem.message) }</p>
            }
            if state.mode == Mode::Compare && state.tab == Tab::Code {
                { which_code(tools, Side::BOTH.map(|side| state.name(side).to_owned().into()), state.shown_code) }
            }
        </>
    }
}

/// Tells the page around of each report and of an answer to the question. While something is asked, it is told no more
/// than its reader.
#[hook]
pub fn use_messages(state: &State) {
    use_reports(state, Side::First);
    use_reports(state, Side::Second);
    let guess = match state.slot {
        Slot::Play { guess: Some(guess) } | Slot::Verdict { guess } if state.embedding.is_some() => Some(guess),
        _ => None,
    };
    let lesson = state.lesson.clone();
    use_effect_with(guess, move |guess| {
        let Some((guess, question)) = guess.zip(lesson.question.as_ref()) else { return };
        let answer = |index: usize| JsValue::from(question.answers.get(index).map_or("", String::as_str));
        let right = question.right as usize;
        tell(
            "loopscope-answer",
            &object([
                ("scenario", lesson.slug.as_str().into()),
                ("question", question.text.as_str().into()),
                ("answer", answer(guess)),
                ("expected", answer(right)),
                ("correct", (guess == right).into()),
            ]),
        );
    });
}

#[hook]
fn use_reports(state: &State, side: Side) {
    let is_told = state.embedding.is_some() && state.slot != Slot::Ask && state.sides().contains(&side);
    let run = state.told(side).filter(|_| is_told).cloned();
    let scenario = (state.origin == Origin::Lesson).then(|| state.lesson.slug.clone());
    let file = state.file(side).to_owned();
    use_effect_with(run, move |run| {
        // Our own JSON can be read.
        let Some(report) = run.as_ref().and_then(|run| JSON::parse(&run.report.to_json()).ok()) else { return };
        let scenario = scenario.map_or(JsValue::NULL, JsValue::from);
        for (key, value) in [("scenario", scenario), ("file", file.into())] {
            // A plain object takes any key.
            let _ = Reflect::set(&report, &key.into(), &value);
        }
        tell("loopscope-report", &report);
    });
}

/// The frame's script hears it, and passes it on.
fn tell(name: &str, detail: &JsValue) {
    let given = CustomEventInit::new();
    given.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &given) {
        // Nobody prevents it.
        let _ = window().dispatch_event(&event);
    }
}

/// A frame that is out of sight pauses, and goes on when it is seen again.
#[hook]
pub fn use_sight(state: &UseReducerHandle<State>, page: &NodeRef) {
    let playing = state.playback.playback.state() == PlayState::Playing;
    let is_embedded = state.embedding.is_some();
    let paused_by_hiding = use_mut_ref(|| false);
    let (dispatch, page) = (state.dispatcher(), page.clone());
    use_effect_with((playing, is_embedded), move |&(playing, is_embedded)| {
        let seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
            let Ok(is_seen) = last.map(|entry| entry.is_intersecting()) else { return };
            let mut hidden = paused_by_hiding.borrow_mut();
            if !is_seen && playing {
                *hidden = true;
                dispatch.dispatch(Action::Playback(Command::Pause, now_ms()));
            } else if is_seen && std::mem::take(&mut *hidden) {
                dispatch.dispatch(Action::Playback(Command::Play, now_ms()));
            }
        });
        let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok().filter(|_| is_embedded);
        if let (Some(observer), Some(page)) = (&observer, page.cast::<web_sys::Element>()) {
            observer.observe(&page);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(seen);
        }
    });
}

/// Runs what is shown live, beside this page, when that is asked for and the model's runs are there.
#[hook]
pub fn use_live(state: &UseReducerHandle<State>, lab: &Lab) {
    let is_ready = state.awaits_live && state.sides().iter().all(|side| state.variant(*side).run.is_some());
    let sources: Vec<Rc<str>> = state.sides().iter().map(|side| state.variant(*side).source.clone()).collect();
    let (dispatch, lab) = (state.dispatcher(), lab.clone());
    use_effect_with(is_ready, move |is_ready| {
        let errand = is_ready.then(|| {
            Errand::start(async move {
                let mut runs: Vec<Shared<Run>> = Vec::new();
                for source in sources {
                    match lab::live(&lab, source).await {
                        Ok(run) => runs.push(run),
                        Err(why) => return dispatch.dispatch(Action::Live(Err(why.into()), now_ms())),
                    }
                }
                if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
                    dispatch.dispatch(Action::Live(Ok([first.clone(), last.clone()]), now_ms()));
                }
            })
        });
        move || drop(errand)
    });
}
