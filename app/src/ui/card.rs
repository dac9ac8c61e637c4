//! A product in a grid.

use catalog::Card;
use domain::slug::label;

use super::cover::{Fetch, picture};
use super::html::{Markup, html};
use super::price::price;
use super::rating::rating;

/// A grid of cards; the pictures of the first `eager` are in view at first.
pub(crate) fn grid(cards: &[Card], class: &str, eager: usize) -> Markup {
    html! {
        ul class=(class) {
            @for (i, shown) in cards.iter().enumerate() {
                (card(shown, if i < eager { Fetch::Eager } else { Fetch::Lazy }))
            }
        }
    }
}

fn card(card: &Card, fetch: Fetch) -> Markup {
    html! {
        li .card {
            (picture(card.image.as_deref(), &card.slug, &card.title, fetch))
            div .card-body {
                h3 { a href={ "/products/" (card.slug) } { (card.title) } }
                p .by {
                    (label(&card.category)) " by "
                    a href={ "/developers/" (card.developer) } { (card.developer_name) }
                }
                p .sum { (card.summary) }
                div .card-foot { (rating(card.rating)) " " (price(card.price, card.billing, card.from)) }
            }
        }
    }
}
