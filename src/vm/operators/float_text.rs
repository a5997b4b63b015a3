//! Floats as text, digit by digit as CPython writes them.

/// `repr(x)`: the shortest digits that read back as the same float; with an exponent from 1e16 on and below 1e-4.
pub fn float_repr(x: f64) -> String {
    if let Some(text) = not_finite(x) {
        return text.to_owned();
    }
    let (digits, point) = shortest_digits(x);
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if -4 < point && point <= 16 {
        let mut text = format!("{sign}{}", place_point(&digits, point));
        if !text.contains('.') {
            text.push_str(".0");
        }
        return text;
    }
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{dot}{rest}{}", exponent_text(point - 1))
}

/// `inf`, `-inf` or `nan`.
pub fn not_finite(x: f64) -> Option<&'static str> {
    if x.is_nan() {
        return Some("nan");
    }
    match x {
        f64::INFINITY => Some("inf"),
        f64::NEG_INFINITY => Some("-inf"),
        _ => None,
    }
}

/// The shortest digits of a finite float's magnitude, and where its decimal point is: before the digits for 0.
pub fn shortest_digits(x: f64) -> (String, i32) {
    split_scientific(&format!("{:e}", x.abs()))
}

/// So many significant digits of a finite float's magnitude, exactly rounded (half to even), and where the point is.
pub fn significant_digits(x: f64, count: usize) -> (String, i32) {
    split_scientific(&format!("{:.*e}", count.saturating_sub(1), x.abs()))
}

fn split_scientific(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if digits.bytes().all(|b| b == b'0') { (digits, 1) } else { (digits, exponent + 1) }
}

/// Digits with the decimal point at its place, zeros added where needed; without a fraction there is no point.
pub fn place_point(digits: &str, point: i32) -> String {
    let length = digits.len() as i32;
    if point <= 0 {
        return format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    }
    if point >= length {
        return format!("{digits}{}", "0".repeat((point - length) as usize));
    }
    let (whole, fraction) = digits.split_at(point as usize);
    format!("{whole}.{fraction}")
}

/// `e+07`
pub fn exponent_text(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_cpython_writes_them() {
        for (x, text) in [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (2.5, "2.5"),
            (9_007_199_254_740_993.0, "9007199254740992.0"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(float_repr(x), text);
        }
    }
}
