//! Where things are in a row.
//!
//! ```text
//!            left                                                    right
//!  ┌───────────┬────────────────────────────────────────────────────────┬─┐ 0
//!  │           │0 s            0.5 s            1 s   (1.42 s)          │ │ axis (on top)
//!  ├───────────┼────────────────────────────────────────────────────────┤ │ top
//!  │           │   ∧    ∧    ∧  1.12 s without a beat                   │ │ ┐
//!  │event loop │___│____│____│__━━━━━━━━━━━━━━━━━━━━━━━___________________│ │ │ beat: base at 3/5 of it
//!  │           │   ∨    ∨    ∨                                          │ │ ┘
//!  │    beat A │───▮────▮────▮──▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨──────────────────────│ │ lane 0 ┐
//!  │    beat B │───▮────▮────▮──▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨▨──────────────────────│ │ lane 1 │ one `step` each, the line in
//!  │    report │════════════████████████████████──────────────────────│ │ lane 2 │ the middle, bars around it
//!  │pool thread│────────────────────────────────────────────────────────│ │ lane 3 ┘
//!  ├───────────┼────────────────────────────────────────────────────────┤ │ bottom
//!  │           │0 s            0.5 s            1 s                     │ │ axis (at the bottom)
//!  └───────────┴────────────────────────────────────────────────────────┴─┘ height
//! ```

use super::time_scale::CssPixels;
use super::view::View;
use serde::{Deserialize, Serialize};

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Viewport {
    /// All of it, names included.
    pub width: CssPixels,
    /// All of it, axis included.
    pub height: CssPixels,
    /// How it is to be used.
    pub size: Size,
    /// Where the times are written.
    pub axis: Axis,
}

/// How the room is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    /// Long names, long labels.
    Wide,
    /// A phone: short names, short labels, thinner strokes.
    Narrow,
}

/// Where the times are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axis {
    /// Above, with the cursor's time.
    Top,
    /// Room for it above, but nothing written: the row above has it.
    TopBlank,
    /// Below.
    Bottom,
    /// Nowhere.
    None,
}

/// Where things are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Of the time axis.
    pub left: CssPixels,
    /// Of the time axis.
    pub right: CssPixels,
    /// Of the grid.
    pub top: CssPixels,
    /// Of the grid.
    pub bottom: CssPixels,
    /// The heartbeat's flat line.
    pub base: CssPixels,
    /// How far a strong pulse goes up.
    pub up: CssPixels,
    /// How far it goes down.
    pub down: CssPixels,
    /// The middle of the first lane.
    pub lane: CssPixels,
    /// From lane to lane.
    pub step: CssPixels,
    /// Height of a full bar.
    pub bar: CssPixels,
}

/// The least height of a lane.
const LEAST_STEP: f64 = 20.0;

impl Viewport {
    /// How many lanes fit, beside a heartbeat where there is one.
    pub fn room(&self, heartbeat: HasHeartbeat) -> usize {
        let beat = if heartbeat == HasHeartbeat::Yes { self.beat_height() } else { 0.0 };
        let room = (self.grid_height() - beat) / LEAST_STEP;
        let most = if self.size == Size::Narrow { 4.0 } else { f64::INFINITY };
        room.min(most).max(1.0) as usize
    }

    /// Where the time axis begins and ends.
    pub fn axis_range(&self) -> (CssPixels, CssPixels) {
        let (left, margin) = match self.size {
            Size::Wide => (96.0, 12.0),
            Size::Narrow => (68.0, 6.0),
        };
        (CssPixels(left), CssPixels((self.width.0 - margin).max(left + 1.0)))
    }

    /// Lays out a row with so many lanes.
    pub fn layout(&self, lanes: usize, heartbeat: HasHeartbeat) -> Layout {
        let (left, right) = self.axis_range();
        let top = self.top();
        let lanes = lanes.max(1) as f64;
        let beat_least = if heartbeat == HasHeartbeat::Yes { self.beat_height() } else { 0.0 };
        let step = ((self.grid_height() - beat_least) / lanes).clamp(LEAST_STEP, 32.0);
        let beat = if heartbeat == HasHeartbeat::Yes { self.grid_height() - step * lanes } else { 0.0 };
        let (beat_used, slack) = if beat > 120.0 { (120.0, (beat - 120.0) / 2.0) } else { (beat, 0.0) };
        Layout {
            left,
            right,
            top: CssPixels(top),
            bottom: CssPixels(top + self.grid_height()),
            base: CssPixels(top + slack + beat_used * 0.6),
            up: CssPixels(beat_used * 0.5),
            down: CssPixels(beat_used * 0.15),
            lane: CssPixels(top + beat + step / 2.0),
            step: CssPixels(step),
            bar: CssPixels((step * 0.68).round()),
        }
    }

    fn top(&self) -> f64 {
        if matches!(self.axis, Axis::Top | Axis::TopBlank) { 18.0 } else { 4.0 }
    }

    fn grid_height(&self) -> f64 {
        let below = if self.axis == Axis::Bottom { 16.0 } else { 4.0 };
        (self.height.0 - self.top() - below).max(1.0)
    }

    fn beat_height(&self) -> f64 {
        match self.size {
            Size::Wide => 80.0,
            Size::Narrow => 54.0,
        }
    }
}

/// Whether a row has a heartbeat: a program without an event loop has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasHeartbeat {
    /// It has.
    Yes,
    /// It has not.
    No,
}

impl HasHeartbeat {
    /// Whether any of the rows that share their lanes has one.
    pub fn any(views: &[&View]) -> Self {
        if views.iter().any(|view| view.heartbeat.is_some()) { Self::Yes } else { Self::No }
    }
}

impl Layout {
    /// The middle of a lane.
    pub fn lane_middle(&self, index: usize) -> CssPixels {
        self.lane + self.step * index as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Viewport =
        Viewport { width: CssPixels(862.0), height: CssPixels(206.0), size: Size::Wide, axis: Axis::Top };

    #[test]
    fn four_lanes_and_a_heartbeat_are_where_the_sketch_has_them() {
        let layout = WIDE.layout(4, HasHeartbeat::Yes);
        assert_eq!((layout.left, layout.right), (CssPixels(96.0), CssPixels(850.0)));
        assert_eq!((layout.base, layout.up, layout.down), (CssPixels(66.0), CssPixels(40.0), CssPixels(12.0)));
        assert_eq!((layout.lane_middle(0), layout.lane_middle(3)), (CssPixels(111.0), CssPixels(189.0)));
        // Higher than in the sketch: three quarters of it have room for a label.
        assert_eq!(layout.bar, CssPixels(18.0));
    }

    #[test]
    fn nothing_is_below_the_bottom_when_as_many_lanes_as_fit_are_shown() {
        for height in [150.0, 206.0, 300.0, 600.0] {
            for axis in [Axis::Top, Axis::Bottom, Axis::None] {
                let viewport = Viewport { height: CssPixels(height), axis, ..WIDE };
                let lanes = viewport.room(HasHeartbeat::Yes);
                let layout = viewport.layout(lanes, HasHeartbeat::Yes);
                let last = layout.lane_middle(lanes - 1) + layout.bar * 0.5;
                assert!(last <= layout.bottom, "{height} {axis:?} {lanes} {layout:?}");
            }
        }
    }
}
