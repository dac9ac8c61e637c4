//! The ways to pay, each with the payments that it takes.

use domain::order::ProviderId;
use leptos::html::Input;
use leptos::prelude::*;
use views::checkout::Part;

use super::entry::field_id;
use super::state::Checkout;

#[component]
pub(super) fn WaysToPay() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let is_free = Memo::new(move |_| checkout.view.with(|view| view.totals.total == 0));
    let has_none = Memo::new(move |_| checkout.view.with(|view| view.offers.is_empty()));
    move || match (is_free.get(), has_none.get()) {
        (true, _) => view! { <p class="hint">"There is nothing to pay."</p> }.into_any(),
        (false, true) => view! {
            <p class="notice warn">
                "This shop has no way to pay set up at the moment. Nothing in your cart is lost."
            </p>
        }
        .into_any(),
        (false, false) => view! { <Offers /> }.into_any(),
    }
}

#[component]
fn Offers() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    view! {
        <div
            class="pay-choices"
            id=field_id("provider")
            role="radiogroup"
            aria-label="Ways to pay"
            tabindex="-1"
        >
            <For
                each=move || checkout.view.with(|view| view.offers.clone())
                key=|offer| offer.provider.as_str()
                children=|offer| view! { <OfferChoice provider=offer.provider label=offer.label /> }
            />
        </div>
    }
}

#[component]
fn OfferChoice(provider: ProviderId, label: String) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let (value, id) = (provider.as_str(), format!("pay-{}", provider.as_str()));
    let radio = NodeRef::<Input>::new();
    let is_chosen = Memo::new(move |_| checkout.form.with(|form| form.provider == value));
    Effect::new(move |before: Option<()>| {
        let is_chosen = is_chosen.get();
        if let Some(radio) = radio.get() {
            match before {
                // It was chosen before the page came alive.
                None if radio.checked() && !is_chosen => checkout.choose("provider", value.to_owned()),
                None => {}
                Some(()) => radio.set_checked(is_chosen),
            }
        }
    });
    view! {
        <div class="pay-choice">
            <input
                type="radio"
                id=id.clone()
                name="form[provider]"
                value=value
                checked=is_chosen.get_untracked()
                on:change=move |_| checkout.choose("provider", value.to_owned())
                node_ref=radio
            />
            <label for=id>{label.clone()}</label>
            <div class="pay-parts">
                <Payments provider label />
            </div>
        </div>
    }
}

/// The payments of a way to pay that takes several.
#[component]
fn Payments(provider: ProviderId, label: String) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let parts = Memo::new(move |_| {
        checkout.view.with(|view| {
            let offer = view.offers.iter().find(|offer| offer.provider == provider);
            offer.map(|offer| offer.parts.clone()).filter(|parts| parts.len() > 1)
        })
    });
    move || {
        let parts = parts.get()?;
        let many = parts.len();
        let parts = parts.into_iter().map(|Part { what, total }| {
            view! { <li>{format!("{total}: {}", what.join(", "))}</li> }
        });
        Some(view! {
            <p>{format!("{label} cannot take this cart in one payment. You pay {many} times, one after the other:")}</p>
            <ol>{parts.collect_view()}</ol>
        })
    }
}
