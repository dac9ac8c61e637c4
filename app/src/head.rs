//! What a page says of itself in `<head>`.
//!
//! On the server everything is written. In the browser only what a reader uses changes with the page: the title, and
//! the address that "share" takes. So no machinery for it is sent.

use leptos::prelude::*;

use crate::SiteConfig;

#[cfg_attr(
    feature = "hydrate",
    expect(dead_code, reason = "the browser needs the title and the path alone")
)]
pub(crate) struct Head {
    /// Without the site's name.
    pub title: String,
    pub description: String,
    /// The canonical path, with its query string.
    pub path: String,
    /// Whether search engines should leave the page out.
    pub noindex: bool,
    /// A path or address of the picture that stands for the page.
    pub image: Option<String>,
    /// OpenGraph's type.
    pub kind: &'static str,
}

impl Head {
    pub(crate) fn page(title: impl Into<String>, description: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            path: path.into(),
            noindex: false,
            image: None,
            kind: "website",
        }
    }

    /// Makes it the head of the page being rendered.
    pub(crate) fn set(self) {
        let Some(site) = use_context::<SiteConfig>() else {
            return;
        };
        let title = format!("{} · Mintreu Marketplace", self.title);
        let url = absolute(&site, &self.path);
        #[cfg(feature = "ssr")]
        self.write(title, url, &site);
        #[cfg(feature = "hydrate")]
        update(&title, &url);
    }

    #[cfg(feature = "ssr")]
    fn write(self, title: String, url: String, site: &SiteConfig) {
        use leptos_meta::{Link, Meta, Title};

        let robots = self
            .noindex
            .then(|| view! { <Meta name="robots" content="noindex,follow" /> });
        let image = self.image.unwrap_or_else(|| "/og-default.png".to_owned());
        // leptos_meta's components put themselves into <head> when they are rendered, and leave nothing behind.
        _ = view! {
            <Title text=escaped(&title) />
            <Meta name="description" content=self.description.clone() />
            <Link rel="canonical" href=url.clone() />
            <Meta property="og:title" content=title />
            <Meta property="og:description" content=self.description />
            <Meta property="og:url" content=url />
            <Meta property="og:type" content=self.kind />
            <Meta property="og:image" content=absolute(site, &image) />
            <Meta name="twitter:card" content="summary_large_image" />
            {robots}
        }
        .to_html();
    }
}

/// A path of this site, or an address elsewhere, as an address.
pub(crate) fn absolute(site: &SiteConfig, path: &str) -> String {
    if path.starts_with('/') {
        format!("{}{path}", site.public_url)
    } else {
        path.to_owned()
    }
}

#[cfg(feature = "hydrate")]
fn update(title: &str, url: &str) {
    document().set_title(title);
    if let Ok(Some(link)) = document().query_selector("link[rel=canonical]") {
        _ = link.set_attribute("href", url);
    }
}

/// leptos_meta 0.8 writes the text of `<title>` as it is.
#[cfg(feature = "ssr")]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
