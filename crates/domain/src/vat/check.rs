//! The check digits of VAT ids, country by country. Functions are asked about numbers of their form only.
//!
//! Most rules were collected from the authorities' publications by those who wrote VAT validation before: these follow
//! <https://arthurdejong.org/python-stdnum/doc/stable/> (a page a country, with its sources) and
//! <https://www.braemoor.co.uk/software/vat.shtml>. They were compared with the former on thousands of made up numbers,
//! and differ where a number holds a date of birth or a province, which is not looked at here.

/// For forms without a published rule.
pub(super) fn none(_: &[u8]) -> bool {
    true
}

/// The value of a digit.
fn d(byte: u8) -> u32 {
    u32::from(byte.wrapping_sub(b'0'))
}

/// The number that digits make.
fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |n, &b| n * 10 + u64::from(d(b)))
}

/// The sum of the first digits, each times its weight.
fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&b, w)| d(b) * w).sum()
}

fn last(digits: &[u8]) -> u32 {
    digits.last().map_or(0, |&b| d(b))
}

/// Luhn's algorithm (ISO/IEC 7812-1): every second digit from the right counts twice, by its digits.
fn luhn(digits: &[u8]) -> u32 {
    let from_right = digits.iter().rev().enumerate();
    let counted = from_right.map(|(i, &b)| match (i % 2, d(b)) {
        (0, digit) => digit,
        (_, digit) => digit * 2 / 10 + digit * 2 % 10,
    });
    counted.sum::<u32>() % 10
}

/// ISO/IEC 7064, MOD 11,10. Croatia's rule as it stands (<https://oib.oib.hr>).
pub(super) fn mod_11_10(digits: &[u8]) -> bool {
    let (rest, check) = digits.split_at(digits.len() - 1);
    let product = rest.iter().fold(10, |product, &b| {
        let sum = (product + d(b)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == last(check)
}

/// Behind the `U`: Luhn's sum of seven digits, the eighth, and 4 make a multiple of ten (BMF, "Konstruktionsregeln der
/// UID").
pub(super) fn austria(id: &[u8]) -> bool {
    (luhn(&id[1..8]) + last(id) + 4).is_multiple_of(10)
}

/// The last two digits complete the others to a multiple of 97. Numbers begin with 0 or 1 (BCE/KBO).
pub(super) fn belgium(id: &[u8]) -> bool {
    id[0] <= b'1' && value(id) > 0 && (value(&id[..8]) + value(&id[8..])).is_multiple_of(97)
}

/// Legal entities (BULSTAT): a second set of weights where the first gives 10.
pub(super) fn bulgaria(id: &[u8]) -> bool {
    let check = match weighted(&id[..8], &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 {
        10 => weighted(&id[..8], &[3, 4, 5, 6, 7, 8, 9, 10]) % 11,
        check => check,
    };
    check % 10 == last(id)
}

/// Citizens (EGN), foreigners (PNF) and others, each with weights of its own; the number doesn't say which it is.
pub(super) fn bulgaria_person(id: &[u8]) -> bool {
    let sum = |weights: &[u32; 9]| weighted(&id[..9], weights);
    let citizen = sum(&[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
    let foreigner = sum(&[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
    let other = (11 - sum(&[4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    [citizen, foreigner, other].contains(&last(id))
}

pub(super) fn cyprus(id: &[u8]) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let sum: u32 = id[..8]
        .iter()
        .enumerate()
        .map(|(i, &b)| if i % 2 == 0 { ODD[d(b) as usize] } else { d(b) })
        .sum();
    !id.starts_with(b"12") && u32::from(id[8] - b'A') == sum % 26
}

/// Legal entities (IČO).
pub(super) fn czechia(id: &[u8]) -> bool {
    let check = match (11 - weighted(&id[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11) % 11 {
        0 => 1,
        check => check % 10,
    };
    id[0] != b'9' && check == last(id)
}

/// Behind a 6: people who have no birth number.
pub(super) fn czechia_special(id: &[u8]) -> bool {
    let sum = weighted(&id[1..8], &[8, 7, 6, 5, 4, 3, 2]) % 11;
    let complement = (10 + 11 - sum) % 11;
    (8 + 10 - complement) % 10 == last(id)
}

/// Birth numbers (rodné číslo) since 1954: the last digit is the rest by 11 of the others, 0 for 10.
pub(super) fn czechia_person(id: &[u8]) -> bool {
    value(&id[..9]) % 11 % 10 == u64::from(last(id))
}

/// ISO/IEC 7064 (BZSt, "Aufbau der USt-IdNr.").
pub(super) fn germany(id: &[u8]) -> bool {
    id[0] != b'0' && mod_11_10(id)
}

/// CVR: <https://datacvr.virk.dk>.
pub(super) fn denmark(id: &[u8]) -> bool {
    id[0] != b'0' && weighted(id, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

pub(super) fn estonia(id: &[u8]) -> bool {
    weighted(id, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
}

/// AFM: powers of two.
pub(super) fn greece(id: &[u8]) -> bool {
    value(id) > 0 && weighted(id, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == last(id)
}

/// NIF (Orden EHA/451/2008): people by a letter (DNI, NIE, and K, L, M), organisations by a letter or digit. Which
/// organisations have which, the sources disagree about: both are taken.
pub(super) fn spain(id: &[u8]) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let person = |number: u64| usize::try_from(number % 23).is_ok_and(|i| LETTERS[i] == id[8]);
    let number = value(&id[1..8]);
    match id[0] {
        digit @ b'0'..=b'9' => person(u64::from(d(digit)) * 10_000_000 + number),
        b'X' | b'K' | b'L' | b'M' => person(number),
        b'Y' => person(10_000_000 + number),
        b'Z' => person(20_000_000 + number),
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U'..=b'W' => {
            let rest = [&id[1..8], b"0"].concat();
            let check = (10 - luhn(&rest)) % 10;
            id[8] == b"JABCDEFGHI"[check as usize] || d(id[8]) == check
        }
        _ => false,
    }
}

/// Y-tunnus: <https://www.vero.fi>.
pub(super) fn finland(id: &[u8]) -> bool {
    weighted(id, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11)
}

/// Two characters of key before a SIREN, whose own check digit is Luhn's (Monaco's, beginning with 000, have none).
/// Keys of two digits are the rest by 97; those with letters, the newer kind, are by 11.
pub(super) fn france(id: &[u8]) -> bool {
    let (key, siren) = id.split_at(2);
    if !siren.starts_with(b"000") && luhn(siren) != 0 {
        return false;
    }
    // Without I and O.
    let index = |b: u8| match b {
        b'0'..=b'9' => Some(u64::from(d(b))),
        b'A'..=b'H' => Some(u64::from(b - b'A') + 10),
        b'J'..=b'N' => Some(u64::from(b - b'J') + 18),
        b'P'..=b'Z' => Some(u64::from(b - b'P') + 23),
        _ => None,
    };
    let (Some(first), Some(second)) = (index(key[0]), index(key[1])) else {
        return false;
    };
    let key = match (first, second) {
        (0..10, 0..10) => return (value(siren) * 100 + 12) % 97 == first * 10 + second,
        (0..10, _) => first * 24 + second - 10,
        (_, _) => first * 34 + second - 100,
    };
    (value(siren) + 1 + key / 11) % 11 == key % 11
}

pub(super) fn hungary(id: &[u8]) -> bool {
    weighted(id, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10)
}

/// Seven digits, the check letter and, since 2013, a letter more (Revenue, "VAT number format").
pub(super) fn ireland(id: &[u8]) -> bool {
    irish(&id[..7], id.get(8).copied().unwrap_or(b'W'), id[7])
}

/// Until 2013 the second character could be a letter, `+` or `*`, which doesn't count, and the first counts last.
pub(super) fn ireland_old(id: &[u8]) -> bool {
    let digits = [b"0", &id[2..7], &id[..1]].concat();
    irish(&digits, b'W', id[7])
}

fn irish(digits: &[u8], extra: u8, check: u8) -> bool {
    const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let extra = LETTERS.iter().position(|&letter| letter == extra);
    let sum = weighted(digits, &[8, 7, 6, 5, 4, 3, 2]) as usize;
    extra.is_some_and(|extra| LETTERS[(sum + 9 * extra) % 23] == check)
}

/// Partita IVA (DPR 633/1972): Luhn's; the business's own seven digits are never all zero.
pub(super) fn italy(id: &[u8]) -> bool {
    value(&id[..7]) > 0 && luhn(id) == 0
}

/// Weights 1 to 9 in a circle; where they give 10, those that begin with 3.
pub(super) fn lithuania(id: &[u8]) -> bool {
    const WEIGHTS: [u32; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4];
    let rest = &id[..id.len() - 1];
    let check = match weighted(rest, &WEIGHTS) % 11 {
        10 => weighted(rest, &WEIGHTS[2..]) % 11 % 10,
        check => check,
    };
    check == last(id)
}

pub(super) fn luxembourg(id: &[u8]) -> bool {
    value(&id[..6]) % 89 == value(&id[6..])
}

/// Legal entities begin with 4 or more; what begins with less are personal codes.
pub(super) fn latvia(id: &[u8]) -> bool {
    if id[0] > b'3' {
        weighted(id, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3
    } else {
        (1 + weighted(&id[..10], &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == last(id)
    }
}

pub(super) fn malta(id: &[u8]) -> bool {
    id[0] != b'0' && weighted(id, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37)
}

/// Companies by their own check digit (RSIN); people, since 2020, by ISO/IEC 7064, MOD 97-10, over the whole id.
pub(super) fn netherlands(id: &[u8]) -> bool {
    let company = weighted(id, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == d(id[8]);
    // Letters count as two digits: N is 23, L is 21, B is 11.
    let person = [b"2321", &id[..9], b"11", &id[10..]].concat();
    let rest = person.iter().fold(0, |rest, &b| (rest * 10 + d(b)) % 97);
    value(&id[..9]) > 0 && value(&id[10..]) > 0 && (company || rest == 1)
}

/// NIP: <https://www.podatki.gov.pl>. A rest of 10 is never given out.
pub(super) fn poland(id: &[u8]) -> bool {
    weighted(&id[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == last(id)
}

/// NIF (Decreto-Lei 14/2013).
pub(super) fn portugal(id: &[u8]) -> bool {
    let check = (11 - weighted(&id[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
    id[0] != b'0' && check == last(id)
}

/// CUI, of two to ten digits: weights count from the right.
pub(super) fn romania(id: &[u8]) -> bool {
    const WEIGHTS: [u32; 9] = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let rest = &id[..id.len() - 1];
    let sum = weighted(rest, &WEIGHTS[WEIGHTS.len() - rest.len()..]);
    id[0] != b'0' && sum * 10 % 11 % 10 == last(id)
}

/// Organisation or birth number by Luhn's, then two digits from 01 (Skatteverket, SKV 552).
pub(super) fn sweden(id: &[u8]) -> bool {
    luhn(&id[..10]) == 0 && (1..=94).contains(&value(&id[10..]))
}

/// A check of 11 is never given out.
pub(super) fn slovenia(id: &[u8]) -> bool {
    let check = 11 - weighted(&id[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11;
    id[0] != b'0' && check != 11 && check % 10 == last(id)
}

pub(super) fn slovakia(id: &[u8]) -> bool {
    id[0] != b'0' && value(id).is_multiple_of(11)
}

/// Modulo 97, and since 2010 modulo 97 with 55 more (HMRC, "9755"), for numbers from 100 0000 00. What follows the
/// ninth digit is a branch.
pub(super) fn britain(id: &[u8]) -> bool {
    let rest = weighted(id, &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
    rest == 0 || (rest == 42 || rest == 55) && value(&id[..3]) >= 100
}

/// Government departments have numbers below 500.
pub(super) fn british_department(id: &[u8]) -> bool {
    value(&id[2..]) < 500
}

/// Health authorities have numbers from 500.
pub(super) fn british_health(id: &[u8]) -> bool {
    value(&id[2..]) >= 500
}

/// UID (eCH-0097): modulo 11; a check of 10 is never given out.
pub(super) fn switzerland(id: &[u8]) -> bool {
    (11 - weighted(id, &[5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == d(id[8])
}

/// Organisasjonsnummer: <https://www.brreg.no>.
pub(super) fn norway(id: &[u8]) -> bool {
    weighted(id, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}
