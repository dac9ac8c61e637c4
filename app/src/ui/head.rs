//! What a page says of itself in `<head>`.

use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};
#[cfg(feature = "hydrate")]
use leptos_router::hooks::use_location;

use crate::state::{Navigation, Site};

/// The head of a page. It also tells [`Navigation`] that the page has arrived.
#[component]
pub(crate) fn Head(
    /// Without the site's name.
    #[prop(into)]
    title: String,
    #[prop(into)] description: String,
    /// The canonical path, with its query string.
    #[prop(into)]
    path: String,
    /// Whether search engines should leave the page out.
    #[prop(default = false)]
    noindex: bool,
    /// A path or address of the picture that stands for the page.
    #[prop(optional_no_strip)]
    image: Option<String>,
    /// OpenGraph's type.
    #[prop(default = "website")]
    kind: &'static str,
) -> impl IntoView {
    let site = expect_context::<Site>();
    let title = format!("{title} · Mintreu Marketplace");
    let url = site.absolute(&path);
    let image = site.absolute(image.as_deref().unwrap_or("/og-default.png"));
    let robots = if noindex { "noindex,follow" } else { "index,follow" };
    arrive();
    view! {
        <Title text=escaped(&title) />
        <Meta name="description" content=description.clone() />
        <Meta name="robots" content=robots />
        <Link rel="canonical" href=url.clone() />
        <Meta property="og:title" content=title />
        <Meta property="og:description" content=description />
        <Meta property="og:url" content=url />
        <Meta property="og:type" content=kind />
        <Meta property="og:image" content=image />
        <Meta name="twitter:card" content="summary_large_image" />
    }
}

#[cfg(feature = "hydrate")]
fn arrive() {
    let (navigation, location) = (expect_context::<Navigation>(), use_location());
    let here = (location.pathname.get_untracked(), location.search.get_untracked());
    // After the render, when the page is in the document.
    Effect::new(move |_| navigation.arrive(here.clone()));
}

#[cfg(feature = "ssr")]
fn arrive() {
    _ = use_context::<Navigation>();
}

/// On the server leptos_meta 0.8 writes the text of `<title>` as it is.
fn escaped(text: &str) -> String {
    if cfg!(feature = "ssr") {
        text.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        text.to_owned()
    }
}
