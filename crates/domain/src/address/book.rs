//! The table of countries: what their addresses are made of.

use std::sync::LazyLock;

use super::{AddressField, AddressForm, AddressPart};
use crate::Country;

const TABLE: &str = include_str!("countries.tsv");

/// A country's row.
#[derive(Debug)]
pub(super) struct Entry {
    pub country: &'static str,
    /// How an address is written, and how in Latin letters where that differs.
    pub format: &'static str,
    pub latin: &'static str,
    required: &'static str,
    region: Word,
    city: Word,
    postal_code: Word,
    /// The form of its postal codes, a regular expression. Empty where it has none.
    pub code_form: &'static str,
    /// Examples of them, with commas between.
    pub code_examples: &'static str,
    regions: &'static str,
}

/// What a field is called: as a label, and within a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    label: &'static str,
    pub inside: &'static str,
}

const fn word(label: &'static str, inside: &'static str) -> Word {
    Word { label, inside }
}

/// A region as it is written in an address, what it is called in English, and how else it is spelled.
pub(super) struct Region {
    pub written: &'static str,
    pub name: &'static str,
    /// In the country's own script, where the others are not.
    pub local: &'static str,
    others: &'static str,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(Entry::read).collect()
});

impl Entry {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let mut next = || columns.next();
        Some(Self {
            country: next()?,
            format: next()?,
            latin: next()?,
            required: next()?,
            region: region_word(next()?),
            city: city_word(next()?),
            postal_code: code_word(next()?),
            code_form: next()?,
            code_examples: next()?,
            regions: next()?,
        })
    }

    pub(super) fn of(country: Country) -> Option<&'static Self> {
        let at = ENTRIES.binary_search_by(|entry| entry.country.cmp(country.code()));
        at.ok().and_then(|at| ENTRIES.get(at))
    }

    /// The format of addresses in Latin letters.
    pub(super) fn latin_format(&self) -> &'static str {
        if self.latin.is_empty() { self.format } else { self.latin }
    }

    pub(super) fn has(&self, part: AddressPart) -> bool {
        match part {
            // North Korea's are in its format, and nowhere else.
            AddressPart::PostalCode => !self.code_form.is_empty(),
            _ => self.format.contains(sign(part)),
        }
    }

    pub(super) fn requires(&self, part: AddressPart) -> bool {
        self.has(part) && self.required.contains(sign(part).trim_start_matches('%'))
    }

    /// What a part is called there.
    pub(super) fn word(&self, part: AddressPart) -> Word {
        match part {
            AddressPart::Street if self.has(AddressPart::City) => STREET,
            AddressPart::Street => word("Address", "address"),
            AddressPart::City => self.city,
            AddressPart::PostalCode => self.postal_code,
            AddressPart::Region => self.region,
        }
    }

    pub(super) fn regions(&self) -> impl Iterator<Item = Region> {
        let rows = self.regions.split('~').filter(|row| !row.is_empty());
        rows.map(|row| {
            let mut columns = row.split('|');
            let mut next = || columns.next().unwrap_or_default();
            let (written, name, local, others) = (next(), next(), next(), next());
            Region {
                written,
                name: if name.is_empty() { written } else { name },
                local,
                others,
            }
        })
    }

    /// The region that was meant: by a name of it, else by a code, with the country before it as ISO 3166-2 has it.
    pub(super) fn find_region(&self, typed: &str) -> Option<Region> {
        let typed = fold(typed);
        if typed.is_empty() {
            return None;
        }
        let code = typed.strip_prefix(&self.country.to_lowercase());
        let is_called = |region: &Region| {
            let names = [region.written, region.name, region.local];
            names.into_iter().any(|name| fold(name) == typed)
        };
        let has_code = |region: &Region| {
            let codes = region.others.split(';').chain([region.written]).map(fold);
            codes
                .into_iter()
                .any(|other| other == typed || Some(other.as_str()) == code)
        };
        self.regions().find(is_called).or_else(|| self.regions().find(has_code))
    }
}

const STREET: Word = word("Street and number", "street and number");

fn region_word(kind: &str) -> Word {
    match kind {
        "state" => word("State", "state"),
        "county" => word("County", "county"),
        "department" => word("Department", "department"),
        "district" => word("District", "district"),
        "do_si" => word("Province or city", "province or city"),
        "emirate" => word("Emirate", "emirate"),
        "island" => word("Island", "island"),
        "oblast" => word("Region", "region"),
        "parish" => word("Parish", "parish"),
        "prefecture" => word("Prefecture", "prefecture"),
        "area" => word("Area", "area"),
        _ => word("Province", "province"),
    }
}

fn city_word(kind: &str) -> Word {
    match kind {
        "district" => word("District", "district"),
        "post_town" => word("Town or city", "town or city"),
        "suburb" => word("Suburb or city", "suburb or city"),
        _ => word("City", "city"),
    }
}

fn code_word(kind: &str) -> Word {
    match kind {
        "eircode" => word("Eircode", "Eircode"),
        "pin" => word("PIN code", "PIN code"),
        "zip" => word("ZIP code", "ZIP code"),
        _ => word("Postal code", "postal code"),
    }
}

/// A part as formats name it.
pub(super) fn sign(part: AddressPart) -> &'static str {
    match part {
        AddressPart::Street => "%A",
        AddressPart::City => "%C",
        AddressPart::PostalCode => "%Z",
        AddressPart::Region => "%S",
    }
}

/// Letters and digits alone, in lower case; Turkish ones as they are in capitals elsewhere.
pub(super) fn fold(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    letters
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'ı' { 'i' } else { c })
        .collect()
}

/// What the form of a country asks for; without one, what most countries have.
pub fn form(country: Option<Country>) -> AddressForm {
    let Some(entry) = country.and_then(Entry::of) else {
        return undecided();
    };
    let mut parts: Vec<_> = AddressPart::ALL.into_iter().filter(|part| entry.has(*part)).collect();
    parts.sort_by_key(|part| entry.latin_format().find(sign(*part)));
    let fields = parts.into_iter().map(|part| AddressField {
        part,
        label: match (entry.word(part).label, entry.requires(part)) {
            (label, true) => label.to_owned(),
            (label, false) => format!("{label} (optional)"),
        },
    });
    AddressForm {
        country: entry.country.to_owned(),
        fields: fields.collect(),
        regions: entry
            .regions()
            .map(|region| (region.written.to_owned(), region.name.to_owned()))
            .collect(),
    }
}

fn undecided() -> AddressForm {
    let field = |part, label: &str| AddressField {
        part,
        label: label.to_owned(),
    };
    AddressForm {
        country: String::new(),
        fields: vec![
            field(AddressPart::Street, STREET.label),
            field(AddressPart::PostalCode, "Postal code"),
            field(AddressPart::City, "City"),
            field(AddressPart::Region, "State or region (optional)"),
        ],
        regions: Vec::new(),
    }
}

/// The region that was typed as it is written in addresses of the country, where it has a list of them.
pub fn region(country: Country, typed: &str) -> Option<&'static str> {
    Entry::of(country)?.find_region(typed).map(|region| region.written)
}
