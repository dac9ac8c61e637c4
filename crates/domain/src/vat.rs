//! VAT ids: their canonical form and check digits, by country. Whether an id was ever given to anyone only its
//! country's authority knows; see `services::tax`.
//!
//! The forms are those of the EU's VIES (<https://ec.europa.eu/taxation_customs/vies/#/faq>, question 11) and, for
//! Great Britain, Switzerland and Norway, of their authorities. What an id may look like is taken generously: a
//! customer whose id is refused by mistake cannot buy, one whose id is wrong is not verified. The checksums are in
//! `check`.
//!
//! Form only, as no rule is published: Czech birth numbers of nine digits (given until 1953), British government
//! departments and health authorities (`GD`, `HA`).

mod check;

use crate::Country;
use crate::typed::{half_width, is_dash, is_invisible};

/// A VAT id whose form and check digits are right, in canonical form: prefix and number without spaces, `DE136695976`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VatId {
    text: String,
    eu: bool,
}

/// Why a VAT id was refused, as a sentence for the customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum VatError {
    #[error("You don’t need a VAT ID for this country ({}). Leave this field empty.", .0.name())]
    NotUsed(Country),
    /// It begins as another country's do.
    #[error("This VAT ID starts with {found}, but you chose {} as your country.", .country.name())]
    OtherCountry { found: &'static str, country: Country },
    #[error("This isn’t a valid VAT ID for {}. Example: {example}.", .country.name())]
    Form { country: Country, example: &'static str },
    #[error("This VAT ID isn’t valid. Please check it for typing mistakes.")]
    CheckDigit,
    /// There is no number in it: `none`, `n/a`.
    #[error("This isn’t a VAT ID. Leave this field empty if you don’t have one.")]
    NoNumber,
}

/// How a country writes its ids.
struct Scheme {
    /// ISO 3166-1; the prefix can be another.
    country: &'static str,
    prefix: &'static str,
    eu: bool,
    /// What may follow the prefix, with the check of that form. `#` is a digit, `@` a letter, `?` a letter, digit, `+`
    /// or `*`; anything else is itself.
    forms: &'static [(&'static str, Check)],
    /// Valid, for messages.
    example: &'static str,
}

/// Whether the check digits of what follows the prefix fit; only ever asked about text of its form.
type Check = fn(&[u8]) -> bool;

const fn scheme(
    country: &'static str,
    prefix: &'static str,
    eu: bool,
    forms: &'static [(&'static str, Check)],
    example: &'static str,
) -> Scheme {
    Scheme {
        country,
        prefix,
        eu,
        forms,
        example,
    }
}

/// Those that share a prefix stand with the one whose prefix it is first.
const SCHEMES: &[Scheme] = &[
    scheme("AT", "AT", true, &[("U########", check::austria)], "ATU13585627"),
    scheme("BE", "BE", true, &[("##########", check::belgium)], "BE0428759497"),
    scheme(
        "BG",
        "BG",
        true,
        &[("#########", check::bulgaria), ("##########", check::bulgaria_person)],
        "BG175074752",
    ),
    scheme("CY", "CY", true, &[("########@", check::cyprus)], "CY10259033P"),
    scheme(
        "CZ",
        "CZ",
        true,
        &[
            ("########", check::czechia),
            ("6########", check::czechia_special),
            ("#########", check::none),
            ("##########", check::czechia_person),
        ],
        "CZ25123891",
    ),
    scheme("DE", "DE", true, &[("#########", check::germany)], "DE136695976"),
    scheme("DK", "DK", true, &[("########", check::denmark)], "DK13585628"),
    scheme("EE", "EE", true, &[("#########", check::estonia)], "EE100594102"),
    scheme("GR", "EL", true, &[("#########", check::greece)], "EL094259216"),
    scheme("ES", "ES", true, &[("?#######?", check::spain)], "ESB64717838"),
    scheme("FI", "FI", true, &[("########", check::finland)], "FI20774740"),
    scheme("FR", "FR", true, &[("??#########", check::france)], "FR40303265045"),
    scheme("MC", "FR", true, &[("??#########", check::france)], "FR40303265045"),
    scheme("HR", "HR", true, &[("###########", check::mod_11_10)], "HR33392005961"),
    scheme("HU", "HU", true, &[("########", check::hungary)], "HU12892312"),
    scheme(
        "IE",
        "IE",
        true,
        &[
            ("#######@", check::ireland),
            ("#######@@", check::ireland),
            ("#?#####@", check::ireland_old),
        ],
        "IE6433435F",
    ),
    scheme("IT", "IT", true, &[("###########", check::italy)], "IT00743110157"),
    scheme(
        "LT",
        "LT",
        true,
        &[("#######1#", check::lithuania), ("##########1#", check::lithuania)],
        "LT119511515",
    ),
    scheme("LU", "LU", true, &[("########", check::luxembourg)], "LU15027442"),
    scheme("LV", "LV", true, &[("###########", check::latvia)], "LV40003521600"),
    scheme("MT", "MT", true, &[("########", check::malta)], "MT11679112"),
    scheme(
        "NL",
        "NL",
        true,
        &[("#########B##", check::netherlands)],
        "NL004495445B01",
    ),
    scheme("PL", "PL", true, &[("##########", check::poland)], "PL8567346215"),
    scheme("PT", "PT", true, &[("#########", check::portugal)], "PT501964843"),
    scheme(
        "RO",
        "RO",
        true,
        &[
            ("##", check::romania),
            ("###", check::romania),
            ("####", check::romania),
            ("#####", check::romania),
            ("######", check::romania),
            ("#######", check::romania),
            ("########", check::romania),
            ("#########", check::romania),
            ("##########", check::romania),
        ],
        "RO18547290",
    ),
    scheme("SE", "SE", true, &[("############", check::sweden)], "SE123456789701"),
    scheme("SI", "SI", true, &[("########", check::slovenia)], "SI50223054"),
    scheme("SK", "SK", true, &[("##########", check::slovakia)], "SK2022749619"),
    scheme("GB", "GB", false, BRITISH, "GB980780684"),
    scheme("IM", "GB", false, BRITISH, "GB980780684"),
    // Northern Ireland: in the EU's VAT area for goods, and in the United Kingdom's for services.
    scheme("GB", "XI", false, BRITISH, "XI980780684"),
    scheme(
        "CH",
        "CHE",
        false,
        &[("#########MWST", check::switzerland)],
        "CHE107787577MWST",
    ),
    // Liechtenstein's own have five digits, without a check.
    scheme("LI", "LI", false, &[("#####", check::none)], "LI50123"),
    scheme(
        "LI",
        "CHE",
        false,
        &[("#########MWST", check::switzerland)],
        "CHE107787577MWST",
    ),
    scheme("NO", "NO", false, &[("#########MVA", check::norway)], "NO995525828MVA"),
];

const BRITISH: &[(&str, Check)] = &[
    ("#########", check::britain),
    // With the branch of a group.
    ("############", check::britain),
    ("GD###", check::british_department),
    ("HA###", check::british_health),
];

/// What a country's VAT ids begin with: `DE`, and `EL` for Greece. Monaco has France's, the Isle of Man Britain's.
pub fn prefix(country: Country) -> Option<&'static str> {
    of(country).map(|scheme| scheme.prefix)
}

/// Whether a country is in the EU's VAT area; Monaco is, as a part of France's.
pub fn in_eu(country: Country) -> bool {
    of(country).is_some_and(|scheme| scheme.eu)
}

fn of(country: Country) -> Option<&'static Scheme> {
    SCHEMES.iter().find(|scheme| scheme.country == country.code())
}

/// Whether nothing was typed: nothing that shows, or a dash.
pub fn is_blank(text: &str) -> bool {
    let shows = |c: char| !(c.is_whitespace() || is_invisible(c) || is_dash(c) || matches!(c, '.' | '/'));
    !text.chars().map(half_width).any(shows)
}

impl Scheme {
    /// Reads what follows the prefix; none where it has no form of this scheme.
    fn read(&self, number: &str) -> Option<Result<VatId, VatError>> {
        let number = canonical(self.prefix, number);
        // A form that stands before another is the narrower one.
        let (_, check) = self.forms.iter().find(|(form, _)| has_form(&number, form))?;
        Some(match check(number.as_bytes()) {
            true => Ok(VatId {
                text: format!("{}{number}", self.prefix),
                eu: self.eu,
            }),
            false => Err(VatError::CheckDigit),
        })
    }
}

impl VatId {
    /// Reads what a customer of `country` typed: in any case, with spaces, dots, dashes and characters that show nothing,
    /// in full width or not, with or without prefix.
    ///
    /// # Errors
    /// [`VatError`] says what is wrong with it.
    pub fn parse(text: &str, country: Country) -> Result<Self, VatError> {
        let own = of(country).ok_or(VatError::NotUsed(country))?;
        let text = with_vies_prefix(compact(text));
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return Err(VatError::NoNumber);
        }
        let is_own = |scheme: &&Scheme| scheme.country == own.country || scheme.prefix == own.prefix;
        // With its prefix, else without: what a prefix could be may be part of a number, as French keys have letters.
        let mut readings = Vec::new();
        for scheme in SCHEMES.iter().filter(is_own) {
            readings.extend(text.strip_prefix(scheme.prefix).map(|number| (scheme, number)));
        }
        readings.push((own, text.as_str()));
        let mut has_form = false;
        for (scheme, number) in readings {
            match scheme.read(number) {
                Some(Ok(id)) => return Ok(id),
                Some(Err(_)) => has_form = true,
                None => {}
            }
        }
        // Two letters are another country's prefix only before a number such as its: `none` is not Norwegian.
        let mut others = SCHEMES.iter().filter(|scheme| !is_own(scheme));
        let named = |scheme: &&Scheme| {
            text.strip_prefix(scheme.prefix)
                .is_some_and(|rest| scheme.read(rest).is_some())
        };
        match others.find(named) {
            Some(other) => Err(VatError::OtherCountry {
                found: other.prefix,
                country,
            }),
            None if has_form => Err(VatError::CheckDigit),
            None => Err(VatError::Form {
                country,
                example: own.example,
            }),
        }
    }

    /// In canonical form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The country code and number as the EU's VIES takes them; none for ids that it does not know.
    pub fn in_vies(&self) -> Option<(&str, &str)> {
        self.text.split_at_checked(2).filter(|_| self.eu)
    }
}

impl From<VatId> for String {
    fn from(id: VatId) -> Self {
        id.text
    }
}

/// The letters and digits alone, in capitals and in half width; `+` and `*` stand in old Irish ids. The longest id has 16
/// characters; much longer text is none.
fn compact(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| (c.is_alphanumeric() || matches!(c, '+' | '*')) && !is_invisible(*c))
        .take(40)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// With the prefix that VIES knows, where a country's ids are often written with its other code before the number.
fn with_vies_prefix(text: String) -> String {
    for (code, prefix) in [("GR", "EL"), ("UK", "GB")] {
        if let Some(number) = text.strip_prefix(code)
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            return format!("{prefix}{number}");
        }
    }
    text
}

/// Where a country's ids are written in more than one way, the one of them.
fn canonical(prefix: &str, number: &str) -> String {
    match prefix {
        // Numbers had nine digits until 2007.
        "BE" if number.len() == 9 => format!("0{number}"),
        // In each of the country's languages; the number is the business's, with and without it.
        "CHE" => {
            let bare = ["MWST", "TVA", "IVA", "TPV"]
                .iter()
                .find_map(|suffix| number.strip_suffix(suffix));
            format!("{}MWST", bare.unwrap_or(number))
        }
        "NO" => format!("{}MVA", number.strip_suffix("MVA").unwrap_or(number)),
        _ => number.to_owned(),
    }
}

fn has_form(number: &str, form: &str) -> bool {
    let fits = |(c, of): (u8, u8)| match of {
        b'#' => c.is_ascii_digit(),
        b'@' => c.is_ascii_uppercase(),
        b'?' => c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'+' || c == b'*',
        itself => c == itself,
    };
    number.len() == form.len() && number.bytes().zip(form.bytes()).all(fits)
}

#[cfg(test)]
mod tests;
