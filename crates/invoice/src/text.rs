//! What people typed, made fit for a document: XML takes no control characters, a page no invisible ones, and a PDF for
//! the archive no letter without a glyph.

use domain::Timestamp;
use unicode_segmentation::UnicodeSegmentation as _;

/// Stands for a letter that no font of ours has.
const MISSING: char = '\u{25a1}';

/// Words longer than this many letters may be broken: behind punctuation, and where there is none that far, anywhere.
const LONG_WORD: usize = 24;

/// Where a word may be broken. The template takes it out again, so that nobody copies it from the page.
const BREAK: char = '\u{200b}';

/// A letter with more marks than this (a conjunct of Devanagari has up to six characters) is somebody's joke: marks
/// pile up over the lines above.
const LONG_CLUSTER: usize = 6;

/// One line of text: white space and control characters become single spaces; what XML 1.0 forbids, and marks that
/// turn the direction of text around, are left out.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = true;
        } else if !unwanted(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Line and paragraph marks, marks of direction, the byte order mark, tags, and what is no character.
fn unwanted(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Text for the page: clean, of letters that `covers` says can be drawn, breakable. The second is whether letters had
/// to be replaced.
pub(crate) fn printable(text: &str, covers: impl Fn(&str) -> bool) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut replaced = false;
    for (i, word) in clean(text).split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let long = word.graphemes(true).nth(LONG_WORD).is_some();
        let mut run = 0;
        for cluster in word.graphemes(true) {
            if run >= LONG_WORD {
                out.push(BREAK);
            }
            let drawn = drawable(cluster, &covers);
            replaced |= drawn != Some(cluster);
            match drawn {
                Some(drawn) => out.push_str(drawn),
                None => out.push(MISSING),
            }
            run += 1;
            if long && cluster.ends_with(['@', '.', '-', '_', '/', ',', ';', '&', '=', '?']) {
                out.push(BREAK);
                run = 0;
            }
        }
    }
    (out, replaced)
}

/// What can be drawn of a letter and its marks: all of it, or the letter alone, which is better than nothing.
fn drawable(cluster: &str, covers: impl Fn(&str) -> bool) -> Option<&str> {
    if covers(cluster) && cluster.chars().nth(LONG_CLUSTER).is_none() {
        return Some(cluster);
    }
    let (mark, _) = cluster.char_indices().nth(1)?;
    let letter = cluster.get(..mark)?;
    covers(letter).then_some(letter)
}

/// Whether text begins with a mark that belongs on a letter. Alone, fonts put it on a circle that they may not have.
pub(crate) fn begins_with_mark(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|mark| format!("a{mark}").graphemes(true).nth(1).is_none())
}

/// The day as EN 16931 wants it (UNTDID 2379, code 102): `20260131`, in UTC.
pub(crate) fn compact_day(at: Timestamp) -> String {
    civil(at).strftime("%Y%m%d").to_string()
}

/// The calendar's date and time, in UTC. A time that no calendar shows is its last.
pub(crate) fn civil(at: Timestamp) -> jiff::civil::DateTime {
    let at = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or(jiff::Timestamp::MAX);
    jiff::tz::TimeZone::UTC.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_turned_text_are_gone() {
        assert_eq!(clean("  a\u{0}\u{b}\n b\u{85}c\t"), "a b c");
        assert_eq!(clean("a\u{202e}b\u{feff}\u{fffe}\u{10ffff}c\u{200b}"), "abc");
        assert_eq!(clean("\u{1}\u{2}"), "");
        assert_eq!(clean("Zoë & <Söhne>"), "Zoë & <Söhne>");
    }

    #[test]
    fn letters_without_a_glyph_are_replaced_and_told_of() {
        let latin = |s: &str| s.chars().all(|c| c.is_ascii() || c == 'é');
        assert_eq!(printable("Café", latin), ("Café".to_owned(), false));
        assert_eq!(printable("Ａb漢", latin), ("□b□".to_owned(), true));
        assert_eq!(printable("a\u{335}b", latin), ("ab".to_owned(), true));
        assert_eq!(
            printable(&format!("a{}b", "\u{301}".repeat(9)), |_| true),
            ("ab".to_owned(), true)
        );
    }

    #[test]
    fn marks_are_told_from_letters() {
        for mark in ["\u{301}", "\u{591}x", "\u{93e}", "\u{200d}"] {
            assert!(begins_with_mark(mark), "{mark:?}");
        }
        for letter in ["", "a\u{301}", "ก", "□", " "] {
            assert!(!begins_with_mark(letter), "{letter:?}");
        }
    }

    #[test]
    fn long_words_may_break() {
        let (text, _) = printable(&"x".repeat(30), |_| true);
        assert_eq!(text.matches(BREAK).count(), 30 - LONG_WORD);
        let (text, _) = printable("firstname.lastname@company.example", |_| true);
        assert_eq!(text.replace(BREAK, "|"), "firstname.|lastname@|company.|example");
        let (text, _) = printable("a few short words of a usual length, one after the other", |_| true);
        assert!(!text.contains(BREAK));
    }

    #[test]
    fn days_are_days_in_utc() {
        let at = Timestamp::parse("2026-02-01T00:30:00+02:00").expect("a time");
        assert_eq!(compact_day(at), "20260131");
        assert_eq!(compact_day(Timestamp::from_micros(i64::MAX)), "99991230");
    }
}
