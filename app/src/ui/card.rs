//! A product in a grid.

use catalog::Card;
use domain::slug::label;
use leptos::prelude::*;
use leptos::tachys::view::keyed::keyed;

use super::cover::{Fetch, picture};
use super::price::price;
use super::rating::rating;

/// A grid of cards; the pictures of the first `eager` are in view at first.
///
/// In the browser a card that stays among the results keeps its elements, so that its picture does not flicker.
pub(crate) fn grid(cards: Vec<Card>, class: &'static str, eager: usize) -> AnyView {
    let cards = keyed(
        cards,
        |card| (card.slug.clone(), card.price.amount, card.rating),
        move |i, shown| (|_| (), card(shown, if i < eager { Fetch::Eager } else { Fetch::Lazy })),
    );
    view! { <ul class=class>{cards}</ul> }.into_any()
}

fn card(card: Card, fetch: Fetch) -> impl IntoView {
    let picture = picture(card.image, &card.slug, &card.title, fetch);
    view! {
        <li class="card">
            {picture}
            <div class="card-body">
                <h3>
                    <a href=format!("/products/{}", card.slug)>{card.title}</a>
                </h3>
                <p class="by">
                    {format!("{} by ", label(&card.category))}
                    <a href=format!("/developers/{}", card.developer)>{card.developer_name}</a>
                </p>
                <p class="sum">{card.summary}</p>
                <div class="card-foot">{rating(card.rating)} {price(card.price, card.billing, card.from)}</div>
            </div>
        </li>
    }
}
