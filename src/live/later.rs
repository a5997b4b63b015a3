//! A value that one part of a thread leaves for another that awaits it.

use std::cell::RefCell;
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
