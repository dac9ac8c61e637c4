//! `/checkout`: contact, billing details and payment in one form. A phone shows one part at a time; every part is in the
//! page all the same, so nothing is lost between them.
//!
//! In the browser tax, totals and errors follow what is typed: `state` is what the page knows, `update` how it asks the
//! server. Without script the form is posted, and the page comes back with the answer.

mod billing;
mod consent;
mod contact;
mod entry;
mod focus;
mod follow;
mod next;
mod offers;
mod payment;
mod place;
mod state;
mod steps;
mod summary;
mod totals;
mod update;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use views::checkout::CheckoutView;

use self::billing::Billing;
use self::contact::Contact;
pub(crate) use self::focus::focus;
use self::follow::{follow_cart, follow_form, follow_return, follow_session};
pub(crate) use self::next::{follow, is_leaving, refusal};
use self::payment::Payment;
use self::place::NotSaved;
use self::state::{Checkout, Trouble};
use self::steps::{Refusals, Steps, focus_part};
use self::summary::Summary;
pub(crate) use self::totals::{Totals, line_names};
use super::account::RedirectTo;
use super::{Loaded, ready};
use crate::api::checkout::{CheckoutAnswer, CheckoutSubmit, LOGGED_OUT, checkout};
use crate::api::data::data;
use crate::ui::empty::Empty;
use crate::ui::head::Head;

lazy_page!(CheckoutRoute, checkout, super::page);

async fn page() -> AnyView {
    let query = use_query_map();
    let checked = query.with_untracked(|query| query.get("check")).unwrap_or_default();
    let data = data(|| (), move |()| checkout(checked.clone()));
    ready(data).await;
    let shown = |answer: CheckoutAnswer| match answer {
        CheckoutAnswer::Open(view) => view! { <CheckoutPage view=*view /> }.into_any(),
        // Somebody came back after paying.
        CheckoutAnswer::Paid(to) => view! { <RedirectTo to /> }.into_any(),
        CheckoutAnswer::LoggedOut => view! { <LoggedOut /> }.into_any(),
        CheckoutAnswer::Empty => view! { <NothingToPay /> }.into_any(),
    };
    view! { <Loaded data page=shown /> }.into_any()
}

#[component]
fn CheckoutHead() -> impl IntoView {
    view! { <Head title="Checkout" description="Pay for what is in your cart." path="/checkout" noindex=true /> }
}

#[component]
fn NothingToPay() -> impl IntoView {
    view! {
        <CheckoutHead />
        <div class="wrap page">
            <h1>"Checkout"</h1>
            <Empty title="Your cart is empty">
                <p>"Add something to it first; then you can pay for it here."</p>
                <a class="btn primary" href="/products">
                    "Browse products"
                </a>
            </Empty>
        </div>
    }
}

#[component]
fn LoggedOut() -> impl IntoView {
    view! {
        <CheckoutHead />
        <div class="wrap page">
            <h1>"Checkout"</h1>
            <Empty title="You have been logged out">
                <p>"Log in again to go on: your cart and what you typed are still there."</p>
                <a class="btn primary" href=LOGGED_OUT>
                    "Log in"
                </a>
            </Empty>
        </div>
    }
}

#[component]
fn CheckoutPage(view: CheckoutView) -> impl IntoView {
    let from_last_order = view.from_last_order;
    let checkout = Checkout::new(view);
    provide_context(checkout);
    #[cfg(feature = "ssr")]
    set_status(checkout);
    focus_part(checkout);
    follow_cart(checkout);
    follow_session(checkout);
    follow_return(checkout);
    let leave = move || {
        if cfg!(feature = "hydrate") {
            checkout.send_rest();
        }
    };
    on_cleanup(leave);
    view! {
        <CheckoutHead />
        <div class="wrap page">
            <h1>"Checkout"</h1>
            <Lost />
            <NotSaved />
            <Refusals />
            <Form from_last_order />
        </div>
    }
}

#[component]
fn Form(from_last_order: bool) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let submit = ServerAction::<CheckoutSubmit>::new();
    follow_form(checkout, submit);
    let step = Memo::new(move |_| checkout.asked.with(|asked| asked.step.as_str()));
    let version = Memo::new(move |_| checkout.view.with(|view| view.cart.version));
    let total = Memo::new(move |_| checkout.view.with(|view| view.totals.total));
    view! {
        <ActionForm action=submit attr:class=move || format!("checkout at-{}", step.get()) attr:novalidate="">
            // The first button is the one that Enter presses: it goes on from here.
            <button class="sr-only" name="step" value=move || step.get() tabindex="-1" aria-hidden="true">
                "Continue"
            </button>
            <Steps />
            <input type="hidden" name="page" value=checkout.page_key.get_value() />
            <input type="hidden" name="version" value=move || version.get() />
            // Compared when the order is placed: nobody pays a total that they did not see.
            <input type="hidden" id="total" name="total" value=move || total.get() />
            <div class="checkout-form">
                <Contact from_last_order />
                <Billing />
                <Payment submit />
            </div>
            <Summary />
        </ActionForm>
    }
}

/// Why nothing can be paid any more. What was typed is still there.
#[component]
fn Lost() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    move || {
        let (text, link, href) = match checkout.trouble.get()? {
            Trouble::LoggedOut => (
                "You have been logged out, so your order was not placed. Log in again to go on: your cart and what you typed are still there. ",
                "Log in",
                LOGGED_OUT.to_owned(),
            ),
            Trouble::Empty => (
                "Your cart is empty now: it was paid or emptied in another window. ",
                "Open the cart",
                "/cart".to_owned(),
            ),
            Trouble::Paid(order) => ("This cart is paid. ", "See your order", order),
            Trouble::Failed(_) => return None,
        };
        Some(view! {
            <p class="notice warn" role="alert" id="trouble" tabindex="-1">
                {text}
                <a href=href>{link}</a>
            </p>
        })
    }
}

/// What the browser is told of the page: 422 where fields are wrong, 409 where something has changed.
#[cfg(feature = "ssr")]
fn set_status(checkout: Checkout) {
    use http::StatusCode;

    use crate::api::server::respond;

    let notice = checkout.asked.with_untracked(|asked| asked.notice.clone());
    if checkout.view.with_untracked(|view| !view.errors.is_empty()) {
        respond::status(StatusCode::UNPROCESSABLE_ENTITY);
    } else if matches!(notice.as_deref(), Some("stale" | "total")) {
        respond::status(StatusCode::CONFLICT);
    }
}
