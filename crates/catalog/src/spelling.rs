//! Other ways to write a word that mean the same: names of technologies (`domain::technology`), singular and plural.

use std::sync::LazyLock;

use domain::technology;

use crate::token;

/// Another way to write a word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Spelling {
    /// A token that is looked up as it is.
    Token(String),
    /// Words in a row.
    Row(Vec<String>),
}

/// What is typed, as one word, with the other spellings of what it means; in order.
static NAMES: LazyLock<Vec<(String, Vec<Spelling>)>> = LazyLock::new(|| {
    let mut all: Vec<(String, Spelling)> = Vec::new();
    for name in technology::all() {
        let written = || name.label.iter().chain(&name.spellings);
        for typed in written().chain(&name.hints) {
            let typed = token::joined(typed);
            for spelling in written() {
                let words = token::typed(spelling);
                if words.concat() != typed {
                    all.push((typed.clone(), Spelling::Token(words.concat())));
                }
                if words.len() > 1 {
                    all.push((typed.clone(), Spelling::Row(words)));
                }
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    let mut names: Vec<(String, Vec<Spelling>)> = Vec::new();
    for (typed, spelling) in all {
        match names.last_mut() {
            Some((last, spellings)) if *last == typed => spellings.push(spelling),
            _ => names.push((typed, vec![spelling])),
        }
    }
    names
});

/// The other names of what a word names, or words written as one.
pub(crate) fn names_of(word: &str) -> &'static [Spelling] {
    let found = NAMES.binary_search_by(|(typed, _)| typed.as_str().cmp(word));
    found.map_or(&[], |at| &NAMES[at].1)
}

/// The other spellings of a word, or of words written as one, that find what it finds.
pub(crate) fn others(word: &str) -> Vec<Spelling> {
    let mut others = names_of(word).to_vec();
    others.extend(number(word).into_iter().map(Spelling::Token));
    others.sort_unstable();
    others.dedup();
    others
}

/// Whether a facet's value is what an operator's value names: by its slug, its label, or another spelling.
pub(crate) fn names_value(value: &str, slug: &str, label: &str) -> bool {
    let value = token::joined(value);
    let is = |written: &str| {
        let written = token::joined(written);
        written == value || names_of(&value).contains(&Spelling::Token(written))
    };
    !value.is_empty() && (is(slug) || is(label))
}

/// The singular of an English plural and the plural of a singular, as far as letters tell.
fn number(word: &str) -> Vec<String> {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut forms = Vec::new();
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        forms.push(format!("{stem}y"));
    }
    let hisses = |stem: &str| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = word.strip_suffix("es").filter(|stem| hisses(stem)) {
        forms.push(stem.to_owned());
    }
    match word.strip_suffix('s') {
        Some(stem) if word.len() > 3 && !["s", "u", "i"].iter().any(|end| stem.ends_with(end)) => {
            forms.push(stem.to_owned());
        }
        Some(_) => {}
        None => forms.push(format!("{word}s")),
    }
    if hisses(word) {
        forms.push(format!("{word}es"));
    }
    if let Some(stem) = word.strip_suffix('y') {
        forms.push(format!("{stem}ies"));
    }
    forms
}

/// Endings of words that are made from one another: `parse`, `parser`, `parsing`.
const ENDINGS: [&str; 14] = [
    "", "e", "s", "es", "ed", "er", "ers", "or", "ors", "ing", "ion", "ions", "ation", "able",
];

/// What a word begins with, whatever its ending; none where that is too short to mean anything.
pub(crate) fn stem(word: &str) -> Option<&str> {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    stems.filter(|stem| stem.len() >= 4).min_by_key(|stem| stem.len())
}

/// Whether a token is a stem with an ending.
pub(crate) fn has_stem(token: &str, stem: &str) -> bool {
    token.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
}

/// English words that stand in nearly every sentence: they rank, but no product is left out for the lack of them.
const COMMON: [&str; 54] = [
    "a", "about", "also", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "has",
    "have", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "more", "my", "need", "of", "on", "or",
    "our", "so", "some", "than", "that", "the", "their", "them", "then", "there", "this", "to", "want", "we", "what",
    "when", "which", "with", "you", "your",
];

pub(crate) fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_know_names_and_numbers() {
        let token = |word: &str| Spelling::Token(word.to_owned());
        for (word, other) in [
            ("nextjs", "next"),
            ("node", "nodejs"),
            ("nodejs", "node"),
            ("postgres", "postgresql"),
            ("pg", "postgresql"),
            ("k8s", "kubernetes"),
            ("ts", "typescript"),
            ("cpp", "c++"),
            ("csharp", "c#"),
            ("dotnet", ".net"),
            (".net", "dotnet"),
            ("a11y", "accessibility"),
            ("payments", "payment"),
            ("payment", "payments"),
            ("library", "libraries"),
            ("libraries", "library"),
            ("boxes", "box"),
            ("class", "classes"),
        ] {
            let found = others(word).contains(&token(other));
            assert_eq!(found, (word, other) != ("nextjs", "next"), "{word} {other}");
        }
        assert!(others("next").contains(&token("nextjs")), "a hint finds the name");
        for (word, other) in [("css", "cs"), ("status", "statu"), ("this", "thi"), ("js", "j")] {
            assert!(!others(word).contains(&token(other)), "{word} {other}");
        }
        let row = Spelling::Row(vec!["visual".to_owned(), "studio".to_owned(), "code".to_owned()]);
        assert!(others("vscode").contains(&row));
    }

    #[test]
    fn names_value_takes_every_spelling() {
        for value in ["Next.js", "nextjs", "NEXTJS", "next-js", "next"] {
            assert!(names_value(value, "nextjs", "Next.js"), "{value}");
        }
        assert!(names_value("Müller Labs", "mueller-labs", "Müller Labs"));
        assert!(!names_value("react", "preact", "Preact"));
        assert!(!names_value("", "", ""));
    }

    #[test]
    fn stem_takes_endings_off() {
        assert_eq!(stem("parsing"), Some("pars"));
        assert_eq!(stem("parser"), Some("pars"));
        assert!(has_stem("parse", "pars") && has_stem("parsers", "pars") && !has_stem("parsley", "pars"));
        assert_eq!(stem("ring"), Some("ring"));
        assert_eq!(stem("地図"), None);
    }

    #[test]
    fn is_common_looks_in_a_sorted_list() {
        assert!(COMMON.is_sorted() && COMMON.iter().all(|word| is_common(word)));
    }
}
