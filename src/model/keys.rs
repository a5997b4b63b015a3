//! Who waits on which key, oldest first, and wake-ups that came before the select that wants them.

use crate::syscall::{Key, ThreadId};
use hashbrown::HashMap;
use std::collections::VecDeque;
use std::hash::{BuildHasherDefault, Hasher};

/// The waits of one process.
#[derive(Default)]
pub struct Keys {
    /// Never iterated, so that its order cannot matter.
    waiters: HashMap<Key, VecDeque<ThreadId>, BuildHasherDefault<KeyHasher>>,
    /// Keys of event loops, each with whether a wake-up is waiting for its next select.
    selectors: HashMap<Key, bool, BuildHasherDefault<KeyHasher>>,
}

impl Keys {
    /// Makes `key` one that remembers wake-ups.
    pub fn selector(&mut self, key: Key) {
        self.selectors.entry(key).or_insert(false);
    }

    /// Takes the wake-up that `key` remembers, if it does.
    pub fn take_remembered(&mut self, key: Key) -> bool {
        self.selectors.insert(key, false).unwrap_or(false)
    }

    /// `thread` waits on `key` from now on.
    pub fn enqueue(&mut self, key: Key, thread: ThreadId) {
        self.waiters.entry(key).or_default().push_back(thread);
    }

    /// `thread` does not wait on `key` any more.
    pub fn forget(&mut self, key: Key, thread: ThreadId) {
        let Some(waiters) = self.waiters.get_mut(&key) else { return };
        waiters.retain(|&t| t != thread);
        if waiters.is_empty() {
            self.waiters.remove(&key);
        }
    }

    /// Takes the oldest waiter of `key` out.
    pub fn wake(&mut self, key: Key) -> Option<ThreadId> {
        let waiters = self.waiters.get_mut(&key)?;
        let woken = waiters.pop_front();
        if waiters.is_empty() {
            self.waiters.remove(&key);
        }
        woken
    }

    /// A wake-up found nobody: a selector remembers it.
    pub fn remember(&mut self, key: Key) {
        if let Some(remembered) = self.selectors.get_mut(&key) {
            *remembered = true;
        }
    }
}

/// Keys are counted by the vm; multiplying spreads them.
#[derive(Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = Key(7);

    #[test]
    fn waiters_are_woken_in_the_order_in_which_they_came() {
        let mut keys = Keys::default();
        for n in [3, 1, 2] {
            keys.enqueue(KEY, ThreadId(n));
        }
        keys.forget(KEY, ThreadId(1));
        assert_eq!([keys.wake(KEY), keys.wake(KEY), keys.wake(KEY)], [Some(ThreadId(3)), Some(ThreadId(2)), None]);
    }

    #[test]
    fn only_a_selector_remembers_a_wake_up_and_only_one() {
        let mut keys = Keys::default();
        keys.remember(KEY);
        assert!(!keys.take_remembered(KEY));
        keys.selector(KEY);
        keys.remember(KEY);
        keys.remember(KEY);
        assert!(keys.take_remembered(KEY));
        assert!(!keys.take_remembered(KEY));
    }
}
