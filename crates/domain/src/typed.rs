//! How codes are typed: in full-width letters, with characters that show nothing, and with any of many dashes.

/// Full-width forms of ASCII (U+FF01 to U+FF5E) as ASCII; anything else as it is.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character shows nothing and separates nothing: zero-width characters, directions, variation selectors.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Any of the dashes that look like a hyphen.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{30fc}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_width_reads_full_width_ascii_and_nothing_else() {
        let read = |text: &str| text.chars().map(half_width).collect::<String>();
        assert_eq!(read("ＤＥ１３６．６９５－９７６～！"), "DE136.695-976~!");
        assert_eq!(read("a\u{3000}b ｱ 東 é"), "a b ｱ 東 é");
    }

    #[test]
    fn what_shows_is_visible() {
        assert!(
            "\u{200b}\u{200d}\u{2060}\u{feff}\u{202e}\u{3164}"
                .chars()
                .all(is_invisible)
        );
        assert!(!"a-١東ー +".chars().any(is_invisible));
        assert!("-‐‑‒–—―−﹣".chars().all(is_dash) && !"_~a".chars().any(is_dash));
    }
}
