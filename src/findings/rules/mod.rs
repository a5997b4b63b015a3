//! The rules, one a file.

mod blocking_call;
mod busy_wait;
mod cpu_in_coroutine;
mod cpu_threads;
mod deadlock;
mod fan_out;
mod foreign_loop;
mod lock_order;
mod lost_update;
mod nested_pool;
mod never_awaited;
mod no_yield;
mod offload_keeps_gil;
mod pool_exhausted;
mod race_across_await;
mod result_on_own_loop;
mod sequential_awaits;
mod swallowed_cancellation;
mod sync_lock_across_await;
mod task_lost;
mod uncancellable_thread;

use super::case::Case;
use crate::trace::report::Finding;

/// Looks at a case and says what it is sure of.
pub type Rule = fn(&Case<'_>, &mut Vec<Finding>);

/// All of them.
pub const ALL: &[Rule] = &[
    blocking_call::find,
    busy_wait::find,
    cpu_in_coroutine::find,
    cpu_threads::find,
    deadlock::find,
    fan_out::find,
    foreign_loop::find,
    lock_order::find,
    lost_update::find,
    nested_pool::find,
    never_awaited::find,
    no_yield::find,
    offload_keeps_gil::find,
    pool_exhausted::find,
    race_across_await::find,
    result_on_own_loop::find,
    sequential_awaits::find,
    swallowed_cancellation::find,
    sync_lock_across_await::find,
    task_lost::find,
    uncancellable_thread::find,
];
