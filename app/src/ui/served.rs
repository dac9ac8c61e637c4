//! Parts that the server alone makes: links and plain forms that need no script, so no code for them is sent.
//!
//! The server writes them into the page; the browser leaves them as they are. A browser that comes to such a page by
//! script finds it empty, and asks the server for it.

use leptos::prelude::*;

/// An element with HTML of the server's. In the browser `html` gives nothing, and is not asked twice.
#[cfg(feature = "ssr")]
pub(crate) fn served<F>(class: &'static str, html: impl Fn() -> F + Send + 'static) -> impl IntoView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    move || {
        let html = html();
        Suspend::new(async move {
            let html = html.await.to_html();
            view! { <div class=class inner_html=html></div> }
        })
    }
}

/// The server's element, as it stands.
#[cfg(feature = "hydrate")]
pub(crate) fn served(class: &'static str) -> impl IntoView {
    let element = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if element.get().is_some_and(|element| element.inner_html().is_empty()) {
            _ = window().location().reload();
        }
    });
    move || {
        Suspend::new(async move {
            view! { <div class=class node_ref=element inner_html=String::new()></div> }
        })
    }
}
