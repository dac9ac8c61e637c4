//! Words: how text of products and of queries is cut, so that both meet. What is cut is folded first ([`crate::fold`]).
//!
//! A word is a run of letters and digits (`a`, `3.5.1`, `c++`, `c#`). Words that a hyphen, dot, slash or the like holds
//! together (`Wi-Fi`, `Node.js`, `CI/CD`) can also be written as one: each gives its joined form besides. Scripts that
//! are written without spaces give every two neighbouring characters.

use crate::fold::{fold, is_mark};

/// Longer words are cut here, in bytes: nobody types them, and hostile text stays cheap.
const MAX_WORD: usize = 64;
/// Longer words are not joined, in bytes.
const MAX_JOINED: usize = 32;

/// What a token is to its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// One of the words, in their order.
    Word,
    /// Another way to find the word before it, or it with those that it is joined to.
    Form,
    /// The word before it with the dot that stands at its beginning: `.net`.
    Dotted,
}

/// Calls `each` with every token of `text`, in order: what an index holds.
pub(crate) fn for_each(text: &str, mut each: impl FnMut(Kind, &str)) {
    let folded = fold(text);
    let mut cutter = Cutter::new(&mut each);
    let mut chars = folded.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let previous = std::mem::replace(&mut before, c);
        match c {
            c if is_unspaced(c) => {
                let mut run = vec![c];
                while let Some(c) = chars.next_if(|&c| is_unspaced(c)) {
                    run.push(c);
                }
                cutter.end_compound();
                cutter.unspaced(&run);
            }
            c if is_letter(c) => {
                // `c++17` is `c++` and a number.
                if cutter.word.ends_with(['+', '#']) {
                    cutter.end_compound();
                }
                cutter.word.push(c);
            }
            c if is_mark(c) && !cutter.word.is_empty() => cutter.word.push(c),
            '+' | '#' if cutter.takes_sign(c, next) => cutter.word.push(c),
            '.' if cutter.is_number() && next.is_some_and(|c| c.is_ascii_digit()) => cutter.word.push('.'),
            '.' if cutter.word.is_empty() => cutter.dot(previous, next),
            '\'' | '"' | '״' | '׳' if cutter.drops(c, next) => {}
            c if is_joint(c) && next.is_some_and(is_letter) && !next.is_some_and(is_unspaced) => {
                cutter.end_word(c == '.')
            }
            _ => cutter.end_compound(),
        }
    }
    cutter.end_compound();
}

/// The words of `text`.
pub(crate) fn list(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each(text, |kind, token| {
        if kind == Kind::Word {
            words.push(token.to_owned());
        }
    });
    words
}

/// The words of a query: as those of a text, but who types a dot before a word means it.
pub(crate) fn typed(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for_each(text, |kind, token| match (kind, words.last_mut()) {
        (Kind::Word, _) => words.push(token.to_owned()),
        (Kind::Dotted, Some(last)) => token.clone_into(last),
        (Kind::Form | Kind::Dotted, _) => {}
    });
    words
}

/// The words of a text written as one, by which a spelling of it is known: `Next.js` is `nextjs`.
pub(crate) fn joined(text: &str) -> String {
    typed(text).concat()
}

/// Whether the words are cut out of writing without spaces, where each is a part of its neighbours.
pub(crate) fn is_unspaced_word(word: &str) -> bool {
    word.chars().next().is_some_and(is_unspaced)
}

struct Cutter<'a, F> {
    each: &'a mut F,
    word: String,
    /// Whether a dot stands before the word.
    dotted: bool,
    /// Of the words that are held together so far: how many, the last, and all of them.
    parts: usize,
    last: String,
    whole: String,
}

impl<'a, F: FnMut(Kind, &str)> Cutter<'a, F> {
    fn new(each: &'a mut F) -> Self {
        Self {
            each,
            word: String::with_capacity(16),
            dotted: false,
            parts: 0,
            last: String::new(),
            whole: String::new(),
        }
    }

    /// `c++`, `c#`, `c++17`; not `a+b`, `issue#5`.
    fn takes_sign(&self, sign: char, next: Option<char>) -> bool {
        let follows = next.is_some_and(char::is_alphanumeric);
        let single = self.word.chars().count() == 1;
        !self.word.is_empty()
            && match sign {
                '+' => !follows || next == Some('+') || self.word.ends_with('+'),
                _ => !follows || single,
            }
    }

    /// Whether the word so far is a number or a version: `3`, `v3.5`.
    fn is_number(&self) -> bool {
        let digits = self.word.strip_prefix('v').unwrap_or(&self.word);
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    }

    /// A dot that no word stands before: `.net`, not an ellipsis.
    fn dot(&mut self, previous: char, next: Option<char>) {
        self.end_compound();
        self.dotted = previous != '.' && next.is_some_and(|c| c.is_ascii_lowercase());
    }

    /// Whether a mark within a word is nothing: `don't`, but `l'or` is two words that are held together; `צה"ל`.
    fn drops(&self, mark: char, next: Option<char>) -> bool {
        let hebrew = |c: char| ('\u{5d0}'..='\u{5ea}').contains(&c);
        let inside = next.is_some_and(is_letter) && !next.is_some_and(is_unspaced);
        match mark {
            '\'' => !self.word.is_empty() && (!inside || self.word.chars().count() > 2),
            _ => self.word.ends_with(hebrew) && next.is_some_and(hebrew),
        }
    }

    fn end_word(&mut self, dot: bool) {
        if self.word.is_empty() {
            self.dotted = dot;
            return;
        }
        let mut word = std::mem::take(&mut self.word);
        if word.len() > MAX_WORD {
            word = word
                .get(..word.floor_char_boundary(MAX_WORD))
                .unwrap_or_default()
                .to_owned();
        }
        match word.strip_prefix('v').filter(|number| number.contains('.')) {
            // A version is its number; `v3` finds `v3.5.1` all the same.
            Some(number) => {
                (self.each)(Kind::Word, number);
                (self.each)(Kind::Form, &word);
            }
            None => (self.each)(Kind::Word, &word),
        }
        if self.dotted && word.len() < 8 && word.starts_with(|c: char| c.is_ascii_lowercase()) {
            let kind = if self.parts == 0 { Kind::Dotted } else { Kind::Form };
            (self.each)(kind, &format!(".{word}"));
        }
        let digit = |c: char| c.is_ascii_digit();
        let numbers = self.last.ends_with(digit) && word.starts_with(digit);
        let versions = self.last.contains('.') || word.contains('.');
        if self.parts > 0 && !numbers && !versions && self.last.len() + word.len() <= MAX_JOINED {
            let last = std::mem::take(&mut self.last);
            (self.each)(Kind::Form, &(last + &word));
        }
        self.parts += 1;
        if self.whole.len() <= MAX_JOINED {
            self.whole.push_str(&word);
        }
        self.last = word;
        self.dotted = dot;
    }

    fn end_compound(&mut self) {
        self.end_word(false);
        // Of two words that is the pair.
        if self.parts == 3
            && self.whole.len() <= MAX_JOINED
            && !self.whole.contains(|c: char| c == '.' || c.is_ascii_digit())
        {
            (self.each)(Kind::Form, &self.whole);
        }
        self.parts = 0;
        self.dotted = false;
        self.last.clear();
        self.whole.clear();
    }

    /// Every two neighbours, and the last alone, so that each character begins a token.
    fn unspaced(&mut self, run: &[char]) {
        let mut token = String::new();
        for pair in run.windows(2) {
            token.clear();
            token.extend(pair);
            (self.each)(Kind::Word, &token);
        }
        let last = run[run.len() - 1].to_string();
        (self.each)(if run.len() == 1 { Kind::Word } else { Kind::Form }, &last);
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// What holds words together.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | '/' | '&' | '\'' | '·')
}

/// A letter of a script that is written without spaces; Hangul too, whose words carry their particles.
fn is_unspaced(c: char) -> bool {
    if c < '\u{e00}' {
        return false;
    }
    let of_script = matches!(c,
        '\u{e00}'..='\u{eff}'         // Thai, Lao
        | '\u{1000}'..='\u{109f}'     // Myanmar
        | '\u{1100}'..='\u{11ff}'     // Hangul Jamo
        | '\u{1780}'..='\u{17ff}'     // Khmer
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{318f}'     // Kana, Bopomofo, Hangul
        | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}');
    of_script && !c.is_ascii_digit() && (c.is_alphanumeric() || is_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        for_each(text, |_, token| tokens.push(token.to_owned()));
        tokens
    }

    #[test]
    fn list_cuts_and_folds() {
        let check = |text: &str, expect: &[&str]| assert_eq!(list(text), expect, "{text}");
        check("Swift-Geocode v2.0", &["swift", "geocode", "2.0"]);
        check(
            "Café ÉCLAIR straße İstanbul",
            &["cafe", "eclair", "strasse", "istanbul"],
        );
        check(
            "don't developers' c# a+b #tag",
            &["dont", "developers", "c#", "a", "b", "tag"],
        );
        check(
            "C++ C++17 g++, (C#) C#12",
            &["c++", "c++", "17", "g++", "c#", "c#", "12"],
        );
        check("l'éclair d’or", &["l", "eclair", "d", "or"]);
        check("地図 API", &["地図", "api"]);
        check("地図検索API", &["地図", "図検", "検索", "api"]);
        check("版2 ２.0", &["版", "2", "2.0"]);
        check("v3.5.1 10.5 1.", &["3.5.1", "10.5", "1"]);
        check("हिन्दी किताब", &["हिन्दी", "किताब"]);
        check("צה\"ל", &["צהל"]);
        check("🌈 … — ''", &[]);
        check(&"x".repeat(200), &[&"x".repeat(MAX_WORD)]);
    }

    #[test]
    fn for_each_also_gives_what_can_be_written_as_one() {
        let check = |text: &str, forms: &[&str]| {
            let forms: Vec<String> = forms.iter().map(|f| (*f).to_owned()).collect();
            let mut found = tokens(text);
            let words = list(text);
            found.retain(|token| !words.contains(token));
            assert_eq!(found, forms, "{text}");
        };
        check("Node.js", &[".js", "nodejs"]);
        check("Wi-Fi E‑mail", &["wifi", "email"]);
        check("CI/CD, R&D", &["cicd", "rd"]);
        check(".NET ASP.NET", &[".net", ".net", "aspnet"]);
        check("state-of-art", &["stateof", "ofart", "stateofart"]);
        check("a-b-c-d", &["ab", "bc", "cd"]);
        check("v3.5.1", &["v3.5.1"]);
        check("2024-01-15", &[]);
        check("Wi - Fi", &[]);
        check("地図検索", &["索"]);
    }

    #[test]
    fn typed_takes_the_dot_before_a_word() {
        assert_eq!(typed(".net core"), [".net", "core"]);
        assert_eq!(typed("node.js asp.net"), ["node", "js", "asp", "net"]);
        assert_eq!(typed("...maps v2.1"), ["maps", "2.1"]);
        assert_eq!(joined("Next.js"), "nextjs");
        assert_eq!(joined(".NET"), ".net");
    }
}
