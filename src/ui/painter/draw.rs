//! Draw commands on a canvas.

use crate::timeline::scene::{Align, Area, Draw, Font, Hatch, Ink, Plate, Point};
use crate::timeline::time_scale::CssPixels;
use std::f64::consts::TAU;
use web_sys::OffscreenCanvasRenderingContext2d as Context;

/// Colours and fonts.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    colours: Vec<(Ink, String)>,
    fonts: Vec<(Font, String)>,
}

impl Theme {
    /// From what the page found in its style sheet.
    pub fn new(colours: Vec<(Ink, String)>, sans: &str, mono: &str) -> Self {
        let css = |font: Font| {
            let family = if font.is_monospaced() { mono } else { sans };
            format!("{} {}px {family}", font.weight(), font.size().0)
        };
        Self { colours, fonts: Font::ALL.into_iter().map(|font| (font, css(font))).collect() }
    }

    fn colour(&self, ink: Ink) -> &str {
        self.colours.iter().find(|(known, _)| *known == ink).map_or("transparent", |(_, colour)| colour)
    }

    fn font(&self, font: Font) -> &str {
        self.fonts.iter().find(|(known, _)| *known == font).map_or("12px sans-serif", |(_, css)| css)
    }

    /// Covers everything that was there.
    pub fn ground(&self, context: &Context, width: f64, height: f64) {
        context.set_fill_style_str(self.colour(Ink::Panel));
        context.fill_rect(0.0, 0.0, width, height);
    }

    /// Draws one text of each font where nobody sees it. A worker's first text waits for the page's main thread, so it
    /// must not be drawn during a freeze.
    pub fn warm(&self, context: &Context) {
        for (_, css) in &self.fonts {
            context.set_font(css);
            // Nothing to do about a text that can't be drawn.
            let _ = context.fill_text("0123456789. without a beat", 0.0, -99.0);
        }
    }
}

/// Draws commands in order; the context's scale makes CSS pixels of its units.
pub fn draw(commands: &[Draw], context: &Context, theme: &Theme) {
    for command in commands {
        draw_one(command, context, theme);
    }
}

fn draw_one(command: &Draw, context: &Context, theme: &Theme) {
    match command {
        Draw::Box { area, radius, ink } => {
            context.set_fill_style_str(theme.colour(*ink));
            rounded(context, area, *radius);
            context.fill();
        }
        Draw::Tint { area, ink, strength } => {
            context.set_global_alpha(*strength);
            context.set_fill_style_str(theme.colour(*ink));
            context.fill_rect(area.x.0, area.y.0, area.width.0.max(0.0), area.height.0.max(0.0));
            context.set_global_alpha(1.0);
        }
        Draw::Hatched { area, hatch } => hatched(context, theme, area, *hatch),
        Draw::Line { from, to, width, ink } => {
            context.set_line_cap("butt");
            stroke(context, theme, *ink, *width, &[*from, *to]);
        }
        Draw::Path { points, width, ink } => {
            context.set_line_cap("round");
            context.set_line_join("round");
            stroke(context, theme, *ink, *width, points);
        }
        Draw::Text { at, text, font, ink, align, plate } => {
            context.set_font(theme.font(*font));
            context.set_text_align(match align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
            if let Some(plate) = plate {
                let width = context.measure_text(text).map_or(font.estimate(text).0, |m| m.width());
                draw_plate(context, theme, *at, width, *align, plate);
            }
            context.set_fill_style_str(theme.colour(*ink));
            // From the middle of the line to the baseline: half the height of a capital.
            let _ = context.fill_text(text, at.x.0, at.y.0 + font.size().0 * 0.35);
        }
    }
}

fn draw_plate(context: &Context, theme: &Theme, at: Point, width: f64, align: Align, plate: &Plate) {
    let left = match align {
        Align::Start => at.x.0,
        Align::Middle => at.x.0 - width / 2.0,
        Align::End => at.x.0 - width,
    };
    let area = Area {
        x: CssPixels(left) - plate.margin,
        y: at.y - plate.height * 0.5,
        width: CssPixels(width) + plate.margin * 2.0,
        height: plate.height,
    };
    context.set_fill_style_str(theme.colour(plate.ink));
    rounded(context, &area, plate.radius);
    context.fill();
}

fn stroke(context: &Context, theme: &Theme, ink: Ink, width: CssPixels, points: &[Point]) {
    let Some((first, rest)) = points.split_first() else { return };
    context.begin_path();
    context.move_to(first.x.0, first.y.0);
    for point in rest {
        context.line_to(point.x.0, point.y.0);
    }
    context.set_stroke_style_str(theme.colour(ink));
    context.set_line_width(width.0);
    context.stroke();
}

fn rounded(context: &Context, area: &Area, radius: CssPixels) {
    context.begin_path();
    let (x, y, w, h) = (area.x.0, area.y.0, area.width.0.max(0.0), area.height.0.max(0.0));
    // A radius is never negative, so it can't be refused.
    let _ = context.round_rect_with_f64(x, y, w, h, radius.0.max(0.0));
}

/// Stripes or dots within an outline; the pattern hangs on the area's own corner, so that it moves with it.
fn hatched(context: &Context, theme: &Theme, area: &Area, hatch: Hatch) {
    const STEP: f64 = 8.0;
    let (x, y, w, h) = (area.x.0, area.y.0, area.width.0, area.height.0);
    context.save();
    rounded(context, area, CssPixels(2.5));
    context.set_fill_style_str(theme.colour(Ink::LateGround));
    context.fill();
    context.clip();
    context.set_fill_style_str(theme.colour(Ink::LateStripe));
    context.set_stroke_style_str(theme.colour(Ink::LateStripe));
    context.set_line_cap("butt");
    context.begin_path();
    match hatch {
        Hatch::Slanted | Hatch::Crossed => {
            // 8 px apart across the stripe, so further along the edge.
            let along = STEP * std::f64::consts::SQRT_2;
            let mut at = x - h;
            while at < x + w + h {
                context.move_to(at, y + h);
                context.line_to(at + h, y);
                if hatch == Hatch::Crossed {
                    context.move_to(at, y);
                    context.line_to(at + h, y + h);
                }
                at += along;
            }
            context.set_line_width(if hatch == Hatch::Crossed { 1.5 } else { 2.5 });
            context.stroke();
        }
        Hatch::Vertical => {
            let mut at = x + STEP / 2.0;
            while at < x + w {
                context.move_to(at, y);
                context.line_to(at, y + h);
                at += STEP;
            }
            context.set_line_width(2.5);
            context.stroke();
        }
        Hatch::Dotted => {
            let mut at = x + STEP / 2.0;
            while at < x + w {
                for row in [0.3, 0.7] {
                    context.move_to(at, y + h * row);
                    let _ = context.arc(at, y + h * row, 1.6, 0.0, TAU);
                }
                at += STEP;
            }
            context.fill();
        }
    }
    context.restore();
    rounded(context, area, CssPixels(2.5));
    context.set_stroke_style_str(theme.colour(Ink::Late));
    context.set_line_width(1.2);
    context.stroke();
}
