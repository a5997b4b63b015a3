//! Draw commands as pixels, and those as a PNG file: for pictures that are looked at where no style sheet is.
//!
//! Shapes only, no text. An edge covers a pixel as far as the pixel's middle is inside of it, within one pixel.

use crate::timeline::scene::{Draw, Ink, Point};
use miniz_oxide::deflate::compress_to_vec_zlib;

/// Red, green, blue from 0 to 255, and how much of it there is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub [f64; 3], pub f64);

/// What draw commands are drawn on.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[f64; 3]>,
}

/// Where draw commands are put on a canvas: their origin, and how many pixels a CSS pixel is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
    /// Pixels for a CSS pixel.
    pub scale: f64,
}

/// The colours of the style sheet's dark theme.
pub struct Palette(Vec<(String, Colour)>);

impl Palette {
    /// Of the style sheet's text: `--name: light-dark(LIGHT, DARK);` on a line of its own.
    pub fn dark(tokens: &str) -> Self {
        let one = |line: &str| {
            let (name, rest) = line.trim().split_once(": light-dark(")?;
            let (_, dark) = rest.strip_suffix(");")?.rsplit_once(", ")?;
            Some((name.to_owned(), Colour::read(dark)?))
        };
        Self(tokens.lines().filter_map(one).collect())
    }

    /// The colour of an ink; black where the style sheet has none.
    pub fn of(&self, ink: Ink) -> Colour {
        let found = self.0.iter().find(|(name, _)| name == ink.property());
        found.map_or(Colour([0.0; 3], 1.0), |(_, colour)| *colour)
    }
}

impl Colour {
    /// `#rgb`, `#rrggbb`, or `rgb(R G B / P%)`.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_prefix('#') {
            let wide = digits.len() / 3;
            let part = |n: usize| {
                let value = u32::from_str_radix(digits.get(n * wide..(n + 1) * wide)?, 16).ok()?;
                Some(f64::from(if wide == 1 { value * 17 } else { value }))
            };
            return Some(Self([part(0)?, part(1)?, part(2)?], 1.0));
        }
        let numbers = text.strip_prefix("rgb(")?.strip_suffix("%)")?;
        let numbers: Option<Vec<f64>> = numbers.replace('/', " ").split_whitespace().map(|n| n.parse().ok()).collect();
        match numbers?[..] {
            [red, green, blue, percent] => Some(Self([red, green, blue], percent / 100.0)),
            _ => None,
        }
    }
}

impl Canvas {
    /// All of one colour.
    pub fn new(width: usize, height: usize, ground: Colour) -> Self {
        Self { width, height, pixels: vec![ground.0; width * height] }
    }

    /// Draws shapes; texts are left out.
    pub fn draw(&mut self, commands: &[Draw], place: Place, palette: &Palette) {
        let x = |value: f64| place.x + value * place.scale;
        let y = |value: f64| place.y + value * place.scale;
        let rectangle = |area: &crate::timeline::scene::Area| Rectangle {
            left: x(area.x.0),
            top: y(area.y.0),
            right: x(area.x.0 + area.width.0.max(0.0)),
            bottom: y(area.y.0 + area.height.0.max(0.0)),
        };
        let point = |at: &Point| (x(at.x.0), y(at.y.0));
        for command in commands {
            match command {
                Draw::Box { area, radius, ink } => {
                    self.rectangle(rectangle(area), radius.0 * place.scale, palette.of(*ink), |_, _| 1.0);
                }
                Draw::Tint { area, ink, strength } => {
                    self.rectangle(rectangle(area), 0.0, palette.of(*ink), |_, _| *strength);
                }
                Draw::Hatched { area, .. } => {
                    let (area, radius) = (rectangle(area), 2.5 * place.scale);
                    let stripe = move |x: f64, y: f64| f64::from((x + y).rem_euclid(14.0) < 5.0);
                    self.rectangle(area, radius, palette.of(Ink::LateGround), |_, _| 1.0);
                    self.rectangle(area, radius, palette.of(Ink::LateStripe), stripe);
                }
                Draw::Line { from, to, width, ink } => {
                    self.path(&[point(from), point(to)], width.0 * place.scale, palette.of(*ink));
                }
                Draw::Path { points, width, ink } => {
                    let points: Vec<_> = points.iter().map(point).collect();
                    self.path(&points, width.0 * place.scale, palette.of(*ink));
                }
                Draw::Text { .. } => {}
            }
        }
    }

    /// A rectangle with round corners; `strength` says how much of the colour there is at a pixel.
    pub fn rectangle(&mut self, area: Rectangle, radius: f64, colour: Colour, strength: impl Fn(f64, f64) -> f64) {
        let radius = radius.min((area.right - area.left) / 2.0).min((area.bottom - area.top) / 2.0).max(0.0);
        self.each((area.left, area.top, area.right, area.bottom), |x, y| {
            let beyond = |value: f64, from: f64, to: f64| (from + radius - value).max(value - (to - radius));
            let (dx, dy) = (beyond(x, area.left, area.right), beyond(y, area.top, area.bottom));
            let outside = if dx > 0.0 && dy > 0.0 { (dx * dx + dy * dy).sqrt() } else { dx.max(dy) } - radius;
            (colour, (0.5 - outside).clamp(0.0, 1.0) * strength(x, y))
        });
    }

    /// A line through points, with round corners and ends.
    pub fn path(&mut self, points: &[(f64, f64)], width: f64, colour: Colour) {
        let half = width / 2.0;
        for pair in points.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let (lx, ly) = (bx - ax, by - ay);
            let length = (lx * lx + ly * ly).max(1e-9);
            let bounds = (ax.min(bx) - half, ay.min(by) - half, ax.max(bx) + half, ay.max(by) + half);
            self.each(bounds, |x, y| {
                let along = (((x - ax) * lx + (y - ay) * ly) / length).clamp(0.0, 1.0);
                let (dx, dy) = (x - ax - along * lx, y - ay - along * ly);
                let away = (dx * dx + dy * dy).sqrt();
                (colour, (half + 0.5 - away).clamp(0.0, 1.0))
            });
        }
    }

    /// Puts a colour, as much as there is of it, on every pixel within bounds and one beyond them.
    fn each(&mut self, bounds: (f64, f64, f64, f64), colour: impl Fn(f64, f64) -> (Colour, f64)) {
        let within = |value: f64, most: usize| value.clamp(0.0, most as f64) as usize;
        let (left, right) = (within(bounds.0 - 1.0, self.width), within(bounds.2 + 2.0, self.width));
        let (top, bottom) = (within(bounds.1 - 1.0, self.height), within(bounds.3 + 2.0, self.height));
        for row in top..bottom {
            for column in left..right {
                let (Colour(parts, alpha), share) = colour(column as f64 + 0.5, row as f64 + 0.5);
                let share = share * alpha;
                for (below, above) in self.pixels[row * self.width + column].iter_mut().zip(parts) {
                    *below += (above - *below) * share;
                }
            }
        }
    }

    /// The canvas as a PNG file (RFC 2083): eight bits for each of red, green, blue.
    pub fn png(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.height * (self.width * 3 + 1));
        for row in self.pixels.chunks(self.width) {
            // No filter.
            rows.push(0);
            rows.extend(row.iter().flatten().map(|part| part.round().clamp(0.0, 255.0) as u8));
        }
        let mut head = Vec::new();
        head.extend((self.width as u32).to_be_bytes());
        head.extend((self.height as u32).to_be_bytes());
        head.extend([8, 2, 0, 0, 0]);
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in [(b"IHDR", head), (b"IDAT", compress_to_vec_zlib(&rows, 6)), (b"IEND", Vec::new())] {
            file.extend((data.len() as u32).to_be_bytes());
            let checked = [&kind[..], &data].concat();
            file.extend(&checked);
            file.extend(crc(&checked).to_be_bytes());
        }
        file
    }
}

/// Where a rectangle is, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Rectangle {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

/// The checksum that PNG has behind each chunk: CRC-32 as in ISO 3309, lowest bit first.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_the_style_sheet_has_them() {
        let palette = Palette::dark(
            "  --run: light-dark(#18795f, #68e8d0);\n  --halo: light-dark(rgb(1 2 3 / 0%), rgb(104 232 208 / 12%));\n  --sans: x;",
        );
        assert_eq!(palette.of(Ink::Run), Colour([104.0, 232.0, 208.0], 1.0));
        assert_eq!(palette.of(Ink::Halo), Colour([104.0, 232.0, 208.0], 0.12));
        assert_eq!(Colour::read("#fff"), Some(Colour([255.0; 3], 1.0)));
        let tokens = Palette::dark(include_str!("../../www/css/tokens.css"));
        for ink in Ink::ALL {
            assert!(tokens.0.iter().any(|(name, _)| name == ink.property()), "{ink:?}");
        }
    }

    #[test]
    fn a_shape_covers_what_is_inside_of_it() {
        let mut canvas = Canvas::new(20, 10, Colour([0.0; 3], 1.0));
        let area = Rectangle { left: 5.0, top: 2.0, right: 15.0, bottom: 8.0 };
        canvas.rectangle(area, 0.0, Colour([200.0; 3], 0.5), |_, _| 1.0);
        let at = |x: usize, y: usize| canvas.pixels[y * 20 + x][0];
        assert_eq!([at(4, 4), at(5, 4), at(14, 7), at(15, 7), at(5, 1)], [0.0, 100.0, 100.0, 0.0, 0.0]);
    }

    #[test]
    fn a_file_has_the_checksums_of_its_chunks() {
        // The check value of this CRC, and the empty last chunk that every PNG file has.
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        let file = Canvas::new(3, 2, Colour([7.0; 3], 1.0)).png();
        assert!(file.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
        let data = &file[8 + 25 + 8..file.len() - 12 - 4];
        let rows = miniz_oxide::inflate::decompress_to_vec_zlib(data).unwrap();
        assert_eq!(rows, [0, 7, 7, 7, 7, 7, 7, 7, 7, 7].repeat(2));
    }
}
