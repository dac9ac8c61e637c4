//! Suggestions while a customer types: products, and facet values that begin like the last word.

use domain::{Billing, Money};
use serde::{Deserialize, Serialize};

use crate::query::{FacetKind, Query};
use crate::syntax::Expression;
use crate::{Card, Snapshot, card, evaluate, rank, token};

const PRODUCTS: usize = 6;
const VALUES: usize = 2;

/// A category, tag or developer to go to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Suggestion {
    /// `category`, `tag` or `developer`.
    pub kind: String,
    pub label: String,
    /// Where it leads: `/products?…`.
    pub href: String,
    /// How many products it has.
    pub count: u32,
}

/// A product to go to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SuggestedProduct {
    pub slug: String,
    pub title: String,
    pub image: Option<String>,
    /// Of the cheapest plan.
    pub price: Money,
    pub billing: Billing,
    /// Whether other plans cost more.
    pub from: bool,
}

#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Suggestions {
    pub products: Vec<SuggestedProduct>,
    pub terms: Vec<Suggestion>,
}

/// What could be meant by what has been typed so far.
pub fn suggest(snapshot: &Snapshot, text: &str) -> Suggestions {
    let expression = Expression::parse(text, snapshot.currency());
    if expression.terms.is_empty() {
        return Suggestions::default();
    }
    let query = Query {
        text: text.to_owned(),
        limit: PRODUCTS,
        ..Query::default()
    };
    let products = evaluate(snapshot, &query)
        .ids
        .into_iter()
        .map(|id| product(card(snapshot, id)))
        .collect();
    let words: Vec<&str> = expression.words().collect();
    let mut terms = Vec::new();
    if let Some(last) = words.last() {
        for kind in [FacetKind::Category, FacetKind::Tag, FacetKind::Developer] {
            terms.extend(values(snapshot, kind, last));
        }
    }
    Suggestions { products, terms }
}

fn product(card: Card) -> SuggestedProduct {
    SuggestedProduct {
        slug: card.slug,
        title: card.title,
        image: card.image,
        price: card.price,
        billing: card.billing,
        from: card.from,
    }
}

fn values(snapshot: &Snapshot, kind: FacetKind, word: &str) -> Vec<Suggestion> {
    let facet = snapshot.facet(kind);
    let begins = |label: &str| {
        let mut begins = false;
        token::for_each(label, |_, token| begins |= token.starts_with(word));
        begins
    };
    let count = |value| facet.products(value).len() as u32;
    let found = (0u32..)
        .zip(&facet.values)
        .filter(|(_, (slug, label))| begins(label) || begins(slug))
        .map(|(value, _)| rank::most(count(value), value));
    rank::first(found, VALUES)
        .into_iter()
        .map(|value| {
            let (slug, label) = &facet.values[value as usize];
            Suggestion {
                kind: kind.parameter().to_owned(),
                label: label.clone(),
                href: Query::default().toggled(kind, slug).href(snapshot.currency()),
                count: count(value),
            }
        })
        .collect()
}
