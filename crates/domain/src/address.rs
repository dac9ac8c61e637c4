//! Postal addresses: which fields a country's addresses have, how each is checked, and the lines as they are written
//! there.
//!
//! The data is that of libaddressinput (`countries.tsv` says more). Only the server has it: what a page needs of it is
//! an [`AddressForm`], so that no browser downloads what all other countries need.

#[cfg(not(target_arch = "wasm32"))]
mod book;
#[cfg(not(target_arch = "wasm32"))]
mod check;
#[cfg(not(target_arch = "wasm32"))]
mod lines;
#[cfg(not(target_arch = "wasm32"))]
mod postal_code;

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
pub use self::{
    book::{form, region},
    check::{Checked, Typed, check},
    lines::lines,
    postal_code::postal_code,
};
use crate::Country;

/// An address as it is written on a letter. Parts that it does not have are empty.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    pub name: &'a str,
    pub company: &'a str,
    pub street: &'a str,
    pub city: &'a str,
    pub postal_code: &'a str,
    pub region: &'a str,
    pub country: Country,
}

/// A part of an address that a form asks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPart {
    Street,
    City,
    PostalCode,
    Region,
}

impl AddressPart {
    pub const ALL: [Self; 4] = [Self::Street, Self::PostalCode, Self::City, Self::Region];

    /// As the form's field is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::City => "city",
            Self::PostalCode => "postal_code",
            Self::Region => "region",
        }
    }
}

/// A field of a country's form.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct AddressField {
    pub part: AddressPart,
    /// What it is called there: `ZIP code`, `County (optional)`.
    pub label: String,
}

/// What a country's form asks for, in the order in which addresses are written there.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct AddressForm {
    /// Its code; empty until one is chosen.
    pub country: String,
    pub fields: Vec<AddressField>,
    /// The regions to choose from, each as it is written and as it is called in English. Where there are none, a region
    /// is typed.
    pub regions: Vec<(String, String)>,
}

impl AddressForm {
    /// Where a field of this name stands among those of the address.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.part.as_str() == name)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
