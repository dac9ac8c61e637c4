//! Words: how text of products and of queries is cut and folded, so that both meet.
//!
//! A token is a run of letters and digits, lower case, Latin letters without their accents (`Café` is `cafe`).
//! An apostrophe inside a word falls out (`don't` is `dont`); `+` and `#` stay at its end (`c++`, `c#`). Chinese and
//! Japanese characters, which are written without spaces, are a token each.

/// Longer tokens are cut here, in bytes: nobody types them, and hostile text stays cheap.
const MAX_TOKEN: usize = 64;

/// Calls `each` with every token of `text`, in order.
pub(crate) fn for_each(text: &str, mut each: impl FnMut(&str)) {
    let mut token = String::with_capacity(16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | '0'..='9' => token.push(c),
            'A'..='Z' => token.push(c.to_ascii_lowercase()),
            '\'' | '’' if !token.is_empty() => {}
            // Combining accents, and the joiners and selectors inside emoji.
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => {}
            '+' | '#' if !token.is_empty() && !chars.peek().is_some_and(|c| c.is_alphanumeric()) => token.push(c),
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
                flush(&mut token, &mut each);
                token.push(c);
                flush(&mut token, &mut each);
            }
            c if c.is_alphanumeric() => c.to_lowercase().for_each(|c| fold(c, &mut token)),
            _ => flush(&mut token, &mut each),
        }
    }
    flush(&mut token, &mut each);
}

/// The tokens of `text` as a list.
pub(crate) fn list(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for_each(text, |token| tokens.push(token.to_owned()));
    tokens
}

fn flush(token: &mut String, each: &mut impl FnMut(&str)) {
    if !token.is_empty() {
        each(token.get(..token.floor_char_boundary(MAX_TOKEN)).unwrap_or(token));
        token.clear();
    }
}

/// Appends a lower-case character without its accent (Latin-1 Supplement and Latin Extended-A).
fn fold(c: char, out: &mut String) {
    let base = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' => 's',
        'ţ' | 'ť' | 'ŧ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'ß' => return out.push_str("ss"),
        'þ' => return out.push_str("th"),
        // Lower-casing İ leaves a combining dot.
        '\u{300}'..='\u{36f}' => return,
        other => other,
    };
    out.push(base);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_and_folds() {
        let check = |text: &str, expect: &[&str]| assert_eq!(list(text), expect, "{text}");
        check("Swift-Geocode v2.0", &["swift", "geocode", "v2", "0"]);
        check(
            "Café ÉCLAIR straße İstanbul",
            &["cafe", "eclair", "strasse", "istanbul"],
        );
        check("cafe\u{301}", &["cafe"]);
        check("don't C++ c# a+b #tag", &["dont", "c++", "c#", "a", "b", "tag"]);
        check("地図 API", &["地", "図", "api"]);
        check("🌈 … — ''", &[]);
        check(&"x".repeat(200), &[&"x".repeat(MAX_TOKEN)]);
    }
}
