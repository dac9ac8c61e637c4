//! Who sells: what stands on invoices, and the country that taxes are decided from.

use std::fmt;

use domain::order::Seller;
use domain::vat::VatId;

use super::{ConfigError, Environment, refuse};

/// Each variable with what a developer's machine has instead. Production has to say who it is.
const FICTITIOUS: [(&str, &str); 6] = [
    ("SELLER_NAME", "Mintreu Marketplace GmbH (development)"),
    ("SELLER_STREET", "Musterstraße 1"),
    ("SELLER_CITY", "Musterstadt"),
    ("SELLER_POSTAL_CODE", "12345"),
    ("SELLER_COUNTRY", "DE"),
    ("SELLER_EMAIL", "billing@mintreu.example"),
];
/// Of no one, but with check digits that fit. Of the fictitious seller alone.
const FICTITIOUS_VAT_ID: &str = "DE999999995";
/// No line of an invoice is longer.
const LONGEST: usize = 120;

/// Reads the seller.
pub(super) fn seller(get: impl Fn(&str) -> Option<String>, environment: Environment) -> Result<Seller, ConfigError> {
    let said = FICTITIOUS
        .iter()
        .any(|(variable, default)| get(variable).is_some_and(|said| said != *default));
    let text = |variable: &'static str| {
        let default = FICTITIOUS
            .iter()
            .find(|(name, _)| *name == variable)
            .map(|(_, default)| *default);
        let text = get(variable).or_else(|| default.map(str::to_owned)).unwrap_or_default();
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            return refuse(variable, format!("expected one line of at most {LONGEST} characters"));
        }
        Ok(text)
    };
    let country = text("SELLER_COUNTRY")?;
    let country = country
        .parse()
        .or_else(|e: domain::country::CountryError| refuse("SELLER_COUNTRY", e.to_string()))?;
    let fictitious = (environment == Environment::Development && !said).then(|| FICTITIOUS_VAT_ID.to_owned());
    let vat_id = match get("SELLER_VAT_ID").or(fictitious) {
        Some(id) => Some(VatId::parse(&id, country).or_else(|e| refuse("SELLER_VAT_ID", format!("`{id}`: {e}")))?),
        None => None,
    };
    let email = text("SELLER_EMAIL")?;
    if !email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    {
        return refuse(
            "SELLER_EMAIL",
            format!("`{email}` is not an address such as billing@shop.example"),
        );
    }
    let tax_number = text("SELLER_TAX_NUMBER")?;
    Ok(Seller {
        name: text("SELLER_NAME")?,
        street: text("SELLER_STREET")?,
        city: text("SELLER_CITY")?,
        postal_code: text("SELLER_POSTAL_CODE")?,
        country,
        email,
        vat_id: vat_id.map(String::from),
        tax_number: Some(tax_number).filter(|number| !number.is_empty()),
    })
}

/// Refuses to sell as nobody.
pub(super) fn refuse_fictitious(get: impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
    match FICTITIOUS.iter().find(|(variable, _)| get(variable).is_none()) {
        Some((variable, _)) => refuse(variable, "production needs it: it stands on every invoice"),
        None if get("SELLER_NAME").as_deref() == Some(FICTITIOUS[0].1) => refuse(
            "SELLER_NAME",
            "the seller of a developer's machine cannot sell in production",
        ),
        // EN 16931, BR-S-02: an invoice that charges tax names its seller's VAT id (BT-31) or tax number (BT-32).
        None if ["SELLER_VAT_ID", "SELLER_TAX_NUMBER"]
            .iter()
            .all(|name| get(name).is_none()) =>
        {
            refuse(
                "SELLER_VAT_ID",
                "production needs it, or SELLER_TAX_NUMBER: every invoice that charges tax names one of them",
            )
        }
        None => Ok(()),
    }
}

/// As `check-config` shows it, a line each.
pub(super) fn show(seller: &Seller, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "SELLER_NAME = {}", seller.name)?;
    writeln!(f, "SELLER_STREET = {}", seller.street)?;
    writeln!(f, "SELLER_CITY = {}", seller.city)?;
    writeln!(f, "SELLER_POSTAL_CODE = {}", seller.postal_code)?;
    writeln!(f, "SELLER_COUNTRY = {}", seller.country)?;
    writeln!(f, "SELLER_EMAIL = {}", seller.email)?;
    writeln!(f, "SELLER_VAT_ID = {}", seller.vat_id.as_deref().unwrap_or("(none)"))?;
    let tax_number = seller.tax_number.as_deref().unwrap_or("(none)");
    writeln!(f, "SELLER_TAX_NUMBER = {tax_number}")
}
