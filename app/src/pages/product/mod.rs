//! `/products/{slug}`: everything there is to know before buying.

mod about;
mod add;
mod buy;
mod gallery;
#[cfg(feature = "ssr")]
mod json_ld;
mod owned;
mod plans;
mod reviews;

use domain::MediaKind;
#[cfg(feature = "ssr")]
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use views::product::ProductDetail;

use self::about::{Crumbs, Description, OnPage, ProductHead, Specifications};
use self::buy::BuyBox;
use self::gallery::Gallery;
use self::owned::Owned;
use self::plans::Plans;
use self::reviews::Reviews;
use super::{Loaded, last_part, own_address, ready};
use crate::api::catalogue::{ProductPage, product};
use crate::api::data::data;
use crate::pages::not_found::NotFound;
use crate::state::Kept;
use crate::ui::card::CardGrid;
use crate::ui::head::Head;
use crate::ui::left_out::LeftOut;

lazy_page!(ProductRoute, product, super::page);

async fn page() -> AnyView {
    let kept = expect_context::<Kept>();
    let address = own_address(|path| path.starts_with("/products/"));
    let data = data(
        move || address.get(),
        move |(path, search)| kept.or_ask(format!("{path}?{search}"), product(last_part(&path), search)),
    );
    ready(data).await;
    let shown = |found: Option<ProductPage>| match found {
        Some(page) => view! { <ProductView page /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    };
    view! { <Loaded data page=shown /> }.into_any()
}

#[component]
fn ProductView(page: ProductPage) -> impl IntoView {
    let ProductPage {
        product,
        reviews,
        related,
        ignored,
    } = page;
    let image = product.media.iter().find(|media| media.kind == MediaKind::Image);
    view! {
        <Head
            title=format!("{} by {}", product.title, product.developer.name)
            description=product.summary.clone()
            path=format!("/products/{}", product.slug)
            image=image.map(|image| image.url.clone())
            kind="product"
        />
        <article class="wrap">
            <StructuredData product=&product />
            <Crumbs product=&product />
            <LeftOut ignored />
            <ProductHead product=&product />
            <Owned slug=product.slug.to_string() />
            <div class="product-top">
                <Gallery product=&product />
                <BuyBox product=&product />
            </div>
            <OnPage product=&product />
            <div class="two">
                <Description product=&product />
                <Specifications product=&product />
            </div>
            <Plans product=&product />
            <Reviews product=&product page=reviews />
            {(!related.is_empty())
                .then(|| {
                    view! {
                        <section class="part shelf" aria-labelledby="related">
                            <h2 id="related">"You may also like"</h2>
                            <CardGrid cards=related />
                        </section>
                    }
                })}
        </article>
    }
}

/// What search engines read; browsers have no use for it.
#[component]
fn StructuredData<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    #[cfg(feature = "ssr")]
    let (json, nonce) = (json_ld::product(product), use_nonce());
    #[cfg(feature = "hydrate")]
    let (json, nonce) = {
        _ = product;
        (String::new(), None::<String>)
    };
    view! { <script type="application/ld+json" nonce=nonce inner_html=json></script> }
}
