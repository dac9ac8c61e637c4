//! The page as the server makes it.

use catalog::Ignored;
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
use crate::ui::left_out::left_out;
use crate::ui::owned;
use crate::{api, route};

#[component]
pub(crate) fn ProductPage() -> impl IntoView {
    let slug = route::slug();
    let search = route::search();
    let (sort, page_asked, ignored) = asked(&search);
    let found = api::product(slug, sort, page_asked);
    Suspend::new(async move {
        owned(match found.await {
            Ok(Some((product, reviews))) => page(product, &reviews, &ignored).into_any(),
            Ok(None) => view! { <NotFoundPage /> }.into_any(),
            Err(error) => error_page(error).into_any(),
        })
    })
}

/// How the reviews are sorted and which page of them is shown, and what of that could not be understood.
fn asked(search: &str) -> (ReviewSort, u32, Vec<Ignored>) {
    let mut ignored = catalog::others(search, &["reviews", "review_page"]);
    let mut ignore = |parameter: &str, value: &str, reason: &str| {
        ignored.push(Ignored {
            parameter: parameter.to_owned(),
            value: value.chars().take(100).collect(),
            reason: reason.to_owned(),
        });
    };
    let sort = route::parameter(search, "reviews").map(|value| {
        ReviewSort::parse(value).unwrap_or_else(|| {
            ignore("reviews", value, "expected newest, highest or lowest");
            ReviewSort::default()
        })
    });
    let page = route::parameter(search, "review_page").map(|value| match catalog::positive(value) {
        // A page past the end is the last.
        Some(page) => u32::try_from(page).unwrap_or(u32::MAX),
        None => {
            ignore("review_page", value, "expected a number from 1");
            1
        }
    });
    (sort.unwrap_or_default(), page.unwrap_or(1), ignored)
}

fn page(view: ProductView, reviews: &ReviewPage, ignored: &[Ignored]) -> impl IntoView + use<> {
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
            {shown(left_out(ignored))}
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
