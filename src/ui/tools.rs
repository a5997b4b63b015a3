//! What every component may use: the one way to change the page's state, the frames, the painter.

use super::easel::Easel;
use super::frames::Frames;
use super::lab::Lab;
use super::sound::Speaker;
use super::state::{Action, State};
use crate::live::clock::now_ms;
use crate::playback::Command;
use yew::prelude::*;

/// The page's tools. They stay the same as long as the painter does.
#[derive(Clone, PartialEq)]
pub struct Tools {
    /// Changes the state.
    pub dispatch: UseReducerDispatcher<State>,
    /// What follows the cursor.
    pub frames: Frames,
    /// Who draws.
    pub easel: Easel,
    /// Who runs programs.
    pub lab: Lab,
    /// Who clicks.
    pub speaker: Speaker,
}

impl Tools {
    /// The same action at every event.
    pub fn on<E>(&self, action: impl Fn() -> Action + 'static) -> Callback<E> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(action()))
    }

    /// The same command of the transport at every event.
    pub fn command<E>(&self, command: Command) -> Callback<E> {
        self.on(move || Action::Playback(command, now_ms()))
    }
}

/// The page's tools; every component is inside of their provider.
#[hook]
pub fn use_tools() -> Tools {
    use_context().expect("the root provides the tools")
}
