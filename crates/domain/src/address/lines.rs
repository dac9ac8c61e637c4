//! The lines of an address, as they are written in its country.

use super::Address;
use super::book::{Entry, fold};

/// The lines as a letter from abroad has them: in the country's order, and its English name last.
pub fn lines(address: &Address<'_>) -> Vec<String> {
    let entry = Entry::of(address.country);
    let is_local = [address.street, address.city]
        .iter()
        .any(|text| text.chars().any(is_not_latin));
    let format = match entry {
        Some(entry) if is_local => entry.format,
        Some(entry) => entry.latin_format(),
        None => "%N%n%O%n%A%n%Z %C%n%S",
    };
    // A province that is called as its city is not written twice.
    let region = if fold(address.region) == fold(address.city) {
        ""
    } else {
        address.region
    };
    let local = entry
        .filter(|_| is_local)
        .and_then(|entry| entry.find_region(region))
        .map(|region| region.local);
    let region = local.filter(|local| !local.is_empty()).unwrap_or(region);
    let part = |sign: char| match sign {
        'N' => address.name,
        'O' => address.company,
        'A' => address.street,
        'C' => address.city,
        'Z' => address.postal_code,
        'S' => region,
        _ => "",
    };
    let mut lines: Vec<String> = format.split("%n").filter_map(|format| line(format, part)).collect();
    lines.push(address.country.name().to_owned());
    lines
}

/// A line of a format; none where all its parts are empty. Text that stands before a part is written where the part is.
fn line<'a>(format: &str, part: impl Fn(char) -> &'a str) -> Option<String> {
    let (mut line, mut before) = (String::new(), String::new());
    let mut has_part = false;
    let mut signs = format.chars();
    while let Some(c) = signs.next() {
        if c != '%' {
            before.push(c);
            continue;
        }
        let text = signs.next().map(|sign| part(sign).trim()).unwrap_or_default();
        if !text.is_empty() {
            line += &before;
            line += text;
            has_part = true;
        }
        before.clear();
    }
    has_part.then(|| line.trim().to_owned())
}

/// Whether it is a letter of another script than Latin.
fn is_not_latin(c: char) -> bool {
    let is_latin =
        matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}');
    c.is_alphabetic() && !is_latin
}
