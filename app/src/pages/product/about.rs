//! What the product is: title, description, specifications.

use leptos::prelude::*;
use views::product::ProductDetail;

use crate::ui::rating::Rating;

#[component]
pub(super) fn Crumbs<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <ol>
                <li>
                    <a href="/products">"Products"</a>
                </li>
                <li>
                    <a href=format!("/products?category={}", product.category)>{product.category.label()}</a>
                </li>
            </ol>
        </nav>
    }
}

#[component]
pub(super) fn ProductHead<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let rating = product.rating.as_ref().map(|rating| (rating.average, rating.count));
    view! {
        <header class="product-head">
            <h1>{product.title.clone()}</h1>
            <p class="lead">{product.summary.clone()}</p>
            <p class="byline">
                <span>
                    "by "
                    <a href=format!("/developers/{}", product.developer.slug)>{product.developer.name.clone()}</a>
                </span>
                <a href="#reviews">
                    <Rating rating />
                </a>
            </p>
        </header>
    }
}

/// Links to the parts of the page.
#[component]
pub(super) fn OnPage<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let specifications =
        (!product.specifications.is_empty()).then(|| view! { <a href="#specifications">"Specifications"</a> });
    view! {
        <nav class="on-page" aria-label="On this page">
            <a href="#about">"About"</a>
            {specifications}
            <a href="#plans">"Plans"</a>
            <a href="#reviews">"Reviews"</a>
        </nav>
    }
}

#[component]
pub(super) fn Description<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    view! {
        <section class="part" id="about" aria-labelledby="about-title">
            <h2 id="about-title">"About"</h2>
            <div class="prose" inner_html=product.description_html.clone()></div>
        </section>
    }
}

#[component]
pub(super) fn Specifications<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let rows: Vec<_> = product
        .specifications
        .iter()
        .map(|(name, value)| {
            view! {
                <tr>
                    <th scope="row">{name.clone()}</th>
                    <td>{value.clone()}</td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="part" id="specifications" aria-labelledby="specifications-title">
                <h2 id="specifications-title">"Specifications"</h2>
                <table class="specs">
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}
