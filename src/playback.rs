//! Replaying a trace: where the cursor is, how fast it moves, whether it moves.
//!
//! Everything that changes it is a [`Command`]; time passes only by [`Playback::advance`]. Page and painter each keep an
//! [`Anchored`] copy and compute the cursor from the wall clock on their own, so nothing is sent per frame and a page
//! that stands still does not stop the picture.

use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// The first sweep over a trace takes no longer than this, however long the run was.
pub const SWEEP: Duration = Duration::from_millis(4_800);

/// The slowest speed.
pub const SLOWEST: f64 = 0.001;
/// The fastest speed: so that the first sweep keeps its time for runs of more than an hour too.
pub const FASTEST: f64 = 1_000.0;

/// The state of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Playback {
    end: Instant,
    cursor: Instant,
    speed: f64,
    state: PlayState,
    range: Option<(Instant, Instant)>,
}

/// Speeds that can be chosen, slowest first.
pub const SPEEDS: [f64; 13] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];

/// Whether the cursor moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlayState {
    /// It moves.
    Playing,
    /// It stands, somewhere.
    Paused,
    /// It rests at the end.
    Ended,
}

/// What can be done to a replay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Move on; from the end, start again.
    Play,
    /// Stand still.
    Pause,
    /// One or the other.
    Toggle,
    /// Jump there, and go on as before; a replay that had ended is paused.
    Seek(Instant),
    /// To the end, and rest there.
    End,
    /// To the next decision, and stand.
    StepForward,
    /// To the decision before, and stand.
    StepBack,
    /// Trace time per wall time, within [`SLOWEST`] and [`FASTEST`].
    SetSpeed(f64),
    /// Play only this part, again and again; a part without length is none.
    SetRange(Option<(Instant, Instant)>),
    /// The part to be played begins at the cursor; it ends where it did, or at the end.
    RangeFrom,
    /// The part to be played ends at the cursor; it begins where it did, or at the start.
    RangeTo,
}

impl Playback {
    /// A replay of a run that lasted until `end`, standing at its start, at the speed that sweeps over all of it in at
    /// most [`SWEEP`].
    pub fn of(end: Instant) -> Self {
        Self { end, cursor: Instant::START, speed: sweep_speed(end), state: PlayState::Paused, range: None }
    }

    /// The same for a run that takes another's place: position (as far as there is one), speed and state are kept.
    pub fn replaced_by(self, end: Instant) -> Self {
        let range = self.range.filter(|(_, to)| *to <= end);
        match self.state {
            PlayState::Ended => Self { end, range, cursor: end, ..self },
            PlayState::Playing | PlayState::Paused => Self { end, range, cursor: self.cursor.min(end), ..self },
        }
    }

    /// The part that is played again and again, when only a part is.
    pub fn range(&self) -> Option<(Instant, Instant)> {
        self.range
    }

    /// Where the cursor is.
    pub fn cursor(&self) -> Instant {
        self.cursor
    }

    /// The end of the longest run that is replayed.
    pub fn end(&self) -> Instant {
        self.end
    }

    /// Trace time per wall time.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Whether the cursor moves.
    pub fn state(&self) -> PlayState {
        self.state
    }

    /// Does what a command says. `decisions` are the moments that steps go to, in order.
    pub fn apply(&mut self, command: Command, decisions: &[Instant]) {
        match command {
            Command::Play => {
                match self.range {
                    Some((from, to)) if self.cursor < from || self.cursor >= to => self.cursor = from,
                    Some(_) => {}
                    None if self.cursor >= self.end => self.cursor = Instant::START,
                    None => {}
                }
                self.state = PlayState::Playing;
            }
            Command::Pause => {
                if self.state == PlayState::Playing {
                    self.state = PlayState::Paused;
                }
            }
            Command::Toggle => {
                let command = if self.state == PlayState::Playing { Command::Pause } else { Command::Play };
                self.apply(command, decisions);
            }
            Command::Seek(to) => {
                self.cursor = to.min(self.end);
                if self.state == PlayState::Ended {
                    self.state = PlayState::Paused;
                }
            }
            Command::End => {
                self.cursor = self.end;
                self.state = PlayState::Ended;
            }
            Command::StepForward => {
                let next = decisions.partition_point(|d| *d <= self.cursor);
                self.stand_at(decisions.get(next).copied().unwrap_or(self.end));
            }
            Command::StepBack => {
                let next = decisions.partition_point(|d| *d < self.cursor);
                self.stand_at(next.checked_sub(1).map_or(Instant::START, |i| decisions[i]));
            }
            Command::SetSpeed(speed) => {
                if speed.is_finite() {
                    self.speed = speed.clamp(SLOWEST, FASTEST);
                }
            }
            Command::SetRange(range) => self.set_range(range),
            Command::RangeFrom => {
                let to = self.range.map_or(self.end, |(_, to)| to);
                let to = if to > self.cursor { to } else { self.end };
                self.set_range(Some((self.cursor, to)));
            }
            Command::RangeTo => {
                let from = self.range.map_or(Instant::START, |(from, _)| from);
                let from = if from < self.cursor { from } else { Instant::START };
                self.set_range(Some((from, self.cursor)));
            }
        }
    }

    fn set_range(&mut self, range: Option<(Instant, Instant)>) {
        let ordered = range.map(|(a, b)| (a.min(b), a.max(b).min(self.end)));
        self.range = ordered.filter(|(from, to)| from < to);
        if self.range.is_some() && self.state == PlayState::Ended {
            self.state = PlayState::Paused;
        }
    }

    /// Lets wall time pass.
    pub fn advance(&mut self, wall: Duration) {
        if self.state != PlayState::Playing {
            return;
        }
        let forward = Duration::from_secs_f64(wall.as_secs_f64() * self.speed);
        if let Some((from, to)) = self.range {
            // From wherever it is to the end of the part, then round and round.
            let left = to.since(self.cursor.min(to));
            self.cursor = if forward < left {
                self.cursor + forward
            } else {
                from + Duration((forward.0 - left.0) % to.since(from).0)
            };
            return;
        }
        self.cursor = (self.cursor + forward).min(self.end);
        if self.cursor >= self.end {
            self.state = PlayState::Ended;
        }
    }

    fn stand_at(&mut self, at: Instant) {
        self.cursor = at.min(self.end);
        self.state = PlayState::Paused;
    }
}

/// The speed of the first sweep, rounded up to a number that is nice to read.
fn sweep_speed(end: Instant) -> f64 {
    let least = (end.as_secs_f64() / SWEEP.as_secs_f64()).clamp(SLOWEST, FASTEST);
    let mut decade = SLOWEST;
    while decade * 10.0 <= least {
        decade *= 10.0;
    }
    let digit = (least / decade - 1e-9).ceil().max(1.0);
    // Dividing by a whole number gives the closest float to what is meant: 6 / 10, not 6 * 0.1.
    (digit / (1.0 / decade).round().max(1.0) * decade.max(1.0).floor()).clamp(SLOWEST, FASTEST)
}

/// A replay and the wall clock's time (milliseconds since 1970) at which it was as it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchored {
    /// How it was.
    pub playback: Playback,
    /// When.
    pub wall_ms: f64,
}

impl Anchored {
    /// How it is at another wall time: a pure function, so that two clocks that agree show the same.
    pub fn at(&self, wall_ms: f64) -> Playback {
        let mut now = self.playback;
        now.advance(Duration::from_secs_f64((wall_ms - self.wall_ms) / 1e3));
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Duration = Duration::from_millis(16);

    fn run() -> Playback {
        Playback::of(Instant::from_secs_f64(2.8))
    }

    fn at(seconds: f64) -> Instant {
        Instant::from_secs_f64(seconds)
    }

    #[test]
    fn the_first_sweep_takes_at_most_its_time_and_then_rests_at_the_end() {
        let mut playback = run();
        playback.apply(Command::Play, &[]);
        let mut frames = 0;
        while playback.state() == PlayState::Playing {
            playback.advance(FRAME);
            frames += 1;
        }
        assert!(frames * 16 <= 4_816, "{frames} frames");
        assert_eq!((playback.cursor(), playback.state()), (at(2.8), PlayState::Ended));
        playback.advance(FRAME);
        assert_eq!(playback.state(), PlayState::Ended);
    }

    #[test]
    fn the_speed_of_the_sweep_is_nice_to_read() {
        let speed = |seconds| Playback::of(at(seconds)).speed();
        assert_eq!(speed(2.8), 0.6);
        assert_eq!(speed(4.8), 1.0);
        assert_eq!(speed(5.0), 2.0);
        assert_eq!(speed(0.02), 0.005);
        assert_eq!(speed(1e-9), SLOWEST);
        assert_eq!(speed(60.0), 20.0);
        assert_eq!(speed(1e6), FASTEST);
    }

    #[test]
    fn playing_from_the_end_starts_again() {
        let mut playback = run();
        playback.apply(Command::Seek(at(2.8)), &[]);
        playback.apply(Command::Play, &[]);
        assert_eq!((playback.cursor(), playback.state()), (Instant::START, PlayState::Playing));
    }

    #[test]
    fn steps_go_from_decision_to_decision_and_stand() {
        let decisions = [at(0.0), at(0.1), at(0.35), at(2.8)];
        let mut playback = run();
        playback.apply(Command::Play, &decisions);
        let mut visited = Vec::new();
        for _ in 0..4 {
            playback.apply(Command::StepForward, &decisions);
            visited.push(playback.cursor());
        }
        assert_eq!(visited, [at(0.1), at(0.35), at(2.8), at(2.8)]);
        playback.apply(Command::StepBack, &decisions);
        assert_eq!((playback.cursor(), playback.state()), (at(0.35), PlayState::Paused));
        for _ in 0..5 {
            playback.apply(Command::StepBack, &decisions);
        }
        assert_eq!(playback.cursor(), Instant::START);
    }

    #[test]
    fn seeking_while_playing_goes_on_playing_and_from_the_end_it_stands() {
        let mut playback = run();
        playback.apply(Command::Play, &[]);
        playback.apply(Command::Seek(at(1.0)), &[]);
        assert_eq!(playback.state(), PlayState::Playing);
        playback.advance(Duration::from_millis(60_000));
        playback.apply(Command::Seek(at(1.0)), &[]);
        assert_eq!((playback.cursor(), playback.state()), (at(1.0), PlayState::Paused));
    }

    #[test]
    fn a_new_run_keeps_the_position_as_far_as_there_is_one() {
        let mut playback = run();
        playback.apply(Command::Seek(at(2.0)), &[]);
        assert_eq!(playback.replaced_by(at(1.5)).cursor(), at(1.5));
        assert_eq!(playback.replaced_by(at(5.0)).cursor(), at(2.0));
    }

    #[test]
    fn a_range_is_played_again_and_again() {
        let mut playback = run();
        playback.apply(Command::SetSpeed(1.0), &[]);
        playback.apply(Command::SetRange(Some((at(1.5), at(1.0)))), &[]);
        assert_eq!(playback.range(), Some((at(1.0), at(1.5))));
        playback.apply(Command::Play, &[]);
        assert_eq!(playback.cursor(), at(1.0));
        playback.advance(Duration::from_millis(700));
        assert_eq!((playback.cursor(), playback.state()), (at(1.2), PlayState::Playing));
        playback.advance(Duration::from_millis(5_000_000));
        assert_eq!(playback.cursor(), at(1.2));
        playback.apply(Command::SetRange(None), &[]);
        playback.advance(Duration::from_millis(60_000));
        assert_eq!(playback.state(), PlayState::Ended);
    }

    #[test]
    fn a_range_begins_and_ends_at_the_cursor_and_is_never_empty() {
        let mut playback = run();
        playback.apply(Command::Seek(at(1.0)), &[]);
        playback.apply(Command::RangeFrom, &[]);
        assert_eq!(playback.range(), Some((at(1.0), at(2.8))));
        playback.apply(Command::Seek(at(2.0)), &[]);
        playback.apply(Command::RangeTo, &[]);
        assert_eq!(playback.range(), Some((at(1.0), at(2.0))));
        playback.apply(Command::Seek(at(0.5)), &[]);
        playback.apply(Command::RangeTo, &[]);
        assert_eq!(playback.range(), Some((at(0.0), at(0.5))));
        playback.apply(Command::Seek(at(0.0)), &[]);
        playback.apply(Command::RangeTo, &[]);
        assert_eq!(playback.range(), None);
        assert_eq!(run().replaced_by(at(0.1)).range(), None);
    }

    #[test]
    fn two_copies_with_the_same_anchor_show_the_same() {
        let mut playback = run();
        playback.apply(Command::Play, &[]);
        let page = Anchored { playback, wall_ms: 1_000.0 };
        let painter = page;
        assert_eq!(page.at(2_234.5), painter.at(2_234.5));
        assert_eq!(page.at(2_000.0).cursor(), at(0.6));
    }

    #[test]
    fn speed_stays_in_its_range() {
        let mut playback = run();
        playback.apply(Command::SetSpeed(1e9), &[]);
        assert_eq!(playback.speed(), FASTEST);
        playback.apply(Command::SetSpeed(f64::NAN), &[]);
        assert_eq!(playback.speed(), FASTEST);
    }
}
