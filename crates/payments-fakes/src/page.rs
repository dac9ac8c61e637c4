//! The frame of the pages where customers pay: plain HTML that a browser test can read by labels and roles.

use std::fmt::Write as _;

/// Text that is safe in HTML and in its attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A whole page; `message` is said as an alert.
pub fn page(title: &str, message: Option<&str>, main: &str) -> String {
    let title = escape(title);
    let alert = message.map_or(String::new(), |text| format!("<p role=\"alert\">{}</p>", escape(text)));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>\
         body{{font:1rem/1.5 system-ui;max-width:32rem;margin:2rem auto;padding:0 1rem}}\
         label,fieldset,table{{display:block;margin:1rem 0}}input{{font:inherit;padding:.4rem}}\
         button{{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}}td{{padding:.2rem 1rem .2rem 0}}\
         [role=alert]{{border:1px solid;padding:.5rem}}</style></head>\
         <body><main><h1>{title}</h1>{alert}{main}</main></body></html>"
    )
}

/// What is paid, as a table of names and amounts.
pub fn table(rows: &[(String, String)]) -> String {
    rows.iter()
        .fold("<table><tbody>".to_owned(), |mut html, (name, amount)| {
            let (name, amount) = (escape(name), escape(amount));
            write!(html, "<tr><td>{name}</td><td>{amount}</td></tr>").expect("a String takes every write");
            html
        })
        + "</tbody></table>"
}
