//! The page as the server makes it.

use domain::storefront::{ProductDetail, ReviewPage, ReviewSort};
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::{about, buy, gallery, json_ld, plans, reviews};
use crate::data::ProductView;
use crate::head::Head;
use crate::pages::not_found::NotFoundPage;
use crate::ui::card::grid;
use crate::ui::error::error_page;
use crate::ui::html::shown;
use crate::ui::owned;
use crate::{api, route};

#[component]
pub(crate) fn ProductPage() -> impl IntoView {
    let slug = route::slug();
    let search = route::search();
    let asked = |name| route::parameter(&search, name).unwrap_or_default();
    let sort = ReviewSort::parse(asked("reviews"));
    let page_asked = asked("review_page").parse().unwrap_or(1).max(1);
    let product = api::product(slug.clone());
    let reviews = api::reviews(slug, sort, page_asked);
    Suspend::new(async move {
        let found = async {
            let Some(product) = product.await? else { return Ok(None) };
            Ok(Some((product, reviews.await?)))
        };
        owned(match found.await {
            Ok(Some((product, reviews))) => page(product, &reviews).into_any(),
            Ok(None) => view! { <NotFoundPage /> }.into_any(),
            Err(error) => error_page(error).into_any(),
        })
    })
}

fn page(view: ProductView, reviews: &ReviewPage) -> impl IntoView + use<> {
    let ProductView { product, related } = view;
    head(&product).set();
    let related = (!related.is_empty()).then(|| {
        view! {
            <section class="part shelf" aria-labelledby="related">
                <h2 id="related">"You may also like"</h2>
                {shown(grid(&related, "grid", 0))}
            </section>
        }
    });
    view! {
        <article class="wrap">
            <script type="application/ld+json" nonce=use_nonce() inner_html=json_ld::product(&product)></script>
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
            {reviews::reviews(&product, reviews)}
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
