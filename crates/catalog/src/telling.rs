//! The telling words of a description: those that say what a product is about and that its other texts don't have.
//! Each product has a bounded number of them, fewer in a large catalogue, so that a snapshot stays small.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::build::Entry;
use crate::spelling;
use crate::token;

/// How many words all descriptions together may add, and how many one may at least and at most.
const BUDGET: usize = 160_000;
const LEAST: usize = 6;
const MOST: usize = 64;
/// From so many products on a word of most of them tells nothing.
const MANY: usize = 20;
/// What stands after so many bytes of a description tells no more.
const READ: usize = 6_000;

/// For each entry the words of its description that it is found by, in order.
pub(crate) fn words(entries: &[&Entry]) -> Vec<BTreeSet<String>> {
    let most = (BUDGET / entries.len().max(1)).clamp(LEAST, MOST);
    // How often each entry says a word, and where first; how many entries say it.
    let said: Vec<BTreeMap<String, (usize, usize)>> = entries.iter().map(|entry| said(entry)).collect();
    let mut spread: HashMap<&str, usize> = HashMap::new();
    for words in &said {
        words.keys().for_each(|word| *spread.entry(word).or_default() += 1);
    }
    let telling = |words: &BTreeMap<String, (usize, usize)>| {
        let worth = |(word, &(times, at)): (&String, &(usize, usize))| {
            // The rarer and the more often said, the more it tells.
            let rare = 1 + (entries.len() / spread[word.as_str()]).ilog2() as usize;
            (rare * times.min(4), usize::MAX - at, word.clone())
        };
        // What most of them say tells nothing, where there are enough to know.
        let telling = |(word, _): &(&String, _)| entries.len() < MANY || spread[word.as_str()] <= entries.len() / 2;
        let mut ranked: Vec<_> = words.iter().filter(telling).map(worth).collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        ranked.into_iter().take(most).map(|(.., word)| word).collect()
    };
    said.iter().map(telling).collect()
}

/// The words of an entry's description that its other texts don't have.
fn said(entry: &Entry) -> BTreeMap<String, (usize, usize)> {
    let mut elsewhere = BTreeSet::new();
    entry.for_each_token(|_, token| {
        elsewhere.insert(token.to_owned());
    });
    let mut said: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut at = 0;
    token::for_each(&prose(&entry.description), |_, word| {
        at += 1;
        let tells = word.len() > 1 && word.chars().any(char::is_alphabetic) && !spelling::is_common(word);
        if tells && !elsewhere.contains(word) {
            said.entry(word.to_owned()).or_insert((0, at)).0 += 1;
        }
    });
    said
}

/// A description without its code blocks and the addresses of its links: what people read.
fn prose(markdown: &str) -> String {
    let mut prose = String::new();
    let mut code = false;
    for line in markdown.lines() {
        let begun = line.trim_start();
        if begun.starts_with("```") || begun.starts_with("~~~") {
            code = !code;
        } else if !code {
            for word in line.split_whitespace() {
                // `[text](address)` keeps its text.
                let text = word.split_once("](").map_or(word, |(text, _)| text);
                if !text.contains("://") {
                    prose.push_str(text);
                    prose.push(' ');
                }
            }
        }
    }
    prose
        .get(..prose.floor_char_boundary(READ))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_what_people_read() {
        let text =
            "Takes [Stripe](https://stripe.example) cards.\n\n```js\nconst x = 1;\n```\nSee https://a.example now";
        assert_eq!(prose(text), "Takes [Stripe cards. See now ");
    }
}
