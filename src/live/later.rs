//! A value that one part of a thread leaves for another that awaits it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// The awaiting end: a future.
pub struct Later<T>(Rc<RefCell<Slot<T>>>);

/// The end that leaves the value.
pub struct Leave<T>(Rc<RefCell<Slot<T>>>);

struct Slot<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

/// Both ends of one value.
pub fn later<T>() -> (Leave<T>, Later<T>) {
    let slot = Rc::new(RefCell::new(Slot { value: None, waker: None }));
    (Leave(slot.clone()), Later(slot))
}

impl<T> Leave<T> {
    /// Leaves the value and wakes who awaits it.
    pub fn leave(self, value: T) {
        let waker = {
            let mut slot = self.0.borrow_mut();
            slot.value = Some(value);
            slot.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Later<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.borrow_mut();
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// Values that come one after the other, from callbacks, for one who awaits them.
pub struct Inbox<T>(Rc<RefCell<Queue<T>>>);

struct Queue<T> {
    values: VecDeque<T>,
    waker: Option<Waker>,
}

impl<T> Clone for Inbox<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Inbox<T> {
    /// An empty one.
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(Queue { values: VecDeque::new(), waker: None })))
    }

    /// Adds a value and wakes who awaits it.
    pub fn push(&self, value: T) {
        let waker = {
            let mut queue = self.0.borrow_mut();
            queue.values.push_back(value);
            queue.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Forgets the values that are not wanted.
    pub fn retain(&self, wanted: impl FnMut(&T) -> bool) {
        self.0.borrow_mut().values.retain(wanted);
    }

    /// The next value.
    pub async fn next(&self) -> T {
        std::future::poll_fn(|context| {
            let mut queue = self.0.borrow_mut();
            match queue.values.pop_front() {
                Some(value) => Poll::Ready(value),
                None => {
                    queue.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

/// Something that one at a time may use; the others await it in order.
#[derive(Clone, Default)]
pub struct OneAtATime(Rc<RefCell<Line>>);

#[derive(Default)]
struct Line {
    in_use: bool,
    waiting: VecDeque<Leave<Turn>>,
}

/// The right to use it, until dropped.
pub struct Turn(OneAtATime);

impl OneAtATime {
    /// Waits for a turn.
    pub async fn turn(&self) -> Turn {
        let later = {
            let mut line = self.0.borrow_mut();
            if !line.in_use {
                line.in_use = true;
                return Turn(self.clone());
            }
            let (leave, later) = later();
            line.waiting.push_back(leave);
            later
        };
        later.await
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = {
            let mut line = self.0.0.borrow_mut();
            let next = line.waiting.pop_front();
            line.in_use = next.is_some();
            next
        };
        // Who no longer awaits it drops it, which passes it on.
        if let Some(next) = next {
            next.leave(Turn(self.0.clone()));
        }
    }
}
