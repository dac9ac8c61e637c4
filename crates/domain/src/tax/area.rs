//! Whose VAT is owed at a place: some territories of a country are outside its VAT area, and some countries are inside a
//! neighbour's. Those of the EU are those of Directive 2006/112/EC, articles 6 and 7; the territories that have no code
//! of ISO 3166-1 are told by their postal codes.

use crate::Country;

/// Where a buyer is, as far as the tax asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub country: Country,
    /// As the country writes it; empty where it is not known.
    pub postal_code: String,
}

impl From<Country> for Place {
    /// Somewhere in the country.
    fn from(country: Country) -> Self {
        Self {
            country,
            postal_code: String::new(),
        }
    }
}

/// Postal codes of territories outside their country's VAT area: the country, the letters and digits of the code (`#` is
/// any digit, `*` any rest), and the country of ISO 3166-1 that it is, if it is one. The first that fits counts.
const TERRITORIES: &[(&str, &str, Option<&str>)] = &[
    // Büsingen am Hochrhein and Heligoland.
    ("DE", "78266", None),
    ("DE", "27498", None),
    // The Canary Islands: Las Palmas and Santa Cruz de Tenerife. Ceuta and Melilla.
    ("ES", "35###", None),
    ("ES", "38###", None),
    ("ES", "51###", None),
    ("ES", "52###", None),
    // Livigno; Campione d'Italia, also as it was addressed until 2019. San Marino and the Vatican have Italian codes.
    ("IT", "23041", None),
    ("IT", "22061", None),
    ("CH", "6911", None),
    ("IT", "4789#", Some("SM")),
    ("IT", "00120", Some("VA")),
    // Mount Athos: Karyes and Dafni.
    ("GR", "63086", None),
    ("GR", "63087", None),
    // Åland.
    ("FI", "22###", Some("AX")),
    // Greenland; the Faroe Islands have codes of three digits.
    ("DK", "39##", Some("GL")),
    // Overseas France.
    ("FR", "97133", Some("BL")),
    ("FR", "97150", Some("MF")),
    ("FR", "971##", Some("GP")),
    ("FR", "972##", Some("MQ")),
    ("FR", "973##", Some("GF")),
    ("FR", "974##", Some("RE")),
    ("FR", "975##", Some("PM")),
    ("FR", "976##", Some("YT")),
    ("FR", "977##", Some("BL")),
    ("FR", "978##", Some("MF")),
    ("FR", "984##", Some("TF")),
    ("FR", "986##", Some("WF")),
    ("FR", "987##", Some("PF")),
    ("FR", "988##", Some("NC")),
    // Kyrenia is where the Republic of Cyprus has no control, and the Union's law is suspended (Protocol 10 to the Act of
    // Accession of 2003). The United Kingdom's bases on Cyprus are inside: their codes are those of Cyprus.
    ("CY", "9###", None),
    // The Channel Islands and the Isle of Man have British codes.
    ("GB", "JE*", Some("JE")),
    ("GB", "GY*", Some("GG")),
    ("GB", "IM*", Some("IM")),
    // Svalbard and Jan Mayen.
    ("NO", "917#", Some("SJ")),
    ("NO", "8099", Some("SJ")),
];

/// Countries inside the VAT area of a neighbour, whose rate is theirs: Monaco (article 7), the Isle of Man (the Customs
/// and Excise Agreement of 1979), Liechtenstein (its treaty with Switzerland of 1994).
const INSIDE: &[(&str, &str)] = &[("MC", "FR"), ("IM", "GB"), ("LI", "CH")];

impl Place {
    /// The countries whose tax counts there: the first that has one. None where it is no country's.
    pub(super) fn taxed_as(&self) -> impl Iterator<Item = Country> {
        let code: String = self.postal_code.chars().filter(char::is_ascii_alphanumeric).collect();
        let code = code.to_ascii_uppercase();
        let mut territories = TERRITORIES.iter();
        let territory = territories.find(|(country, form, _)| *country == self.country.code() && fits(&code, form));
        let own = match territory {
            Some((_, _, country)) => country.and_then(|country| country.parse().ok()),
            None => Some(self.country),
        };
        let around = own.and_then(|own: Country| {
            let inside = INSIDE.iter().find(|(country, _)| *country == own.code());
            inside.and_then(|(_, neighbour)| neighbour.parse().ok())
        });
        own.into_iter().chain(around)
    }
}

fn fits(code: &str, form: &str) -> bool {
    let (form, open) = match form.strip_suffix('*') {
        Some(form) => (form, true),
        None => (form, false),
    };
    let is_long_enough = code.len() == form.len() || open && code.len() > form.len();
    is_long_enough
        && form
            .bytes()
            .zip(code.bytes())
            .all(|(of, c)| if of == b'#' { c.is_ascii_digit() } else { of == c })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn territories_name_countries_and_are_told_once() {
        for (at, (country, form, territory)) in TERRITORIES.iter().enumerate() {
            assert!(country.parse::<Country>().is_ok() && territory.is_none_or(|code| code.parse::<Country>().is_ok()));
            assert!(
                !TERRITORIES
                    .iter()
                    .take(at)
                    .any(|other| (other.0, other.1) == (*country, *form)),
                "{country} {form}"
            );
        }
        assert!(
            INSIDE
                .iter()
                .all(|(a, b)| a.parse::<Country>().is_ok() && b.parse::<Country>().is_ok())
        );
    }

    #[test]
    fn taxed_as_follows_postal_codes_and_neighbours() {
        let taxed_as = |country: &str, postal_code: &str| {
            let place = Place {
                country: country.parse().expect("a country of the test"),
                postal_code: postal_code.to_owned(),
            };
            place
                .taxed_as()
                .map(|country| country.code().to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (country, postal_code, expected) in [
            // Outside, with no country's tax.
            ("ES", "35001", ""),
            ("ES", "38670", ""),
            ("ES", "51001", ""),
            ("ES", "52006", ""),
            ("DE", "78266", ""),
            ("DE", "27498", ""),
            ("IT", "23041", ""),
            ("IT", "22061", ""),
            ("CH", "6911", ""),
            ("GR", "630 86", ""),
            ("GR", "63087", ""),
            ("CY", "9300", ""),
            // Outside, with a code of their own.
            ("FI", "22100", "AX"),
            ("AX", "22100", "AX"),
            ("FR", "97110", "GP"),
            ("FR", "97 133", "BL"),
            ("FR", "97150", "MF"),
            ("FR", "97200", "MQ"),
            ("FR", "97300", "GF"),
            ("FR", "97400", "RE"),
            ("FR", "97600", "YT"),
            ("FR", "98714", "PF"),
            ("RE", "97400", "RE"),
            ("GB", "JE2 4WE", "JE"),
            ("GB", "GY1 1AA", "GG"),
            ("DK", "3900", "GL"),
            ("IT", "47890", "SM"),
            ("IT", "00120", "VA"),
            ("NO", "9170", "SJ"),
            // Inside a neighbour's.
            ("MC", "98000", "MC FR"),
            ("FR", "98000", "FR"),
            ("IM", "IM1 1AA", "IM GB"),
            ("GB", "IM1 1AA", "IM GB"),
            ("LI", "9490", "LI CH"),
            ("CH", "9490", "CH"),
            // Near by, and yet inside.
            ("ES", "07001", "ES"),
            ("ES", "36001", "ES"),
            ("ES", "35", "ES"),
            ("ES", "", "ES"),
            ("DE", "78262", "DE"),
            ("DE", "27499", "DE"),
            ("DE", "35037", "DE"),
            ("IT", "23030", "IT"),
            ("IT", "22100", "IT"),
            ("GR", "63075", "GR"),
            ("FI", "20100", "FI"),
            ("FI", "00220", "FI"),
            ("FR", "75001", "FR"),
            ("FR", "20000", "FR"),
            ("PT", "9000-001", "PT"),
            ("GB", "BT1 1AA", "GB"),
            ("GB", "G1 1AA", "GB"),
            ("CY", "2008", "CY"),
            ("CY", "4640", "CY"),
            ("DK", "4000", "DK"),
            ("AT", "6991", "AT"),
        ] {
            assert_eq!(taxed_as(country, postal_code), expected, "{country} {postal_code}");
        }
    }
}
