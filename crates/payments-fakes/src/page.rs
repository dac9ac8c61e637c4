//! The frame of the pages where customers pay: plain HTML that a browser test can read by labels and roles.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "body{font:1rem/1.5 system-ui;max-width:32rem;margin:2rem auto;padding:0 1rem}\
    label,fieldset,table{display:block;margin:1rem 0}input{font:inherit;padding:.4rem}\
    button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}td{padding:.2rem 1rem .2rem 0}\
    [role=alert]{border:1px solid;padding:.5rem}";

/// A whole page; `message` is said as an alert.
pub fn page(title: &str, message: Option<&str>, main: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                link rel="icon" href="data:,";
                title { (title) }
                meta name="viewport" content="width=device-width";
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (title) }
                @if let Some(message) = message { p role="alert" { (message) } }
                (main)
            } }
        }
    };
    page.into_string()
}

/// A page with nothing but a title and perhaps a message.
pub fn notice(title: &str, message: Option<&str>) -> String {
    page(title, message, &html! {})
}

/// What is paid, as a table of names and amounts.
pub fn table(rows: &[(String, String)]) -> Markup {
    html! {
        table { tbody {
            @for (name, amount) in rows {
                tr { td { (name) } td { (amount) } }
            }
        } }
    }
}
