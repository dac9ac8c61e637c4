//! Folding: the one form in which text of products and of queries is compared, whatever the script it is written in.
//!
//! Compatibility forms are taken apart (`ﬁ`, full width, half-width kana), marks that people leave out are dropped
//! (accents, Hebrew points, Arabic vowels), letters lose their case, and variants of a letter become one. What shows
//! nothing (soft hyphens, zero-width characters) is dropped. Folding what is folded changes nothing.

mod tables;

use tables::{DIGITS, IGNORABLE, KEPT_MARKS, MARKS, is_in};

/// Text in the form in which it is compared.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Signs that would become letters of the word before them.
    let apart: String = text.replace(['™', '℠', '℗'], " ");
    let mut folded = String::with_capacity(apart.len());
    for c in platform::decomposed(&apart).chars() {
        if !is_in(c, MARKS) && !is_in(c, IGNORABLE) {
            c.to_lowercase().for_each(|c| push(c, &mut folded));
        }
    }
    // Puts together what is one letter all the same: kana with their voice marks, Hangul.
    platform::composed(&folded)
}

/// Marks that belong to the letter before them and are no letters themselves: a virama, a tone.
pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii() && is_in(c, KEPT_MARKS)
}

/// Appends a decomposed lower-case character as the letter that it is a variant of.
fn push(c: char, out: &mut String) {
    let letter = match c {
        // Lower-casing İ leaves a dot, and taking apart can leave the marks of another script.
        c if is_in(c, MARKS) => return,
        'ı' | 'ɨ' => 'i',
        'ł' | 'ƚ' | 'ɫ' => 'l',
        'đ' | 'ð' | 'ɖ' | 'ɗ' => 'd',
        'ø' | 'ɵ' | 'ɔ' => 'o',
        'ħ' | 'ɦ' => 'h',
        'ŧ' | 'ƭ' | 'ʈ' => 't',
        'ƀ' | 'ɓ' => 'b',
        'ƈ' => 'c',
        'ǥ' | 'ɠ' => 'g',
        'ƙ' => 'k',
        'ɲ' | 'ƞ' => 'n',
        'ƥ' => 'p',
        'ʉ' => 'u',
        'ʋ' => 'v',
        'ƴ' => 'y',
        'ƶ' | 'ȥ' => 'z',
        'ə' | 'ɛ' => 'e',
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'ß' => return out.push_str("ss"),
        'þ' => return out.push_str("th"),
        'ŋ' => return out.push_str("ng"),
        'ĳ' => return out.push_str("ij"),
        'ς' => 'σ',
        'ґ' => 'г',
        // Alef with wasla; the yehs, kafs and hehs of Arabic, Persian and Urdu; teh marbuta.
        'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' | 'ہ' | 'ە' | 'ۃ' => 'ه',
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        '♯' => '#',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | 'ʹ' | '′' => '\'',
        c => match digit(c) {
            Some(digit) => digit,
            None => c,
        },
    };
    out.push(letter);
}

/// A decimal digit of any script as one of ours.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = DIGITS.iter().find(|&&zero| (zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Normalisation as Unicode has it, by the tables that are there. The forms of characters that are assigned never change,
/// so both sides agree on all that either of them knows.
#[cfg(not(target_family = "wasm"))]
mod platform {
    use unicode_normalization::UnicodeNormalization as _;

    /// NFKD.
    pub fn decomposed(text: &str) -> String {
        text.nfkd().collect()
    }

    /// NFC.
    pub fn composed(text: &str) -> String {
        text.nfc().collect()
    }
}

#[cfg(target_family = "wasm")]
mod platform {
    use js_sys::JsString;

    fn normalized(text: &str, form: &str) -> String {
        JsString::from(text).normalize(form).into()
    }

    /// NFKD.
    pub fn decomposed(text: &str) -> String {
        normalized(text, "NFKD")
    }

    /// NFC.
    pub fn composed(text: &str) -> String {
        normalized(text, "NFC")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    #[test]
    fn fold_makes_spellings_of_a_word_one() {
        for group in [
            &[
                "café",
                "cafe\u{301}",
                "CAFÉ",
                "ＣＡＦＥ",
                "cafe",
                "caf\u{ad}e",
                "ca\u{200b}f\u{2060}e",
            ][..],
            &["ﬁle", "file", "ﬁle\u{feff}"],
            &["straße", "STRASSE", "STRAẞE"],
            &["İstanbul", "istanbul", "ıstanbul", "I\u{307}stanbul"],
            &["ΟΔΟΣ", "οδος", "οδός", "ὁδός", "οδο\u{301}σ"],
            &["țară", "ţară", "tara", "t\u{326}ara\u{306}"],
            &["đường", "Đường", "duong", "đươ\u{300}ng"],
            &["йогурт", "и\u{306}огурт", "ЙОГУРТ"],
            &["ёлка", "елка", "е\u{308}лка"],
            &["שָׁלוֹם", "שלום", "שלומ", "ﬠלום\u{5b8}".replace('ﬠ', "ש").as_str()],
            &["مُحَمَّد", "محمد", "مـحـمـد"],
            &["أحمد", "احمد", "ا\u{654}حمد", "إحمد", "آحمد", "ٱحمد"],
            &["مكتبة", "مكتبه"],
            &["على", "علي", "علی"],
            &["ﷲ", "الله"],
            &["ガイド", "ｶﾞｲﾄﾞ", "カ\u{3099}イト\u{3099}"],
            &["한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"],
            &["２０２４", "2024", "٢٠٢٤", "۲۰۲۴", "२०२४"],
            &["c♯", "C＃"],
            &["wi‑fi", "wi–fi", "Wi-Fi"],
            &["hiệu", "hie\u{323}u".replace('e', "ê").as_str(), "hieu"],
            &["क़लम", "क\u{93c}लम", "कलम"],
            &["łódź", "lodz"],
            &["Ⅳ", "iv"],
        ] {
            let folded: Vec<String> = group.iter().map(|text| fold(text)).collect();
            assert!(folded.iter().all(|f| *f == folded[0]), "{group:?}: {folded:?}");
        }
        assert_eq!(fold("Foo™Bar"), "foo bar");
        assert_ne!(fold("か"), fold("が"), "the voice mark makes another sound");
    }

    /// What the tables name by hand agrees with Unicode's own: every mark is dropped, kept or a letter.
    #[test]
    fn fold_knows_every_mark() {
        let marks = ('\u{80}'..='\u{ffff}').filter(|&c| unicode_normalization::char::is_combining_mark(c));
        let known = |&c: &char| is_in(c, MARKS) || is_in(c, IGNORABLE) || is_mark(c) || c.is_alphanumeric();
        let unknown: Vec<String> = marks
            .filter(|c| !known(c))
            .map(|c| format!("{:x}", u32::from(c)))
            .collect();
        // Those that Unicode has added since: they end a word, as signs do.
        assert!(unknown.len() < 20, "{unknown:?}");
    }

    proptest! {
        /// Whichever form of Unicode text is in, and however often it is folded.
        #[test]
        fn fold_is_the_same_for_all_forms(text in "\\PC{0,12}|[a-zà-öø-ſά-ώа-яёא-ת֑-ׇء-يً-ْァ-ヶｦ-ﾟ가-힣ẁ-ỹ̀-ͯ]{0,12}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone(), "folded twice");
            prop_assert_eq!(fold(&text.nfc().collect::<String>()), folded.clone(), "NFC");
            prop_assert_eq!(fold(&text.nfd().collect::<String>()), folded.clone(), "NFD");
            prop_assert_eq!(fold(&text.nfkc().collect::<String>()), folded.clone(), "NFKC");
            prop_assert_eq!(fold(&text.nfkd().collect::<String>()), folded, "NFKD");
        }
    }
}
