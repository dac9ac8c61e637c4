//! The box beside the gallery: the price, the ways on, the facts; and the developer.

use domain::Developer;
use leptos::either::Either;
use leptos::prelude::*;
use views::product::ProductDetail;

use super::add::AddToCart;
use crate::ui::cover::Cover;
use crate::ui::number::counted;
use crate::ui::price::Price;

/// The one plan to add, or the way to the choice.
#[component]
fn Primary<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    match product.plans.as_slice() {
        [plan] => Either::Left(view! { <AddToCart product plan class="btn primary big block" /> }),
        plans => Either::Right(view! {
            <a class="btn primary big block" href="#plans">
                {format!("Choose from {}", counted(plans.len() as u64, "plan"))}
            </a>
        }),
    }
}

/// How to reach the developer: by mail, else on their website, else through their page here.
fn contact(developer: &Developer) -> String {
    match (&developer.support_email, &developer.website) {
        (Some(email), _) => format!("mailto:{email}"),
        (None, Some(website)) => website.clone(),
        (None, None) => format!("/developers/{}", developer.slug),
    }
}

#[component]
pub(super) fn BuyBox<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let cheapest = product.plans.iter().min_by_key(|plan| plan.amount);
    let from = cheapest.is_some_and(|cheapest| product.plans.iter().any(|plan| plan.amount > cheapest.amount));
    let price = cheapest.map(|plan| view! { <Price price=plan.price() billing=plan.billing from /> });
    view! {
        <aside class="buy" aria-label="Price and developer">
            {price}
            <div class="buy-actions">
                <Primary product />
                <a class="btn block" href=contact(&product.developer)>
                    "Contact the developer"
                </a>
            </div>
            <Facts product />
            <Maker developer=&product.developer />
        </aside>
    }
}

#[component]
fn Facts<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let link = |parameter: &str, slug: &domain::Slug| {
        view! { <a href=format!("/products?{parameter}={slug}")>{slug.label()}</a> }
    };
    let row = |name: &'static str, links: Vec<_>| {
        (!links.is_empty()).then(|| {
            view! {
                <dt>{name}</dt>
                <dd class="chips">{links}</dd>
            }
        })
    };
    let works_with = product
        .compatibility
        .iter()
        .map(|slug| link("compatibility", slug))
        .collect();
    let tags = product.tags.iter().map(|slug| link("tag", slug)).collect();
    view! {
        <dl class="facts">
            {row("Works with", works_with)}
            {row("Tags", tags)}
            <dt>"Published"</dt>
            <dd>
                <time datetime=product.published_at.to_string()>{product.published_at.day()}</time>
            </dd>
        </dl>
    }
}

#[component]
fn Maker<'a>(developer: &'a Developer) -> impl IntoView + use<> {
    let website = developer.website.clone().map(|website| {
        let shown = website
            .split_once("://")
            .map_or(website.as_str(), |(_, rest)| rest)
            .trim_end_matches('/')
            .to_owned();
        view! { <li><a href=website rel="nofollow noopener">{shown}</a></li> }
    });
    let email = developer.support_email.clone().map(|email| {
        view! { <li><a href=format!("mailto:{email}")>{email.clone()}</a></li> }
    });
    let channels = (website.is_some() || email.is_some())
        .then(|| view! { <ul aria-label="Support channels">{website}{email}</ul> });
    let page = format!("/developers/{}", developer.slug);
    view! {
        <section class="facts-maker" aria-labelledby="developer-title">
            <div class="maker-head">
                <Cover slug=developer.slug.to_string() title=developer.name.clone() />
                <div>
                    <h2 id="developer-title">{developer.name.clone()}</h2>
                    <a href=page>"All their products"</a>
                </div>
            </div>
            {channels}
        </section>
    }
}
