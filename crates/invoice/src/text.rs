//! What people typed, made fit for a document: XML takes no control characters, a page no invisible ones, and a PDF for
//! the archive no letter without a glyph.

use std::sync::LazyLock;

use domain::{Timestamp, UtcOffset};
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_segmentation::UnicodeSegmentation as _;

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_lstm(LineBreakOptions::default()));

/// Stands for a letter that no font of ours has.
const MISSING: char = '\u{25a1}';

/// Where a line may end inside a word. The template takes it out again, so that nobody copies it from the page.
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

/// Text for the page: clean, of letters that `covers` says can be drawn, with a mark wherever a line may end inside a
/// word. The second is whether letters had to be replaced.
pub(crate) fn printable(text: &str, covers: impl Fn(&str) -> bool) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut replaced = false;
    for cluster in clean(text).graphemes(true) {
        let drawn = if cluster == " " {
            Some(cluster)
        } else {
            drawable(cluster, &covers)
        };
        replaced |= drawn != Some(cluster);
        match drawn {
            Some(drawn) => out.push_str(drawn),
            None => out.push(MISSING),
        }
    }
    let out: Vec<String> = out.split(' ').map(breakable).collect();
    (out.join(" "), replaced)
}

/// A word with marks where the typesetter may end a line: the same segmenter with the same options says so, that it
/// does not want to break elsewhere. What holds an address of the web is the typesetter's special case, and gets none:
/// the template cuts it where it is too wide, as it does with every piece between two marks.
fn breakable(word: &str) -> String {
    if word.contains("://") || word.contains("www.") {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len() * 2);
    let mut last = 0;
    for at in SEGMENTER.segment_str(word) {
        if let Some(piece) = word.get(last..at).filter(|piece| !piece.is_empty()) {
            if last > 0 {
                out.push(BREAK);
            }
            out.push_str(piece);
            last = at;
        }
    }
    out
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

/// The calendar's date and time in a zone. A time that no calendar shows is its last.
pub(crate) fn civil(at: Timestamp, offset: UtcOffset) -> jiff::civil::DateTime {
    let at = at.plus_seconds(offset.0.into());
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
    fn words_are_marked_where_a_line_may_end() {
        for (text, marked) in [
            (
                "firstname.lastname@company.example",
                "firstname.lastname@company.example",
            ),
            ("Donaudampfschifffahrt-Kapitän", "Donaudampfschifffahrt-|Kapitän"),
            ("Straße 12a", "Straße 12a"),
            ("漢字。テーマ", "漢|字。|テー|マ"),
            ("https://shop.example/a-b/漢字", "https://shop.example/a-b/漢字"),
        ] {
            assert_eq!(printable(text, |_| true).0.replace(BREAK, "|"), marked, "{text}");
        }
    }

    #[test]
    fn the_clock_is_the_zones() {
        let at = Timestamp::parse("2026-01-31T23:30:00Z").expect("a time");
        assert_eq!(civil(at, UtcOffset(3_600)).to_string(), "2026-02-01T00:30:00");
        assert_eq!(civil(Timestamp::from_micros(i64::MAX), UtcOffset(3_600)).year(), 9999);
    }
}
