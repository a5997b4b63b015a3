//! One soft click for each turn of a loop that the cursor passes: a loop that is held is silent. Two programs are heard on
//! two sides. On the freeze stage the page's own loop clicks, as long as it turns.

use super::choices::Sound;
use super::media::window;
use super::shared::Shared;
use super::state::{Run, Side, State};
use super::tools::Tools;
use crate::time::Instant;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::AudioContext;
use yew::prelude::*;

/// How long a click is heard, in seconds.
const CLICK: f64 = 0.03;
/// How loud it is, of 1.
const LOUDNESS: f32 = 0.08;

/// Who clicks. All clones are the same.
#[derive(Clone, Default)]
pub struct Speaker(Rc<Inner>);

#[derive(Default)]
struct Inner {
    sound: Cell<Sound>,
    context: RefCell<Option<AudioContext>>,
}

impl PartialEq for Speaker {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Speaker {
    /// Clicks from now on, or no more.
    pub fn set(&self, sound: Sound) {
        self.0.sound.set(sound);
    }

    /// One click; `None`: in the middle.
    pub fn click(&self, side: Option<Side>) {
        // A browser lets a page be heard only after somebody has touched it.
        if self.0.sound.get() == Sound::Off || !window().navigator().user_activation().has_been_active() {
            return;
        }
        let mut context = self.0.context.borrow_mut();
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        if let Some(context) = &*context {
            // Where nothing can be heard, everything can still be seen.
            let _ = click(context, side);
        }
    }
}

fn click(context: &AudioContext, side: Option<Side>) -> Result<(), JsValue> {
    let (place, pitch) = match side {
        Some(Side::First) => (-0.6, 900.0),
        Some(Side::Second) => (0.6, 1_200.0),
        None => (0.0, 900.0),
    };
    let now = context.current_time();
    let (tone, volume, panner) =
        (context.create_oscillator()?, context.create_gain()?, context.create_stereo_panner()?);
    tone.frequency().set_value(pitch);
    volume.gain().set_value_at_time(LOUDNESS, now)?;
    volume.gain().exponential_ramp_to_value_at_time(LOUDNESS / 100.0, now + CLICK)?;
    panner.pan().set_value(place);
    tone.connect_with_audio_node(&volume)?.connect_with_audio_node(&panner)?;
    panner.connect_with_audio_node(&context.destination())?;
    tone.start()?;
    tone.stop_with_when(now + CLICK)
}

/// Clicks at each turn that the cursor passes while it plays.
#[hook]
pub fn use_sound(state: &State, tools: &Tools) {
    let sound = state.choices.sound;
    let runs: Vec<(Side, Shared<Run>)> =
        state.sides().iter().filter_map(|side| Some((*side, state.told(*side)?.clone()))).collect();
    use_effect_with((sound, runs, tools.clone()), |(sound, runs, tools)| {
        tools.speaker.set(*sound);
        let following = (*sound == Sound::On).then(|| {
            let (runs, frames, speaker) = (runs.clone(), tools.frames.clone(), tools.speaker.clone());
            let last = Cell::new(frames.cursor());
            tools.frames.follow(move |cursor| {
                let from = last.replace(cursor);
                if frames.is_playing() {
                    for (side, run) in &runs {
                        if turns(&run.view.ticks, from, cursor) {
                            speaker.click((runs.len() == 2).then_some(*side));
                        }
                    }
                }
            })
        });
        move || drop(following)
    });
}

/// Whether one of these moments is after `from` and not after `to`.
fn turns(ticks: &[Instant], from: Instant, to: Instant) -> bool {
    let next = ticks.partition_point(|tick| *tick <= from);
    ticks.get(next).is_some_and(|tick| *tick <= to)
}
