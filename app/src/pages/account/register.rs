//! `/register`: `?back=` says where the reader goes once the address is confirmed.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::parts::{back, card, elsewhere, email_field, head, hidden, is_in_already, new_password_field};
use crate::api::form::with_back;
use crate::flash::Flash;
use crate::ui::field::{Field, messages};

pub(super) async fn page() -> AnyView {
    head("Create an account", "/register");
    let (back, flash) = (back(), Flash::take());
    if is_in_already(&back).await {
        return elsewhere();
    }
    // A guest's order names the address that it was placed with.
    let known = use_query_map()
        .with_untracked(|query| query.get("email"))
        .unwrap_or_default();
    let email = Field {
        value: known,
        ..email_field()
    };
    let login = with_back("/login", &back);
    let name = Field {
        autocomplete: "name",
        ..Field::new("name", "Name", "text")
    };
    card(
        "Create an account",
        view! {
            <p class="lead">
                "Find your orders, downloads and licenses in one place. What you bought as a guest with this address comes along."
            </p>
            {messages(&flash)}
            <form class="form" method="post" action="/api/fn/register" novalidate>
                {hidden("back", back)}
                {email.view(&flash)}
                {name.view(&flash)}
                {new_password_field("Password").view(&flash)}
                <button class="btn primary big block">"Create account"</button>
            </form>
            <ul class="form-else">
                <li>
                    "You have an account? "
                    <a href=login>
                        "Log in"
                    </a>
                </li>
            </ul>
        },
    )
}
