//! The root: the state, what it asks of the engine and of the painter, and what the page is made of.

use super::code_pane::CodePane;
use super::drawer::Drawer;
use super::easel::Easel;
use super::embedded;
use super::frames::Frames;
use super::header::header;
use super::headline::headline;
use super::keys::{Hotkeys, KeyList, use_keys};
use super::lab::{self, Errand, Lab};
use super::machine::MachineSentence;
use super::media::{CONTRAST, DARK, NARROW, REDUCED, matches, show_theme, theme, use_media, window};
use super::news::{News, NewsStand};
use super::painter::{Pace, ToPainter};
use super::progress::{self, Progress};
use super::route::{self, Route};
use super::schedule_pane::SchedulePane;
use super::slot::Slot;
use super::slot_pane::SlotPane;
use super::sound::{Speaker, use_sound};
use super::stage::StageDialog;
use super::starters_pane::starters;
use super::state::{Action, Mode, Motion, Origin, Phase, Side, State, Tab};
use super::storage;
use super::texts;
use super::timeline_pane::TimelinePane;
use super::tools::Tools;
use super::trace_pane::{Poster, TracePane};
use super::transport::transport;
use crate::lesson::Lesson;
use crate::link::Link;
use crate::live::clock::now_ms;
use crate::live::painter::Painter;
use crate::live::session::Session;
use crate::live::{Abilities, Missing};
use crate::playback::{Command, PlayState};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// After the last key of an edit it takes this long until the text runs.
const DEBOUNCE_MS: u32 = 300;
/// A run that takes longer can be stopped.
const SLOW_MS: u32 = 400;

/// Starts everything that runs and draws, and shows the page in place of the static one. The static page's ghosts of the
/// traces are kept below the canvases until those are drawn on.
pub fn mount() -> Session {
    let news = NewsStand::default();
    let drawn = news.clone();
    let painter = Painter::start(move || drawn.leave(News::Drawn), {
        let news = news.clone();
        move |why| news.leave(News::NoPainter { why })
    });
    let session = Session::start(Some(painter.clone()), {
        let news = news.clone();
        move |abilities| news.leave(News::Missing(sentences(abilities)))
    });
    let Some(root) = route::root() else { return session };
    let Some(route) = Route::of(&root) else { return session };
    let lab = Lab(session.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let lesson = match &route {
            Route::Code => route::bench(),
            Route::Lesson { slug, .. } => match lab::lesson(slug).await {
                Ok(lesson) => lesson,
                Err(why) => return tell_that_it_failed(&root, &why),
            },
        };
        let poster = |side: Side| {
            let selector = format!(".trace-pane[data-side=\"{}\"] .poster", side.index());
            let poster = root.query_selector(&selector).ok().flatten()?;
            Some(Poster(poster.clone_node_with_deep(true).ok()?.unchecked_into()))
        };
        let posters = Side::BOTH.map(poster);
        let props = AppProps { lab, painter: Given(painter), news, posters, route, lesson: Given(lesson) };
        // The static page is seen until everything of the app is in its place: texts that follow the cursor, code that is
        // scrolled to its line.
        let arriving = window().document().and_then(|page| page.create_element("div").ok());
        let place = arriving.filter(|place| root.append_child(place).is_ok()).unwrap_or(root.into());
        place.set_class_name(ARRIVING);
        yew::Renderer::<App>::with_root_and_props(place, props).render();
    });
    session
}

/// The class of the element that the app is in until it takes the static page's place.
const ARRIVING: &str = "arriving";

/// The app is there: the static page goes.
fn arrive(page: &NodeRef) {
    let place = page.cast::<Element>().and_then(|page| page.parent_element());
    let Some(place) = place.filter(|place| place.class_list().contains(ARRIVING)) else { return };
    for neighbour in std::iter::from_fn(|| place.previous_element_sibling()) {
        neighbour.remove();
    }
    place.set_class_name("");
}

/// The static page stays, with a sentence that says why.
fn tell_that_it_failed(root: &Element, why: &str) {
    let element = |selector| root.query_selector(selector).ok().flatten();
    if let Some(main) = element("main") {
        // The attribute is plain; it can't be refused.
        let _ = main.set_attribute("data-state", Phase::Error.name());
    }
    if let Some(slot) = element(".slot") {
        slot.set_text_content(Some(&texts::not_loaded(why)));
    }
}

fn sentences(abilities: &Abilities) -> Vec<String> {
    abilities.missing.iter().map(Missing::sentence).collect()
}

/// What the page is given once, as a property.
#[derive(Clone)]
struct Given<T>(T);

impl<T> PartialEq for Given<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Rc::unwrap_or_clone(self).apply(action))
    }
}

#[derive(PartialEq, Properties)]
struct AppProps {
    lab: Lab,
    painter: Given<Painter>,
    news: NewsStand,
    posters: [Option<Poster>; 2],
    route: Route,
    lesson: Given<Lesson>,
}

#[component]
fn App(props: &AppProps) -> Html {
    let state = use_reducer(|| {
        let (lesson, origin) = (props.lesson.0.clone(), props.route.origin());
        let embedding = embedded::embedding();
        let lesson = match &embedding {
            Some(embedding) if origin == Origin::Lesson => embedding.arranged(lesson),
            _ => lesson,
        };
        // What a reader has written stays on the site's own pages.
        let kept = Side::BOTH.map(|side| storage::load(&lesson, side.index()).filter(|_| embedding.is_none()));
        let opens = props.route.opens(progress::of(&lesson.slug).is_some());
        let motion = if matches(REDUCED) { Motion::Reduced } else { Motion::Full };
        let state = State::new(lesson, opens, motion, origin).apply(Action::Plain(storage::wants_plain_text()));
        let state = state.apply(Action::Choose(storage::choices()));
        let fragment = route::link();
        let state = if let Some(text) = route::embedded_text() {
            let files = vec![("main.py".to_owned(), text)];
            state.apply(Action::Open(Box::new(Link { files, ..Link::default() })))
        } else if Link::is_link(&fragment) {
            match Link::read(&fragment) {
                Ok(read) => {
                    state.apply(Action::Open(Box::new(read.link))).apply(Action::Notice(read.broken.map(Rc::from)))
                }
                Err(why) => state.apply(Action::Notice(Some(why.into()))),
            }
        } else {
            let edits = Side::BOTH.into_iter().zip(kept).filter_map(|(side, text)| Some(Action::Edit(side, text?)));
            edits.fold(state, State::apply)
        };
        let state = match embedding {
            Some(embedding) => state.embedded(embedding),
            None => state,
        };
        state.with_painter_to_come()
    });
    let page = use_node_ref();
    let tools = use_tools_of(&state, props);
    let narrow = use_media(NARROW);
    use_theme(&state, &tools, &page);
    use_playback(&state, &tools);
    use_effect_with((), {
        let page = page.clone();
        move |()| arrive(&page)
    });
    use_patience(&state);
    use_sound(&state, &tools);
    use_run(&state, &props.lab, Side::First);
    use_run(&state, &props.lab, Side::Second);
    use_visibility(&state);
    embedded::use_sight(&state, &page);
    embedded::use_live(&state, &props.lab);
    embedded::use_messages(&state);
    use_warm_engine(&props.lab);
    use_keys(
        &tools,
        &page,
        &Hotkeys { next: state.lesson.next.as_ref().map(|link| link.slug.clone()), slot: state.slot },
    );
    use_progress(&state);

    let phase = state.phase();
    let until = state.sides().iter().filter_map(|side| state.shown(*side)).map(|run| run.view.until()).max();
    let until = until.unwrap_or_default();
    let variant = |side: Side| {
        let variant = state.variant(side);
        let head = &state.lesson.variants[side.index()];
        // By its key, so that each program keeps its editor when there is one program more.
        html! {
            <key={side.index()}>
                <CodePane
                    {side}
                    name={head.name.clone()}
                    tone={head.tone}
                    source={variant.source.clone()}
                    original={head.source.clone()}
                    changed={state.changed[side.index()].clone()}
                    run={state.told(side).cloned()}
                    problem={variant.problem.clone()}
                    is_shown={state.shown_code == side}
                    // An editor that nobody sees is not loaded.
                    plain={state.plain || state.embedding.is_some() && state.tab != Tab::Code}
                    is_readonly={state.is_readonly()}
                    is_bench={state.origin == Origin::Bench}
                />
                if state.mode == Mode::Bench {
                    if state.is_blank() {
                        { starters(&tools) }
                    }
                    <TimelinePane
                        row={side.index() as u32}
                        name={head.name.clone()}
                        run={state.shown(side).cloned()}
                        range={state.playback.playback.range()}
                        problem={variant.problem.clone()}
                        {narrow}
                    />
                } else {
                <TracePane
                    {side}
                    name={head.name.clone()}
                    tone={head.tone}
                    changed={state.changed[side.index()].clone()}
                    source={variant.source.clone()}
                    run={state.shown(side).cloned()}
                    told={state.told(side).cloned()}
                    problem={variant.problem.clone()}
                    {narrow}
                    end={until}
                    poster={props.posters[side.index()].clone()}
                />
                }
            </>
        }
    };
    let is_changed = state.lesson.change.as_ref().is_some_and(|change| {
        state.variants.get(change.variant as usize).is_some_and(|variant| *variant.source == *change.source)
    });
    let program = |side: &Side| (AttrValue::from(state.name(*side).to_owned()), state.variant(*side).source.clone());
    let programs: Vec<_> = state.sides().iter().map(program).collect();
    let slot = html! {
        if state.origin == Origin::Lesson && state.scheduling.is_none() {
            <SlotPane
                lesson={state.lesson.clone()}
                slot={state.slot}
                is_loading={phase == Phase::Loading}
                is_changed={is_changed}
                runs={Side::BOTH.map(|side| state.told(side).cloned())}
            />
        }
    };
    html! {
        <ContextProvider<Tools> context={tools.clone()}>
            <main
                ref={page}
                class={classes!(
                    "page",
                    (state.mode == Mode::Bench).then_some("page--bench"),
                    state.is_blank().then_some("page--blank"),
                    state.scheduling.is_some().then_some("page--scheduled"),
                )}
                data-engine={if state.live.is_some() || state.stage.is_busy() { "live" } else { "model" }}
                data-state={phase.name()}
                data-tab={format!("{:?}", state.tab).to_lowercase()}
            >
                { header(&tools, &state) }
                if let Some(notice) = &state.notice {
                    <p class="notice" role="alert">
                        { notice.to_string() }
                        <button class="button button--small" onclick={tools.on(|| Action::Notice(None))}>
                            { texts::DISMISS }
                        </button>
                    </p>
                }
                if state.mode == Mode::Compare || state.embedding.is_some() {
                    { headline(&state) }
                }
                if state.origin == Origin::Lesson && state.scheduling.is_some() {
                    <h1 class="unseen">{ texts::SCHEDULER }</h1>
                }
                if state.embedding.is_none() {
                    { slot.clone() }
                }
                if let Some(scheduling) = &state.scheduling {
                    <SchedulePane
                        scheduling={scheduling.clone()}
                        source={state.variant(Side::First).source.clone()}
                        machine={machine_of(&state, Side::First)}
                    />
                } else if let Some(run) = state.shown(Side::First).filter(|_| state.origin == Origin::Bench) {
                    <MachineSentence
                        machine={run.trace.machine.clone()}
                        chosen={state.machine.clone()}
                        {programs}
                    />
                }
                { embedded::code_bar(&tools, &state) }
                // A list of its own: keys count only among children that all have one.
                <>{ for state.sides().iter().map(|side| variant(*side)) }</>
                // A frame asks below its traces, in the place of its controls.
                if state.embedding.is_some() {
                    { slot }
                }
                { transport(&tools, &state) }
                <Drawer
                    tab={state.tab}
                    shown={state.shown_code}
                    {narrow}
                    names={Side::BOTH.map(|side| AttrValue::from(state.name(side).to_owned()))}
                    runs={Side::BOTH.map(|side| state.told(side).cloned())}
                    mode={state.mode}
                    is_asked={state.slot == Slot::Ask}
                    lesson={state.lesson.clone()}
                />
                <p class="unseen" role="status">{ said(&state) }</p>
                <KeyList keys={state.keys} />
                <StageDialog
                    stage={state.stage.clone()}
                    sources={Side::BOTH.map(|side| state.variant(side).source.clone())}
                    {narrow}
                />
            </main>
        </ContextProvider<Tools>>
    }
}

/// What the visitor chose comes after what a program needs, and counts.
fn machine_of(state: &State, side: Side) -> Vec<(String, String)> {
    let own = state.lesson.variants.get(side.index()).map_or(&[][..], |program| &program.machine);
    [own, &state.machine].concat()
}

/// What a screen reader says when a replay has come to its end.
fn said(state: &State) -> String {
    if state.phase() != Phase::Ended || state.scheduling.is_some() {
        return String::new();
    }
    let question = state.lesson.question.as_ref();
    if let (Slot::Verdict { guess }, Some(question)) = (state.slot, question) {
        return texts::verdict(question, guess);
    }
    let summary = |side: Side| {
        let run = state.told(side)?;
        Some(texts::summary(state.name(side), &run.view, &run.report))
    };
    state.sides().iter().copied().filter_map(summary).collect::<Vec<_>>().join(" ")
}

/// What everything uses; a painter in a worker, and where that fails, on the page.
#[hook]
fn use_tools_of(state: &UseReducerHandle<State>, props: &AppProps) -> Tools {
    let frames = use_memo((), |()| Frames::new());
    let failed = use_state(|| false);
    let easel = use_memo(*failed, {
        let (frames, painter) = (frames.clone(), props.painter.0.clone());
        move |on_page| if *on_page { Easel::on_page(&frames) } else { Easel::in_worker(painter) }
    });
    use_effect_with(props.news.clone(), {
        let dispatch = state.dispatcher();
        let lab = props.lab.clone();
        move |news| {
            let missing = Action::Missing(sentences(&lab.0.abilities()).into());
            dispatch.dispatch(missing);
            news.read(Callback::from(move |news| {
                let more = match news {
                    News::Drawn => return dispatch.dispatch(Action::Drawn(now_ms())),
                    News::NoPainter { why } => {
                        failed.set(true);
                        dispatch.dispatch(Action::Drawn(now_ms()));
                        vec![Missing::Painter { why }.sentence()]
                    }
                    News::Missing(sentences) => sentences,
                };
                dispatch.dispatch(Action::AlsoMissing(more.into()));
            }));
        }
    });
    let speaker = use_memo((), |()| Speaker::default());
    Tools {
        dispatch: state.dispatcher(),
        frames: (*frames).clone(),
        easel: (*easel).clone(),
        lab: props.lab.clone(),
        speaker: (*speaker).clone(),
    }
}

#[hook]
fn use_theme(state: &State, tools: &Tools, page: &NodeRef) {
    let look = [use_media(DARK), use_media(CONTRAST)];
    let calm = use_media(REDUCED);
    // In a frame, the page around it decides.
    let chosen = state.embedding.is_none().then_some(state.choices.theme);
    let page = page.clone();
    use_effect_with((look, calm, chosen, tools.easel.clone()), move |(_, reduced, chosen, easel)| {
        if let Some(chosen) = chosen {
            show_theme(*chosen);
        }
        if let Some(theme) = page.cast().and_then(|page| theme(&page)) {
            easel.send(&theme);
        }
        easel.send(&ToPainter::Pace(if *reduced { Pace::Calm } else { Pace::Frames }));
    });
}

/// The cursor goes to the frames and to the painter; when it comes to rest, the state is told.
#[hook]
fn use_playback(state: &UseReducerHandle<State>, tools: &Tools) {
    let rest = tools.command(Command::End);
    use_effect_with((), {
        let frames = tools.frames.clone();
        move |()| frames.on_rest(rest)
    });
    let tools = (tools.frames.clone(), tools.easel.clone());
    use_effect_with((state.veil(), tools.1.clone()), |(veil, easel)| easel.send(&ToPainter::Veil(*veil)));
    use_effect_with((state.playback, tools), |(playback, (frames, easel))| {
        easel.send(&ToPainter::Playback(*playback));
        frames.anchor(*playback);
    });
}

/// Nothing waits for a painter for long.
#[hook]
fn use_patience(state: &UseReducerHandle<State>) {
    let dispatch = state.dispatcher();
    use_effect_with((), move |()| {
        let waited = Timeout::new(PATIENCE_MS, move || dispatch.dispatch(Action::Drawn(now_ms())));
        move || drop(waited)
    });
}

/// A sweep that nobody asked for waits so long for a first picture.
const PATIENCE_MS: u32 = 3_000;

/// What was seen and answered is kept on this device.
#[hook]
fn use_progress(state: &UseReducerHandle<State>) {
    let lesson = state.lesson.clone();
    use_effect_with((state.slot, state.phase() == Phase::Ended), move |(slot, ended)| match slot {
        Slot::Verdict { guess } => {
            let right = lesson.question.as_ref().is_some_and(|question| question.right as usize == *guess);
            progress::keep(&lesson.slug, if right { Progress::Right } else { Progress::Wrong });
        }
        Slot::Next if *ended => progress::keep(&lesson.slug, Progress::Seen),
        _ => {}
    });
}

/// Runs a variant's text when it has changed; the first time at once.
#[hook]
fn use_run(state: &UseReducerHandle<State>, lab: &Lab, side: Side) {
    let variant = state.variant(side);
    let is_shown = state.sides().contains(&side);
    let (revision, source) = (variant.revision, variant.source.clone());
    let at_once = variant.is_tuned || variant.answered.is_none();
    let machine = state.machine.clone();
    let (dispatch, lab) = (state.dispatcher(), lab.clone());
    let lesson = state.lesson.clone();
    let borrowed = state.borrowed[side.index()].clone();
    let is_embedded = state.embedding.is_some();
    let is_original = machine.is_empty()
        && state.origin == Origin::Lesson
        && lesson.variants.get(side.index()).is_some_and(|variant| *variant.source == *source);
    use_effect_with((revision, is_shown), move |&(revision, is_shown)| {
        if !is_embedded && borrowed.as_deref() != Some(&*source) {
            storage::save(&lesson, side.index(), &source);
        }
        let errand = Rc::new(RefCell::new(None));
        let started = errand.clone();
        let start = move || {
            *started.borrow_mut() = Some(Errand::start(async move {
                let slow = {
                    let dispatch = dispatch.clone();
                    Timeout::new(SLOW_MS, move || dispatch.dispatch(Action::Slow(side, revision)))
                };
                let program = lesson.variants.get(side.index());
                let shipped = match program {
                    Some(program) if is_original => lab::shipped(&lesson.slug, &program.file, source.clone()).await,
                    _ => None,
                };
                let answer = match shipped {
                    Some(run) => Ok(run),
                    None => {
                        // What the visitor chose comes last, and counts.
                        let own = program.map_or(&[][..], |program| &program.machine);
                        let give_way = || dispatch.dispatch(Action::GiveWay(side));
                        lab::run(&lab, source, &[own, &machine].concat(), give_way).await
                    }
                };
                drop(slow);
                dispatch.dispatch(Action::Answer(side, revision, answer, now_ms()));
            }));
        };
        let timer = if at_once || !is_shown {
            if is_shown {
                start();
            }
            None
        } else {
            Some(Timeout::new(DEBOUNCE_MS, start))
        };
        move || {
            drop(timer);
            // What runs for an older text is of no use any more.
            let errand = errand.borrow_mut().take();
            drop(errand);
        }
    });
}

/// Whoever touches anything will soon want something run: the engine is loaded then, and not before.
#[hook]
fn use_warm_engine(lab: &Lab) {
    let lab = lab.clone();
    use_effect_with((), move |()| {
        let listeners = ["pointerdown", "keydown"].map(|kind| {
            let lab = lab.clone();
            EventListener::once(&window(), kind, move |_| lab.0.engine.warm())
        });
        move || drop(listeners)
    });
}

/// What nobody sees does not play: a hidden page pauses, and goes on when it is seen again.
#[hook]
fn use_visibility(state: &UseReducerHandle<State>) {
    let playing = state.playback.playback.state() == PlayState::Playing;
    let paused_by_hiding = use_mut_ref(|| false);
    let dispatch = state.dispatcher();
    use_effect_with(playing, move |&playing| {
        let listener = window().document().map(|document| {
            let target = document.clone();
            EventListener::new(&target, "visibilitychange", move |_| {
                let mut hidden = paused_by_hiding.borrow_mut();
                if document.hidden() && playing {
                    *hidden = true;
                    dispatch.dispatch(Action::Playback(Command::Pause, now_ms()));
                } else if !document.hidden() && std::mem::take(&mut *hidden) {
                    dispatch.dispatch(Action::Playback(Command::Play, now_ms()));
                }
            })
        });
        move || drop(listener)
    });
}
