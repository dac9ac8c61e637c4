//! What makes a product acceptable, beyond what its types say.

use crate::name::{self, NameFault};
use crate::{Currency, Product, Slug};

/// A field of a product that was refused: its path (`plans[1].currency`) and the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FieldError {
    pub field: String,
    pub reason: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
        }
    }
}

/// Amounts stop here, so that no sum of a cart comes near the end of `i64`.
const MAX_AMOUNT: i64 = 10_000_000_000;
/// Popularity stops here: the largest whole number that JSON readers keep exact.
const MAX_POPULARITY: u64 = 1 << 53;

impl Product {
    /// Checks what the types cannot: lengths, counts, one currency, ranges, URLs.
    ///
    /// # Errors
    /// The first field that cannot be taken, and why.
    pub fn validate(&self, marketplace: Currency) -> Result<(), FieldError> {
        name("title", &self.title, 160)?;
        text("summary", &self.summary, 1, 300)?;
        text("description", &self.description, 0, 50_000)?;
        count("tags", self.tags.len(), 32)?;
        count("compatibility", self.compatibility.len(), 32)?;
        count("media", self.media.len(), 32)?;
        count("collections", self.collections.len(), 16)?;
        count("specifications", self.specifications.len(), 64)?;
        unique("tags", &self.tags)?;
        unique("compatibility", &self.compatibility)?;
        unique("collections", &self.collections)?;
        name("developer.name", &self.developer.name, 120)?;
        if let Some(website) = &self.developer.website {
            url("developer.website", website)?;
        }
        if let Some(email) = &self.developer.support_email {
            address("developer.support_email", email)?;
        }
        for (i, media) in self.media.iter().enumerate() {
            url_or_path(&format!("media[{i}].url"), &media.url)?;
            text(&format!("media[{i}].alt"), &media.alt, 0, 300)?;
        }
        for (key, value) in &self.specifications {
            name("specifications", key, 120)?;
            text(&format!("specifications.{key}"), value, 0, 1_000)?;
        }
        if self.popularity > MAX_POPULARITY {
            return Err(FieldError::new(
                "popularity",
                format!("must be at most {MAX_POPULARITY}"),
            ));
        }
        if let Some(rating) = self.rating {
            // Written so that NaN is refused.
            if !(1.0..=5.0).contains(&rating.average) {
                return Err(FieldError::new("rating.average", "must be from 1 to 5"));
            }
            if rating.count == 0 {
                return Err(FieldError::new(
                    "rating.count",
                    "must be at least 1; leave out `rating` if nobody rated the product",
                ));
            }
        }
        self.validate_plans(marketplace)
    }

    fn validate_plans(&self, marketplace: Currency) -> Result<(), FieldError> {
        if self.plans.is_empty() {
            return Err(FieldError::new("plans", "a product needs at least one plan"));
        }
        count("plans", self.plans.len(), 20)?;
        for (i, plan) in self.plans.iter().enumerate() {
            let field = |name: &str| format!("plans[{i}].{name}");
            name(&field("name"), &plan.name, 80)?;
            if self.plans[..i].iter().any(|other| other.slug == plan.slug) {
                return Err(FieldError::new(
                    field("slug"),
                    format!("`{}` is listed twice", plan.slug),
                ));
            }
            if !(0..=MAX_AMOUNT).contains(&plan.amount) {
                return Err(FieldError::new(
                    field("amount"),
                    format!("must be from 0 to {MAX_AMOUNT} minor units"),
                ));
            }
            if plan.currency != marketplace {
                let reason = format!("this marketplace sells in {marketplace}, not {}", plan.currency);
                return Err(FieldError::new(field("currency"), reason));
            }
            if plan.license.duration_days == Some(0) {
                return Err(FieldError::new(
                    field("license.duration_days"),
                    "must be at least 1; leave it out if the license never expires",
                ));
            }
            count(&field("features"), plan.features.len(), 40)?;
            for (j, feature) in plan.features.iter().enumerate() {
                text(&format!("plans[{i}].features[{j}]"), feature, 1, 200)?;
            }
        }
        Ok(())
    }
}

/// A name: see [`name::check`].
fn name(field: &str, value: &str, max: usize) -> Result<(), FieldError> {
    text(field, value, 1, max)?;
    name::check(value).map_err(|fault| FieldError::new(field, fault.to_string()))
}

fn text(field: &str, value: &str, min: usize, max: usize) -> Result<(), FieldError> {
    let length = value.trim().chars().count();
    if length < min {
        return Err(FieldError::new(field, "must not be empty"));
    }
    if min > 0 && !name::shows_something(value) {
        return Err(FieldError::new(field, NameFault::ShowsNothing.to_string()));
    }
    if length > max {
        return Err(FieldError::new(
            field,
            format!("has {length} characters, at most {max} are allowed"),
        ));
    }
    // A NUL fits no PostgreSQL text.
    if value.contains('\0') {
        return Err(FieldError::new(field, "must not contain a NUL character"));
    }
    Ok(())
}

fn count(field: &str, n: usize, max: usize) -> Result<(), FieldError> {
    if n > max {
        Err(FieldError::new(
            field,
            format!("has {n} entries, at most {max} are allowed"),
        ))
    } else {
        Ok(())
    }
}

fn unique(field: &str, slugs: &[Slug]) -> Result<(), FieldError> {
    match slugs.iter().enumerate().find(|(i, slug)| slugs[..*i].contains(slug)) {
        Some((i, slug)) => Err(FieldError::new(
            format!("{field}[{i}]"),
            format!("`{slug}` is listed twice"),
        )),
        None => Ok(()),
    }
}

fn url(field: &str, value: &str) -> Result<(), FieldError> {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let plain = !value.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    match rest {
        Some(rest) if plain && !rest.is_empty() && !rest.starts_with('/') => text(field, value, 1, 2_000),
        _ => Err(FieldError::new(field, "must be an address beginning with https://")),
    }
}

fn url_or_path(field: &str, value: &str) -> Result<(), FieldError> {
    let plain = !value.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    if value.starts_with('/') && !value.starts_with("//") && plain {
        return text(field, value, 1, 2_000);
    }
    let expected = || FieldError::new(field, "must be an https:// address or a path beginning with /");
    // Browsers show nothing that comes without TLS on a page of ours.
    if !value.starts_with("https://") {
        return Err(expected());
    }
    url(field, value).map_err(|_| expected())
}

fn address(field: &str, value: &str) -> Result<(), FieldError> {
    let plain = !value.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    match value.split_once('@') {
        Some((local, domain)) if plain && !local.is_empty() && domain.contains('.') => text(field, value, 3, 254),
        _ => Err(FieldError::new(field, "must be an e-mail address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Media, MediaKind, Rating};

    fn product() -> Product {
        serde_json::from_str(
            r#"{"slug":"swift-geocode","title":"Swift Geocode","summary":"one line","description":"markdown",
                "category":"apis","tags":["maps"],"developer":{"slug":"acme","name":"Acme"},"compatibility":["rust"],
                "published_at":"2026-01-31T00:00:00Z","popularity":1234,"rating":{"average":4.5,"count":12},
                "plans":[{"slug":"pro","name":"Pro","amount":4900,"currency":"USD","billing":"one_time","features":[]}]}"#,
        )
        .expect("the example of the format")
    }

    fn refused(change: impl FnOnce(&mut Product)) -> String {
        let mut p = product();
        change(&mut p);
        p.validate(Currency::USD).expect_err("should be refused").to_string()
    }

    #[test]
    fn takes_the_example() {
        assert_eq!(product().validate(Currency::USD), Ok(()));
        assert_eq!(product().rating.map(Rating::hundredths), Some(450));
    }

    #[test]
    fn names_the_field_and_the_reason() {
        assert_eq!(refused(|p| p.title = " ".into()), "title: must not be empty");
        assert_eq!(
            refused(|p| p.summary = "x".repeat(301)),
            "summary: has 301 characters, at most 300 are allowed"
        );
        assert_eq!(refused(|p| p.plans.clear()), "plans: a product needs at least one plan");
        assert_eq!(
            refused(|p| p.plans[0].currency = "EUR".parse().expect("a currency")),
            "plans[0].currency: this marketplace sells in USD, not EUR"
        );
        assert!(refused(|p| p.plans[0].amount = -1).starts_with("plans[0].amount:"));
        assert!(refused(|p| p.plans.push(p.plans[0].clone())).starts_with("plans[1].slug: `pro` is listed twice"));
        assert!(
            refused(|p| p.rating = Some(Rating {
                average: f64::NAN,
                count: 1
            }))
            .starts_with("rating.average")
        );
        assert!(refused(|p| p.rating = Some(Rating { average: 3.0, count: 0 })).starts_with("rating.count"));
        assert!(refused(|p| p.tags.push(p.tags[0].clone())).starts_with("tags[1]: `maps` is listed twice"));
        assert!(refused(|p| p.developer.website = Some("javascript:alert(1)".into())).starts_with("developer.website"));
        assert!(refused(|p| p.developer.support_email = Some("nobody".into())).starts_with("developer.support_email"));
        let media = |url: &str| Media {
            kind: MediaKind::Image,
            url: url.into(),
            alt: String::new(),
        };
        assert!(refused(|p| p.media.push(media("//evil.example"))).starts_with("media[0].url"));
        assert!(refused(|p| p.media.push(media("http://cdn.example/a.webp"))).starts_with("media[0].url"));
        assert!(refused(|p| p.title = "a\0b".into()).contains("NUL"));
        assert_eq!(
            refused(|p| p.plans[0].license.duration_days = Some(0)),
            "plans[0].license.duration_days: must be at least 1; leave it out if the license never expires"
        );
    }

    #[test]
    fn names_show_something_and_keep_their_direction() {
        type Set = fn(&mut Product, &str);
        let names: [(&str, Set); 4] = [
            ("title", |p, name| p.title = name.into()),
            ("developer.name", |p, name| p.developer.name = name.into()),
            ("plans[0].name", |p, name| p.plans[0].name = name.into()),
            ("specifications", |p, name| {
                p.specifications.insert(name.into(), "x".into());
            }),
        ];
        for (field, set) in names {
            for bad in [
                "\u{200B}",
                "\u{3164}",
                "a\nb",
                "a\u{7F}",
                "a\u{202E}b",
                "\u{2067}a",
                "a\u{200F}",
            ] {
                let said = refused(|p| set(p, bad));
                assert!(said.starts_with(&format!("{field}: must ")), "{bad:?}: {said}");
            }
            let mut good = product();
            set(&mut good, "Rechtschreib\u{AD}prüfung für .NET");
            assert_eq!(good.validate(Currency::USD), Ok(()));
        }
        assert!(refused(|p| p.summary = "\u{200B}".into()).starts_with("summary: must show something"));
        assert!(refused(|p| p.plans[0].features = vec!["\u{2060}".into()]).starts_with("plans[0].features[0]:"));
    }
}
