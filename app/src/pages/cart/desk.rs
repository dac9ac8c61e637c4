//! What the cart's page knows besides the cart: what became of the last change, and how to make another.

use domain::Slug;
use domain::cart::{CartChange, CartError, CartView};
use leptos::html::H1;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::cart::{CartState, sentence};

/// Where on the page a message belongs.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    Cart,
    Line(Slug, Slug),
    Code,
}

impl Place {
    /// As `lead` of the server functions names it.
    fn parse(text: &str) -> Self {
        let line = |(product, plan): (&str, &str)| Some(Self::Line(product.parse().ok()?, plan.parse().ok()?));
        match text {
            "code" => Self::Code,
            text => text.split_once('/').and_then(line).unwrap_or(Self::Cart),
        }
    }
}

/// Why the last change was not made.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub at: Place,
    pub text: String,
    /// What was typed, where it stands no more.
    pub typed: Option<String>,
}

#[derive(Clone, Copy)]
pub(super) struct Desk {
    cart: CartState,
    pub trouble: RwSignal<Option<Trouble>>,
    /// The line that a form on another page has just added.
    pub added: RwSignal<Option<Place>>,
    /// Where the focus goes when the line that had it is gone.
    pub title: NodeRef<H1>,
}

impl Desk {
    /// For a cart as the server sent it, after what the address says of a form that led here.
    pub(super) fn open(view: CartView) -> Self {
        let cart = expect_context::<CartState>();
        cart.learn(view);
        let query = use_query_map().get_untracked();
        let refused = query.get_str("refused").map(|why| {
            let error = CartError::parse(why);
            #[cfg(feature = "ssr")]
            crate::route::status(error.map_or(http::StatusCode::INTERNAL_SERVER_ERROR, crate::cart::status));
            Trouble {
                at: match error {
                    Some(CartError::Stale) | None => Place::Cart,
                    Some(_) => Place::parse(query.get_str("line").unwrap_or_default()),
                },
                text: error.map_or_else(|| "That did not work. Please try again.".to_owned(), sentence),
                typed: query.get_str("typed").map(str::to_owned),
            }
        });
        Self {
            cart,
            trouble: RwSignal::new(refused),
            added: RwSignal::new(query.get_str("added").map(Place::parse)),
            title: NodeRef::new(),
        }
    }

    pub(super) fn shown(self) -> Memo<CartView> {
        self.cart.shown()
    }

    /// Makes a change; where it is refused, the message goes to `at`, with what was `typed`.
    pub(super) fn change(self, at: Place, change: CartChange, typed: Option<String>) {
        self.trouble.set(None);
        self.added.set(None);
        self.cart.change(change, move |answer| {
            if let Err(refusal) = answer {
                let at = if refusal.cart.is_some() { Place::Cart } else { at };
                let text = refusal.message;
                // The reader may have left the page meanwhile.
                _ = self.trouble.try_set(Some(Trouble { at, text, typed }));
            }
        });
    }

    /// The message for a place.
    pub(super) fn trouble_at(self, place: Place) -> Memo<Option<Trouble>> {
        Memo::new(move |_| self.trouble.get().filter(|trouble| trouble.at == place))
    }

    /// The version that every form of the page is made for.
    pub(super) fn version(self) -> impl IntoView {
        view! { <input type="hidden" name="version" value=move || self.shown().with(|view| view.version) /> }
    }
}

#[cfg(test)]
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
