//! Forms and arguments that cannot be read: 422 that names the field for programs, the page with the message for
//! people, whichever function is asked.

use std::collections::BTreeSet;

use axum::http::Method;

use crate::browser::Browser;
use crate::support::{TestApp, each_app};

/// Each function that takes a form, a field of its own, and the page that a browser is on.
const FORMS: [(&str, &str, &str); 20] = [
    ("log_in", "password", "/login"),
    ("register", "email", "/register"),
    ("resend", "email", "/verify"),
    ("confirm", "password", "/verify"),
    ("ask_reset", "email", "/reset"),
    ("reset", "password", "/reset"),
    ("rename", "name", "/account"),
    ("change_password", "current", "/account"),
    ("log_out_everywhere", "confirm", "/account"),
    ("end_session", "id", "/account"),
    ("set_theme", "theme", "/"),
    ("checkout_submit", "step", "/checkout"),
    ("order_pay", "name", "/orders/unknown"),
    ("order_link", "name", "/orders/unknown"),
    ("order_void", "name", "/orders/unknown"),
    ("order_register", "password", "/orders/unknown"),
    ("cart_add", "product", "/cart"),
    ("cart_set", "quantity", "/cart"),
    ("cart_confirm", "version", "/cart"),
    ("cart_code", "code", "/cart"),
];

/// Functions that read, and a field of each.
const QUESTIONS: [(&str, &str); 7] = [
    ("verification", "link"),
    ("reset_link", "link"),
    ("product", "slug"),
    ("developer", "slug"),
    ("legal", "page"),
    ("owned", "slug"),
    ("order", "name"),
];

#[tokio::test]
async fn a_field_that_comes_twice_is_named() {
    each_app(async |app| {
        for (name, field, page) in FORMS {
            let form = format!("{field}=a&{field}=b");
            let program = app.anonymous().header("accept", "application/json");
            let answer = program.post(&format!("/api/fn/{name}"), &form).await;
            assert_eq!(answer.status, 422, "{name}");
            let message = answer.json()["message"].as_str().unwrap().to_owned();
            assert!(message.contains(&format!("`{field}`")), "{name}: {message}");

            let mut browser = Browser::at("192.0.2.1");
            browser.open(&app, page).await;
            let to = browser.send(&app, name, &form).await;
            let shown = browser.open(&app, &to).await;
            assert!(shown.status.as_u16() < 500, "{name}: {to}");
            if name.starts_with("cart_") {
                assert!(shown.text().contains("That didn’t work. Please try again."), "{name}");
            } else {
                assert_eq!(to, page, "{name}");
            }
        }
        for (name, field) in QUESTIONS {
            let answer = app.get(&format!("/api/fn/{name}?{field}=a&{field}=b")).await;
            assert_eq!(answer.status, 422, "{name}");
            assert!(
                answer.text().contains(&format!("`{field}`")),
                "{name}: {}",
                answer.text()
            );
        }
    })
    .await;
}

/// The message of a form that could not be read stands on its page.
#[tokio::test]
async fn people_read_what_could_not_be_understood() {
    each_app(async |app| {
        for (name, field, page) in FORMS.into_iter().take(3) {
            let mut browser = Browser::at("192.0.2.1");
            browser.open(&app, page).await;
            let shown = browser.submit(&app, name, &format!("{field}=a&{field}=b")).await;
            let says = format!("The request could not be understood: `{field}` was sent more than once");
            assert!(shown.text().contains(&says), "{name}: {}", shown.text());
        }
    })
    .await;
}

/// The fields that each function cannot do without. Those of forms; of questions, all.
const REQUIRED: [(&str, &[&str]); 21] = [
    ("log_in", &["email", "password"]),
    ("register", &["email", "name", "password"]),
    ("resend", &["email"]),
    ("confirm", &["link"]),
    ("ask_reset", &["email"]),
    ("reset", &["link", "password"]),
    ("rename", &["name"]),
    ("change_password", &["current", "password"]),
    ("log_out_everywhere", &["confirm"]),
    ("end_session", &["id"]),
    ("set_theme", &["theme"]),
    ("checkout_submit", &["form[email]"]),
    ("order_pay", &["name"]),
    ("order_link", &["name"]),
    ("order_void", &["name"]),
    ("order_register", &["name", "password"]),
    ("cart_add", &["product", "plan"]),
    ("cart_set", &["version", "product", "plan", "quantity"]),
    ("cart_confirm", &["version"]),
    ("cart_code", &["version", "code"]),
    ("report_error", &["page", "message"]),
];
/// Functions that take JSON, or nothing that they cannot do without.
const OTHERS: [&str; 16] = [
    "cart",
    "cart_change",
    "checkout",
    "checkout_update",
    "contact",
    "home",
    "known_guest",
    "log_out",
    "mailed",
    "nearest",
    "purchases",
    "search",
    "session",
    "settings",
    "suggest",
    "suggested",
];

#[tokio::test]
async fn a_field_that_is_missing_is_named() {
    each_app(async |app| {
        // Every function stands in one of the tables.
        let known = REQUIRED.iter().map(|(name, _)| *name);
        let known: BTreeSet<&str> = known
            .chain(QUESTIONS.iter().map(|(name, _)| *name))
            .chain(OTHERS)
            .collect();
        for (path, _) in leptos::server_fn::axum::server_fn_paths() {
            let name = path.strip_prefix("/api/fn/").unwrap();
            assert!(known.contains(name), "{name} stands in no table");
        }
        for (name, required) in REQUIRED {
            for missing in required {
                let given = required.iter().filter(|field| *field != missing);
                let form = given.map(|field| format!("{field}=1")).collect::<Vec<_>>().join("&");
                let answer = app.anonymous().post(&format!("/api/fn/{name}"), &form).await;
                assert_eq!(answer.status, 422, "{name} without {missing}");
                let field = missing.split('[').next().unwrap();
                assert!(
                    answer.text().contains(&format!("`{field}` is missing")),
                    "{name} without {missing}: {}",
                    answer.text()
                );
            }
        }
        for (name, field) in QUESTIONS {
            let answer = app.get(&format!("/api/fn/{name}")).await;
            assert_eq!(answer.status, 422, "{name}");
            assert!(
                answer.text().contains(&format!("`{field}` is missing")),
                "{name}: {}",
                answer.text()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_field_of_another_type_is_named() {
    each_app(async |app| {
        for (name, form, field) in [
            ("cart_set", "version=one&product=valve&plan=pro&quantity=1", "version"),
            ("cart_set", "version=1&product=../a&plan=pro&quantity=1", "product"),
            ("cart_set", "version=1&product=a&plan=pro&quantity=1&step=x", "step"),
            ("cart_add", "product=valve&plan=%00", "plan"),
            ("cart_add", "product=valve&plan=pro&key=a%20b", "key"),
            ("cart_code", "version=9999999999999999999999&code=a", "version"),
            ("checkout_submit", "form=a", "form"),
            ("checkout_submit", "form%5Bemail%5D%5B%5D=a", "form[email]"),
        ] {
            let answer = app.anonymous().post(&format!("/api/fn/{name}"), form).await;
            assert_eq!(answer.status, 422, "{form}: {}", answer.text());
            assert!(
                answer.text().contains(&format!("`{field}`")),
                "{form}: {}",
                answer.text()
            );
        }
        for (name, body, field) in [
            (
                "cart_change",
                r#"{"change":{"Add":{"product":"a","plan":7}},"version":1}"#,
                "change.Add.plan",
            ),
            ("cart_change", r#"{"change":"Confirm","version":"1"}"#, "version"),
            ("cart_change", r#"{"version":1}"#, "change"),
            ("checkout_update", r#"{"form":{"email":["a"]}}"#, "form.email"),
            ("checkout_update", r#"{"form":{"email":"\u0000"}}"#, "form.email"),
            ("checkout_update", r#"{"form":{},"form":{}}"#, "form"),
        ] {
            let answer = json(&app, name, body).await;
            assert_eq!(answer.0, 422, "{body}: {}", answer.1);
            assert!(answer.1.contains(&format!("`{field}`")), "{body}: {}", answer.1);
        }
        for body in ["", "{", "[]", "null", "\u{0}", "{\"form\":"] {
            assert_eq!(json(&app, "checkout_update", body).await.0, 422, "{body}");
        }
    })
    .await;
}

async fn json(app: &TestApp, name: &str, body: &str) -> (u16, String) {
    let client = app.anonymous().header("content-type", "application/json");
    let answer = client.send(Method::POST, &format!("/api/fn/{name}"), body).await;
    (answer.status.as_u16(), answer.text().to_owned())
}
