//! What a hit is worth: how well a token fits a word, and where in the product it stands.

use crate::build::field;

/// How well a token fits a word: spelled alike, another spelling of the same, beginning alike or written apart, made
/// from the same word.
pub(crate) const EXACT: u16 = 64;
pub(crate) const NEAR: u16 = 56;
pub(crate) const PREFIX: u16 = 32;
pub(crate) const APART: u16 = 32;
pub(crate) const STEM: u16 = 24;

/// A title that the query names in full comes before all others, first where it does so in the title's order.
pub(crate) const WHOLE_TITLE: u32 = 1_000_000;
pub(crate) const IN_ORDER: u32 = 1_000_000;
/// For results that have any of the words: having one more of them counts before how well they fit.
pub(crate) const ONE_MORE: u32 = 10_000;

/// What the fields are worth in which a word stands; none is the description.
pub(crate) const fn weight(fields: u8) -> u16 {
    let mut weight = 0;
    if fields & field::TITLE != 0 {
        weight += 16;
    }
    if fields & field::TAG != 0 {
        weight += 8;
    }
    if fields & field::DEVELOPER != 0 {
        weight += 6;
    }
    if fields & field::SUMMARY != 0 {
        weight += 4;
    }
    if fields & (field::COMPATIBILITY | field::CATEGORY) != 0 {
        weight += 2;
    }
    if fields == field::DESCRIPTION { 1 } else { weight }
}

/// The worth of a token that is one or two edits off. It is below that of any word as it was typed: of [`STEM`] in the
/// least field.
pub(crate) const fn misspelt(edits: usize, fields: u8) -> u16 {
    let least = if edits == 1 { 11 } else { 1 };
    least + weight(fields) / 4
}

/// The worths of every set of fields.
pub(crate) struct Worths([u16; 64]);

impl Worths {
    pub(crate) const fn of(quality: u16) -> Self {
        let mut worths = [0; 64];
        let mut fields = 0;
        while fields < worths.len() {
            worths[fields] = weight(fields as u8) * quality;
            fields += 1;
        }
        Self(worths)
    }

    pub(crate) const fn misspelt(edits: usize) -> Self {
        let mut worths = [0; 64];
        let mut fields = 0;
        while fields < worths.len() {
            worths[fields] = misspelt(edits, fields as u8);
            fields += 1;
        }
        Self(worths)
    }

    pub(crate) fn get(&self, fields: u8) -> u16 {
        self.0[usize::from(fields & 63)]
    }
}
