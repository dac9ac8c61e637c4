//! How a tax is called in EN 16931: the category's code, its rate, and why nothing is charged.

use domain::tax::{Tax, TaxKind};

/// UNCL 5305, as far as a marketplace needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Category {
    Standard,
    /// Taxed, at nothing: the rules want a category of its own for that (BR-S-05, BR-Z-05).
    ZeroRated,
    ReverseCharge,
    OutOfScope,
}

/// Why no tax is charged (BT-120, BT-121).
pub(crate) struct Exemption {
    /// Of the code list VATEX.
    pub code: &'static str,
    pub reason: &'static str,
    /// For people.
    pub sentence: &'static str,
}

impl Category {
    pub fn of(tax: &Tax) -> Self {
        match tax.kind {
            TaxKind::Standard if tax.rate.0 == 0 => Self::ZeroRated,
            TaxKind::Standard => Self::Standard,
            TaxKind::ReverseCharge => Self::ReverseCharge,
            TaxKind::OutOfScope => Self::OutOfScope,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::ZeroRated => "Z",
            Self::ReverseCharge => "AE",
            Self::OutOfScope => "O",
        }
    }

    /// Per cent with two decimals. None where a rate may not be given (BR-O-05).
    pub fn rate(self, tax: &Tax) -> Option<String> {
        match self {
            Self::Standard => Some(format!("{}.{:02}", tax.rate.0 / 100, tax.rate.0 % 100)),
            Self::ZeroRated | Self::ReverseCharge => Some("0.00".to_owned()),
            Self::OutOfScope => None,
        }
    }

    pub fn exemption(self) -> Option<Exemption> {
        match self {
            Self::Standard | Self::ZeroRated => None,
            Self::ReverseCharge => Some(Exemption {
                code: "VATEX-EU-AE",
                reason: "Reverse charge",
                sentence: "Reverse charge: the recipient accounts for the VAT (Articles 44 and 196, Directive \
                           2006/112/EC).",
            }),
            Self::OutOfScope => Some(Exemption {
                code: "VATEX-EU-O",
                reason: "Not subject to VAT",
                sentence: "Not subject to VAT.",
            }),
        }
    }

    /// Whether the XML may name VAT ids: with `O` it may not (BR-O-02).
    pub fn names_vat_ids(self) -> bool {
        self != Self::OutOfScope
    }
}
