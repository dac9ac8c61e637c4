//! The checkout: what a customer types, what is wrong with it, and the shapes that its pages show.

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
use crate::account::{Email, NO_DIRECTIONS};
use crate::address::AddressForm;
#[cfg(not(target_arch = "wasm32"))]
use crate::country::Country;
#[cfg(not(target_arch = "wasm32"))]
use crate::name::{self, NameFault};
use crate::order::Buyer;
#[cfg(not(target_arch = "wasm32"))]
use crate::tax::Place;

/// What is agreed to where buyers have a right of withdrawal ([`Country::has_right_of_withdrawal`]): both halves of
/// Directive 2011/83/EU, article 16(m), the consent and the acknowledgement.
pub const CONSENT: &str =
    "I want my purchase delivered right away and I know that I lose my right of withdrawal once delivery begins.";

/// The form of the checkout as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckoutForm {
    pub email: String,
    pub name: String,
    pub company: String,
    pub street: String,
    pub city: String,
    pub postal_code: String,
    pub region: String,
    /// A code of ISO 3166-1.
    pub country: String,
    pub vat_id: String,
    /// A [`ProviderId`](crate::order::ProviderId).
    pub provider: String,
    /// `yes` where [`CONSENT`] was ticked, else empty.
    pub consent: String,
}

/// What a customer saw when they pressed the button that pays. The browser says it, so it is compared and never
/// trusted: whoever saw something else looks again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExpectedTotals {
    /// The cart's.
    pub version: i64,
    /// Minor units.
    pub total: i64,
}

/// A field of the form and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FormError {
    pub field: String,
    pub message: String,
}

impl FormError {
    /// The fields as they follow each other in the form, around those of the address.
    const BEFORE: [&str; 3] = ["email", "name", "country"];
    const AFTER: [&str; 4] = ["company", "vat_id", "provider", "consent"];

    /// Where its field stands in a form with this address; others come last.
    pub fn position(&self, address: &AddressForm) -> usize {
        let within = |fields: &[&str]| fields.iter().position(|field| *field == self.field);
        let (before, middle) = (Self::BEFORE.len(), address.fields.len());
        let found = within(&Self::BEFORE)
            .or_else(|| address.position(&self.field).map(|at| before + at))
            .or_else(|| within(&Self::AFTER).map(|at| before + middle + at));
        found.unwrap_or(usize::MAX)
    }
}

/// The parts of the checkout, in their order: a phone shows one at a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Contact,
    Billing,
    Payment,
}

impl Step {
    pub const ALL: [Self; 3] = [Self::Contact, Self::Billing, Self::Payment];

    /// In URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Billing => "billing",
            Self::Payment => "payment",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// The part that a field of the form belongs to.
    pub fn of_field(field: &str) -> Self {
        match field {
            "email" | "name" => Self::Contact,
            "provider" | "consent" | "cart" => Self::Payment,
            _ => Self::Billing,
        }
    }

    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }
}

impl CheckoutForm {
    /// A form as the buyer of an earlier order would fill it: without a provider and without consent, which are asked for
    /// each time.
    pub fn of_buyer(buyer: Buyer) -> Self {
        Self {
            email: buyer.email,
            name: buyer.name,
            company: buyer.company.unwrap_or_default(),
            street: buyer.street,
            city: buyer.city,
            postal_code: buyer.postal_code,
            region: buyer.region.unwrap_or_default(),
            country: buyer.country.code().to_owned(),
            vat_id: buyer.vat_id.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Whether [`CONSENT`] was ticked.
    pub fn has_consent(&self) -> bool {
        self.consent == "yes"
    }

    /// The buyer, with the VAT id as typed (nobody has checked it yet).
    ///
    /// # Errors
    /// Every field that cannot be taken, and why.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn buyer(&self) -> Result<Buyer, Vec<FormError>> {
        let mut errors = Vec::new();
        // As strict as registering and our mail are: who buys must be reached.
        let email = Email::parse(&self.email)
            .map(|email| email.as_str().to_owned())
            .map_err(|wrong| {
                errors.push(FormError {
                    field: wrong.field,
                    message: wrong.reason,
                });
            })
            .unwrap_or_default();
        let mut text = |field: &str, value: &str, required: Option<&str>, max: usize| -> String {
            let value = value.trim();
            let message = match (required, name::check(value)) {
                _ if value.chars().count() > max => format!("This is too long. The limit is {max} characters."),
                (_, Ok(())) => return value.to_owned(),
                (Some(message), Err(NameFault::ShowsNothing)) => message.to_owned(),
                (None, Err(NameFault::ShowsNothing)) => return String::new(),
                (_, Err(NameFault::Control(_))) => "Enter this on one line.".to_owned(),
                (_, Err(NameFault::Direction(_))) => NO_DIRECTIONS.to_owned(),
            };
            errors.push(FormError {
                field: field.to_owned(),
                message,
            });
            String::new()
        };
        let name = text("name", &self.name, Some("Enter your name."), 120);
        let company = text("company", &self.company, None, 120);
        let vat_id = text("vat_id", &self.vat_id, None, 60);
        let country = self.country.parse::<Country>().ok();
        if country.is_none() {
            errors.push(FormError {
                field: "country".to_owned(),
                message: "Choose your country.".to_owned(),
            });
        }
        let address = match self.checked_address() {
            Ok(address) => address,
            Err(wrong) => {
                errors.extend(wrong);
                return Err(errors);
            }
        };
        let Some(country) = country.filter(|_| errors.is_empty()) else {
            return Err(errors);
        };
        let given = |text: String| (!text.is_empty()).then_some(text);
        Ok(Buyer {
            email,
            name,
            company: given(company),
            street: address.street,
            city: address.city,
            postal_code: address.postal_code,
            region: given(address.region),
            country,
            vat_id: given(vat_id),
            vat_verified: false,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn checked_address(&self) -> Result<crate::address::Checked, Vec<FormError>> {
        let typed = crate::address::Typed {
            street: &self.street,
            city: &self.city,
            postal_code: &self.postal_code,
            region: &self.region,
        };
        crate::address::check(self.country.parse().ok(), &typed)
    }

    /// Where the buyer is, as far as the tax asks; none until a country is chosen. A postal code that is none of the
    /// country's says nothing.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn place(&self) -> Option<Place> {
        let country: Country = self.country.parse().ok()?;
        Some(Place {
            country,
            postal_code: crate::address::postal_code(country, &self.postal_code).unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> CheckoutForm {
        let text = |s: &str| s.to_owned();
        CheckoutForm {
            email: text(" ada@example.com "),
            name: text("Ada Lovelace"),
            street: text("12 St James's Square"),
            city: text("London"),
            postal_code: text("SW1Y 4JH"),
            country: text("GB"),
            ..CheckoutForm::default()
        }
    }

    #[test]
    fn a_whole_form_is_a_buyer() {
        let buyer = form().buyer().expect("whole");
        assert_eq!((buyer.email.as_str(), buyer.company), ("ada@example.com", None));
    }

    #[test]
    fn of_buyer_fills_the_form_but_consent_and_provider() {
        let mut typed = form();
        (typed.company, typed.vat_id) = ("Acme".into(), "GB123".into());
        (typed.country, typed.region, typed.postal_code) = ("US".into(), "California".into(), "94104".into());
        (typed.provider, typed.consent) = ("stripe".into(), "yes".into());
        let buyer = typed.buyer().expect("whole");
        let filled = CheckoutForm::of_buyer(buyer.clone());
        assert_eq!(filled.region, "CA");
        assert_eq!(filled.buyer(), Ok(buyer));
        assert_eq!((filled.provider.as_str(), filled.has_consent()), ("", false));
    }

    #[test]
    fn every_field_says_what_is_wrong() {
        let mut bad = form();
        bad.email = "ada@localhost".to_owned();
        bad.name = "  ".to_owned();
        bad.city = "x".repeat(81);
        bad.street = "a\u{0}b".to_owned();
        bad.country = "Germany".to_owned();
        let errors = bad.buyer().expect_err("bad");
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["email", "name", "country", "street", "city"]);
    }

    #[test]
    fn position_follows_the_countrys_form() {
        let order = |country: &str| {
            let address = crate::address::form(country.parse().ok());
            let mut fields = vec![
                "cart",
                "consent",
                "vat_id",
                "region",
                "city",
                "postal_code",
                "street",
                "country",
                "name",
            ];
            fields.sort_by_key(|field| {
                let field = (*field).to_owned();
                FormError {
                    field,
                    message: String::new(),
                }
                .position(&address)
            });
            fields.join(" ")
        };
        assert_eq!(
            order("US"),
            "name country street city region postal_code vat_id consent cart"
        );
        assert_eq!(
            order("IT"),
            "name country street postal_code city region vat_id consent cart"
        );
    }

    #[test]
    fn place_takes_a_postal_code_as_the_country_writes_it() {
        let at = |country: &str, postal_code: &str| {
            let typed = CheckoutForm {
                country: country.to_owned(),
                postal_code: postal_code.to_owned(),
                ..form()
            };
            typed
                .place()
                .map(|place| format!("{} {}", place.country, place.postal_code))
        };
        assert_eq!(at("DE", " d-２７４９８ ").as_deref(), Some("DE 27498"));
        assert_eq!(at("ES", "350").as_deref(), Some("ES "));
        assert_eq!(at("HK", "999077").as_deref(), Some("HK "));
        assert_eq!(at("", "10117"), None);
    }

    #[test]
    fn names_show_something_and_keep_their_direction() {
        for (name, said) in [
            ("\u{200B}", "Enter your name."),
            ("\u{3164}\u{AD}", "Enter your name."),
            ("Ada\nLovelace", "Enter this on one line."),
            ("Ada \u{202E}ecalevoL", NO_DIRECTIONS),
        ] {
            let mut typed = form();
            typed.name = name.to_owned();
            let errors = typed.buyer().expect_err("bad");
            assert_eq!((errors[0].field.as_str(), errors[0].message.as_str()), ("name", said));
            assert!(crate::account::name(name).is_err(), "{name:?}");
            // A field that may be empty is empty, or wrong.
            let mut typed = form();
            typed.company = name.to_owned();
            let company = typed.buyer().map(|buyer| buyer.company);
            assert_eq!(company.ok(), (said == "Enter your name.").then_some(None), "{name:?}");
        }
    }
}
