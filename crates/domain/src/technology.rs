//! Names of technologies: how they are written, and what else people write for them. The list is `technologies.txt`, which
//! says how it is extended.

use std::sync::LazyLock;

/// A name with its spellings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// As it is written: `Node.js`; none for spellings that only find each other.
    pub label: Option<&'static str>,
    /// Slugs that mean it: `nodejs`, `node`.
    pub spellings: Vec<&'static str>,
    /// Slugs that find it, but can mean something else.
    pub hints: Vec<&'static str>,
}

static NAMES: LazyLock<Vec<Name>> =
    LazyLock::new(|| include_str!("technologies.txt").lines().filter_map(name).collect());

/// Spellings with their labels, in order.
static LABELS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let of = |name: &'static Name| {
        let label = name.label?;
        Some(name.spellings.iter().map(move |spelling| (*spelling, label)))
    };
    let mut labels: Vec<_> = NAMES.iter().filter_map(of).flatten().collect();
    labels.sort_unstable();
    labels
});

/// All names, in the order of the list.
pub fn all() -> &'static [Name] {
    &NAMES
}

/// How the thing of this slug is written: `nextjs` is `Next.js`.
pub fn label(slug: &str) -> Option<&'static str> {
    let at = LABELS.binary_search_by_key(&slug, |(spelling, _)| spelling).ok()?;
    Some(LABELS[at].1)
}

/// How a word within a longer slug is written: `html` is `HTML`, but neither `js` nor `go` stands for more than itself.
pub(crate) fn label_within(word: &str) -> Option<&'static str> {
    let label = label(word)?;
    let letters = label.chars().filter(char::is_ascii_alphanumeric);
    let same = letters.map(|c| c.to_ascii_lowercase()).eq(word.chars());
    let plain = label.chars().skip(1).all(|c| c.is_ascii_lowercase());
    (same && !plain).then_some(label)
}

/// A line of the list; none of a comment and an empty line.
fn name(line: &'static str) -> Option<Name> {
    let line = line.trim();
    if line.is_empty() || line.starts_with("# ") || line == "#" {
        return None;
    }
    let (label, rest) = match line.strip_prefix('~') {
        Some(rest) => (None, rest),
        None => line.split_once(": ").map(|(label, rest)| (Some(label), rest))?,
    };
    let (spellings, hints) = rest.split_once('|').unwrap_or((rest, ""));
    let slugs = |list: &'static str| list.split(',').map(str::trim).filter(|slug| !slug.is_empty()).collect();
    Some(Name {
        label,
        spellings: slugs(spellings),
        hints: slugs(hints),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::Slug;

    #[test]
    fn technologies_txt_has_a_name_or_a_comment_on_each_line() {
        let lines = include_str!("technologies.txt").lines().map(str::trim);
        let meant = lines.filter(|line| !line.is_empty() && !line.starts_with("# ") && *line != "#");
        assert_eq!(all().len(), meant.count());
        let mut labelled = HashSet::new();
        for name in all() {
            assert!(!name.spellings.is_empty(), "{name:?}");
            assert!(name.label.is_some() || name.spellings.len() > 1, "{name:?}");
            for slug in name.spellings.iter().chain(&name.hints) {
                assert!(slug.parse::<Slug>().is_ok(), "{slug}");
            }
            if name.label.is_some() {
                for slug in &name.spellings {
                    assert!(labelled.insert(*slug), "{slug} has two labels");
                }
            }
        }
    }

    #[test]
    fn label_writes_names_as_their_makers_do() {
        for (slug, written) in [
            ("nextjs", "Next.js"),
            ("node", "Node.js"),
            ("html", "HTML"),
            ("saas", "SaaS"),
            ("postgresql", "PostgreSQL"),
            ("postgres", "PostgreSQL"),
            ("cpp", "C++"),
            ("dotnet", ".NET"),
        ] {
            assert_eq!(label(slug), Some(written));
        }
        assert_eq!(label("next"), None, "a hint is no name");
        assert_eq!(
            label("auth"),
            None,
            "spellings that only find each other are shown as they are"
        );
    }
}
