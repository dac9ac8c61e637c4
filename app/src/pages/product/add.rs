//! The form that puts a plan into the cart. Without script it leads there; with it the count in the head and a toast
//! say so at once, and take it back where the server refuses.

use domain::cart::CartChange;
use domain::storefront::ProductDetail;
use domain::{Billing, Plan};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::cart::CartState;
use crate::ui::toast::{Toast, Toasts};

/// Where the cart is.
const CART: (&str, &str) = ("View cart", "/cart");

pub(super) fn add(product: &ProductDetail, plan: &Plan, class: &'static str) -> AnyView {
    let (cart, toasts) = (expect_context::<CartState>(), expect_context::<Toasts>());
    let change = CartChange::Add {
        product: product.slug.clone(),
        plan: plan.slug.clone(),
    };
    let name = format!("{}, {}", product.title, plan.name);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        put(cart, toasts, change.clone(), name.clone());
    };
    view! {
        <form method="post" action="/api/fn/cart_add" on:submit=on_submit>
            <input type="hidden" name="product" value=product.slug.to_string() />
            <input type="hidden" name="plan" value=plan.slug.to_string() />
            <button class=class>{label(plan)} <span class="unseen">{format!("({})", plan.name)}</span></button>
        </form>
    }
    .into_any()
}

fn label(plan: &Plan) -> &'static str {
    match plan.billing {
        _ if plan.amount == 0 => "Get it free",
        Billing::OneTime => "Add to cart",
        Billing::Monthly | Billing::Yearly => "Subscribe",
    }
}

fn put(cart: CartState, toasts: Toasts, change: CartChange, name: String) {
    let added = Toast {
        text: format!("Added {name}"),
        warn: false,
        link: Some(CART),
        undo: None,
    };
    toasts.show(added.clone());
    let sent = change.clone();
    cart.change(sent, move |answer| match answer {
        Ok(view) => {
            let CartChange::Add { product, plan } = change else {
                return;
            };
            let before = view
                .line(&product, &plan)
                .map_or(0, |line| line.quantity.saturating_sub(1));
            let undo = CartChange::Set {
                product,
                plan,
                quantity: before,
            };
            toasts.show(Toast {
                undo: Some(Callback::new(move |()| take_back(cart, toasts, undo.clone()))),
                ..added
            });
        }
        Err(refusal) => toasts.show(problem(refusal.message)),
    });
}

fn take_back(cart: CartState, toasts: Toasts, undo: CartChange) {
    cart.change(undo, move |answer| {
        if let Err(refusal) = answer {
            toasts.show(problem(refusal.message));
        }
    });
}

fn problem(text: String) -> Toast {
    Toast {
        text,
        warn: true,
        link: Some(CART),
        undo: None,
    }
}
