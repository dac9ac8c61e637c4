//! The page as the server makes it.

use domain::cart::{CartError, CartView};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::{Place, Trouble};
use crate::cart::{sentence, status};
use crate::head::Head;
use crate::ui::card::grid;
use crate::ui::error::error_page;
use crate::ui::html::shown;
use crate::ui::number::counted;
use crate::ui::owned;
use crate::{api, data, route};

#[component]
pub(crate) fn CartPage() -> impl IntoView {
    Head {
        noindex: true,
        ..Head::page("Cart", "Your cart on Mintreu Marketplace.", "/cart")
    }
    .set();
    let query = use_query_map().get_untracked();
    let cart = api::cart();
    Suspend::new(async move {
        owned(match cart.await {
            Ok(cart) => {
                let (trouble, added) = told(&query, &cart);
                page(&cart, trouble.as_ref(), added.as_ref()).into_any()
            }
            Err(error) => error_page(error).into_any(),
        })
    })
}

fn page(cart: &CartView, trouble: Option<&Trouble>, added: Option<&Place>) -> impl IntoView + use<> {
    let title = if cart.lines.is_empty() {
        "Popular now"
    } else {
        "You may also like"
    };
    let popular = data::besides(&api::catalogue().current().snapshot, cart);
    let shelf = (!popular.is_empty()).then(|| {
        view! {
            <section class="part shelf" aria-labelledby="popular">
                <h2 id="popular">{title}</h2>
                {shown(grid(&popular, "grid", 0))}
            </section>
        }
    });
    // What the browser changes at once, before the server has answered.
    let json = serde_json::to_string(cart).unwrap_or_default();
    view! {
        <div class="wrap page" id="cart" data-cart=json>
            <h1 id="cart-title" tabindex="-1">
                "Cart"
            </h1>
            {shown(super::cart(cart, trouble, added))}
        </div>
        <div class="wrap">{shelf}</div>
    }
}

/// What the address says of a form that led here: why it was refused, which line it added, how much of a guest's cart
/// the account's had no room for, or that an order was not placed.
fn told(query: &ParamsMap, cart: &CartView) -> (Option<Trouble>, Option<Place>) {
    let refused = query.get_str("refused").map(|why| {
        let error = CartError::parse(why);
        route::status(error.map_or(http::StatusCode::INTERNAL_SERVER_ERROR, status));
        Trouble {
            at: match error {
                Some(CartError::Stale) | None => Place::Cart,
                Some(_) => Place::parse(query.get_str("line").unwrap_or_default()),
            },
            text: error.map_or_else(|| "That did not work. Please try again.".to_owned(), sentence),
            typed: query.get_str("typed").map(str::to_owned),
        }
    });
    let whole = |text| Trouble {
        at: Place::Cart,
        text,
        typed: None,
    };
    let trouble = refused.or_else(|| {
        // A cart that was paid meanwhile is empty: then there is nothing to look at.
        if query.get("not_placed").is_some() && !cart.lines.is_empty() {
            let text = "Your order was not placed, and nothing was charged: something in your cart, or its discount code, is no longer as you saw it. Please look at it again.";
            return Some(whole(text.to_owned()));
        }
        let left_out = query.get_str("left_out")?.parse::<u64>().ok()?;
        Some(whole(format!(
            "{} that you had gathered before you logged in did not fit: your cart holds as many already, or is full.",
            counted(left_out, "item")
        )))
    });
    (trouble, query.get_str("added").map(Place::parse))
}
