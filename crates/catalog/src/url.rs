//! Numbers and text as they stand in URLs.

use std::fmt::Write as _;

/// A whole number from 1.
pub fn positive(s: &str) -> Option<usize> {
    // A number too long for usize is past every end, and the end is where such a page goes.
    let digits = !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| s.parse().unwrap_or(usize::MAX)).filter(|&n| n >= 1)
}

/// Reads `4`, `4.5` or `4.25` as hundredths, 0 to 500.
pub(crate) fn parse_rating(s: &str) -> Option<u16> {
    let (whole, fraction) = s.split_once('.').unwrap_or((s, "0"));
    let digits = |t: &str| !t.is_empty() && t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction: u16 = if fraction.len() == 1 {
        fraction.parse::<u16>().ok()? * 10
    } else {
        fraction.parse().ok()?
    };
    let hundredths = whole.parse::<u16>().ok()? * 100 + fraction;
    (hundredths <= 500).then_some(hundredths)
}

/// Hundredths of a star as a decimal: 450 is `4.5`.
/// Hundredths of a star for people: `4.0`, `4.25`.
pub fn stars(hundredths: u16) -> String {
    let (whole, fraction) = (hundredths / 100, hundredths % 100);
    match fraction % 10 {
        0 => format!("{whole}.{}", fraction / 10),
        _ => format!("{whole}.{fraction:02}"),
    }
}

pub(crate) fn rating_text(hundredths: u16) -> String {
    let (whole, fraction) = (hundredths / 100, hundredths % 100);
    match fraction {
        0 => whole.to_string(),
        f if f % 10 == 0 => format!("{whole}.{}", f / 10),
        f => format!("{whole}.{f:02}"),
    }
}

/// Decodes `application/x-www-form-urlencoded`; a broken escape stays as it is, broken UTF-8 becomes U+FFFD.
pub(crate) fn percent_decode(s: &str) -> String {
    let bytes = s.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |b: Option<&u8>| b.and_then(|&b| (b as char).to_digit(16));
        match (bytes[i], hex(bytes.get(i + 1)), hex(bytes.get(i + 2))) {
            (b'+', ..) => out.push(b' '),
            (b'%', Some(high), Some(low)) => {
                // Two hex digits are below 256.
                out.push((high * 16 + low) as u8);
                i += 2;
            }
            (b, ..) => out.push(b),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Appends text for a query string; spaces become `+`.
pub(crate) fn percent_encode(out: &mut String, s: &str) {
    for b in s.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b',' => out.push(b as char),
            b' ' => out.push('+'),
            _ => write!(out, "%{b:02X}").expect("a String takes every write"),
        }
    }
}
