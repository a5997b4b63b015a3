//! A lesson's picture for those who link to it: its two traces, one below the other, in the dark theme. The words stand
//! beside it wherever a link is shown, so there are none in it.

use super::lessons::Told;
use super::raster::{Canvas, Colour, Palette, Place, Rectangle};
use crate::scenario::Tone;
use crate::timeline::layout::{Axis, HasHeartbeat, Size, Viewport};
use crate::timeline::picture::Picture;
use crate::timeline::scene::Ink;
use crate::timeline::time_scale::CssPixels;
use crate::timeline::view::Chosen;

/// As those who show links want it, in pixels.
pub const SIZE: (usize, usize) = (1200, 630);
/// Pixels for a CSS pixel: lines are to be seen in a picture that is shown small.
const SCALE: f64 = 1.45;
const MARGIN: f64 = 32.0;
const GAP: f64 = 20.0;
/// The strip above both rows.
const TOP: f64 = 92.0;
/// Left of the lanes stand their names, which a picture without words has no use for.
const NAMES: f64 = 74.0;

/// The picture as a PNG file.
pub fn picture(told: &Told) -> Vec<u8> {
    let palette = Palette::dark(include_str!("../../www/css/tokens.css"));
    let mut canvas = Canvas::new(SIZE.0, SIZE.1, palette.of(Ink::Ground));
    let strokes: Vec<_> = LOGO.iter().map(|(x, y)| (MARGIN + 3.4 * x, 18.0 + 3.4 * y)).collect();
    canvas.path(&strokes, 7.0, palette.of(Ink::Run));

    let (width, height) = (SIZE.0 as f64, SIZE.1 as f64);
    let tall = (height - TOP - GAP - MARGIN) / 2.0;
    let views: Vec<_> = told.views.iter().collect();
    let end = views.iter().map(|view| view.until()).max().unwrap_or_default();
    for (row, view) in views.iter().enumerate() {
        let top = TOP + row as f64 * (tall + GAP);
        let card = Rectangle { left: MARGIN, top, right: width - MARGIN, bottom: top + tall };
        canvas.rectangle(card, 22.0, palette.of(Ink::Panel), |_, _| 1.0);
        let viewport = Viewport {
            width: CssPixels((width - 2.0 * MARGIN) / SCALE + NAMES - 42.0),
            height: CssPixels(tall / SCALE - 14.0),
            size: Size::Wide,
            axis: Axis::None,
        };
        let picture = Picture::new(view, &Chosen::of(&views, viewport.room(HasHeartbeat::any(&views))), end, viewport);
        let place = Place { x: MARGIN + (42.0 - NAMES) * SCALE, y: top + 14.0, scale: SCALE };
        canvas.draw(&picture.still, place, &palette);
        canvas.draw(&picture.trace, place, &palette);
        // Where the names would be.
        let names = Rectangle { right: MARGIN + 84.0, ..card };
        canvas.rectangle(names, 22.0, palette.of(Ink::Panel), |_, _| 1.0);
        mark(&mut canvas, told.lesson.variants[row].tone, (MARGIN + 42.0, top + tall / 2.0), &palette);
    }
    canvas.png()
}

/// The product's mark: a heartbeat.
const LOGO: [(f64, f64); 7] =
    [(1.0, 11.0), (7.0, 11.0), (9.0, 15.0), (13.0, 2.0), (17.0, 17.0), (19.0, 11.0), (25.0, 11.0)];

/// A cross for the program with the trouble, a tick for the one without.
fn mark(canvas: &mut Canvas, tone: Tone, (x, y): (f64, f64), palette: &Palette) {
    let mut stroke = |points: &[(f64, f64)], colour: Colour| {
        let points: Vec<_> = points.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        canvas.path(&points, 7.0, colour);
    };
    match tone {
        Tone::Bad => {
            stroke(&[(-12.0, -12.0), (12.0, 12.0)], palette.of(Ink::Bad));
            stroke(&[(12.0, -12.0), (-12.0, 12.0)], palette.of(Ink::Bad));
        }
        Tone::Good => stroke(&[(-14.0, 0.0), (-4.0, 11.0), (15.0, -12.0)], palette.of(Ink::Run)),
        Tone::Plain => {}
    }
}
