//! The page's end of the painter: in a worker, or, where that does not start, on the page itself.

use super::frames::{Following, Frames};
use super::painter::{Board, ToPainter};
use crate::live::clock::now_ms;
use crate::live::painter::Painter;
use js_sys::Array;
use std::cell::RefCell;
use std::rc::Rc;

/// A handle to be cloned. The last one dropped ends the painter.
#[derive(Clone)]
pub struct Easel(Rc<Kind>);

enum Kind {
    Worker(Painter),
    Page { board: Rc<RefCell<Board>>, _following: Following },
}

impl PartialEq for Easel {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Easel {
    /// A painter in a worker.
    pub fn in_worker(painter: Painter) -> Self {
        Self(Rc::new(Kind::Worker(painter)))
    }

    /// A painter on the page, which draws with the page's own frames.
    pub fn on_page(frames: &Frames) -> Self {
        let board = Rc::new(RefCell::new(Board::default()));
        let painted = board.clone();
        let following = frames.follow(move |_| {
            painted.borrow_mut().paint(now_ms(), None);
        });
        Self(Rc::new(Kind::Page { board, _following: following }))
    }

    /// A number that another painter does not have at the same time.
    pub fn id(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }

    /// Tells the painter something.
    pub fn send(&self, message: &ToPainter) {
        self.send_with(message, &Array::new());
    }

    /// Tells the painter something and hands objects over.
    pub fn send_with(&self, message: &ToPainter, objects: &Array) {
        match &*self.0 {
            Kind::Worker(painter) => painter.send(message, objects),
            Kind::Page { board, .. } => {
                let mut board = board.borrow_mut();
                board.take(message.clone(), objects);
                board.paint(now_ms(), None);
            }
        }
    }
}
