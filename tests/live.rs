//! The live kernel on a host: its threads stand for workers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::disallowed_methods, reason = "real threads stand for workers")]

mod live_kernel;

fn beside(deed: impl FnOnce() + Send + 'static) {
    std::thread::spawn(deed);
}

macro_rules! tests {
    ($($name:ident)*) => { $(#[test] fn $name() { live_kernel::$name(); })* };
}

tests! {
    a_sleep_takes_its_time_and_the_run_ends_with_the_main_thread
    two_busy_threads_hand_the_gil_over_about_every_five_milliseconds
    waiters_are_woken_in_the_order_in_which_they_parked_and_others_time_out
    a_signal_ends_what_the_main_thread_waits_in
    a_selector_remembers_a_wake_up_that_came_early
    a_stop_ends_a_busy_thread_a_sleeper_and_a_parked_one
    who_wants_more_threads_than_were_armed_reaches_a_limit
    a_worker_runs_one_thread_after_the_other
    when_all_wait_for_each_other_the_run_ends_as_a_deadlock
    a_spinning_host_gives_back_for_select_only_and_ends_at_its_cap
}
