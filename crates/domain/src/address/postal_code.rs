//! Postal codes: as people type them, and as the country writes them.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::{Regex, RegexBuilder};

use super::book::Entry;
use crate::Country;
use crate::typed::{half_width, is_dash, is_invisible};

/// No postal code is longer.
const LONGEST: usize = 20;

/// What is typed as the country writes it: `sw1y4jh` is `SW1Y 4JH`, `D-10117` is `10117`. None where the country has no
/// such code, or none at all.
pub fn postal_code(country: Country, typed: &str) -> Option<String> {
    let entry = Entry::of(country).filter(|entry| !entry.code_form.is_empty())?;
    let typed = tidy(typed);
    if typed.is_empty() || typed.chars().count() > LONGEST {
        return None;
    }
    let form = form_of(entry)?;
    let bare: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let prefixed = format!("{}{bare}", entry.country);
    // People abroad write the country before the code: `D-10117`, `CH-8001`, `FL-9490`.
    let number = bare.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let readings = [bare.as_str(), &prefixed, number];
    let spaced = readings.iter().flat_map(|reading| {
        let examples = entry.code_examples.split(',');
        examples.filter_map(|example| spaced_like(reading, example))
    });
    let mut candidates = spaced.chain([typed.clone()]);
    candidates.find(|code| form.is_match(code))
}

/// An example of the country's codes, for messages.
pub(super) fn example(entry: &Entry) -> &'static str {
    entry.code_examples.split(',').next().unwrap_or_default()
}

/// In capitals, with single spaces and plain hyphens.
fn tidy(typed: &str) -> String {
    let mut tidy = String::new();
    for c in typed.chars().map(half_width).filter(|c| !is_invisible(*c)) {
        match c {
            c if c.is_whitespace() && tidy.ends_with(' ') => {}
            c if c.is_whitespace() => tidy.push(' '),
            c if is_dash(c) => tidy.push('-'),
            // Japan's codes are often written with their sign.
            '〒' => {}
            c => tidy.push(c.to_ascii_uppercase()),
        }
    }
    tidy.trim().to_owned()
}

/// The letters and digits with spaces and hyphens where an example has them; none where it has more or fewer.
fn spaced_like(bare: &str, example: &str) -> Option<String> {
    let mut rest = bare.chars();
    let mut spaced = String::new();
    for c in example.chars() {
        spaced.push(if c.is_ascii_alphanumeric() { rest.next()? } else { c });
    }
    rest.next().is_none().then_some(spaced)
}

/// The form of a country's codes; compiled once.
fn form_of(entry: &'static Entry) -> Option<Regex> {
    static FORMS: LazyLock<Mutex<BTreeMap<&'static str, Regex>>> = LazyLock::new(Mutex::default);
    // What it holds is whole whatever happened to a thread that held it.
    let mut forms = FORMS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(form) = forms.get(entry.country) {
        return Some(form.clone());
    }
    let whole = format!("^(?:{})$", entry.code_form);
    // Digits are those of ASCII.
    let form = RegexBuilder::new(&whole).unicode(false).build().ok()?;
    forms.insert(entry.country, form.clone());
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::super::book::Entry;
    use super::*;

    #[test]
    fn every_example_of_every_country_is_its_own() {
        for entry in Country::all()
            .filter_map(Entry::of)
            .filter(|entry| !entry.code_form.is_empty())
        {
            let country: Country = entry.country.parse().expect("a country of the table");
            assert!(form_of(entry).is_some(), "{country}");
            assert!(!example(entry).is_empty(), "{country}");
            for example in entry.code_examples.split(',') {
                let written = postal_code(country, example);
                assert!(written.is_some(), "{country} {example}");
                let shouted = format!(" {}\u{200b} ", example.to_lowercase());
                assert_eq!(postal_code(country, &shouted), written, "{country} {example}");
                let bare: String = example.chars().filter(char::is_ascii_alphanumeric).collect();
                assert_eq!(postal_code(country, &bare), written, "{country} {bare}");
            }
        }
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (country, typed, written) in [
            ("DE", "D-10117", "10117"),
            ("DE", "DE 10117", "10117"),
            ("DE", "１０１１７", "10117"),
            ("DE", "10 117", "10117"),
            ("GB", "sw1y4jh", "SW1Y 4JH"),
            ("GB", "SW1Y  4JH", "SW1Y 4JH"),
            ("GB", "bfpo61", "BFPO 61"),
            ("US", "951234567", "95123-4567"),
            ("US", "94104", "94104"),
            ("US", "94104–1234", "94104-1234"),
            ("PL", "00950", "00-950"),
            ("PL", "PL-00-950", "00-950"),
            ("PT", "1000 205", "1000-205"),
            ("JP", "〒100ー0001", "100-0001"),
            ("LV", "1050", "LV-1050"),
            ("AD", "500", "AD500"),
            ("SE", "SE-111 22", "111 22"),
            ("SE", "11122", "111 22"),
            ("NL", "1011ab", "1011 AB"),
            ("NL", "NL-1011 AB", "1011 AB"),
            ("CA", "k1a0b1", "K1A 0B1"),
            ("IE", "a65f4e2", "A65 F4E2"),
            ("FR", "F-75001", "75001"),
            ("LI", "FL-9490", "9490"),
            ("AX", "AX-22100", "22100"),
            ("GR", "630 86", "63086"),
            ("KY", "1-1100", "KY1-1100"),
        ] {
            let read = postal_code(country.parse().expect("a country"), typed);
            let same = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            assert_eq!(
                read.as_deref().map(same),
                Some(same(written)),
                "{country} {typed}: {read:?}"
            );
        }
    }

    #[test]
    fn what_is_no_code_of_the_country_is_none() {
        for (country, typed) in [
            ("DE", "101"),
            ("DE", ""),
            ("DE", "\u{200b}"),
            ("DE", "101171"),
            ("DE", "1011O"),
            ("DE", "SW1Y 4JH"),
            ("DE", "٠١١٧٣"),
            ("AT", "10117"),
            ("GB", "10117"),
            ("GB", "ZZ1 1AA"),
            ("US", "1011"),
            ("US", "SW1Y 4JH"),
            ("CA", "D1A 0B1"),
            ("NL", "10117"),
            ("LI", "8001"),
            ("HK", "999077"),
            ("AE", "00000"),
            ("PA", "0801"),
            ("ZW", "1"),
            ("DE", &"1".repeat(10_000)),
        ] {
            assert_eq!(
                postal_code(country.parse().expect("a country"), typed),
                None,
                "{country} {typed}"
            );
        }
    }
}
