//! The form that puts a plan into the cart. Without script it leads there; in the browser the count in the header and a
//! toast say so at once, and take it back where the server refuses.

use domain::cart::{CartChange, Offered};
use domain::{Billing, Plan};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use views::product::ProductDetail;

use crate::api::cart::CartAddFn;
use crate::state::{Cart, FormKey, Toast, Toasts};

#[component]
pub(super) fn AddToCart<'a>(product: &'a ProductDetail, plan: &'a Plan, class: &'static str) -> impl IntoView + use<> {
    let (cart, toasts) = (expect_context::<Cart>(), expect_context::<Toasts>());
    let title = product.title.as_str();
    let seen = Offered { title, plan }.fingerprint();
    let change = CartChange::Add {
        product: product.slug.clone(),
        plan: plan.slug.clone(),
        key: None,
        seen: Some(seen.clone()),
    };
    // Only a form that the server rendered is sent without script.
    let key = use_context::<FormKey>().map(|FormKey(key)| key);
    let name = format!("{}, {}", product.title, plan.name);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        add(cart, toasts, change.clone(), &name);
    };
    view! {
        <form method="post" action=CartAddFn::url() on:submit=on_submit>
            <input type="hidden" name="product" value=product.slug.to_string() />
            <input type="hidden" name="plan" value=plan.slug.to_string() />
            <input type="hidden" name="key" value=key />
            <input type="hidden" name="seen" value=seen />
            <button class=class>{label(plan)} <span class="sr-only">{format!(" ({})", plan.name)}</span></button>
        </form>
    }
}

fn label(plan: &Plan) -> &'static str {
    match plan.billing {
        _ if plan.amount == 0 => "Get it free",
        Billing::OneTime => "Add to cart",
        Billing::Monthly | Billing::Yearly => "Subscribe",
    }
}

/// Where the cart is.
const CART: (&str, &str) = ("View cart", "/cart");

fn add(cart: Cart, toasts: Toasts, change: CartChange, name: &str) {
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
            let CartChange::Add { product, plan, .. } = change else {
                return;
            };
            let line = view.line(&product, &plan);
            let undo = CartChange::Set {
                quantity: line.map_or(0, |line| line.quantity.saturating_sub(1)),
                product,
                plan,
            };
            toasts.show(Toast {
                undo: Some(Callback::new(move |()| take_back(cart, toasts, undo.clone()))),
                ..added
            });
        }
        Err(refusal) => toasts.show(problem(refusal.message)),
    });
}

fn take_back(cart: Cart, toasts: Toasts, undo: CartChange) {
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
