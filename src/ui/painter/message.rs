//! What the page tells its painter. Everything that is seen follows from it; the painter tells nothing back.

use crate::playback::Anchored;
use crate::time::Instant;
use crate::timeline::chart::{Look, Room};
use crate::timeline::layout::Viewport;
use crate::timeline::scene::Ink;
use crate::timeline::time_scale::CssPixels;
use crate::trace::Trace;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A message to the painter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToPainter {
    /// The canvas of a row comes along with this message.
    Canvas {
        /// Which row, from the top.
        row: u32,
    },
    /// A row's canvas has this size now.
    Viewport {
        /// Which row.
        row: u32,
        /// Its size in CSS pixels, and how to use it.
        viewport: Viewport,
        /// Device pixels per CSS pixel.
        ratio: f64,
    },
    /// The theme: colours as CSS has them, and font families.
    Theme {
        /// A colour for each ink.
        colours: Vec<(Ink, String)>,
        /// Family of proportional text.
        sans: String,
        /// Family of text whose characters have one width.
        mono: String,
    },
    /// What a row shows from now on.
    Run {
        /// Which row.
        row: u32,
        /// The run.
        trace: Rc<Trace>,
        /// The text that ran, for labels.
        source: Rc<str>,
    },
    /// A row is a timeline of its own, seen like this from now on: it shows one run through a camera.
    Look {
        /// Which row.
        row: u32,
        /// What is looked at.
        look: Look,
        /// How much room there is.
        room: Room,
        /// Device pixels per CSS pixel.
        ratio: f64,
    },
    /// Where the cursor is, and how it moves.
    Playback(Anchored),
    /// While something is asked: nothing is drawn after the cursor, nothing is written after this moment.
    Veil(Option<Instant>),
    /// Whether to draw each frame or a few times a second.
    Pace(Pace),
    /// Something for the freeze stage.
    Stage(ToStage),
}

/// What the painter is told for the freeze stage. What happens to the page it sees for itself, on the live run's trace.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToStage {
    /// Its canvas comes along; from now on it is shown.
    Open,
    /// It has this size.
    Room {
        /// Its width.
        width: CssPixels,
        /// Its height.
        height: CssPixels,
        /// Device pixels per CSS pixel.
        ratio: f64,
    },
    /// The page's loop gave a sign of life, in milliseconds since 1970.
    Beat(f64),
    /// A program is about to run: what was before is forgotten.
    Resume,
    /// It is not shown any more.
    Close,
}

/// How often to draw while the cursor moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// Every frame of the screen.
    Frames,
    /// Four times a second: reduced motion.
    Calm,
}
