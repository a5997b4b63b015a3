//! What is to be drawn: a list of commands, in CSS pixels and in named inks. No colours, no fonts of a platform, no
//! measuring: that is the painter's.

use super::time_scale::CssPixels;
use serde::{Deserialize, Serialize};

/// A place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: CssPixels,
    /// From the top.
    pub y: CssPixels,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub x: CssPixels,
    /// Its top edge.
    pub y: CssPixels,
    /// Its width.
    pub width: CssPixels,
    /// Its height.
    pub height: CssPixels,
}

/// What something is drawn with. The page's style sheet says which colour each is, in light and in dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ink {
    /// Grid, and the ground line of a lane.
    Line,
    /// Secondary text.
    Dim,
    /// Text, and the cursor.
    Ink,
    /// What is behind everything.
    Panel,
    /// The page behind the panel.
    Ground,
    /// What is pointed at.
    Raise,
    /// A range that was chosen.
    Keyword,
    /// Runs.
    Run,
    /// Light around what runs; transparent where the theme is light.
    Halo,
    /// Keeps the loop.
    Bad,
    /// Text in that colour.
    BadText,
    /// Text on that colour.
    OnBad,
    /// The time in which a loop is held.
    Shade,
    /// Works without the GIL.
    Off,
    /// Text on that colour.
    OnOff,
    /// Wants and cannot: outline.
    Late,
    /// Its stripes.
    LateStripe,
    /// What is between the stripes.
    LateGround,
    /// Waits by choice.
    Wait,
}

impl Ink {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Line,
        Self::Dim,
        Self::Ink,
        Self::Panel,
        Self::Ground,
        Self::Raise,
        Self::Keyword,
        Self::Run,
        Self::Halo,
        Self::Bad,
        Self::BadText,
        Self::OnBad,
        Self::Shade,
        Self::Off,
        Self::OnOff,
        Self::Late,
        Self::LateStripe,
        Self::LateGround,
        Self::Wait,
    ];

    /// The custom property of the style sheet that holds its colour.
    pub fn property(self) -> &'static str {
        match self {
            Self::Line => "--line",
            Self::Dim => "--dim",
            Self::Ink => "--ink",
            Self::Panel => "--panel",
            Self::Ground => "--ground",
            Self::Raise => "--raise",
            Self::Keyword => "--keyword",
            Self::Run => "--run",
            Self::Halo => "--halo",
            Self::Bad => "--bad",
            Self::BadText => "--bad-text",
            Self::OnBad => "--on-bad",
            Self::Shade => "--shade",
            Self::Off => "--off",
            Self::OnOff => "--on-off",
            Self::Late => "--late",
            Self::LateStripe => "--late-stripe",
            Self::LateGround => "--late-ground",
            Self::Wait => "--wait",
        }
    }
}

/// How a hatch runs: it says what is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hatch {
    /// The loop: 45°.
    Slanted,
    /// The GIL: vertical.
    Vertical,
    /// A core: dots.
    Dotted,
    /// A lock: crossed.
    Crossed,
}

/// A way to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Names of lanes and quiet labels.
    Plain,
    /// Labels on boxes.
    Strong,
    /// Labels on boxes that are less high.
    Small,
    /// The axis.
    Axis,
    /// The cursor's time.
    Pill,
    /// The number that counts.
    Count,
    /// The same where there is little room.
    CountSmall,
    /// How long this page has been frozen.
    Freeze,
    /// That somebody's input waits.
    Wait,
}

impl Font {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Strong,
        Self::Small,
        Self::Axis,
        Self::Pill,
        Self::Count,
        Self::CountSmall,
        Self::Freeze,
        Self::Wait,
    ];

    /// Height of an em.
    pub fn size(self) -> CssPixels {
        CssPixels(match self {
            Self::Plain | Self::Strong | Self::Axis | Self::Pill => 12.0,
            Self::Small => 11.0,
            Self::Count => 17.0,
            Self::CountSmall | Self::Wait => 15.0,
            Self::Freeze => 26.0,
        })
    }

    /// Weight as in CSS.
    pub fn weight(self) -> u32 {
        match self {
            Self::Plain | Self::Axis => 400,
            Self::Strong | Self::Small | Self::Pill | Self::Wait => 600,
            Self::Count | Self::CountSmall | Self::Freeze => 700,
        }
    }

    /// Whether all characters have the same width.
    pub fn is_monospaced(self) -> bool {
        matches!(self, Self::Axis | Self::Pill)
    }

    /// About how wide a text is: only for decisions whether something fits.
    pub fn estimate(self, text: &str) -> CssPixels {
        let em = match (self.is_monospaced(), self.weight()) {
            (true, _) => 0.61,
            (false, 400) => 0.55,
            (false, _) => 0.59,
        };
        self.size() * (em * text.chars().count() as f64)
    }
}

/// Which point of a text is where it is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// What is behind a text, so that it can be read on anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plate {
    /// Its colour.
    pub ink: Ink,
    /// How far it goes beyond the text to the left and right.
    pub margin: CssPixels,
    /// Its height; the text is in the middle.
    pub height: CssPixels,
    /// How round its corners are.
    pub radius: CssPixels,
}

/// One command.
#[derive(Clone, Debug, PartialEq)]
pub enum Draw {
    /// A filled rectangle.
    Box {
        /// Where.
        area: Area,
        /// How round its corners are.
        radius: CssPixels,
        /// With what.
        ink: Ink,
    },
    /// A filled rectangle that lets through what is behind it.
    Tint {
        /// Where.
        area: Area,
        /// With what.
        ink: Ink,
        /// From 0, nothing, to 1, everything.
        strength: f64,
    },
    /// A hatched rectangle with an outline.
    Hatched {
        /// Where.
        area: Area,
        /// How.
        hatch: Hatch,
    },
    /// A straight line.
    Line {
        /// From here.
        from: Point,
        /// To here.
        to: Point,
        /// How thick.
        width: CssPixels,
        /// With what.
        ink: Ink,
    },
    /// A line through points, with round corners.
    Path {
        /// The points.
        points: Vec<Point>,
        /// How thick.
        width: CssPixels,
        /// With what.
        ink: Ink,
    },
    /// A text; `at` is on its middle line.
    Text {
        /// Where.
        at: Point,
        /// What.
        text: String,
        /// How.
        font: Font,
        /// With what.
        ink: Ink,
        /// Which end is at `at`.
        align: Align,
        /// What is behind it.
        plate: Option<Plate>,
    },
}
