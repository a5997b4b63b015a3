//! The freeze stage's canvas: it goes on while the page stands still, because it is drawn here, from what the live run's
//! trace tells.

use super::board::{context, device, scale};
use super::draw::{Theme, draw};
use super::message::ToStage;
use crate::live::watch::LiveTrace;
use crate::timeline::freeze::{LiveRun, Stage};
use crate::timeline::time_scale::CssPixels;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

/// The stage while it is shown.
pub struct StageBoard {
    canvas: OffscreenCanvas,
    context: Context,
    room: Option<(CssPixels, CssPixels, f64)>,
    stage: Stage,
    /// The run that was seen before the last press; it is not shown any more.
    over: Option<f64>,
    seen: Option<f64>,
}

/// Whether the picture goes on changing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// It does.
    Yes,
    /// It rests.
    No,
}

impl StageBoard {
    /// The stage after a message; none when it is not shown.
    pub fn after(known: Option<Self>, message: ToStage, objects: &Array, theme: &Theme) -> Option<Self> {
        if message == ToStage::Open {
            let canvas: OffscreenCanvas = objects.get(0).dyn_into().ok()?;
            let context = context(&canvas)?;
            theme.warm(&context);
            return Some(Self { canvas, context, room: None, stage: Stage::default(), over: None, seen: None });
        }
        let mut board = known?;
        match message {
            ToStage::Open | ToStage::Close => return None,
            ToStage::Room { width, height, ratio } => board.room = Some((width, height, ratio)),
            ToStage::Beat(at) => board.stage.beat(at),
            ToStage::Resume => {
                board.stage.resume();
                board.over = board.seen;
            }
        }
        Some(board)
    }

    /// Draws it as it is at a wall time (milliseconds since 1970).
    pub fn paint(&mut self, now: f64, live: Option<&LiveTrace>, theme: &Theme) -> Moving {
        let begun = live.and_then(|live| Some((live, live.started_ms?)));
        if let Some((live, started_ms)) = begun.filter(|(_, started)| self.over != Some(*started)) {
            self.seen = Some(started_ms);
            self.stage.read(&LiveRun {
                started_ms,
                events: &live.events,
                input_waits_ms: live.input_waits_ms,
                ended: live.ended.as_ref().map(|(_, at)| *at),
            });
        }
        if let Some((width, height, ratio)) = self.room {
            let size = (device(width.0, ratio), device(height.0, ratio));
            if (self.canvas.width(), self.canvas.height()) != size {
                self.canvas.set_width(size.0);
                self.canvas.set_height(size.1);
            }
            // A canvas of this size can be drawn on; if not, it stays as it is.
            let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
            theme.ground(&self.context, f64::from(size.0), f64::from(size.1));
            scale(&self.context, ratio);
            draw(&self.stage.picture(now, width, height), &self.context, theme);
        }
        if self.stage.rests(now) { Moving::No } else { Moving::Yes }
    }
}
