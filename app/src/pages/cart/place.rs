//! What became of the last change, and where on the page that is said.

use domain::Slug;
use domain::cart::CartError;
use leptos_router::params::ParamsMap;
use views::cart::CartView;

use crate::ui::number::counted;

/// Where on the page a message belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Cart,
    Line(Slug, Slug),
    Code,
}

/// Why the last change was not made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Trouble {
    pub at: Place,
    pub text: String,
    /// What was typed, where it stands no more.
    pub typed: Option<String>,
}

impl Place {
    /// As the server functions name it in the address.
    pub(super) fn parse(text: &str) -> Self {
        let line = |(product, plan): (&str, &str)| Some(Self::Line(product.parse().ok()?, plan.parse().ok()?));
        match text {
            "code" => Self::Code,
            text => text.split_once('/').and_then(line).unwrap_or(Self::Cart),
        }
    }
}

impl Trouble {
    fn whole(text: String) -> Self {
        Self {
            at: Place::Cart,
            text,
            typed: None,
        }
    }

    /// This, where it belongs to a line.
    pub(super) fn at_line(&self, product: &Slug, plan: &Slug) -> Option<&Self> {
        matches!(&self.at, Place::Line(of, which) if of == product && which == plan).then_some(self)
    }
}

/// What the address says of a form that led here: why it was refused, which line it added, how much of a guest's cart
/// the account's had no room for, or that an order was not placed.
pub(super) fn told(query: &ParamsMap, cart: &CartView) -> (Option<Trouble>, Option<Place>) {
    let refused = query.get_str("refused").map(|why| {
        let error = CartError::parse(why);
        #[cfg(feature = "ssr")]
        if let Some(error) = error {
            crate::api::server::respond::status(crate::api::cart::status(error));
        }
        Trouble {
            at: match error {
                Some(CartError::Stale) | None => Place::Cart,
                Some(_) => Place::parse(query.get_str("line").unwrap_or_default()),
            },
            text: error.map_or_else(
                || "That didn’t work. Please try again.".to_owned(),
                |error| error.sentence_about(query.get_str("typed").unwrap_or_default()),
            ),
            typed: query.get_str("typed").map(str::to_owned),
        }
    });
    let trouble = refused.or_else(|| {
        // A cart that was paid meanwhile is empty: then there is nothing to look at.
        if query.get_str("not_placed").is_some() && !cart.lines.is_empty() {
            let text = "Your order was not placed and nothing was charged: something in your cart, or its discount code, has changed. Please check it again.";
            return Some(Trouble::whole(text.to_owned()));
        }
        let left_out = query.get_str("left_out")?.parse::<u64>().ok()?;
        Some(Trouble::whole(format!(
            "{} from before you logged in did not fit: your cart is full, or holds as many already.",
            counted(left_out, "item")
        )))
    });
    (trouble, query.get_str("added").map(Place::parse))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_places_from_addresses() {
        let slug = |text: &str| text.parse::<Slug>().unwrap();
        assert_eq!(
            Place::parse("swift-geocode/pro"),
            Place::Line(slug("swift-geocode"), slug("pro"))
        );
        assert_eq!(Place::parse("code"), Place::Code);
        for other in ["", "a", "a/b/c", "/b", "A/b"] {
            assert_eq!(Place::parse(other), Place::Cart, "{other}");
        }
    }
}
