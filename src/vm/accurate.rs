//! Exponentials, logarithms and trigonometry, rounded as well as glibc's.
//!
//! CPython takes these from the platform, and on Linux that errs by little more than half a unit in the last place: what a
//! program prints are then the digits of the nearest float, nearly always. The crate `libm` errs by up to one unit, which shows
//! in one result out of ten (`1.07 ** 2`). So everything is computed here with twice the digits, as a sum of two floats, and
//! rounded once; `libm` gives the first guess where there is one to improve.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number as a sum of two floats, the second less than half a unit of the first: some 106 bits.
#[derive(Clone, Copy)]
struct Wide(f64, f64);

/// `ln 2` and `pi / 2`, in three floats each.
const LN_2: [f64; 3] = [std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17, 5.707_708_438_416_212e-34];
const HALF_PI: [f64; 3] = [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17, -1.497_384_904_859_169_8e-33];

/// Beyond these, an exponential is no finite float, or zero.
const LARGEST: f64 = 709.79;
const SMALLEST: f64 = -745.14;

/// Angles beyond this one are left to `libm`.
const LARGEST_ANGLE: f64 = 1e9;

/// `a + b`
fn sum(a: f64, b: f64) -> Wide {
    let high = a + b;
    let part = high - a;
    Wide(high, (a - (high - part)) + (b - part))
}

/// `a * b`, by halves of 26 bits (Dekker), as there may be no fused operation.
fn product(a: f64, b: f64) -> Wide {
    let halves = |x: f64| {
        let scaled = 134_217_729.0 * x;
        let high = scaled - (scaled - x);
        (high, x - high)
    };
    let ((a1, a0), (b1, b0)) = (halves(a), halves(b));
    let high = a * b;
    Wide(high, ((a1 * b1 - high) + a1 * b0 + a0 * b1) + a0 * b0)
}

impl Wide {
    fn rounded(self) -> f64 {
        self.0 + self.1
    }

    fn root(self) -> Self {
        if self.0 <= 0.0 {
            return Self(0.0, 0.0);
        }
        let guess = self.0.sqrt();
        let rest = self - product(guess, guess);
        sum(guess, rest.0 / (2.0 * guess))
    }
}

impl From<f64> for Wide {
    fn from(x: f64) -> Self {
        Self(x, 0.0)
    }
}

impl Neg for Wide {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl Add for Wide {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (high, low) = (sum(self.0, other.0), sum(self.1, other.1));
        let once = sum(high.0, high.1 + low.0);
        sum(once.0, once.1 + low.1)
    }
}

impl Sub for Wide {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Wide {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let high = product(self.0, other.0);
        sum(high.0, high.1 + (self.0 * other.1 + self.1 * other.0))
    }
}

impl Div for Wide {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let guess = self.0 / other.0;
        let rest = self - other * Self::from(guess);
        let more = rest.0 / other.0;
        let rest = rest - other * Self::from(more);
        sum(guess, more) + Self::from(rest.0 / other.0)
    }
}

/// `e ** x` as a number from 0.7 to 1.4 and a power of two.
fn exponential(x: Wide) -> (Wide, i32) {
    const HALVINGS: i32 = 8;
    let turns = (x.0 / LN_2[0]).round();
    let rest = x - product(turns, LN_2[0]) - product(turns, LN_2[1]) - Wide::from(turns * LN_2[2]);
    let scale = 1.0 / f64::from(1 << HALVINGS);
    let small = Wide(rest.0 * scale, rest.1 * scale);
    // e ** small - 1, which keeps its digits when it is doubled in the exponent: (1 + p)² - 1 = 2p + p².
    let mut series = Wide::from(1.0);
    for n in (2..=11).rev() {
        series = Wide::from(1.0) + small * series / Wide::from(f64::from(n));
    }
    let mut less_one = small * series;
    for _ in 0..HALVINGS {
        less_one = Wide(2.0 * less_one.0, 2.0 * less_one.1) + less_one * less_one;
    }
    (Wide::from(1.0) + less_one, turns as i32)
}

/// The natural logarithm of a positive finite number.
fn logarithm(x: f64) -> Wide {
    let (mut mantissa, mut exponent) = libm::frexp(x);
    if mantissa < std::f64::consts::FRAC_1_SQRT_2 {
        (mantissa, exponent) = (2.0 * mantissa, exponent - 1);
    }
    let near = if (mantissa - 1.0).abs() < 0.03 {
        // 2 artanh((m - 1) / (m + 1)): beside 1 all digits are in the small terms.
        let ratio = Wide::from(mantissa - 1.0) / sum(mantissa, 1.0);
        let square = ratio * ratio;
        let mut series = Wide::from(0.0);
        for n in (0..=9).rev() {
            series = Wide::from(1.0) / Wide::from(f64::from(2 * n + 1)) + square * series;
        }
        let half = ratio * series;
        Wide(2.0 * half.0, 2.0 * half.1)
    } else {
        let guess = libm::log(mantissa);
        let (power, turns) = exponential(Wide::from(guess));
        let power = Wide(libm::ldexp(power.0, turns), libm::ldexp(power.1, turns));
        let mantissa = Wide::from(mantissa);
        let step = (mantissa - power) / (mantissa + power);
        Wide::from(guess) + Wide(2.0 * step.0, 2.0 * step.1)
    };
    let exponent = f64::from(exponent);
    product(exponent, LN_2[0]) + product(exponent, LN_2[1]) + near
}

/// Sine and cosine of an angle up to [`LARGEST_ANGLE`].
fn sine_and_cosine(x: f64) -> (Wide, Wide) {
    let turns = (x / HALF_PI[0]).round();
    let rest = Wide::from(x) - product(turns, HALF_PI[0]) - product(turns, HALF_PI[1]) - product(turns, HALF_PI[2]);
    let square = rest * rest;
    let series = |first: i32| {
        let mut series = Wide::from(1.0);
        for n in (0..13).rev() {
            let divisor = f64::from((first + 2 * n) * (first + 2 * n + 1));
            series = Wide::from(1.0) - square * series / Wide::from(divisor);
        }
        series
    };
    let (sine, cosine) = (rest * series(2), series(1));
    match (turns as i64).rem_euclid(4) {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

/// The angle of a point other than the origin.
fn angle(y: Wide, x: Wide) -> Wide {
    let guess = libm::atan2(y.0, x.0);
    let (sine, cosine) = sine_and_cosine(guess);
    Wide::from(guess) + (y * cosine - x * sine) / (x * cosine + y * sine)
}

/// `e ** x`
pub fn exp(x: f64) -> f64 {
    if !x.is_finite() || !(SMALLEST..LARGEST).contains(&x) {
        return libm::exp(x);
    }
    scaled(exponential(Wide::from(x)))
}

fn scaled((mantissa, turns): (Wide, i32)) -> f64 {
    libm::ldexp(mantissa.rounded(), turns)
}

fn is_ordinary(x: f64) -> bool {
    x > 0.0 && x.is_finite()
}

/// The natural logarithm.
pub fn log(x: f64) -> f64 {
    if is_ordinary(x) { logarithm(x).rounded() } else { libm::log(x) }
}

/// The logarithm to base 2.
pub fn log2(x: f64) -> f64 {
    if !is_ordinary(x) {
        return libm::log2(x);
    }
    (logarithm(x) / Wide(LN_2[0], LN_2[1])).rounded()
}

/// The logarithm to base 10, with the errors that glibc's has: it adds up one of the mantissa and one of the power of two.
pub fn log10(x: f64) -> f64 {
    const OF_2_HIGH: f64 = 0.301_029_995_663_611_77;
    const OF_2_LOW: f64 = 3.694_239_077_158_931e-13;
    if !is_ordinary(x) {
        return libm::log10(x);
    }
    let (mantissa, exponent) = libm::frexp(x);
    // Of numbers from 1 on the mantissa is 1 to 2, below it is a half to 1.
    let (mantissa, exponent) = if exponent > 0 { (2.0 * mantissa, exponent - 1) } else { (mantissa, exponent) };
    let exponent = f64::from(exponent);
    exponent * OF_2_LOW + std::f64::consts::LOG10_E * log(mantissa) + exponent * OF_2_HIGH
}

/// `x ** y`, where that is real.
pub fn pow(x: f64, y: f64) -> f64 {
    let special = !x.is_finite() || !y.is_finite() || x == 0.0 || y == 0.0 || (x < 0.0 && y.fract() != 0.0);
    if special {
        return libm::pow(x, y);
    }
    if y == 2.0 {
        return x * x;
    }
    let power = logarithm(x.abs()) * Wide::from(y);
    if !(SMALLEST..LARGEST).contains(&power.0) {
        return libm::pow(x, y);
    }
    let magnitude = scaled(exponential(power));
    if x < 0.0 && y % 2.0 != 0.0 { -magnitude } else { magnitude }
}

/// A function of an angle, from its sine and cosine.
fn of_angle(x: f64, wide: fn((Wide, Wide)) -> Wide, rough: fn(f64) -> f64) -> f64 {
    if x == 0.0 || !x.is_finite() || x.abs() > LARGEST_ANGLE { rough(x) } else { wide(sine_and_cosine(x)).rounded() }
}

/// The sine.
pub fn sin(x: f64) -> f64 {
    of_angle(x, |(sine, _)| sine, libm::sin)
}

/// The cosine.
pub fn cos(x: f64) -> f64 {
    of_angle(x, |(_, cosine)| cosine, libm::cos)
}

/// The tangent.
pub fn tan(x: f64) -> f64 {
    of_angle(x, |(sine, cosine)| sine / cosine, libm::tan)
}

/// The angle of the point `(x, y)`.
pub fn atan2(y: f64, x: f64) -> f64 {
    let usual = |x: f64| x != 0.0 && x.is_finite() && (1e-100..1e100).contains(&x.abs());
    if usual(x) && usual(y) { angle(y.into(), x.into()).rounded() } else { libm::atan2(y, x) }
}

/// The angle with that tangent.
pub fn atan(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { libm::atan(x) } else { atan2(x, 1.0) }
}

/// What is left of 1 beside a sine or cosine: `sqrt(1 - x * x)`.
fn beside(x: f64) -> Wide {
    (sum(1.0, x) * sum(1.0, -x)).root()
}

/// The angle with that sine.
pub fn asin(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() || x.abs() >= 1.0 { libm::asin(x) } else { angle(x.into(), beside(x)).rounded() }
}

/// The angle with that cosine.
pub fn acos(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() || x.abs() >= 1.0 { libm::acos(x) } else { angle(beside(x), x.into()).rounded() }
}

/// The hyperbolic sine.
pub fn sinh(x: f64) -> f64 {
    if x.abs() < 22.0 || !x.is_finite() || x.abs() > 700.0 {
        return libm::sinh(x);
    }
    (0.5 * exp(x.abs())).copysign(x)
}

/// The hyperbolic cosine.
pub fn cosh(x: f64) -> f64 {
    let size = x.abs();
    if !(0.35..700.0).contains(&size) {
        return libm::cosh(x);
    }
    let power = exp(size);
    if size < 22.0 { 0.5 * power + 0.5 / power } else { 0.5 * power }
}

/// The hyperbolic tangent.
pub fn tanh(x: f64) -> f64 {
    let size = x.abs();
    if !(1e-16..22.0).contains(&size) {
        return libm::tanh(x);
    }
    let result = if size >= 1.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * size) + 2.0)
    } else {
        let less = libm::expm1(-2.0 * size);
        -less / (less + 2.0)
    };
    result.copysign(x)
}

/// The area hyperbolic sine.
pub fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if !(2.0..1e8).contains(&size) {
        return libm::asinh(x);
    }
    log(2.0 * size + 1.0 / ((size * size + 1.0).sqrt() + size)).copysign(x)
}

/// The area hyperbolic cosine.
pub fn acosh(x: f64) -> f64 {
    if !(2.0..1e8).contains(&x) {
        return libm::acosh(x);
    }
    log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()))
}

/// The length of a vector.
pub fn length(parts: &[f64]) -> f64 {
    let largest = parts.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    if parts.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if parts.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 {
        return 0.0;
    }
    // By a power of two, so that squares neither overflow nor vanish and nothing is rounded.
    let (_, exponent) = libm::frexp(largest);
    let squares = parts.iter().fold(Wide::from(0.0), |all, x| {
        let x = libm::ldexp(*x, -exponent);
        all + product(x, x)
    });
    libm::ldexp(squares.root().rounded(), exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that CPython 3.13.0 on Linux gives; `libm` gets some of them one unit off.
    #[test]
    fn digits_are_those_of_glibc() {
        assert_eq!(pow(1.07, 2.0), 1.1449);
        assert_eq!(pow(1.07, 3.0), 1.225_043);
        assert_eq!(exp(1.0), std::f64::consts::E);
        assert_eq!(exp(-745.0), 5e-324);
        assert_eq!(log(20.722_352_333_333_333), 3.031_212_940_548_314_4);
        assert_eq!(log10(1000.0), 3.0);
        assert_eq!(log2(1024.0), 10.0);
        assert_eq!(pow(-2.0, 3.0), -8.0);
        assert_eq!(pow(10.0, -5.0), 1e-5);
        assert_eq!(length(&[3.0, 4.0]), 5.0);
        assert_eq!(length(&[3e200, -4e200]), 4.999_999_999_999_999_5e200);
    }

    #[test]
    fn what_is_special_stays_so() {
        assert!(log(-1.0).is_nan() && pow(-8.0, 0.5).is_nan());
        assert_eq!((exp(f64::NEG_INFINITY), exp(800.0)), (0.0, f64::INFINITY));
        assert_eq!((pow(2.0, 1e9), pow(2.0, -1e9)), (f64::INFINITY, 0.0));
        assert_eq!(asin(1.0), std::f64::consts::FRAC_PI_2);
        assert_eq!(sin(-0.0).to_bits(), (-0.0_f64).to_bits());
        assert_eq!(length(&[]), 0.0);
    }
}
