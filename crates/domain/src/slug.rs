//! Slugs: the names of things in URLs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::technology;

/// A name that is safe in a URL: 1 to 100 of `a-z`, `0-9` and `-`, beginning and ending with a letter or digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a slug was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a valid slug: use 1 to 100 of a-z, 0-9 and -, beginning and ending with a letter or digit")]
pub struct SlugError(pub String);

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The slug as a label for people where nothing better is known: `rest-api` is `REST API`, `apis` is `APIs`.
    pub fn label(&self) -> String {
        label(&self.0)
    }
}

/// See [`Slug::label`].
pub fn label(slug: &str) -> String {
    if let Some(name) = technology::label(slug) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(slug.len());
    for (i, word) in slug.split('-').filter(|w| !w.is_empty()).enumerate() {
        if i > 0 {
            out.push(' ');
        }
        match technology::label_within(word) {
            Some(name) => out.push_str(name),
            None if i > 0 => out.push_str(word),
            None => {
                let mut letters = word.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
        }
    }
    out
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let bytes = s.as_bytes();
        let ends = bytes.first().is_some_and(|&b| word(b)) && bytes.last().is_some_and(|&b| word(b));
        if ends && bytes.len() <= 100 && bytes.iter().all(|&b| word(b) || b == b'-') {
            Ok(Self(s.to_owned()))
        } else {
            Err(SlugError(s.chars().take(120).collect()))
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Slug> for String {
    fn from(s: Slug) -> Self {
        s.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_url_words_and_nothing_else() {
        for good in ["a", "swift-geocode", "types-babel--core", "3d"] {
            assert!(good.parse::<Slug>().is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "a b", "a/b", "ä", "a_b", &"a".repeat(101)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }

    #[test]
    fn labels_read_well() {
        assert_eq!(label("apis"), "APIs");
        // What a visitor writes into an address is no slug.
        assert_eq!(label("é-日本"), "É 日本");
        assert_eq!(label("staff-picks"), "Staff picks");
        assert_eq!(label("rest-api"), "REST API");
        // Names within longer slugs, where the word can mean nothing else.
        assert_eq!(label("html-email"), "HTML email");
        assert_eq!(label("static-html"), "Static HTML");
        assert_eq!(label("ui-kit"), "UI kit");
        assert_eq!(label("ready-to-go"), "Ready to go");
        assert_eq!(label("js-tools"), "Js tools");
    }
}
