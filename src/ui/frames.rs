//! The page's one `requestAnimationFrame`. Whatever follows the cursor subscribes and moves its own element; nothing is
//! rendered anew for a frame. It runs only while the cursor moves.

use crate::live::clock::now_ms;
use crate::playback::{Anchored, PlayState, Playback};
use crate::time::Instant;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use yew::Callback;

/// A handle to be cloned.
#[derive(Clone)]
pub struct Frames(Rc<Inner>);

type OnFrame = Closure<dyn FnMut(f64)>;
type Follower = Rc<dyn Fn(Instant)>;

struct Inner {
    anchored: Cell<Anchored>,
    followers: RefCell<Vec<(u64, Follower)>>,
    last_id: Cell<u64>,
    frame: RefCell<Option<OnFrame>>,
    asked: Cell<Option<i32>>,
    on_rest: RefCell<Callback<()>>,
}

/// Ends when it is dropped.
pub struct Following {
    frames: Weak<Inner>,
    id: u64,
}

impl PartialEq for Frames {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Frames {
    /// Nothing follows yet.
    pub fn new() -> Self {
        let inner = Rc::new(Inner {
            anchored: Cell::new(Anchored { playback: Playback::of(Instant::START), wall_ms: 0.0 }),
            followers: RefCell::default(),
            last_id: Cell::default(),
            frame: RefCell::default(),
            asked: Cell::default(),
            on_rest: RefCell::default(),
        });
        let weak = Rc::downgrade(&inner);
        *inner.frame.borrow_mut() = Some(Closure::new(move |_| {
            if let Some(inner) = weak.upgrade() {
                inner.asked.set(None);
                Frames(inner).step();
            }
        }));
        Self(inner)
    }

    /// Called once each time the cursor comes to rest at the end.
    pub fn on_rest(&self, callback: Callback<()>) {
        *self.0.on_rest.borrow_mut() = callback;
    }

    /// The cursor is like this from now on.
    pub fn anchor(&self, anchored: Anchored) {
        self.0.anchored.set(anchored);
        self.step();
    }

    /// Where the cursor is now.
    pub fn cursor(&self) -> Instant {
        self.0.anchored.get().at(now_ms()).cursor()
    }

    /// Whether it moves.
    pub fn is_playing(&self) -> bool {
        self.0.anchored.get().playback.state() == PlayState::Playing
    }

    /// Calls `follower` now and whenever the cursor is somewhere else.
    pub fn follow(&self, follower: impl Fn(Instant) + 'static) -> Following {
        let id = self.0.last_id.get() + 1;
        self.0.last_id.set(id);
        follower(self.cursor());
        self.0.followers.borrow_mut().push((id, Rc::new(follower)));
        Following { frames: Rc::downgrade(&self.0), id }
    }

    fn step(&self) {
        let anchored = self.0.anchored.get();
        let now = anchored.at(now_ms());
        // A copy, because a follower may end its own following.
        let followers: Vec<_> = self.0.followers.borrow().iter().map(|(_, f)| f.clone()).collect();
        for follower in followers {
            follower(now.cursor());
        }
        if anchored.playback.state() != PlayState::Playing {
            return;
        }
        if now.state() == PlayState::Ended {
            self.0.on_rest.borrow().emit(());
        } else if self.0.asked.get().is_none()
            && let (Some(window), Some(frame)) = (web_sys::window(), &*self.0.frame.borrow())
        {
            self.0.asked.set(window.request_animation_frame(frame.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        if let Some(inner) = self.frames.upgrade() {
            inner.followers.borrow_mut().retain(|(id, _)| *id != self.id);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(window), Some(asked)) = (web_sys::window(), self.asked.get()) {
            // It may have run already.
            let _ = window.cancel_animation_frame(asked);
        }
    }
}
