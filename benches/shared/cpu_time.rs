//! CPU time, which other programs on the machine do not lengthen as they do time on the clock.

use std::time::Duration;

/// The CPU time of this process so far, where the system tells it; else the time on the clock.
#[cfg(target_os = "linux")]
pub fn now() -> Duration {
    const PROCESS: i32 = 2;
    unsafe extern "C" {
        fn clock_gettime(clock: i32, time: *mut [i64; 2]) -> i32;
    }
    let mut time = [0; 2];
    // SAFETY: on 64-bit Linux a `timespec` is two words, seconds and nanoseconds.
    let answer = unsafe { clock_gettime(PROCESS, &raw mut time) };
    assert_eq!(answer, 0, "every Linux has the clock of a process");
    Duration::new(time[0] as u64, time[1] as u32)
}

/// The CPU time of this process so far, where the system tells it; else the time on the clock.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
