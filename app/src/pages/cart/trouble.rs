//! What became of the last change, and where on the page that is said.

use domain::Slug;

/// Where on the page a message belongs.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    Cart,
    Line(Slug, Slug),
    Code,
}

/// Why the last change was not made.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub at: Place,
    pub text: String,
    /// What was typed, where it stands no more.
    pub typed: Option<String>,
}

impl Place {
    /// As `lead` of the server functions names it.
    #[cfg(feature = "ssr")]
    pub(super) fn parse(text: &str) -> Self {
        let line = |(product, plan): (&str, &str)| Some(Self::Line(product.parse().ok()?, plan.parse().ok()?));
        match text {
            "code" => Self::Code,
            text => text.split_once('/').and_then(line).unwrap_or(Self::Cart),
        }
    }
}

impl Trouble {
    /// This, where it belongs to a line.
    pub(super) fn at_line(&self, product: &Slug, plan: &Slug) -> Option<&Self> {
        matches!(&self.at, Place::Line(of, which) if of == product && which == plan).then_some(self)
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn reads_places_from_addresses() {
        let slug = |text: &str| text.parse::<Slug>().unwrap();
        assert!(Place::parse("swift-geocode/pro") == Place::Line(slug("swift-geocode"), slug("pro")));
        assert!(Place::parse("code") == Place::Code);
        for other in ["", "a", "a/b/c", "/b", "A/b"] {
            assert!(Place::parse(other) == Place::Cart, "{other}");
        }
    }
}
