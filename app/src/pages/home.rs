//! `/`: search, what is new, what is popular, collections and categories.

use catalog::{Card, FacetKind, FacetValue, Query};
use leptos::prelude::*;

use crate::data::{Collection, Home};
use crate::head::Head;
use crate::ui::card::grid;
use crate::ui::cover::{Fetch, picture};
use crate::ui::html::shown;
use crate::ui::number::{counted, grouped};
use crate::ui::search_box::SearchBox;
use crate::{api, site};

#[component]
pub(crate) fn HomePage() -> impl IntoView {
    page(api::home())
}

fn page(home: Home) -> impl IntoView {
    Head {
        image: home.popular.first().and_then(|card| card.image.clone()),
        ..Head::page(
            "APIs, packages and themes to build on",
            "Find APIs, code packages and themes by independent developers, with plans, licenses and reviews to compare.",
            "/",
        )
    }
    .set();
    let collections: Vec<_> = home.collections.into_iter().map(collection).collect();
    view! {
        {hero(home.total, home.tags, &home.popular)}
        <div class="wrap">
            {categories(home.categories)}
            {shelf("Popular now", "/products?sort=popular".to_owned(), home.popular)}
            {shelf("New arrivals", "/products?sort=newest".to_owned(), home.fresh)}
            {collections}
        </div>
    }
}

fn hero(total: u32, tags: Vec<FacetValue>, popular: &[Card]) -> AnyView {
    let tags: Vec<_> = tags
        .into_iter()
        .map(|tag| {
            let href = Query::default()
                .toggled(FacetKind::Tag, &tag.value)
                .href(site::currency());
            view! { <li><a class="chip" href=href>{tag.label}</a></li> }
        })
        .collect();
    let art: Vec<_> = popular
        .iter()
        .take(3)
        .enumerate()
        .map(|(i, card)| {
            let fetch = if i == 0 { Fetch::First } else { Fetch::Eager };
            view! {
                <a href=format!("/products/{}", card.slug) aria-label=card.title.clone()>
                    {shown(picture(card.image.as_deref(), &card.slug, &card.title, fetch))}
                </a>
            }
        })
        .collect();
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
                    {view! {<SearchBox
                        id="hero-search".to_owned()
                        placeholder="Search for maps, auth, charts…".to_owned()
                        text=String::new()
                    />}.into_any()}
                    <ul class="chips" aria-label="Popular tags">
                        {tags}
                    </ul>
                </div>
                <div class="hero-art">{art}</div>
            </div>
        </section>
    }
    .into_any()
}

fn categories(categories: Vec<FacetValue>) -> AnyView {
    let links: Vec<_> = categories
        .into_iter()
        .map(|category| {
            let href = Query::default()
                .toggled(FacetKind::Category, &category.value)
                .href(site::currency());
            view! {
                <li>
                    <a class="kind-card" href=href>
                        {category.label}
                        <span>{grouped(category.count.into())}</span>
                    </a>
                </li>
            }
        })
        .collect();
    if links.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="shelf">
            <div class="shelf-head">
                <h2>"Categories"</h2>
            </div>
            <ul class="kinds">{links}</ul>
        </section>
    }
    .into_any()
}

fn collection(collection: Collection) -> AnyView {
    let Collection { slug, label, cards } = collection;
    let href = Query::default()
        .toggled(FacetKind::Collection, &slug)
        .href(site::currency());
    shelf(&label, href, cards)
}

/// A row of products and the way to all of them; nothing where there are none.
fn shelf(title: &str, href: String, cards: Vec<Card>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let all = format!("See all in {title}");
    let class = if cards.len() > 4 { "grid long" } else { "grid" };
    view! {
        <section class="shelf">
            <div class="shelf-head">
                <h2>{title.to_owned()}</h2>
                <a href=href aria-label=all>
                    "See all"
                </a>
            </div>
            {shown(grid(&cards, class, 0))}
        </section>
    }
    .into_any()
}
