//! Ids of known companies and of published examples, by country, and what one wrong digit does to them.

use super::*;

fn country(code: &str) -> Country {
    code.parse().expect("a country of the test")
}

/// Each country with ids that are right, as they stand in canonical form.
const RIGHT: &[(&str, &[&str])] = &[
    ("AT", &["ATU13585627", "ATU33864707", "ATU14189108"]),
    ("BE", &["BE0428759497", "BE0403170701", "BE0203430576"]),
    ("BG", &["BG175074752", "BG831902088", "BG7111042925", "BG8032056031"]),
    ("CH", &["CHE107787577MWST", "CHE105909036MWST", "CHE116281710MWST"]),
    ("CY", &["CY10259033P", "CY30010823A"]),
    ("CZ", &["CZ25123891", "CZ00177041", "CZ7103192745", "CZ640903926"]),
    ("DE", &["DE136695976", "DE129274202", "DE143454214", "DE129273398"]),
    ("DK", &["DK13585628", "DK24256790"]),
    ("EE", &["EE100594102", "EE100247019"]),
    (
        "ES",
        &[
            "ESA28015865",
            "ESJ99216582",
            "ESQ2801036A",
            "ES54362315K",
            "ESX5253868R",
            "ESM1234567L",
        ],
    ),
    ("FI", &["FI20774740", "FI01120389"]),
    (
        "FR",
        &[
            "FR40303265045",
            "FR83404833048",
            "FR03552081317",
            "FRK7399859412",
            "FR4Z123456782",
        ],
    ),
    ("GB", &["GB980780684", "GB220430231", "XI110305878"]),
    ("GR", &["EL094259216", "EL094019245", "EL023456780"]),
    ("HR", &["HR33392005961", "HR27759560625"]),
    ("HU", &["HU12892312", "HU10625790"]),
    (
        "IE",
        &["IE6433435F", "IE6433435OA", "IE8D79739I", "IE6388047V", "IE8256796U"],
    ),
    ("IT", &["IT00743110157", "IT00905811006", "IT00159560366"]),
    ("LT", &["LT119511515", "LT100001919017", "LT100004801610"]),
    ("LU", &["LU15027442", "LU20260743", "LU26375245"]),
    ("LV", &["LV40003521600", "LV40003032949", "LV16117519997"]),
    ("MT", &["MT11679112", "MT10271622"]),
    ("NL", &["NL004495445B01", "NL002455799B11", "NL123456789B13"]),
    ("NO", &["NO995525828MVA", "NO923609016MVA"]),
    ("PL", &["PL8567346215", "PL7740001454"]),
    ("PT", &["PT501964843", "PT500697256"]),
    ("RO", &["RO18547290", "RO1590082"]),
    ("SE", &["SE123456789701", "SE556012579001", "SE556188840401"]),
    ("SI", &["SI50223054", "SI80267432"]),
    ("SK", &["SK2022749619", "SK2020372640"]),
];

/// Where a rule maps two rests to one digit, or takes either of several rules: some wrong digits get by.
const WEAK: &[&str] = &[
    "BG", "CZ", "EL", "FR4Z", "FRK7", "GB", "LV", "LT", "NL", "PT", "RO", "XI",
];

#[test]
fn ids_of_every_country_are_taken() {
    for (code, ids) in RIGHT {
        for id in *ids {
            let read = VatId::parse(id, country(code));
            assert_eq!(read.as_ref().map(VatId::as_str), Ok(*id));
            let bare = id.trim_start_matches(prefix(country(code)).expect("it has ids"));
            if !bare.starts_with("XI") {
                assert_eq!(VatId::parse(bare, country(code)), read, "{bare}");
            }
        }
    }
    for scheme in SCHEMES {
        let read = VatId::parse(scheme.example, country(scheme.country));
        assert_eq!(read.as_ref().map(VatId::as_str), Ok(scheme.example));
    }
    assert_eq!(SCHEMES.iter().filter(|s| s.eu && s.country != "MC").count(), 27);
}

#[test]
fn one_wrong_digit_is_noticed() {
    for (code, ids) in RIGHT {
        for id in *ids {
            let (mut noticed, mut all) = (0, 0);
            for (at, digit) in id.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                // Not in the checksum: a Swedish or Dutch id's last two tell the same owner's ids apart.
                if at >= 12 && matches!(*code, "SE" | "NL") {
                    continue;
                }
                for other in ('0'..='9').filter(|other| *other != digit) {
                    let wrong = id
                        .char_indices()
                        .map(|(i, c)| if i == at { other } else { c })
                        .collect::<String>();
                    all += 1;
                    match VatId::parse(&wrong, country(code)) {
                        Err(VatError::CheckDigit | VatError::Form { .. }) => noticed += 1,
                        Err(error) => panic!("{wrong}: {error}"),
                        Ok(_) => assert!(
                            WEAK.iter().any(|weak| id.starts_with(weak)),
                            "{wrong} is taken for {id}"
                        ),
                    }
                }
            }
            assert!(noticed * 100 >= all * 70, "{id}: {noticed} of {all}");
        }
    }
}

#[test]
fn ids_are_read_as_people_write_them() {
    for (code, typed, canonical) in [
        ("DE", " de 136 695 976 ", "DE136695976"),
        ("DE", "136.695.976", "DE136695976"),
        ("GR", "GR 094259216", "EL094259216"),
        ("GR", "el-094259216", "EL094259216"),
        ("BE", "428.759.497", "BE0428759497"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577MWST"),
        ("CH", "CHE-107.787.577", "CHE107787577MWST"),
        ("NO", "995 525 828", "NO995525828MVA"),
        ("FR", "FR 40 303 265 045", "FR40303265045"),
        ("MC", "FR 40 303 265 045", "FR40303265045"),
        ("IM", "GB 980 7806 84", "GB980780684"),
        ("GB", "xi 980 7806 84", "XI980780684"),
        ("GB", "GB 980 7806 84 001", "GB980780684001"),
        ("GB", "GD001", "GBGD001"),
        ("GB", "ha 500", "GBHA500"),
        ("IE", "ie8d79739i", "IE8D79739I"),
        ("CZ", "CZ991231123", "CZ991231123"),
        ("DE", "１３６６９５９７６", "DE136695976"),
        ("DE", "ＤＥ１３６．６９５．９７６", "DE136695976"),
        (
            "DE",
            "\u{200b}DE\u{200d}136\u{2060}695\u{feff}976\u{202c}",
            "DE136695976",
        ),
        ("DE", "DE136‑695‐976", "DE136695976"),
        ("DE", "DE—136·695．976", "DE136695976"),
        ("DE", "DE:136_695_976", "DE136695976"),
        ("DE", "(DE) 136\u{a0}695\u{3000}976", "DE136695976"),
        ("AT", "ＡＴＵ１３５８５６２７", "ATU13585627"),
        ("GB", "UK 980 7806 84", "GB980780684"),
        ("IM", "uk980780684", "GB980780684"),
        ("NO", "no 995525828 mva", "NO995525828MVA"),
        ("LI", "LI 50 123", "LI50123"),
        ("LI", "50123", "LI50123"),
        ("LI", "CHE-107.787.577 MWST", "CHE107787577MWST"),
    ] {
        let read = VatId::parse(typed, country(code));
        assert_eq!(read.as_ref().map(VatId::as_str), Ok(canonical), "{typed}");
    }
}

#[test]
fn refusals_say_what_is_wrong() {
    let refused = |code, typed: &str| VatId::parse(typed, country(code)).expect_err(typed).to_string();
    assert_eq!(
        refused("US", "12-3456789"),
        "You don’t need a VAT ID for this country (United States). Leave this field empty."
    );
    assert_eq!(
        refused("FR", "DE136695976"),
        "This VAT ID starts with DE, but you chose France as your country."
    );
    assert_eq!(
        refused("DE", "XI980780684"),
        "This VAT ID starts with XI, but you chose Germany as your country."
    );
    assert_eq!(
        refused("DE", "GR 094259216"),
        "This VAT ID starts with EL, but you chose Germany as your country."
    );
    let form = "This isn’t a valid VAT ID for Germany. Example: DE136695976.";
    for typed in [
        "DE13669597",
        "DE1366959766",
        "13669597X",
        "NO12",
        "none1",
        "SE 5",
        "٣٦٦٩٥٩٧٦1",
        "+1",
        &"1".repeat(10_000),
    ] {
        assert_eq!(refused("DE", typed), form, "{typed}");
    }
    // Words are no other country's ids, whatever they begin with.
    let none = "This isn’t a VAT ID. Leave this field empty if you don’t have one.";
    for code in ["DE", "NO", "FR", "GB", "SE", "BE", "LI"] {
        for typed in [
            "none",
            "None",
            "no",
            "nothing",
            "n/a",
            "NA",
            "nein",
            "keine",
            "belgium",
            "sent later",
            "DE",
            "+",
            "",
        ] {
            assert_eq!(refused(code, typed), none, "{code} {typed}");
        }
    }
    assert!(["", " ", "-", "—", "\u{200b}", "./."].into_iter().all(is_blank) && !is_blank("0"));
    let digits = "This VAT ID isn’t valid. Please check it for typing mistakes.";
    for (code, typed) in [
        ("DE", "DE136695975"),
        ("DE", "036695976"),
        ("GB", "GD500"),
        ("GB", "HA499"),
    ] {
        assert_eq!(refused(code, typed), digits, "{typed}");
    }
}

#[test]
fn vies_knows_the_eus_ids() {
    let vies = |code, typed| {
        let id = VatId::parse(typed, country(code)).expect(typed);
        id.in_vies().map(|(country, number)| format!("{country} {number}"))
    };
    assert_eq!(vies("GR", "094259216").as_deref(), Some("EL 094259216"));
    assert_eq!(vies("MC", "40303265045").as_deref(), Some("FR 40303265045"));
    assert_eq!(vies("GB", "980780684"), None);
    assert_eq!(vies("CH", "CHE107787577"), None);
    assert!(in_eu(country("MC")) && in_eu(country("GR")) && !in_eu(country("IM")) && !in_eu(country("US")));
    assert_eq!(prefix(country("US")), None);
}
