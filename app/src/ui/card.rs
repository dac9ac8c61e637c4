//! A product in a grid.

use catalog::Card;
use domain::slug::label;
use leptos::prelude::*;

use super::cover::{Fetch, picture};
use super::html::{Html, html};
use super::price::price;
use super::rating::rating;

/// A grid of cards; the pictures of the first `eager` are in view at first.
pub(crate) fn grid(cards: &[Card], class: &'static str, eager: usize) -> Html {
    let fetch = |i| if i < eager { Fetch::Eager } else { Fetch::Lazy };
    let cards: Vec<_> = cards
        .iter()
        .enumerate()
        .map(|(i, shown)| card(shown, fetch(i)))
        .collect();
    html(view! { <ul class=class>{cards}</ul> })
}

fn card(card: &Card, fetch: Fetch) -> impl IntoView + use<> {
    let picture = picture(card.image.clone(), &card.slug, &card.title, fetch);
    view! {
        <li class="card" data-card=card.slug.clone()>
            {picture}
            <div class="card-body">
                <h3>
                    <a href=format!("/products/{}", card.slug)>{card.title.clone()}</a>
                </h3>
                <p class="by">
                    {format!("{} by ", label(&card.category))}
                    <a href=format!("/developers/{}", card.developer)>{card.developer_name.clone()}</a>
                </p>
                <p class="sum">{card.summary.clone()}</p>
                <div class="card-foot">{rating(card.rating)} {price(card.price, card.billing, card.from)}</div>
            </div>
        </li>
    }
}
