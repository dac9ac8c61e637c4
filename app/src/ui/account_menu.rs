//! The part of the head's menu that knows who is logged in.

use leptos::prelude::*;

use crate::api::visitor::visitor;

/// Links to log in, or the customer's name with the way out.
pub(super) async fn account_menu() -> AnyView {
    // A page is not lost because its menu does not know whose it is.
    let account = visitor().await.ok().and_then(|visitor| visitor.account);
    match account {
        None => view! {
            <a href="/login">
                "Log in"
            </a>
            <a href="/register">
                "Create an account"
            </a>
        }
        .into_any(),
        Some(account) => view! {
            <p class="menu-who">
                <b>{account.name}</b>
                <span>{account.email}</span>
            </p>
            <a href="/account">
                "Your account"
            </a>
            <form method="post" action="/api/fn/log_out">
                <button>"Log out"</button>
            </form>
        }
        .into_any(),
    }
}
