//! In place of an order that the reader may not see, whether there is one or not: the way to a new link.

use leptos::prelude::*;

use super::OrderHead;
use super::address::Address;
use crate::api::account::with_back;
use crate::api::orders::OrderLink;
use crate::pages::checkout::refusal;
use crate::ui::field::Message;

/// `expired`: the link was good once.
#[component]
pub(super) fn Locked(expired: bool, address: Memo<Address>) -> impl IntoView {
    let (title, text) = if expired {
        (
            "This link has expired",
            "Links to orders work for a month. We e-mail a new one to the address that the order was placed with.",
        )
    } else {
        (
            "This order opens with its link",
            "Log in with the account you bought it with, or open it from the link in our e-mail. If you can’t find the e-mail, we send a new link to the address that the order was placed with.",
        )
    };
    let log_in = move || with_back("/login", &address.with(|address| format!("/orders/{}", address.name)));
    let void = move || {
        let void = address.with(|address| address.void);
        void.then(|| "The old links to this order no longer work.".to_owned())
    };
    view! {
        <OrderHead title />
        <div class="wrap page">
            <div class="empty">
                <h1>{title}</h1>
                <Message text=Signal::derive(void) />
                <p>{text}</p>
                <AskLink expired address />
                <a href=log_in>"Log in"</a>
            </div>
        </div>
    }
}

/// Asks for a new link by mail. The answer tells nothing about whether there is such an order.
#[component]
fn AskLink(expired: bool, address: Memo<Address>) -> impl IntoView {
    let ask = ServerAction::<OrderLink>::new();
    #[cfg(feature = "ssr")]
    set_status(expired, ask);
    #[cfg(feature = "hydrate")]
    let _ = expired;
    let pending = ask.pending();
    let done = move || {
        let sent = address.with(|address| address.sent) && refusal(ask).is_none();
        sent.then(|| {
            "If there is such an order, a new link is on its way to the address it was placed with.".to_owned()
        })
    };
    view! {
        <Message text=Signal::derive(done) />
        <Message text=Signal::derive(move || refusal(ask)) bad=true />
        <ActionForm action=ask>
            <input type="hidden" name="name" value=move || address.with(|address| address.name.clone()) />
            <button class="btn primary" disabled=move || pending.get()>
                {move || if pending.get() { "Sending…" } else { "Mail me a new link" }}
            </button>
        </ActionForm>
    }
}

/// 410 where the link was good once, 404 elsewhere; 429 where it was asked too often.
#[cfg(feature = "ssr")]
fn set_status(expired: bool, ask: ServerAction<OrderLink>) {
    use http::StatusCode;
    use http::header::{HeaderValue, RETRY_AFTER};

    use crate::api::server::respond;

    let retry_after = ask
        .value()
        .with_untracked(|value| value.as_ref()?.as_ref().err()?.retry_after);
    let status = match retry_after {
        Some(seconds) => {
            respond::header(RETRY_AFTER, HeaderValue::from(seconds));
            StatusCode::TOO_MANY_REQUESTS
        }
        None if expired => StatusCode::GONE,
        None => StatusCode::NOT_FOUND,
    };
    respond::status(status);
}
