//! What may be a name: of a product, a plan, a developer, a customer. One rule for all of them, so that none shows
//! nothing and none changes how the text around it reads.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// Why a text is no name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NameFault {
    #[error("must show something: it is empty, or has only spaces and invisible characters")]
    ShowsNothing,
    #[error("must not contain control characters or line breaks (U+{0:04X})")]
    Control(u32),
    #[error("must not contain characters that change the direction of text (U+{0:04X})")]
    Direction(u32),
}

/// Letters and symbols by their category that are drawn as nothing: the Hangul fillers and the empty Braille pattern.
const BLANK: [char; 5] = ['\u{115F}', '\u{1160}', '\u{2800}', '\u{3164}', '\u{FFA0}'];

/// Whether a text shows anything: a letter, a number, a sign. Marks alone have nothing to stand on.
pub fn shows_something(text: &str) -> bool {
    text.chars().any(|c| {
        let group = c.general_category_group();
        let drawn = matches!(
            group,
            GeneralCategoryGroup::Letter
                | GeneralCategoryGroup::Number
                | GeneralCategoryGroup::Punctuation
                | GeneralCategoryGroup::Symbol
        );
        drawn && !BLANK.contains(&c)
    })
}

/// Checks a name: it shows something, on one line, in the direction of its letters.
///
/// # Errors
/// [`NameFault`].
pub fn check(text: &str) -> Result<(), NameFault> {
    marks(text)?;
    if shows_something(text) {
        Ok(())
    } else {
        Err(NameFault::ShowsNothing)
    }
}

/// Checks a line of text that may be empty: it has no control characters and none that change the direction.
///
/// # Errors
/// [`NameFault::Control`] and [`NameFault::Direction`].
pub fn marks(text: &str) -> Result<(), NameFault> {
    for c in text.chars() {
        let category = c.general_category();
        if matches!(
            category,
            GeneralCategory::Control | GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator
        ) {
            return Err(NameFault::Control(c.into()));
        }
        if is_bidi_control(c) {
            return Err(NameFault::Direction(c.into()));
        }
    }
    Ok(())
}

/// Unicode's property `Bidi_Control` (UAX #9), which is stable.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn check_takes_the_names_that_people_and_products_have() {
        for name in [
            "Ada Lovelace",
            "Zoë O’Brien-Łukasiewicz",
            "李小龍",
            "محمد",
            "क्षेत्र",
            // Persian and Indic names have joiners, and so has this family.
            "نیم\u{200C}فاصله",
            "👩\u{200D}👩\u{200D}👧",
            "Daten\u{AD}bank",
            ".NET",
            "C++",
            "2.0",
            "+",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn check_refuses_what_shows_nothing() {
        for name in [
            "",
            " ",
            "\u{A0}\u{3000}",
            "\u{200B}",
            "\u{200B} \u{200C}\u{200D}",
            "\u{2060}",
            "\u{FEFF}",
            "\u{AD}",
            "\u{34F}",
            "\u{301}",
            "\u{FE0F}",
            "\u{180E}",
            "\u{3164}",
            "\u{115F}\u{1160}",
            "\u{FFA0}",
            "\u{2800}",
            "\u{E0041}\u{E0042}",
        ] {
            assert_eq!(check(name), Err(NameFault::ShowsNothing), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn check_refuses_controls_and_directions_wherever_they_stand(
            before in "[a-z]{0,3}",
            bad in prop_oneof![
                (0..0x20_u32), (0x7F..0xA0_u32), Just(0x61C), Just(0x200E), Just(0x200F),
                (0x2028..=0x202E_u32), (0x2066..=0x2069_u32)
            ],
            after in "[a-z]{1,3}",
        ) {
            let bad = char::from_u32(bad).expect("none of these is a surrogate");
            let name = format!("{before}{bad}{after}");
            prop_assert!(matches!(check(&name), Err(NameFault::Control(_) | NameFault::Direction(_))), "{name:?}");
        }
    }
}
