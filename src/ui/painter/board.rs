//! What the painter has on its easel: a row for each variant, all on one time axis.
//!
//! 1. The page sends canvases, their sizes, the theme, finished runs and the playback's anchor, in any order.
//! 2. When something other than the cursor has changed, a row's two still layers are drawn once, into images.
//!    A row with a [`Look`] is drawn through its camera, by itself; only it is drawn anew when that moves.
//! 3. A frame is: the grid's image, the trace's image up to the cursor, a ghost of it beyond, and a few commands more.

use super::draw::{Theme, draw};
use super::message::{Pace, ToPainter};
use super::stage::{Moving, StageBoard};
use crate::live::painter::{Again, Picture as OnEasel};
use crate::live::watch::LiveTrace;
use crate::playback::{Anchored, PlayState, Playback};
use crate::time::Instant;
use crate::timeline::chart::{Chart, Look, Room};
use crate::timeline::layout::{HasHeartbeat, Viewport};
use crate::timeline::picture::{GHOST, Picture};
use crate::timeline::rows::{Grouping, Rows};
use crate::timeline::scene::Draw;
use crate::timeline::view::{Chosen, View};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

/// How often the picture is drawn with reduced motion.
const CALM_MS: u32 = 250;

/// How much of a timeline is seen ahead of the cursor while it plays; while it stands everything is.
const AHEAD: f64 = 0.45;

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
    look: Option<(Look, Room, f64)>,
    rows: Option<(Grouping, Rows)>,
    drawn: Option<Layers>,
    /// Whether this row has to be drawn anew though the others have not.
    moved: bool,
}

/// A row's picture and its still layers as images.
struct Layers {
    picture: Drawn,
    still: (OffscreenCanvas, Context),
    trace: (OffscreenCanvas, Context),
}

/// What was drawn.
enum Drawn {
    Picture(Box<Picture>),
    Chart(Box<Chart>),
}

impl Drawn {
    fn layers(&self) -> [&[Draw]; 2] {
        match self {
            Self::Picture(picture) => [&picture.still, &picture.trace],
            Self::Chart(chart) => [&chart.still, &chart.trace],
        }
    }

    fn now(&self, playback: Option<&Playback>, veil: Option<Instant>) -> Vec<Draw> {
        let cursor = playback.map_or(Instant::START, Playback::cursor);
        match self {
            Self::Picture(picture) => match veil {
                Some(moment) => picture.known(&picture.now(cursor), moment),
                None => picture.now(cursor),
            },
            Self::Chart(chart) => chart.now(cursor, playback.and_then(Playback::range)),
        }
    }

    fn cursor_x(&self, cursor: Instant) -> f64 {
        match self {
            Self::Picture(picture) => picture.cursor_x(cursor).0,
            Self::Chart(chart) => chart.scale().x(cursor).0,
        }
    }

    /// How much is seen ahead of the cursor.
    fn ahead(&self, playback: Option<&Playback>, veil: Option<Instant>) -> f64 {
        match (self, playback.map(Playback::state)) {
            (Self::Picture(_), _) if veil.is_some() => 0.0,
            (Self::Picture(_), _) => GHOST,
            (Self::Chart(_), Some(PlayState::Playing)) => AHEAD,
            (Self::Chart(_), _) => 1.0,
        }
    }
}

impl Board {
    /// Takes a message; the canvas of [`ToPainter::Canvas`] is the first of `objects`.
    pub fn take(&mut self, message: ToPainter, objects: &Array) {
        match message {
            ToPainter::Canvas { row } => {
                let Ok(canvas) = objects.get(0).dyn_into::<OffscreenCanvas>() else { return };
                let Some(context) = context(&canvas) else { return };
                self.theme.warm(&context);
                // A new canvas is a new row: how it is looked at follows.
                let row = self.row(row);
                (row.look, row.viewport, row.drawn) = (None, None, None);
                row.canvas = Some((canvas, context));
            }
            ToPainter::Viewport { row, viewport, ratio } => self.row(row).viewport = Some((viewport, ratio)),
            ToPainter::Theme { colours, sans, mono } => {
                self.theme = Theme::new(colours, &sans, &mono);
                for (_, context) in self.rows.iter().filter_map(|row| row.canvas.as_ref()) {
                    self.theme.warm(context);
                }
            }
            ToPainter::Run { row, trace, source } => {
                let row = self.row(row);
                row.view = Some(View::of(&trace, &source));
                row.rows = None;
            }
            ToPainter::Look { row, look, room, ratio } => {
                let row = self.row(row);
                row.look = Some((look, room, ratio));
                row.moved = true;
                return;
            }
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
        for row in &mut self.rows {
            if std::mem::take(&mut row.moved) {
                row.lay_out_chart(&self.theme);
            }
            let ratio = row.look.map(|(.., ratio)| ratio).or(row.viewport.map(|(_, ratio)| ratio));
            if let (Some((canvas, context)), Some(ratio), Some(layers)) = (&row.canvas, ratio, &row.drawn) {
                paint(canvas, context, ratio, layers, playback.as_ref(), self.veil, &self.theme);
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
        let end = views.iter().map(|view| view.until()).max().unwrap_or_default();
        let has = HasHeartbeat::any(&views);
        let room = self.rows.iter().filter_map(|row| row.viewport).map(|(v, _)| v.room(has)).min().unwrap_or(1);
        let chosen = Chosen::of(&views, room);
        for row in &mut self.rows {
            if row.look.is_some() {
                row.moved = true;
                continue;
            }
            let (Some((viewport, ratio)), Some(view)) = (row.viewport, &row.view) else { continue };
            let mut picture = Picture::new(view, &chosen, end, viewport);
            if let Some(moment) = self.veil {
                picture.still = picture.known(&picture.still, moment);
            }
            let picture = Drawn::Picture(Box::new(picture));
            let size = (device(viewport.width.0, ratio), device(viewport.height.0, ratio));
            row.draw_layers(picture, size, ratio, &self.theme);
        }
    }
}

impl Row {
    /// Draws what the camera sees.
    fn lay_out_chart(&mut self, theme: &Theme) {
        let (Some((look, room, ratio)), Some(view)) = (self.look, &self.view) else { return };
        if self.rows.as_ref().is_none_or(|(grouping, _)| *grouping != look.grouping) {
            self.rows = Some((look.grouping, Rows::of(view, look.grouping, room.size)));
        }
        let Some((_, rows)) = &self.rows else { return };
        let chart = Drawn::Chart(Box::new(Chart::new(view, rows, &look, room)));
        self.draw_layers(chart, (device(room.width.0, ratio), device(room.height.0, ratio)), ratio, theme);
    }

    /// Draws both still layers, into the images that are there when they have the right size.
    fn draw_layers(&mut self, picture: Drawn, size: (u32, u32), ratio: f64, theme: &Theme) {
        let Some((canvas, _)) = &self.canvas else { return };
        if (canvas.width(), canvas.height()) != size {
            canvas.set_width(size.0);
            canvas.set_height(size.1);
        }
        let [still, trace] = match self.drawn.take() {
            Some(layers) => [Some(layers.still), Some(layers.trace)],
            None => [None, None],
        };
        let image = |known: Option<(OffscreenCanvas, Context)>, commands: &[Draw]| {
            let (image, context) = match known.filter(|(image, _)| (image.width(), image.height()) == size) {
                Some(known) => known,
                None => {
                    let image = OffscreenCanvas::new(size.0, size.1).ok()?;
                    let context = context(&image)?;
                    (image, context)
                }
            };
            // An image of this size can be drawn on.
            let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
            context.clear_rect(0.0, 0.0, f64::from(size.0), f64::from(size.1));
            scale(&context, ratio);
            draw(commands, &context, theme);
            Some((image, context))
        };
        let [first, second] = picture.layers();
        self.drawn = match (image(still, first), image(trace, second)) {
            (Some(still), Some(trace)) => Some(Layers { picture, still, trace }),
            _ => None,
        };
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

    fn is_drawn(&self) -> bool {
        self.rows.iter().any(|row| row.drawn.is_some())
    }
}

fn paint(
    canvas: &OffscreenCanvas,
    context: &Context,
    ratio: f64,
    layers: &Layers,
    playback: Option<&Playback>,
    veil: Option<Instant>,
    theme: &Theme,
) {
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let cursor = playback.map_or(Instant::START, Playback::cursor);
    let at = match playback {
        // What goes on for ever is seen to do so when nothing more is to come.
        Some(playback) if cursor >= playback.end() && veil.is_none() => width,
        _ => (layers.picture.cursor_x(cursor) * ratio).clamp(0.0, width),
    };
    // An image of this size can be drawn; if not, the frame stays empty.
    let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    theme.ground(context, width, height);
    let _ = context.draw_image_with_offscreen_canvas(&layers.still.0, 0.0, 0.0);
    let ahead = layers.picture.ahead(playback, veil);
    let parts = if ahead < 1.0 { [(0.0, at, 1.0), (at, width, ahead)] } else { [(0.0, width, 1.0), (0.0, 0.0, 1.0)] };
    for (left, right, alpha) in parts {
        if alpha == 0.0 || right - left < 0.01 {
            continue;
        }
        context.save();
        context.begin_path();
        context.rect(left, 0.0, right - left, height);
        context.clip();
        context.set_global_alpha(alpha);
        let _ = context.draw_image_with_offscreen_canvas(&layers.trace.0, 0.0, 0.0);
        context.restore();
    }
    scale(context, ratio);
    draw(&layers.picture.now(playback, veil), context, theme);
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
