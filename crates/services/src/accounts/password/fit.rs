//! Which passwords may be set, and how a password is prepared before it is hashed or compared.

use std::collections::HashSet;

use domain::{FieldError, account};
use unicode_normalization::UnicodeNormalization as _;

use super::breached::is_breached;

/// Words of this shop: the first that are tried here.
const SHOP: [&str; 2] = ["mintreu", "marketplace"];
/// Shorter words stand in too many passwords by chance.
const SHORTEST_WORD: usize = 4;
/// So many different characters a password has at least, without spaces.
const DISTINCT: usize = 4;
/// What must remain of a password without such words, in letters and digits.
const REMAINS: usize = 6;

/// A password as it is hashed and compared (RFC 8265, OpaqueString): in NFC, with one kind of space. Keyboards differ in
/// how they write the same letter.
pub(in crate::accounts) fn prepared(password: &str) -> String {
    let spaced = password
        .chars()
        .map(|c| if c.is_whitespace() && !c.is_control() { ' ' } else { c });
    spaced.nfc().collect()
}

/// Whether a password may be set for the account of `email` with this name, at a shop that `words` are known of. `field`
/// is what the form calls it.
///
/// # Errors
/// [`FieldError`] of `field`.
pub(in crate::accounts) fn fit(
    field: &str,
    password: &str,
    email: &str,
    name: &str,
    words: &[String],
) -> Result<(), FieldError> {
    let password = prepared(password);
    account::password(field, &password, email)?;
    let distinct: HashSet<char> = password.chars().filter(|c| !c.is_whitespace()).collect();
    if distinct.len() < DISTINCT {
        let reason = "This password is too easy to guess: it has too few different characters. Choose another one.";
        return Err(FieldError::new(field, reason));
    }
    // What is only drawn otherwise, as in full width or with invisible characters between, is the same to who guesses.
    let plain: String = password.nfkc().filter(|c| !is_invisible(*c)).collect();
    if is_breached(&password) || is_breached(&plain) {
        let reason = "This password is too easy to guess: it stands in lists of leaked passwords. Choose another one.";
        return Err(FieldError::new(field, reason));
    }
    let known = context(email, name, words);
    if [folded(&password), unmasked(&password)]
        .iter()
        .any(|password| is_of_context(password, &known))
    {
        let reason = "This password is too easy to guess: it is little more than a name. Choose another one.";
        return Err(FieldError::new(field, reason));
    }
    Ok(())
}

/// Characters without width (Unicode, general category Cf).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The words that somebody who knows customer and shop tries first, the longest first.
fn context(email: &str, name: &str, words: &[String]) -> Vec<String> {
    let texts = SHOP
        .iter()
        .copied()
        .chain([email, name])
        .chain(words.iter().map(String::as_str));
    let mut known: Vec<String> = texts
        .flat_map(|text| {
            text.split(|c: char| !c.is_alphanumeric())
                .map(folded)
                .chain([folded(text)])
        })
        .filter(|word| word.chars().count() >= SHORTEST_WORD)
        .collect();
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    known
}

fn is_of_context(password: &str, known: &[String]) -> bool {
    let mut left = password.to_owned();
    for word in known {
        left = left.replace(word.as_str(), "");
    }
    left.len() < password.len() && left.chars().count() < REMAINS
}

/// Letters and digits alone, in lower case.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// As [`folded`], with the letters that people write as digits and signs.
fn unmasked(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    };
    folded(&text.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fit_refuses_what_is_tried_first() {
        let words = ["Harbour Software GmbH".to_owned()];
        let fit = |password: &str| fit("new", password, "Ada.Lovelace@Example.com", "Ada Lovelace", &words);
        for bad in [
            "password1",
            "Trustno1",
            "mintreu2026",
            "M1ntr3u-2026",
            "Marketplace!!",
            "mintreu marketplace",
            "ada.lovelace1",
            "Lovelace99",
            "adalovelace",
            "example.com",
            "Harbour-2026",
            "ADA@lovelace",
            "            ",
            "aaaaaaaabbbb",
            "ｐａｓｓｗｏｒｄ１",
            "pass\u{200b}word1",
            "short",
        ] {
            assert!(fit(bad).is_err(), "{bad}");
        }
        for good in [
            "correct horse",
            "my mintreu password is long",
            "lovelace wrote the first one",
            "battery staple",
            "\u{e4}\u{f6}\u{fc}\u{df}12345",
        ] {
            assert!(fit(good).is_ok(), "{good}");
        }
        assert_eq!(fit("password1").unwrap_err().field, "new");
    }

    #[test]
    fn prepared_makes_one_of_what_looks_the_same() {
        for (typed, same) in [
            ("cafe\u{301} au lait", "caf\u{e9} au lait"),
            ("\u{212b}ngstrom", "\u{c5}ngstrom"),
            ("a\u{3000}b\u{a0}c", "a b c"),
            ("Straße", "Straße"),
            ("ﬁ", "ﬁ"),
        ] {
            assert_eq!(prepared(typed), same);
        }
    }
}
