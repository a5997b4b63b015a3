//! Waiting on a word of memory, as all threads of a live run do.
//!
//! In wasm it is the platform's own wait, which a page may not use. On a host, where only tests come here, the word is
//! looked at now and then.

use crate::time::Duration;
use std::sync::atomic::AtomicU32;

/// The longest that any wait lasts before its thread looks at the control word again.
pub const SLICE: Duration = Duration::from_millis(50);

/// Blocks until somebody calls [`wake`] on the word, at most for `timeout`; comes back at once when the word does not
/// hold `value`. It may come back early; who waits looks again.
#[cfg(target_arch = "wasm32")]
pub fn wait(word: &AtomicU32, value: u32, timeout: Duration) {
    let nanos = i64::try_from(timeout.0).unwrap_or(i64::MAX);
    // SAFETY: the address is that of a live, aligned word in memory that is shared wherever a thread can wait on it.
    unsafe { core::arch::wasm32::memory_atomic_wait32(word.as_ptr().cast(), value as i32, nanos) };
}

/// Wakes up to `count` threads that wait on the word, a page's `Atomics.waitAsync` among them.
#[cfg(target_arch = "wasm32")]
pub fn wake(word: &AtomicU32, count: u32) {
    // SAFETY: as above; nothing is read or written.
    unsafe { core::arch::wasm32::memory_atomic_notify(word.as_ptr().cast(), count) };
}

#[cfg(not(target_arch = "wasm32"))]
pub fn wait(word: &AtomicU32, value: u32, timeout: Duration) {
    use std::sync::atomic::Ordering::SeqCst;
    let begun = super::clock::now_ms();
    while word.load(SeqCst) == value && (super::clock::now_ms() - begun) * 1e6 < timeout.0 as f64 {
        std::thread::sleep(std::time::Duration::from_micros(20));
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub fn wake(_word: &AtomicU32, _count: u32) {}
