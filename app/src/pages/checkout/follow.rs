//! What the page follows besides what is typed: the answer to the sent form, the cart, and who is logged in.

use leptos::ev::pageshow;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::focus::focus;
use super::next::{follow, refusal};
use super::state::{Checkout, Trouble};
use crate::api::checkout::{CheckoutSubmit, LOGGED_OUT};
use crate::state::{Cart, Navigation, Session};

/// Goes where the form leads. What stays on this page is looked at again: the answer says what is in the way.
pub(super) fn follow_form(checkout: Checkout, submit: ServerAction<CheckoutSubmit>) {
    show_pending(submit);
    let (navigate, cart) = (use_navigate(), expect_context::<Cart>());
    follow(submit, move |address| match address {
        LOGGED_OUT => checkout.lose(Trouble::LoggedOut),
        // There is no cart.
        "/cart" => checkout.lose(Trouble::Empty),
        _ if address.starts_with("/checkout?") => {
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(address, options);
            if ["check=", "notice="].iter().any(|why| address.contains(why)) {
                checkout.look_again();
            }
        }
        _ => {
            navigate(address, NavigateOptions::default());
            cart.refresh();
        }
    });
    drop_notice(checkout, submit);
    Effect::new(move |_| {
        if refusal(submit).is_some() {
            focus("notice");
        }
    });
}

/// Takes the last answer's notice out of the address when the order is placed again.
fn drop_notice(checkout: Checkout, submit: ServerAction<CheckoutSubmit>) {
    let (navigate, input) = (use_navigate(), submit.input());
    Effect::new(move |_| {
        let placing = input.with(|input| input.as_ref().is_some_and(|form| form.step == "place"));
        if placing && checkout.asked.with_untracked(|asked| asked.notice.is_some()) {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate("/checkout?step=payment", options);
        }
    });
}

/// Shows that the answer is awaited, as for a page that is on its way.
fn show_pending(submit: ServerAction<CheckoutSubmit>) {
    let (pending, loading) = (submit.pending(), expect_context::<Navigation>().loading());
    Effect::new(move |before: Option<bool>| {
        let pending = pending.get();
        if before.is_some_and(|before| before != pending) {
            loading.set(pending);
        }
        pending
    });
    on_cleanup(move || {
        if cfg!(feature = "hydrate") {
            loading.set(false);
        }
    });
}

/// Follows a cart that is changed in another tab.
pub(super) fn follow_cart(checkout: Checkout) {
    let cart = expect_context::<Cart>().shown();
    Effect::new(move |before: Option<i64>| {
        let now = cart.with(|cart| cart.version);
        let known = checkout.view.with_untracked(|view| view.cart.version);
        if before.is_some_and(|before| before != now) && now != known {
            checkout.ask();
        }
        now
    });
}

/// Lets the rest of the app know where the customer is logged out, or the cart is gone.
pub(super) fn follow_session(checkout: Checkout) {
    let session = expect_context::<Session>();
    let lost = Memo::new(move |_| {
        checkout
            .trouble
            .with(|trouble| matches!(trouble, Some(Trouble::LoggedOut | Trouble::Empty | Trouble::Paid(_))))
    });
    Effect::new(move |_| {
        if lost.get() {
            session.changed();
        }
    });
}

/// Asks how the cart stands when the browser brings the page back as it was left, as by Back from the provider's page, and
/// leads to the order where it was paid meanwhile.
pub(super) fn follow_return(checkout: Checkout) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Trouble::Paid(order)) = checkout.trouble.get() {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&order, options);
        }
    });
    Effect::new(move |_| {
        let returned = window_event_listener(pageshow, move |event| {
            if event.persisted() {
                checkout.ask();
            }
        });
        on_cleanup(move || returned.remove());
    });
}
