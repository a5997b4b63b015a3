//! From a job to the guest that runs it.

use crate::guest::{Guest, Preempt, Ran};
use crate::live::engine::{Job, Refusal};
use crate::live::scripted::{Deed, Scripted};
use crate::machine::Machine;
use crate::syscall::{FiberId, Line, Outcome};
use crate::time::Duration;

/// A guest of any kind.
pub type AnyGuest = Box<dyn Guest>;

/// Reads a program; what can't be read or is not supported is refused.
pub fn read(job: &Job) -> Result<(AnyGuest, Machine), Refusal> {
    let text = job.files.first().map(|file| file.text.as_str()).unwrap_or_default();
    Ok((Box::new(scripted(text)), Machine::default()))
}

/// Scripts by name, until the vm has landed.
fn scripted(name: &str) -> Scripted {
    use crate::syscall::{Key, LoopId, Note, Reason, Syscall};
    let call = Deed::Call;
    let ms = Duration::from_millis;
    let loop_key = Key(1);
    let made = || Deed::Note(Note::LoopCreated { id: LoopId(1), key: loop_key });
    let select = |deadline| call(Syscall::Select { key: loop_key, deadline });
    let spawn = |fiber| call(Syscall::SpawnThread { fiber: FiberId(fiber), name: format!("t{fiber}") });
    let wake = || call(Syscall::Wake { key: loop_key, count: 1 });
    let fibers = match name {
        "freeze" => {
            vec![vec![made(), select(Some(crate::time::Instant(100_000_000))), call(Syscall::Sleep(ms(2_000)))]]
        }
        "offload" => vec![vec![made(), spawn(1), select(None)], vec![call(Syscall::Sleep(ms(2_000))), wake()]],
        "forever" => vec![vec![Deed::BurnForever]],
        "one" => vec![vec![Deed::Burn(ms(500))]],
        "two" => vec![
            vec![made(), spawn(1), spawn(2), select(None), select(None)],
            vec![Deed::Burn(ms(500)), wake()],
            vec![Deed::Burn(ms(500)), wake()],
        ],
        "pagevs" => vec![vec![made(), spawn(1), Deed::Burn(ms(500)), select(None)], vec![Deed::Burn(ms(500)), wake()]],
        "deadlock" => vec![vec![call(Syscall::Park { key: Key(9), deadline: None, reason: Reason::Lock })]],
        "ticks" => {
            let mut deeds = vec![made()];
            for _ in 0..1000 {
                deeds.push(select(Some(crate::time::Instant(0))));
            }
            vec![deeds]
        }
        "panic" => vec![vec![spawn(77)]],
        _ => vec![vec![Deed::Burn(ms(1))]],
    };
    Scripted::new(fibers)
}

impl Guest for AnyGuest {
    fn main_fiber(&self) -> FiberId {
        (**self).main_fiber()
    }
    fn attach(&mut self) {
        (**self).attach();
    }
    fn run(&mut self, fiber: FiberId, budget: Duration, preempt: Preempt) -> Ran {
        (**self).run(fiber, budget, preempt)
    }
    fn answer(&mut self, fiber: FiberId, outcome: Outcome) {
        (**self).answer(fiber, outcome);
    }
    fn drop_fiber(&mut self, fiber: FiberId) {
        (**self).drop_fiber(fiber);
    }
    fn line(&self, fiber: FiberId) -> Line {
        (**self).line(fiber)
    }
    fn memory(&self) -> u64 {
        (**self).memory()
    }
    fn unhandled(&self) -> Option<(String, Line)> {
        (**self).unhandled()
    }
}
