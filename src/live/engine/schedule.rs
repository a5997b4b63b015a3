//! Runs whose threads take turns as the visitor says, and what all such runs can come to.

use super::program::{Ready, sources};
use super::work::{Pool, printed};
use super::{Job, Ran, Refusal, Reply};
use crate::findings;
use crate::model::{self, Choice, Decision, Limits, Schedule, Scheduled, StopFlag};
use crate::time::Duration;
use crate::trace::{Exit, Status};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// A run by a schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// What happened and what there is to say about it.
    pub ran: Ran,
    /// What there was to decide.
    pub decisions: Vec<Decision>,
    /// Whether there were more decisions than are told.
    pub is_cut: bool,
}

/// What a program can come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Explored {
    /// How many schedules were run.
    pub schedules: u32,
    /// How often, at most, one of them took the GIL from a thread that could have gone on.
    pub switches: u32,
    /// Whether these were all schedules with so many switches.
    pub are_all: bool,
    /// The different ends, the most frequent first.
    pub endings: Vec<Ending>,
}

/// One of the different ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// What it wrote to both streams, in order.
    pub output: String,
    /// How it ended.
    pub exit: Exit,
    /// After how many of the schedules.
    pub count: u32,
    /// One of them, with as few switches as any.
    pub schedule: Schedule,
}

/// The most switches that are tried: almost every mistake in the order of threads shows with two (Musuvathi and Qadeer, PLDI
/// 2007).
const MOST_SWITCHES: usize = 2;
/// The most schedules.
const MOST: usize = 2_000;
/// So many are run before it is looked at what else there is, on a pool and without one alike.
const BATCH: usize = 64;
/// The most CPU time of the model that all of them take, and events that they make.
const CPU: Duration = Duration::from_millis(1_000);
const EVENTS: usize = 2_000_000;

/// Runs a program by a schedule.
pub fn play(job: &Job, schedule: &Schedule, stop: &StopFlag) -> Result<Reply, Refusal> {
    let Scheduled { trace, decisions, is_cut, .. } = Ready::read(job)?.play(job.seed, schedule, stop);
    let findings = findings::of(&trace, &sources(job));
    let played = Played { ran: Ran { trace, findings, shares: true }, decisions, is_cut };
    Ok(match postcard::to_stdvec(&played) {
        Ok(played) => Reply::Played(played),
        Err(error) => Reply::Failed(error.to_string()),
    })
}

/// A schedule that is to be run.
struct Idea {
    schedule: Schedule,
    switches: usize,
}

/// What came of one.
struct Tried {
    idea: Idea,
    output: String,
    exit: Exit,
    further: Vec<Idea>,
    cpu: Duration,
    events: usize,
}

/// Runs a program by all schedules with few switches: first those without any, then those with one, then with two, until
/// there are no more or there have been enough.
pub fn explore(job: &Job, stop: &StopFlag, pool: Pool) -> Result<Reply, Refusal> {
    let ready = Ready::read(job)?;
    let try_out = |idea: Idea| ready.try_out(job.seed, idea, stop);
    let mut waiting: [VecDeque<Idea>; MOST_SWITCHES + 1] = Default::default();
    waiting[0].push_back(Idea { schedule: Schedule::default(), switches: 0 });
    let mut explored = Explored { are_all: true, ..Explored::default() };
    let mut endings: BTreeMap<(String, u8, i32), Ending> = BTreeMap::new();
    let (mut cpu, mut events) = (Duration::ZERO, 0);
    while let Some(switches) = waiting.iter().position(|ideas| !ideas.is_empty()) {
        let left = MOST - explored.schedules as usize;
        if left == 0 || cpu > CPU || events > EVENTS || stop.is_set() {
            explored.are_all = false;
            break;
        }
        explored.switches = switches as u32;
        // As many as there is time for, if they take as long as those before.
        let each = (cpu.0 / u64::from(explored.schedules).max(1)).max(1);
        let room = (CPU.0.saturating_sub(cpu.0) / each) as usize + 1;
        let many = waiting[switches].len().min(BATCH).min(left).min(room);
        let batch: Vec<Idea> = waiting[switches].drain(..many).collect();
        let tried: Vec<Tried> = match pool {
            Pool::Started => batch.into_par_iter().map(try_out).collect(),
            Pool::None => batch.into_iter().map(try_out).collect(),
        };
        for tried in tried {
            if tried.exit.status == Status::Stopped {
                continue;
            }
            cpu += tried.cpu;
            events += tried.events;
            explored.schedules += 1;
            for idea in tried.further {
                let ideas = &mut waiting[idea.switches];
                if ideas.len() < MOST {
                    ideas.push_back(idea);
                } else {
                    explored.are_all = false;
                }
            }
            let key = (tried.output.clone(), tried.exit.status as u8, tried.exit.code);
            let schedule = tried.idea.schedule;
            let ending = Ending { output: tried.output, exit: tried.exit, count: 0, schedule };
            endings.entry(key).or_insert(ending).count += 1;
        }
    }
    explored.endings = endings.into_values().collect();
    explored.endings.sort_by(|a, b| (b.count, &a.output).cmp(&(a.count, &b.output)));
    Ok(Reply::Explored(explored))
}

impl Ready {
    fn play(&self, seed: u64, schedule: &Schedule, stop: &StopFlag) -> Scheduled {
        model::run_by(self.process(seed), self.machine.clone(), seed, schedule, &Limits::default(), stop)
    }

    fn try_out(&self, seed: u64, idea: Idea, stop: &StopFlag) -> Tried {
        let Scheduled { trace, decisions, cpu, .. } = self.play(seed, &idea.schedule, stop);
        let further = further(&idea, &decisions);
        Tried { idea, output: printed(&trace), events: trace.events.len(), exit: trace.exit, further, cpu }
    }
}

/// All schedules that choose otherwise once, after the last choice of this one: so each is met once.
fn further(idea: &Idea, decisions: &[Decision]) -> Vec<Idea> {
    let after = idea.schedule.choices.last().map(|choice| choice.point);
    let mut ideas = Vec::new();
    for decision in decisions.iter().filter(|decision| after.is_none_or(|after| decision.point > after)) {
        for candidate in decision.candidates.iter().filter(|candidate| candidate.thread != decision.chosen) {
            let is_switch = decision.holder.is_some_and(|holder| holder != candidate.thread);
            let switches = idea.switches + usize::from(is_switch);
            if switches <= MOST_SWITCHES {
                let mut schedule = idea.schedule.clone();
                schedule.choices.push(Choice { point: decision.point, thread: candidate.thread });
                ideas.push(Idea { schedule, switches });
            }
        }
    }
    ideas
}

#[cfg(test)]
mod tests;
