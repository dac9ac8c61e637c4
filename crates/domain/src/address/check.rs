//! What is wrong with an address that was typed.

use super::book::{Entry, Word};
use super::postal_code::{example, postal_code};
use super::{AddressPart, form};
use crate::Country;
use crate::account::NO_DIRECTIONS;
use crate::checkout::FormError;
use crate::name::{self, NameFault};

/// An address as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    pub street: &'a str,
    pub city: &'a str,
    pub postal_code: &'a str,
    pub region: &'a str,
}

/// An address as its country writes it. What the country's addresses do not have is left out, whatever was typed: the
/// form does not show it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Checked {
    pub street: String,
    pub city: String,
    pub postal_code: String,
    pub region: String,
}

/// Checks an address by the rules of its country. Until one is chosen, only what every country has is asked for.
///
/// # Errors
/// Every field that cannot be taken, and why.
pub fn check(country: Option<Country>, typed: &Typed<'_>) -> Result<Checked, Vec<FormError>> {
    let entry = country.and_then(Entry::of);
    let mut checked = Checked::default();
    let mut errors = Vec::new();
    for field in form(country).fields {
        let (text, into) = match field.part {
            AddressPart::Street => (typed.street, &mut checked.street),
            AddressPart::City => (typed.city, &mut checked.city),
            AddressPart::PostalCode => (typed.postal_code, &mut checked.postal_code),
            AddressPart::Region => (typed.region, &mut checked.region),
        };
        match checked_part(country, entry, field.part, text.trim()) {
            Ok(text) => *into = text,
            Err(message) => errors.push(FormError {
                field: field.part.as_str().to_owned(),
                message,
            }),
        }
    }
    if errors.is_empty() { Ok(checked) } else { Err(errors) }
}

fn checked_part(
    country: Option<Country>,
    entry: Option<&'static Entry>,
    part: AddressPart,
    text: &str,
) -> Result<String, String> {
    let max = match part {
        AddressPart::Street => 160,
        AddressPart::City | AddressPart::Region => 80,
        AddressPart::PostalCode => 20,
    };
    if text.chars().count() > max {
        return Err(format!("This is too long. The limit is {max} characters."));
    }
    let text = match name::check(text) {
        Ok(_) => text,
        Err(NameFault::ShowsNothing) => "",
        Err(NameFault::Control(_)) => return Err("Enter this on one line.".to_owned()),
        Err(NameFault::Direction(_)) => return Err(NO_DIRECTIONS.to_owned()),
    };
    let Some((entry, country)) = entry.zip(country) else {
        return match part {
            AddressPart::Street if text.is_empty() => Err("Enter your street and number.".to_owned()),
            AddressPart::City if text.is_empty() => Err("Enter your city.".to_owned()),
            _ => Ok(text.to_owned()),
        };
    };
    let Word { inside, .. } = entry.word(part);
    let is_listed = part == AddressPart::Region && entry.regions().next().is_some();
    match (part, text.is_empty()) {
        (_, true) if !entry.requires(part) => Ok(String::new()),
        (_, true) if is_listed => Err(format!("Choose your {inside}.")),
        (_, true) => Err(format!("Enter your {inside}.")),
        (AddressPart::PostalCode, false) => {
            postal_code(country, text).ok_or_else(|| format!("Enter a valid {inside}, such as {}.", example(entry)))
        }
        (AddressPart::Region, false) if is_listed => match entry.find_region(text) {
            Some(region) => Ok(region.written.to_owned()),
            None if entry.requires(part) => Err(format!("Choose your {inside}.")),
            // It was typed for another country: here there is none of that name to choose.
            None => Ok(String::new()),
        },
        _ => Ok(text.to_owned()),
    }
}
