//! Which part of a file a request wants (RFC 9110, 14): one range of bytes, of the file that the client began with.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    Whole,
    /// Within the file, and not empty.
    Part(Range<u64>),
    /// A part that lies beyond the end.
    Nothing,
}

/// What is wanted of a file of `size` bytes that `tag` names. Ranges that cannot be read, and several at once, get the
/// whole file, as does who began with another.
pub fn wanted(headers: &HeaderMap, size: u64, tag: &str) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE).and_then(|range| range.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    // Compared strongly: a weak tag or a date is never ours.
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(tag) {
        return Wanted::Whole;
    }
    let Some(((first, last), false)) = range.trim().split_once('-').map(|ends| (ends, range.contains(','))) else {
        return Wanted::Whole;
    };
    let part = match (number(first), number(last)) {
        // The last so many.
        (None, Some(many)) if first.is_empty() => size.saturating_sub(many)..size,
        (Some(first), None) if last.is_empty() => first..size,
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        _ => return Wanted::Whole,
    };
    if part.start < part.end {
        Wanted::Part(part)
    } else {
        Wanted::Nothing
    }
}

/// Digits only; more of them than a file can have bytes are as good as the largest number.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &str, if_range: Option<&str>) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, tag.parse().unwrap());
        }
        wanted(&headers, 10, "\"ab\"")
    }

    #[test]
    fn parts_are_cut_at_the_end() {
        for (range, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-", 0..10),
            ("bytes=2-4", 2..5),
            ("bytes=8-99", 8..10),
            ("bytes=9-99999999999999999999999", 9..10),
            ("bytes=-3", 7..10),
            ("bytes=-99", 0..10),
        ] {
            assert_eq!(of(range, None), Wanted::Part(part), "{range}");
        }
        for beyond in ["bytes=10-", "bytes=10-12", "bytes=99999999999999999999999-", "bytes=-0"] {
            assert_eq!(of(beyond, None), Wanted::Nothing, "{beyond}");
        }
    }

    #[test]
    fn what_cannot_be_read_gets_everything() {
        for odd in [
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-2",
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=+1-2",
            "0-1",
        ] {
            assert_eq!(of(odd, None), Wanted::Whole, "{odd}");
        }
        assert_eq!(wanted(&HeaderMap::new(), 10, "\"ab\""), Wanted::Whole);
    }

    #[test]
    fn who_began_with_another_file_begins_again() {
        assert_eq!(of("bytes=2-4", Some("\"ab\"")), Wanted::Part(2..5));
        for other in ["\"cd\"", "W/\"ab\"", "ab", "Sat, 31 Jan 2026 00:00:00 GMT"] {
            assert_eq!(of("bytes=2-4", Some(other)), Wanted::Whole, "{other}");
        }
    }

    #[test]
    fn an_empty_file_has_no_parts() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=0-".parse().unwrap());
        assert_eq!(wanted(&headers, 0, "\"ab\""), Wanted::Nothing);
    }
}
