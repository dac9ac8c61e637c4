//! Cutting a search text into chunks: to the next space outside quotes, an operator together with its value. Quotation
//! marks, dashes and colons count in all their forms.

use domain::Currency;

use super::Term;
use super::operator::{Operator, is_operator, is_unit, operator, wants_more};
use crate::token;

/// What a chunk says.
pub(super) enum Said {
    Terms(Vec<Term>),
    /// An operator whose value says nothing, and why.
    Unclear(String),
    /// Signs without a word.
    Nothing,
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '＂'
            | '〝'
            | '〞'
            | '〟'
            | '「'
            | '」'
            | '『'
            | '』'
            | '❝'
            | '❞'
            | '｢'
            | '｣'
    )
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '﹕' | '︓' | '∶' | 'ː' | '꞉')
}

/// What shows nothing and is typed by no one; text copied from elsewhere begins with it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{202a}'..='\u{202e}' | '\u{ad}')
}

/// The chunk that `text`, which begins with none of the spaces between chunks, begins with, and what follows.
pub(super) fn first_chunk(text: &str) -> (&str, &str) {
    let (mut chunk, mut rest) = bare_chunk(text);
    let positive = chunk.trim_start_matches(|c| is_dash(c) || is_invisible(c));
    // `price: <50`, `tag : maps`: the value may stand apart.
    for _ in 0..5 {
        let next = rest.trim_start();
        let more = match split_operator(positive_part(chunk, positive)) {
            Some((name, value)) => is_operator(name) && (wants_more(value) || is_unit(name, bare_chunk(next).0)),
            None => is_operator(positive) && next.starts_with(is_colon),
        };
        let value = next.trim_start_matches(is_colon);
        let (begun, _) = bare_chunk(value);
        let other = begun.starts_with(is_dash) || split_operator(begun).is_some_and(|(name, _)| is_operator(name));
        if !more || next.is_empty() || other {
            break;
        }
        let (_, after) = bare_chunk(next);
        let end = text.len() - after.len();
        chunk = text.get(..end).unwrap_or(text);
        rest = after;
    }
    (chunk, rest)
}

/// The chunk without the dashes before it, however far it has grown.
fn positive_part<'a>(chunk: &'a str, begun: &str) -> &'a str {
    let dashes = chunk.find(begun).unwrap_or_default();
    chunk.get(dashes..).unwrap_or(chunk)
}

/// To the next space outside quotes. A quote begins where a word does, and one that nobody closes is none.
fn bare_chunk(text: &str) -> (&str, &str) {
    let mut chars = text.char_indices();
    let mut opens = true;
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            return text.split_at_checked(at).unwrap_or((text, ""));
        }
        if opens && is_quote(c) {
            let quoted = chars.as_str();
            if let Some(close) = quoted.find(is_quote) {
                let after = quoted.get(close..).unwrap_or_default();
                let width = after.chars().next().map_or(0, char::len_utf8);
                let end = text.len() - after.len() + width;
                return text.split_at_checked(end).unwrap_or((text, ""));
            }
        }
        opens = is_dash(c) && opens || is_colon(c) || is_invisible(c) && opens;
    }
    (text, "")
}

/// The parts before and after the first colon.
fn split_operator(chunk: &str) -> Option<(&str, &str)> {
    let at = chunk.find(is_colon)?;
    let name = chunk.get(..at)?.trim();
    let value = chunk
        .get(at..)?
        .trim_start_matches(|c: char| is_colon(c) || c.is_whitespace());
    Some((name, value))
}

/// What a chunk says.
pub(super) fn read(chunk: &str, currency: Currency) -> Said {
    let begun = chunk.trim_start_matches(is_invisible);
    let rest = begun.trim_start_matches(|c| is_dash(c) || is_invisible(c));
    let positive = rest.len() == begun.len();
    if let Some((name, value)) = split_operator(rest)
        && is_operator(name)
    {
        return match operator(name, value.trim_matches(is_quote).trim(), positive, currency) {
            Operator::Terms(terms) => Said::Terms(terms),
            Operator::Unclear(reason) => Said::Unclear(reason),
        };
    }
    let quoted = rest.starts_with(is_quote) && rest.ends_with(is_quote) && rest.chars().nth(1).is_some();
    let words = token::typed(rest);
    match (positive, quoted) {
        _ if words.is_empty() => Said::Nothing,
        (false, _) => Said::Terms(vec![Term::Without(words)]),
        (true, true) if words.len() > 1 => Said::Terms(vec![Term::Phrase(words)]),
        _ => Said::Terms(words.into_iter().map(Term::Word).collect()),
    }
}
