//! A product in a grid.

use catalog::Card;
use domain::slug::label;
use leptos::prelude::*;

use super::cover::{Fetch, Picture};
use super::price::Price;
use super::rating::Rating;

/// A grid of cards; the pictures of the first `eager` are in view at first.
#[component]
pub(crate) fn CardGrid(
    cards: Vec<Card>,
    #[prop(default = "grid")] class: &'static str,
    #[prop(default = 0)] eager: usize,
) -> impl IntoView {
    let cards = cards.into_iter().enumerate().map(|(i, card)| {
        let fetch = if i < eager { Fetch::Eager } else { Fetch::Lazy };
        view! { <ProductCard card fetch /> }
    });
    view! { <ul class=class>{cards.collect_view()}</ul> }
}

#[component]
fn ProductCard(card: Card, fetch: Fetch) -> impl IntoView {
    view! {
        <li class="card">
            <Picture image=card.image slug=card.slug.clone() title=card.title.clone() fetch />
            <div class="card-body">
                <h3>
                    <a href=format!("/products/{}", card.slug)>{card.title}</a>
                </h3>
                <p class="by">
                    {label(&card.category)} " by "
                    <a href=format!("/developers/{}", card.developer)>{card.developer_name}</a>
                </p>
                <p class="sum">{card.summary}</p>
                <div class="card-foot">
                    <Rating rating=card.rating />
                    " "
                    <Price price=card.price billing=card.billing from=card.from />
                </div>
            </div>
        </li>
    }
}
