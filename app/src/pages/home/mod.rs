//! `/`: search, what is new, what is popular, collections and categories.

use catalog::{Card, FacetKind, FacetValue, Query};
use leptos::prelude::*;

use super::frame::Search;
use super::{Loaded, ready};
use crate::api::catalogue::{Collection, Home, home};
use crate::api::data::data;
use crate::state::{Kept, currency};
use crate::ui::card::CardGrid;
use crate::ui::cover::{Fetch, Picture};
use crate::ui::head::Head;
use crate::ui::number::{counted, grouped};

lazy_page!(HomeRoute, browse, super::page);

async fn page() -> AnyView {
    let kept = expect_context::<Kept>();
    let home = data(|| (), move |()| kept.or_ask("/".to_owned(), home()));
    ready(home).await;
    view! { <Loaded data=home page=|home| view! { <HomePage home /> }.into_any() /> }.into_any()
}

#[component]
fn HomePage(home: Home) -> impl IntoView {
    let Home {
        total,
        fresh,
        popular,
        categories,
        tags,
        collections,
    } = home;
    let collections = collections.into_iter().map(|Collection { slug, label, cards }| {
        view! { <Shelf href=value_href(FacetKind::Collection, &slug) title=label cards /> }
    });
    view! {
        <Head
            title="APIs, packages and themes to build on"
            description="Find APIs, code packages and themes by independent developers, with plans, licenses and reviews to compare."
            path="/"
            image=popular.first().and_then(|card| card.image.clone())
        />
        <Hero total tags popular=popular.clone() />
        <div class="wrap">
            <Categories categories />
            <Shelf title="Popular now".to_owned() href="/products?sort=popular".to_owned() cards=popular />
            <Shelf title="New arrivals".to_owned() href="/products?sort=newest".to_owned() cards=fresh />
            {collections.collect_view()}
        </div>
    }
}

/// The address of the products with a value of a facet.
fn value_href(kind: FacetKind, value: &str) -> String {
    Query::default().toggled(kind, value).href(currency())
}

#[component]
fn Hero(total: u32, tags: Vec<FacetValue>, popular: Vec<Card>) -> impl IntoView {
    let tags = tags.into_iter().map(|tag| {
        view! { <li><a class="chip" href=value_href(FacetKind::Tag, &tag.value)>{tag.label}</a></li> }
    });
    let art = popular.into_iter().take(3).enumerate().map(|(i, card)| {
        let fetch = if i == 0 { Fetch::First } else { Fetch::Eager };
        view! {
            <a href=format!("/products/{}", card.slug) aria-label=card.title.clone()>
                <Picture image=card.image.clone() slug=card.slug.clone() title=card.title.clone() fetch />
            </a>
        }
    });
    view! {
        <section class="hero">
            <div class="wrap hero-row">
                <div>
                    <h1>"Find the piece your project needs"</h1>
                    <p class="lead">
                        {format!(
                            "{} from independent developers: APIs, code packages and themes, with clear plans and honest reviews.",
                            counted(total.into(), "product"),
                        )}
                    </p>
                    <Search id="hero-search" placeholder="Search for maps, auth, charts…" text=String::new() />
                    <ul class="chips" aria-label="Popular tags">
                        {tags.collect_view()}
                    </ul>
                </div>
                <div class="hero-art">{art.collect_view()}</div>
            </div>
        </section>
    }
}

#[component]
fn Categories(categories: Vec<FacetValue>) -> impl IntoView {
    (!categories.is_empty()).then(|| {
        let links = categories.into_iter().map(|category| {
            view! {
                <li>
                    <a class="kind-card" href=value_href(FacetKind::Category, &category.value)>
                        {category.label}
                        <span>{grouped(category.count.into())}</span>
                    </a>
                </li>
            }
        });
        view! {
            <section class="shelf">
                <div class="shelf-head">
                    <h2>"Categories"</h2>
                </div>
                <ul class="kinds">{links.collect_view()}</ul>
            </section>
        }
    })
}

/// A row of products and the way to all of them; nothing where there are none.
#[component]
fn Shelf(title: String, href: String, cards: Vec<Card>) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        let all = format!("See all in {title}");
        let class = if cards.len() > 4 { "grid long" } else { "grid" };
        view! {
            <section class="shelf">
                <div class="shelf-head">
                    <h2>{title}</h2>
                    <a href=href aria-label=all>
                        "See all"
                    </a>
                </div>
                <CardGrid cards class />
            </section>
        }
    })
}
