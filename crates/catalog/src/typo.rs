//! Spelling: the terms within a few edits of a word. An edit inserts, drops or changes a character or swaps two
//! neighbours (optimal string alignment distance).

/// How many edits a word of so many characters may be off: one from 4, two from 8.
pub(crate) fn tolerance(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// More than any tolerance: cells outside the band, where no path within it leads.
const FAR: u8 = 9;

/// Calls `each` with every one of `len` words in order that is 1 to `tolerance` edits from `word`, and the number of
/// edits.
///
/// Walks the sorted vocabulary as if it were a trie: neighbouring terms share the rows of their common prefix, and a
/// prefix that is already too far off is skipped with all its terms.
pub(crate) fn for_each<'a>(len: usize, get: impl Fn(usize) -> &'a str, word: &str, mut each: impl FnMut(usize, usize)) {
    let tolerance = tolerance(word);
    if tolerance == 0 {
        return;
    }
    let word: Vec<char> = word.chars().collect();
    let mut rows = Rows::new(&word, tolerance);
    let mut term = 0;
    while term < len {
        let text = get(term);
        let shared = text.chars().zip(&rows.term).take_while(|(a, b)| a == *b).count();
        rows.truncate(shared);
        let mut dead = None;
        for (at, c) in text.char_indices().skip(shared) {
            if !rows.push(c) {
                dead = Some(at + c.len_utf8());
                break;
            }
        }
        match dead {
            Some(prefix) => term = skip(len, &get, term, prefix),
            None => {
                let distance = rows.distance();
                if (1..=tolerance).contains(&distance) {
                    each(term, distance);
                }
                term += 1;
            }
        }
    }
}

/// The rows of the distance table for the characters of a term so far. Row d holds the distances of the term's first d
/// characters to the word's prefixes, as far as they are right: within the tolerance of the diagonal.
struct Rows<'a> {
    word: &'a [char],
    tolerance: usize,
    term: Vec<char>,
    cells: Vec<u8>,
    /// The least cell of each row.
    least: Vec<u8>,
}

impl<'a> Rows<'a> {
    fn new(word: &'a [char], tolerance: usize) -> Self {
        let first = (0..=word.len())
            .map(|j| if j <= tolerance { j as u8 } else { FAR })
            .collect();
        Self {
            word,
            tolerance,
            term: Vec::new(),
            cells: first,
            least: vec![0],
        }
    }

    fn truncate(&mut self, len: usize) {
        self.term.truncate(len);
        self.least.truncate(len + 1);
        self.cells.truncate((len + 1) * (self.word.len() + 1));
    }

    /// Adds a character; false when nothing that begins so can be within the tolerance.
    fn push(&mut self, c: char) -> bool {
        let width = self.word.len() + 1;
        self.term.push(c);
        let d = self.term.len();
        self.cells.resize((d + 1) * width, FAR);
        let (done, row) = self.cells.split_at_mut(d * width);
        let last = &done[(d - 1) * width..];
        let before = if d > 1 {
            &done[(d - 2) * width..(d - 1) * width]
        } else {
            &[]
        };
        let mut least = FAR;
        for j in d.saturating_sub(self.tolerance)..=(d + self.tolerance).min(width - 1) {
            let mut best = last[j] + 1;
            if j > 0 {
                let same = self.word[j - 1] == c;
                best = best.min(row[j - 1] + 1).min(last[j - 1] + u8::from(!same));
                if d > 1 && j > 1 && self.word[j - 2] == c && self.word[j - 1] == self.term[d - 2] {
                    best = best.min(before[j - 2] + 1);
                }
            }
            row[j] = best.min(FAR);
            least = least.min(best);
        }
        self.least.push(least);
        let tolerance = self.tolerance as u8;
        // A swap reaches back two rows, for one edit.
        least <= tolerance || self.least[d - 1] < tolerance
    }

    fn distance(&self) -> usize {
        usize::from(self.cells[self.cells.len() - 1])
    }
}

/// The first term after `term` that does not begin with its first `prefix` bytes.
fn skip<'a>(len: usize, get: &impl Fn(usize) -> &'a str, term: usize, prefix: usize) -> usize {
    let begins = &get(term).as_bytes()[..prefix];
    let shares = |t: usize| t < len && get(t).as_bytes().starts_with(begins);
    let mut step = 1;
    while shares(term + step) {
        step *= 2;
    }
    let (mut low, mut high) = (term + step / 2, term + step);
    while low + 1 < high {
        let middle = low.midpoint(high);
        if shares(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high.min(len)
}

/// The whole table, written plainly: what the tests hold the walk to.
#[cfg(test)]
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let best = (d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    let best = best.min(d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                    if swap { best.min(d[i - 2][j - 2] + 1) } else { best }
                }
            };
        }
    }
    d[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_words_may_be_further_off() {
        let allowed = ["api", "maps", "payment", "payments", "äöüß"].map(tolerance);
        assert_eq!(allowed, [0, 1, 1, 2, 1]);
    }

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [
            ("geocode", "geocode", 0),
            ("geocdoe", "geocode", 1),
            ("gecode", "geocode", 1),
            ("geoocode", "geocode", 1),
            ("geokode", "geocode", 1),
            ("payment", "pyamnet", 2),
            ("", "abc", 3),
        ] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }
}
