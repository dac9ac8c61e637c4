//! Changes of the cart from its page, and where their refusals are said.

use domain::Slug;
use domain::cart::{CartChange, CartError, read_quantity};
use leptos::prelude::*;

use super::place::{Place, Trouble};
use crate::state::Cart;

/// The cart as its page changes it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub cart: Cart,
    trouble: RwSignal<Option<Trouble>>,
}

impl Desk {
    pub(super) fn new(cart: Cart, trouble: Option<Trouble>) -> Self {
        Self {
            cart,
            trouble: RwSignal::new(trouble),
        }
    }

    /// Why the last change was not made.
    pub(super) fn trouble(self) -> Option<Trouble> {
        self.trouble.get()
    }

    /// The same, where it belongs to a line.
    pub(super) fn trouble_of(self, product: &Slug, plan: &Slug) -> Option<Trouble> {
        self.trouble.with(|trouble| {
            trouble
                .as_ref()
                .and_then(|trouble| trouble.at_line(product, plan).cloned())
        })
    }

    /// Sets the quantity of a line to what was typed, and `step` more or less. What cannot be meant is said at once, and
    /// what was typed stays.
    pub(super) fn set(self, product: Slug, plan: Slug, typed: &str, step: i32) {
        let now = self.cart.shown();
        let now = now.with_untracked(|view| view.line(&product, &plan).map(|line| line.quantity));
        match read_quantity(typed, step) {
            // As it is; or a line on its way out, whose field says so once more.
            Ok(quantity) if now.is_none_or(|now| now == quantity) => self.trouble.set(None),
            Ok(quantity) => {
                let place = Place::Line(product.clone(), plan.clone());
                let change = CartChange::Set {
                    product,
                    plan,
                    quantity,
                };
                self.change(place, change, None);
                if quantity == 0 {
                    focus_title();
                }
            }
            Err(error) => self.refuse(Place::Line(product, plan), error, typed),
        }
    }

    fn refuse(self, at: Place, error: CartError, typed: &str) {
        self.trouble.set(Some(Trouble {
            at,
            text: error.sentence(),
            typed: Some(typed.to_owned()),
        }));
    }

    /// Makes a change; where it is refused, the message goes to `at`, with what was `typed`.
    pub(super) fn change(self, at: Place, change: CartChange, typed: Option<String>) {
        self.trouble.set(None);
        self.cart.change(change, move |answer| {
            if let Err(refusal) = answer {
                let at = if refusal.cart.is_some() { Place::Cart } else { at };
                let text = refusal.message;
                // The page may have been left meanwhile.
                self.trouble.try_set(Some(Trouble { at, text, typed }));
            }
        });
    }
}

/// The button that had the focus goes away with its line.
#[cfg(feature = "hydrate")]
fn focus_title() {
    use wasm_bindgen::JsCast;

    let title = document().get_element_by_id("cart-title");
    let title = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok());
    _ = title.map(|title| title.focus());
}

#[cfg(feature = "ssr")]
fn focus_title() {}
