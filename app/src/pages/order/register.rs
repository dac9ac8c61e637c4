//! Registering after paying as a guest: a password is all that is missing.

use domain::order::OrderStatus;
use leptos::prelude::*;
use views::order::OrderView;

use crate::api::FormRefusal;
use crate::api::account::with_back;
use crate::api::orders::OrderRegister;
use crate::pages::checkout::focus;
use crate::ui::field::{Field, Message};

/// Whether the order's reader is asked to register.
pub(super) fn applies(order: &OrderView) -> bool {
    order.guest && order.status == OrderStatus::Paid
}

/// Orders with the buyer's address become the new account's.
#[component]
pub(super) fn Register(order: OrderView) -> impl IntoView {
    let register = ServerAction::<OrderRegister>::new();
    let (value, pending) = (register.value(), register.pending());
    let refused = move |read: fn(&FormRefusal) -> Option<String>| {
        Signal::derive(move || value.with(|value| read(value.as_ref()?.as_ref().err()?)))
    };
    let error = refused(|refusal| refusal.error("password").map(str::to_owned));
    let message = refused(message);
    Effect::new(move |_| {
        if error.with(Option::is_some) {
            focus("password");
        }
    });
    let log_in = with_back("/login", &order.address);
    view! {
        <section class="invite" id="register" aria-labelledby="register-title">
            <h2 id="register-title">"Create an account with " <b>{order.buyer.email.clone()}</b> ": choose a password"</h2>
            <p>"This order and your earlier ones with this address will be in your account."</p>
            <ActionForm action=register attr:novalidate="">
                <input type="hidden" name="name" value=order.id />
                <input type="hidden" name="key" value=order.key.unwrap_or_default() />
                // Tells password managers whose password it is.
                <input type="email" autocomplete="username" value=order.buyer.email.clone() readonly=true hidden=true />
                <Message text=message bad=true />
                <Field
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="new-password"
                    hint="At least 8 characters."
                    error
                />
                <button class="btn primary" disabled=move || pending.get()>
                    {move || if pending.get() { "Creating your account…" } else { "Create account" }}
                </button>
            </ActionForm>
            <p class="hint">"Have an account already? " <a href=log_in>"Log in"</a></p>
        </section>
    }
}

/// What was wrong besides the password.
fn message(refusal: &FormRefusal) -> Option<String> {
    let other = refusal.fields.iter().find(|(field, _)| field != "password");
    refusal
        .message
        .clone()
        .or_else(|| other.map(|(_, reason)| reason.clone()))
}
