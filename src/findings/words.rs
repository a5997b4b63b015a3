//! Numbers in sentences.

use crate::time::Duration;

/// `0.50 s`, `3.2 ms`.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds >= 0.095 { format!("{seconds:.2} s") } else { format!("{:.1} ms", seconds * 1e3) }
}

/// `1 timer`, `3 timers`.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `3 timers were late, by up to 0.40 s`.
pub fn were_late(number: usize, one: &str, longest: Duration) -> String {
    let (were, up_to) = if number == 1 { ("was", "") } else { ("were", "up to ") };
    format!("{} {were} late, by {up_to}{}", count(number, one), time(longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_counts_read_as_people_say_them() {
        assert_eq!(time(Duration::from_millis(500)), "0.50 s");
        assert_eq!(time(Duration::from_micros(3_240)), "3.2 ms");
        assert_eq!(were_late(1, "timer", Duration::from_millis(100)), "1 timer was late, by 0.10 s");
        assert_eq!(were_late(2, "callback", Duration::from_millis(30)), "2 callbacks were late, by up to 30.0 ms");
    }
}
