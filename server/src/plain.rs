//! Small pages that need nothing of the app: refusals, which must not depend on what may just have failed, and what
//! only developers see. Their style stands in them, as the policy for files allows.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = ":root{color-scheme:light dark}\
    body{margin:0;font:1rem/1.55 system-ui,sans-serif;color:light-dark(#0d1b19,#e9f2f0);background:light-dark(#fafbfb,#0a1110)}\
    main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem}\
    h1{font-size:1.6rem;line-height:1.25;letter-spacing:-.015em;margin:0 0 1rem;overflow-wrap:anywhere}\
    h2{font-size:1.05rem;margin:2rem 0 .5rem}\
    a{color:light-dark(#0f766e,#34d3bd)}\
    a:focus-visible{outline:3px solid currentColor;outline-offset:2px}\
    table{border-collapse:collapse;width:100%;font-size:.9375rem}\
    th,td{text-align:left;padding:.55rem .75rem .55rem 0;border-bottom:1px solid light-dark(#e3e9e7,#223130);\
    vertical-align:top;overflow-wrap:anywhere}\
    th{font-weight:500;color:light-dark(#5a6b67,#8fa39e)}\
    pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;border-radius:.625rem;background:light-dark(#f0f4f3,#16201f)}\
    iframe{width:100%;height:46rem;border:1px solid light-dark(#e3e9e7,#223130);border-radius:.625rem;background:#fff}\
    .faint{color:light-dark(#5a6b67,#8fa39e)}";

/// A whole page.
pub fn page(title: &str, main: &Markup) -> Html<String> {
    styled_page(title, STYLE, main)
}

/// A whole page with a style of its own.
pub fn styled_page(title: &str, style: &str, main: &Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (title) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                link rel="icon" href="/favicon.svg";
                style { (PreEscaped(style)) }
            }
            body { main { (main) } }
        }
    };
    Html(page.into_string())
}

/// A refusal as people read it: a heading and what to do.
pub fn refusal(status: StatusCode, title: &str, detail: &str) -> Response {
    let main = html! {
        h1 { (title) }
        p { (detail) }
        p { a href="/" { "Go to the home page" } }
    };
    let mut response = (status, page(title, &main)).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_escapes_text() {
        let Html(page) = page("</title><script>", &html! { ("<b>&") });
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"), "{page}");
        assert!(page.contains("&lt;b&gt;&amp;"), "{page}");
    }
}
