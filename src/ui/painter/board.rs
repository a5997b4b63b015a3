//! What the painter has on its easel: a row for each variant, all on one time axis.
//!
//! 1. The page sends canvases, their sizes, the theme, finished runs and the playback's anchor, in any order.
//! 2. When something other than the cursor has changed, a row's two still layers are drawn once, into images.
//! 3. A frame is: the grid's image, the trace's image up to the cursor, a ghost of it beyond, and a few commands more.

use super::draw::{Theme, draw};
use super::message::{Pace, ToPainter};
use super::stage::{Moving, StageBoard};
use crate::live::painter::{Again, Picture as OnEasel};
use crate::live::watch::LiveTrace;
use crate::playback::{Anchored, PlayState};
use crate::time::Instant;
use crate::timeline::layout::Viewport;
use crate::timeline::picture::{GHOST, Picture};
use crate::timeline::view::{Chosen, View};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

/// How often the picture is drawn with reduced motion.
const CALM_MS: u32 = 250;

/// All rows.
#[derive(Default)]
pub struct Board {
    rows: Vec<Row>,
    theme: Theme,
    playback: Option<Anchored>,
    calm: bool,
    veil: Option<Instant>,
    stale: bool,
    stage: Option<StageBoard>,
}

#[derive(Default)]
struct Row {
    canvas: Option<(OffscreenCanvas, Context)>,
    viewport: Option<(Viewport, f64)>,
    view: Option<View>,
    drawn: Option<Layers>,
}

/// A row's picture and its still layers as images.
struct Layers {
    picture: Picture,
    still: OffscreenCanvas,
    trace: OffscreenCanvas,
}

impl Board {
    /// Takes a message; the canvas of [`ToPainter::Canvas`] is the first of `objects`.
    pub fn take(&mut self, message: ToPainter, objects: &Array) {
        match message {
            ToPainter::Canvas { row } => {
                let Ok(canvas) = objects.get(0).dyn_into::<OffscreenCanvas>() else { return };
                let Some(context) = context(&canvas) else { return };
                self.theme.warm(&context);
                self.row(row).canvas = Some((canvas, context));
            }
            ToPainter::Viewport { row, viewport, ratio } => self.row(row).viewport = Some((viewport, ratio)),
            ToPainter::Theme { colours, sans, mono } => {
                self.theme = Theme::new(colours, &sans, &mono);
                for (_, context) in self.rows.iter().filter_map(|row| row.canvas.as_ref()) {
                    self.theme.warm(context);
                }
            }
            ToPainter::Run { row, trace, source } => self.row(row).view = Some(View::of(&trace, &source)),
            ToPainter::Playback(anchored) => {
                self.playback = Some(anchored);
                return;
            }
            ToPainter::Veil(veil) => self.veil = veil,
            ToPainter::Pace(pace) => {
                self.calm = pace == Pace::Calm;
                return;
            }
            ToPainter::Stage(message) => {
                self.stage = StageBoard::after(self.stage.take(), message, objects, &self.theme);
                return;
            }
        }
        self.stale = true;
    }

    /// Draws all rows as they are to be seen at a wall time (milliseconds since 1970).
    pub fn paint(&mut self, now: f64, live: Option<&LiveTrace>) -> Again {
        // The stage covers the rows.
        if let Some(stage) = &mut self.stage {
            return match stage.paint(now, live, &self.theme) {
                Moving::No => Again::WhenTold,
                Moving::Yes if self.calm => Again::AfterMs(CALM_MS),
                Moving::Yes => Again::NextFrame,
            };
        }
        if std::mem::take(&mut self.stale) {
            self.lay_out();
        }
        let playback = self.playback.map(|anchored| anchored.at(now));
        let cursor = playback.map_or(Instant::START, |p| p.cursor());
        for row in &self.rows {
            if let (Some((canvas, context)), Some((_, ratio)), Some(layers)) = (&row.canvas, row.viewport, &row.drawn) {
                paint(canvas, context, ratio, layers, cursor, self.veil, &self.theme);
            }
        }
        match playback.map(|p| p.state()) {
            Some(PlayState::Playing) if self.calm => Again::AfterMs(CALM_MS),
            Some(PlayState::Playing) => Again::NextFrame,
            _ => Again::WhenTold,
        }
    }

    fn row(&mut self, row: u32) -> &mut Row {
        let index = row as usize;
        if self.rows.len() <= index {
            self.rows.resize_with(index + 1, Row::default);
        }
        &mut self.rows[index]
    }

    /// Draws the still layers anew: rows share the axis and the choice of lanes, so all of them.
    fn lay_out(&mut self) {
        let views: Vec<&View> = self.rows.iter().filter_map(|row| row.view.as_ref()).collect();
        let end = views.iter().map(|view| view.end).max().unwrap_or_default();
        let room = self.rows.iter().filter_map(|row| row.viewport).map(|(v, _)| v.room()).min().unwrap_or(1);
        let chosen = Chosen::of(&views, room);
        for row in &mut self.rows {
            let (Some((canvas, _)), Some((viewport, ratio)), Some(view)) = (&row.canvas, row.viewport, &row.view)
            else {
                continue;
            };
            let size = (device(viewport.width.0, ratio), device(viewport.height.0, ratio));
            if (canvas.width(), canvas.height()) != size {
                canvas.set_width(size.0);
                canvas.set_height(size.1);
            }
            let picture = Picture::new(view, &chosen, end, viewport);
            let image = |commands: &[_]| {
                let image = OffscreenCanvas::new(size.0, size.1).ok()?;
                let context = context(&image)?;
                scale(&context, ratio);
                draw(commands, &context, &self.theme);
                Some(image)
            };
            let still = match self.veil {
                Some(moment) => picture.known(&picture.still, moment),
                None => picture.still.clone(),
            };
            row.drawn = match (image(&still), image(&picture.trace)) {
                (Some(still), Some(trace)) => Some(Layers { picture, still, trace }),
                _ => None,
            };
        }
    }
}

impl OnEasel for Board {
    fn hear(&mut self, message: &[u8], objects: &Array) {
        // The page and its painter are one build; what can't be read was cut short with the page.
        if let Ok(message) = postcard::from_bytes(message) {
            self.take(message, objects);
        }
    }

    fn draw(&mut self, now: f64, live: Option<&LiveTrace>) -> Again {
        self.paint(now, live)
    }
}

fn paint(
    canvas: &OffscreenCanvas,
    context: &Context,
    ratio: f64,
    layers: &Layers,
    cursor: Instant,
    veil: Option<Instant>,
    theme: &Theme,
) {
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let at = (layers.picture.cursor_x(cursor).0 * ratio).clamp(0.0, width);
    // An image of this size can be drawn; if not, the frame stays empty.
    let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    theme.ground(context, width, height);
    let _ = context.draw_image_with_offscreen_canvas(&layers.still, 0.0, 0.0);
    let ghost = if veil.is_some() { 0.0 } else { GHOST };
    for (left, right, alpha) in [(0.0, at, 1.0), (at, width, ghost)] {
        if alpha == 0.0 || right - left < 0.01 {
            continue;
        }
        context.save();
        context.begin_path();
        context.rect(left, 0.0, right - left, height);
        context.clip();
        context.set_global_alpha(alpha);
        let _ = context.draw_image_with_offscreen_canvas(&layers.trace, 0.0, 0.0);
        context.restore();
    }
    scale(context, ratio);
    let now = layers.picture.now(cursor);
    match veil {
        Some(moment) => draw(&layers.picture.known(&now, moment), context, theme),
        None => draw(&now, context, theme),
    }
}

pub(super) fn context(canvas: &OffscreenCanvas) -> Option<Context> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

pub(super) fn scale(context: &Context, ratio: f64) {
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
}

pub(super) fn device(css: f64, ratio: f64) -> u32 {
    (css * ratio).round().max(1.0) as u32
}
