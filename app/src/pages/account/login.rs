//! `/login`: `?back=` says where the reader goes afterwards.

use leptos::prelude::*;

use super::parts::{back, card, elsewhere, email_field, head, hidden, is_in_already, password_field};
use crate::api::form::with_back;
use crate::flash::Flash;
use crate::ui::field::messages;

pub(super) async fn page() -> AnyView {
    head("Log in", "/login");
    let (back, flash) = (back(), Flash::take());
    if is_in_already(&back).await {
        return elsewhere();
    }
    let register = with_back("/register", &back);
    card(
        "Log in",
        view! {
            {messages(&flash)}
            <form class="form" method="post" action="/api/fn/log_in" novalidate>
                {hidden("back", back)}
                {email_field().view(&flash)}
                {password_field("password", "Password").view(&flash)}
                <button class="btn primary big block">"Log in"</button>
            </form>
            <p>
                <a href="/reset">
                    "Forgot your password?"
                </a>
            </p>
            <ul class="form-else">
                <li>
                    "New here? "
                    <a href=register>
                        "Create an account"
                    </a>
                </li>
                <li>
                    "Address not confirmed yet? "
                    <a href="/verify">
                        "Send the link again"
                    </a>
                </li>
            </ul>
        },
    )
}
