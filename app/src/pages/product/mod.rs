//! `/products/{slug}`: everything there is to know before buying.

mod about;
mod add;
mod buy;
mod gallery;
#[cfg(feature = "ssr")]
mod json_ld;
mod plans;
mod reviews;

use std::sync::Arc;

use domain::storefront::{ProductDetail, ReviewPage, ReviewSort};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::view::keyed::keyed;

use super::not_found::NotFoundPage;
use crate::data::ProductView;
use crate::head::Head;
use crate::ui::card::grid;
use crate::ui::error::error_page;
use crate::ui::owned;
use crate::ui::progress::awaited;
use crate::{api, route};

/// What is asked of the reviews: of which product, in which order, which page.
type ReviewsAsked = (String, ReviewSort, u32);

type Reviews = Resource<Result<Arc<ReviewPage>, ServerFnError>>;

#[component]
pub(crate) fn ProductPage() -> impl IntoView {
    let slug = route::slug();
    let search = route::search_while(|path| path.starts_with("/products/"));
    let asked = Memo::new(move |_| -> ReviewsAsked {
        let value = |search: &str, name| route::parameter(search, name).map(str::to_owned).unwrap_or_default();
        let (sort, page) = search.with(|search| (value(search, "reviews"), value(search, "review_page")));
        (slug.get(), ReviewSort::parse(&sort), page.parse().unwrap_or(1).max(1))
    });
    let product = Resource::new(move || slug.get(), |slug| awaited(api::product(slug)));
    let reviews: Reviews = Resource::new(
        move || asked.get(),
        |(slug, sort, page)| awaited(api::reviews(slug, sort, page)),
    );
    move || {
        Suspend::new(async move {
            owned(match product.await {
                // Another product is another page: nothing of the last one stays.
                Ok(Some(view)) => keyed(
                    [view],
                    |view: &ProductView| view.product.slug.clone(),
                    move |_, view| (|_| (), page(view, reviews)),
                )
                .into_any(),
                Ok(None) => view! { <NotFoundPage /> }.into_any(),
                Err(error) => error_page(error).into_any(),
            })
        })
    }
}

fn page(view: ProductView, reviews: Reviews) -> impl IntoView {
    let ProductView { product, related } = view;
    head(&product).set();
    let related = (!related.is_empty()).then(|| {
        view! {
            <section class="part shelf" aria-labelledby="related">
                <h2 id="related">"You may also like"</h2>
                {grid(related, "grid", 0)}
            </section>
        }
    });
    view! {
        <article class="wrap">
            {structured_data(&product)}
            {about::crumbs(&product)}
            {about::head(&product)}
            <div class="product-top">
                {gallery::gallery(&product)}
                {buy::buy(&product)}
            </div>
            {about::on_page(&product)}
            <div class="two">
                {about::description(&product)}
                {about::specifications(&product)}
            </div>
            {plans::plans(&product)}
            {reviews::reviews(product.clone(), reviews)}
            {related}
        </article>
    }
}

fn head(product: &ProductDetail) -> Head {
    let image = product
        .media
        .iter()
        .find(|media| media.kind == domain::MediaKind::Image);
    Head {
        image: image.map(|image| image.url.clone()),
        kind: "product",
        ..Head::page(
            format!("{} by {}", product.title, product.developer.name),
            product.summary.clone(),
            format!("/products/{}", product.slug),
        )
    }
}

/// JSON-LD for search engines. They read what the server sends, so the browser need not know how it is made.
fn structured_data(product: &ProductDetail) -> impl IntoView + use<> {
    #[cfg(feature = "ssr")]
    let json = json_ld::product(product);
    #[cfg(feature = "hydrate")]
    let json = {
        let _ = product;
        String::new()
    };
    view! { <script type="application/ld+json" nonce=use_nonce() inner_html=json></script> }
}
