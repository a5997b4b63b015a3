//! Where what is on the page can be had elsewhere: the address of a page, with a link of what that page does not have.

use super::route;
use super::slot::Slot;
use super::state::{Mode, Origin, Side, State};
use crate::costs;
use crate::link::Link;
use crate::playback::{PlayState, Playback};
use crate::time::Instant;

/// Where the cursor stands, if it stands somewhere that is worth telling: neither at the beginning nor at the end, and not at
/// a question.
pub fn cursor(state: &State, playback: &Playback) -> Option<Instant> {
    let at = playback.cursor();
    let is_telling = state.slot != Slot::Ask && at != Instant::START && playback.state() != PlayState::Ended;
    is_telling.then_some(at)
}

/// Whether the programs are a lesson's, both of them, as the catalogue has them.
pub fn is_lesson_as_it_was(state: &State) -> bool {
    is_pair_of_lesson(state) && state.sides().iter().all(|side| state.is_original(*side))
}

/// What is on the page, to be packed into an address.
pub fn link(state: &State, cursor: Option<Instant>) -> Link {
    let file = |side: &Side| (state.file(*side).to_owned(), state.variant(*side).source.to_string());
    // One program of a lesson is a program like any other; what its run needs goes with it.
    let is_one = state.mode == Mode::Bench;
    let own = state.lesson.variants.first().filter(|_| is_one).map_or(&[][..], |program| &program.machine);
    Link {
        files: state.sides().iter().map(file).collect(),
        machine: [own, &state.machine].concat(),
        seed: 0,
        cursor: cursor.map(Instant::as_secs_f64),
        compares: !is_one,
        costs: costs::TABLE,
    }
}

/// The full page with what is here.
pub fn full(state: &State, cursor: Option<Instant>) -> String {
    if is_lesson_as_it_was(state) && state.machine.is_empty() && cursor.is_none() {
        return full_page(state);
    }
    format!("{}#{}", full_page(state), link(state, cursor).write())
}

/// That page, with nothing on it yet.
pub fn full_page(state: &State) -> String {
    if is_pair_of_lesson(state) { route::lesson(&state.lesson.slug) } else { route::code() }
}

fn is_pair_of_lesson(state: &State) -> bool {
    state.origin == Origin::Lesson && state.mode == Mode::Compare
}
