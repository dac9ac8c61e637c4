//! The forms and lines of countries, and what is wrong with addresses.

use super::book::Entry;
use super::*;

fn country(code: &str) -> Country {
    code.parse().expect("a country of the test")
}

/// What a form asks for, in its order.
fn labels(code: &str) -> Vec<String> {
    form(Some(country(code)))
        .fields
        .into_iter()
        .map(|field| field.label)
        .collect()
}

#[test]
fn every_country_has_an_entry_whose_form_and_lines_hold_together() {
    for country in Country::all() {
        let entry = Entry::of(country).unwrap_or_else(|| panic!("{country} is not in the table"));
        let asked = form(Some(country));
        assert!(
            asked.fields.iter().any(|field| field.part == AddressPart::Street),
            "{country}"
        );
        assert_eq!(asked.country, country.code());
        let part = |part: AddressPart, text: &'static str| if entry.has(part) { text } else { "" };
        let region = asked
            .regions
            .first()
            .map_or("Somewhere", |(written, _)| written.as_str());
        let address = Address {
            name: "Ada Lovelace",
            company: "",
            street: "1 Long Street",
            city: part(AddressPart::City, "Big City"),
            postal_code: part(AddressPart::PostalCode, "12345"),
            region: if entry.has(AddressPart::Region) { region } else { "" },
            country,
        };
        let lines = lines(&address);
        for text in [
            address.name,
            address.street,
            address.city,
            address.postal_code,
            address.region,
        ] {
            assert!(
                lines.iter().any(|line| line.contains(text)),
                "{country}: {text} is not in {lines:?}"
            );
        }
        assert_eq!(lines.last().map(String::as_str), Some(country.name()));
        assert!(
            lines
                .iter()
                .all(|line| !line.is_empty() && line.trim() == line && !line.contains('%')),
            "{lines:?}"
        );
        // Every region is found by all that it is called, and no two are written alike.
        for (written, name) in &asked.regions {
            assert_eq!(
                super::region(country, written),
                Some(written.as_str()),
                "{country} {written}"
            );
            assert_eq!(
                super::region(country, &name.to_uppercase()),
                Some(written.as_str()),
                "{country} {name}"
            );
            assert_eq!(
                asked.regions.iter().filter(|(other, _)| other == written).count(),
                1,
                "{country} {written}"
            );
        }
    }
    assert_eq!(
        Country::all().filter(|country| Entry::of(*country).is_some()).count(),
        249
    );
}

#[test]
fn forms_ask_for_what_the_country_has() {
    for (code, asked) in [
        ("DE", &["Street and number", "Postal code", "City"][..]),
        ("US", &["Street and number", "City", "State", "ZIP code"]),
        ("GB", &["Street and number", "Town or city", "Postal code"]),
        (
            "IE",
            &["Street and number", "City", "County (optional)", "Eircode (optional)"],
        ),
        ("HK", &["Street and number", "District (optional)", "Area"]),
        ("AE", &["Address", "Emirate"]),
        ("PA", &["Street and number", "City", "Province (optional)"]),
        ("JP", &["Street and number", "City", "Prefecture", "Postal code"]),
        ("SG", &["Address", "Postal code"]),
        ("IT", &["Street and number", "Postal code", "City", "Province"]),
        ("IN", &["Street and number", "City", "PIN code", "State"]),
        ("HU", &["City", "Street and number", "Postal code"]),
        ("QA", &["Street and number", "City"]),
        ("KP", &["Street and number", "City", "Province (optional)"]),
    ] {
        assert_eq!(labels(code), asked, "{code}");
    }
    let undecided = form(None);
    assert_eq!((undecided.country.as_str(), undecided.fields.len()), ("", 4));
    assert_eq!(undecided.position("postal_code"), Some(1));
    let regions = |code| form(Some(country(code))).regions;
    assert!(regions("DE").is_empty() && regions("PA").is_empty());
    let california = ("CA".to_owned(), "California".to_owned());
    assert!(regions("US").contains(&california));
    assert!(regions("JP").contains(&("Tokyo".to_owned(), "Tokyo".to_owned())));
}

#[test]
fn regions_are_read_as_people_write_them() {
    for (code, typed, written) in [
        ("US", "california", "CA"),
        ("US", "US-CA", "CA"),
        ("CA", "ON", "ON"),
        ("CA", "ca-on", "ON"),
        ("CA", "Quebec", "QC"),
        ("ES", "Alava", "Álava"),
        ("ES", "GC", "Las Palmas"),
        ("IE", "dublin", "Co. Dublin"),
        ("IT", "Roma", "RM"),
        ("JP", "東京都", "Tokyo"),
        ("JP", "JP-13", "Tokyo"),
        ("AE", "Dubai", "Dubai"),
        ("AE", "دبي", "Dubai"),
        ("TR", "Istanbul", "İstanbul"),
        ("BR", "Sao Paulo", "SP"),
        ("AU", "n.s.w.", "NSW"),
    ] {
        assert_eq!(region(country(code), typed), Some(written), "{code} {typed}");
    }
    for (code, typed) in [
        ("US", "Bavaria"),
        ("US", ""),
        ("US", "-"),
        ("DE", "Bayern"),
        ("ES", "38"),
    ] {
        assert_eq!(region(country(code), typed), None, "{code} {typed}");
    }
}

#[test]
fn lines_are_in_the_countrys_order() {
    let written = |code: &str, [street, city, postal_code, region]: [&str; 4]| {
        let address = Address {
            name: "",
            company: "",
            street,
            city,
            postal_code,
            region,
            country: country(code),
        };
        lines(&address).join(" / ")
    };
    for (code, parts, expected) in [
        (
            "DE",
            ["Allee 1", "Berlin", "10117", ""],
            "Allee 1 / 10117 Berlin / Germany",
        ),
        (
            "US",
            ["1 Main St", "Boston", "02108", "MA"],
            "1 Main St / Boston, MA 02108 / United States",
        ),
        (
            "GB",
            ["1 High St", "London", "SW1Y 4JH", ""],
            "1 High St / London / SW1Y 4JH / United Kingdom",
        ),
        (
            "IT",
            ["Via Roma 1", "Livigno", "23041", "SO"],
            "Via Roma 1 / 23041 Livigno SO / Italy",
        ),
        (
            "ES",
            ["Gran Vía 1", "Madrid", "28013", "Madrid"],
            "Gran Vía 1 / 28013 Madrid / Spain",
        ),
        (
            "ES",
            ["Calle 1", "Palma", "07001", "Islas Baleares"],
            "Calle 1 / 07001 Palma Islas Baleares / Spain",
        ),
        (
            "HK",
            ["1 Queen's Road", "Central", "", "Hong Kong Island"],
            "1 Queen's Road / Central / Hong Kong Island / Hong Kong",
        ),
        (
            "HK",
            ["皇后大道1號", "中環", "", "Hong Kong Island"],
            "香港島 / 中環 / 皇后大道1號 / Hong Kong",
        ),
        (
            "JP",
            ["1-2-3 Marunouchi", "Chiyoda-ku", "100-0005", "Tokyo"],
            "1-2-3 Marunouchi / Chiyoda-ku, Tokyo / 100-0005 / Japan",
        ),
        (
            "JP",
            ["丸の内1-2-3", "千代田区", "100-0005", "Tokyo"],
            "〒100-0005 / 東京都千代田区 / 丸の内1-2-3 / Japan",
        ),
        (
            "CN",
            ["1 Nanjing Lu", "Shanghai", "200001", "Shanghai Shi"],
            "1 Nanjing Lu / Shanghai / Shanghai Shi, 200001 / China",
        ),
        (
            "AE",
            ["Tower 1", "", "", "Dubai"],
            "Tower 1 / Dubai / United Arab Emirates",
        ),
        (
            "SG",
            ["1 Raffles Place", "", "048616", ""],
            "1 Raffles Place / SINGAPORE 048616 / Singapore",
        ),
        (
            "AX",
            ["Gatan 1", "Mariehamn", "22100", ""],
            "Gatan 1 / AX-22100 Mariehamn / Åland Islands",
        ),
        (
            "BR",
            ["Rua 1", "São Paulo", "01310-100", "SP"],
            "Rua 1 / São Paulo-SP / 01310-100 / Brazil",
        ),
        (
            "HU",
            ["Fő utca 1", "Budapest", "1011", ""],
            "Budapest / Fő utca 1 / 1011 / Hungary",
        ),
        (
            "JE",
            ["1 King St", "St Helier", "JE2 4WE", ""],
            "1 King St / St Helier / JE2 4WE / Jersey",
        ),
        (
            "IE",
            ["1 Main St", "Cork", "", "Co. Cork"],
            "1 Main St / Cork / Co. Cork / Ireland",
        ),
        // Parts that are missing leave no dividers.
        (
            "US",
            ["1 Main St", "Boston", "02108", ""],
            "1 Main St / Boston 02108 / United States",
        ),
        ("IT", ["Via Roma 1", "", "00187", "RM"], "Via Roma 1 / 00187 RM / Italy"),
        ("PA", ["Calle 1", "Panamá", "", ""], "Calle 1 / Panamá / Panama"),
    ] {
        assert_eq!(written(code, parts), expected, "{code}");
    }
    // Who it is for stands where the country has it.
    let mut french = Address {
        name: "Amélie",
        company: "Sodimas",
        street: "1 rue X",
        city: "Paris",
        postal_code: "75001",
        region: "",
        country: country("FR"),
    };
    assert_eq!(
        lines(&french),
        ["Sodimas", "Amélie", "1 rue X", "75001 Paris", "France"]
    );
    french.country = country("DE");
    assert_eq!(lines(&french)[..2], ["Amélie", "Sodimas"]);
}

#[test]
fn check_names_the_fields_that_the_country_needs() {
    let wrong = |code: &str, [street, city, postal_code, region]: [&str; 4]| {
        let typed = Typed {
            street,
            city,
            postal_code,
            region,
        };
        let errors = check(code.parse().ok(), &typed).err().unwrap_or_default();
        errors
            .into_iter()
            .map(|error| format!("{}: {}", error.field, error.message))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (code, parts, expected) in [
        (
            "DE",
            ["a", "b", "101", ""],
            "postal_code: Enter a valid postal code, such as 26133.",
        ),
        ("DE", ["a", "b", "", ""], "postal_code: Enter your postal code."),
        ("US", ["a", "b", "94104", ""], "region: Choose your state."),
        (
            "US",
            ["a", "b", "", "Bavaria"],
            "region: Choose your state. postal_code: Enter your ZIP code.",
        ),
        ("HK", ["a", "", "", "Kowloon"], ""),
        ("HK", ["a", "", "999077", ""], "region: Choose your area."),
        ("AE", ["a", "", "", "Dubai"], ""),
        ("PA", ["a", "b", "", ""], ""),
        (
            "PA",
            ["", "", "", ""],
            "street: Enter your street and number. city: Enter your city.",
        ),
        ("IE", ["a", "b", "", ""], ""),
        (
            "IE",
            ["a", "b", "1234", "Bavaria"],
            "postal_code: Enter a valid Eircode, such as A65 F4E2.",
        ),
        ("SG", ["", "", "546080", ""], "street: Enter your address."),
        ("CR", ["a", "b", "", ""], "region: Enter your province."),
        (
            "",
            ["", "", "", ""],
            "street: Enter your street and number. city: Enter your city.",
        ),
        ("ZZ", ["a", "b", "?", "?"], ""),
        ("DE", ["a\nb", "b", "10117", ""], "street: Enter this on one line."),
        ("DE", ["a", "\u{200B}\u{3164}", "10117", ""], "city: Enter your city."),
        (
            "DE",
            ["1 \u{202E}a", "b", "10117", ""],
            "street: Enter this without characters that change the direction of text.",
        ),
    ] {
        assert_eq!(wrong(code, parts), expected, "{code} {parts:?}");
    }
    let long = "x".repeat(81);
    assert_eq!(
        wrong("DE", ["a", &long, "10117", ""]),
        "city: This is too long. The limit is 80 characters."
    );
}

#[test]
fn check_leaves_out_what_the_form_does_not_show() {
    let typed = Typed {
        street: " a ",
        city: "Berlin",
        postal_code: "D-10117",
        region: "Bavaria",
    };
    let checked = check("DE".parse().ok(), &typed).expect("whole");
    assert_eq!(
        (
            checked.street.as_str(),
            checked.postal_code.as_str(),
            checked.region.as_str()
        ),
        ("a", "10117", "")
    );
    let emirates = check("AE".parse().ok(), &Typed { region: "DU", ..typed }).expect("whole");
    assert_eq!(
        (
            emirates.city.as_str(),
            emirates.postal_code.as_str(),
            emirates.region.as_str()
        ),
        ("", "", "Dubai")
    );
}
