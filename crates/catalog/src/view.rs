//! Results as people see them: cards, facet lists with links' values, and what helps when nothing was found.

use domain::{Billing, Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::facets::{Count, PRICE_STEPS, RATING_STEPS};
use crate::query::{FacetKind, Query};
use crate::relax::{Drop, relax};
use crate::{Page, Snapshot, evaluate, rank};

/// A product as a card shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Card {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub category: String,
    pub developer: String,
    pub developer_name: String,
    /// The first picture, where there is one.
    pub image: Option<String>,
    /// Of the cheapest plan.
    pub price: Money,
    pub billing: Billing,
    /// Whether dearer plans exist, so that the price reads "from".
    pub from: bool,
    /// Average in hundredths and how many.
    pub rating: Option<(u16, u32)>,
    pub published_at: Timestamp,
}

/// One value of a facet: its slug, its label, how many results it has, and whether it is selected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FacetValue {
    pub value: String,
    pub label: String,
    pub count: u32,
    pub selected: bool,
}

/// The values of a facet that are worth showing, the selected ones and the most frequent: the most frequent first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FacetGroup {
    /// The parameter's name: `category`.
    pub parameter: String,
    pub values: Vec<FacetValue>,
    /// How many values with results are not listed.
    pub more: u32,
}

/// A page of results.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Results {
    pub cards: Vec<Card>,
    pub total: u32,
    /// The page shown, from 1: one past the end is the last.
    pub page: u32,
    /// At least 1.
    pub pages: u32,
    /// Category, compatibility, tag, developer; collection only where one is selected.
    pub facets: Vec<FacetGroup>,
    /// Lowest and highest price of the results if the price filter were dropped.
    pub price_range: Option<(Money, Money)>,
    /// For each of [`PRICE_STEPS`] (whole units), how many results cost at most that much, price filter dropped.
    pub price_steps: Vec<(Money, u32)>,
    /// For each of [`RATING_STEPS`] (hundredths), how many are rated at least so, rating filter dropped.
    pub rating_steps: Vec<(u16, u32)>,
    /// Words that no product has, with the spellings that were used instead.
    pub corrections: Vec<(String, Vec<String>)>,
    /// When nothing was found: filters whose removal brings results, and the nearest products.
    pub drops: Vec<Drop>,
    pub nearest: Vec<Card>,
}

/// How many values of a facet are listed.
fn listed(kind: FacetKind) -> usize {
    match kind {
        FacetKind::Category | FacetKind::Compatibility => 12,
        FacetKind::Tag | FacetKind::Developer | FacetKind::Collection => 10,
    }
}

/// A product's card.
pub fn card(snapshot: &Snapshot, id: u32) -> Card {
    let only = |kind| &snapshot.facet(kind).values[snapshot.facet(kind).of(id)[0] as usize];
    let (developer, developer_name) = only(FacetKind::Developer).clone();
    let (billing, from) = snapshot.billing(id);
    Card {
        slug: snapshot.slug(id).to_owned(),
        title: snapshot.title(id).to_owned(),
        summary: snapshot.summary(id).to_owned(),
        category: only(FacetKind::Category).0.clone(),
        developer,
        developer_name,
        image: snapshot.image(id).map(str::to_owned),
        price: Money::new(snapshot.price[id as usize], snapshot.currency()),
        billing,
        from,
        rating: snapshot.rating(id),
        published_at: Timestamp::from_micros(snapshot.published[id as usize]),
    }
}

/// Answers a query for people to look at; an empty answer comes with ways on.
pub fn present(snapshot: &Snapshot, query: &Query) -> Results {
    let mut results = list(snapshot, query);
    if results.total == 0 {
        let relaxed = relax(snapshot, query);
        results.drops = relaxed.drops;
        results.nearest = cards(snapshot, &relaxed.nearest);
    }
    results
}

fn cards(snapshot: &Snapshot, ids: &[u32]) -> Vec<Card> {
    ids.iter().map(|&id| card(snapshot, id)).collect()
}

/// Answers a query for programs: without the ways on of [`present`], each of which is another query.
pub fn list(snapshot: &Snapshot, query: &Query) -> Results {
    let page = evaluate(snapshot, query);
    let money = |amount| Money::new(amount, snapshot.currency());
    Results {
        cards: cards(snapshot, &page.ids),
        total: page.total as u32,
        page: page.page as u32,
        pages: page.pages as u32,
        facets: groups(snapshot, query, &page),
        price_range: page.facets.price_range.map(|(low, high)| (money(low), money(high))),
        price_steps: (0..PRICE_STEPS.len())
            .map(|i| {
                (
                    money(crate::facets::price_step(i, snapshot.currency())),
                    page.facets.price_steps[i],
                )
            })
            .collect(),
        rating_steps: RATING_STEPS.into_iter().zip(page.facets.rating_steps).collect(),
        corrections: page.corrections,
        drops: Vec::new(),
        nearest: Vec::new(),
    }
}

fn groups(snapshot: &Snapshot, query: &Query, page: &Page) -> Vec<FacetGroup> {
    FacetKind::ALL
        .into_iter()
        .filter(|&kind| kind != FacetKind::Collection || !query.collections.is_empty())
        .map(|kind| {
            let counts: Vec<Count> = page.facets.counts(kind).collect();
            group(snapshot, kind, query.values(kind), &counts)
        })
        .collect()
}

/// The values of a facet of the whole catalogue, most frequent first, as many as a facet lists.
pub fn values(snapshot: &Snapshot, kind: FacetKind) -> Vec<FacetValue> {
    let facet = snapshot.facet(kind);
    let count = |value| Count {
        value,
        count: facet.products(value).len() as u32,
    };
    let counts: Vec<Count> = (0..facet.values.len() as u32).map(count).collect();
    group(snapshot, kind, &[], &counts).values
}

/// `counts`: of the values that have results, by value id.
fn group(snapshot: &Snapshot, kind: FacetKind, selected: &[String], counts: &[Count]) -> FacetGroup {
    let facet = snapshot.facet(kind);
    let count = |id: u32| {
        let at = counts.binary_search_by_key(&id, |count| count.value);
        at.map_or(0, |at| counts[at].count)
    };
    let mut ids = rank::first(counts.iter().map(|c| rank::most(c.count, c.value)), listed(kind));
    // Selected values are listed whatever their count, even those that no product has.
    let chosen = selected.iter().filter_map(|slug| facet.find(slug));
    let beyond: Vec<u32> = chosen.filter(|id| !ids.contains(id)).collect();
    ids.extend(beyond);
    let ids = rank::first(ids.iter().map(|&id| rank::most(count(id), id)), ids.len());
    let shown = ids.iter().filter(|&&id| count(id) > 0).count();
    let known = ids.into_iter().map(|id| {
        let (slug, label) = &facet.values[id as usize];
        (slug, label.clone(), count(id))
    });
    let unknown = selected.iter().filter(|slug| facet.find(slug).is_none());
    FacetGroup {
        parameter: kind.parameter().to_owned(),
        more: counts.len().saturating_sub(shown) as u32,
        values: known
            .chain(unknown.map(|slug| (slug, domain::slug::label(slug), 0)))
            .map(|(value, label, count)| FacetValue {
                selected: selected.contains(value),
                value: value.clone(),
                label,
                count,
            })
            .collect(),
    }
}

/// Products like this one: shared tags count most, then collections, developer and category.
pub fn related(snapshot: &Snapshot, id: u32, limit: usize) -> Vec<Card> {
    let weights = [
        (FacetKind::Tag, 6),
        (FacetKind::Collection, 2),
        (FacetKind::Developer, 2),
    ];
    let category = snapshot.facet(FacetKind::Category);
    let mut scores = vec![0u16; snapshot.len()];
    for (kind, weight) in weights {
        for &value in snapshot.facet(kind).of(id) {
            snapshot
                .facet(kind)
                .products(value)
                .iter()
                .for_each(|&p| scores[p as usize] += weight);
        }
    }
    let near = (0u32..)
        .zip(scores)
        .filter(|&(p, score)| p != id && score > 0)
        .map(|(p, score)| {
            let alike = u16::from(category.of(p) == category.of(id));
            rank::most((score + 3 * alike).into(), p)
        });
    cards(snapshot, &rank::first(near, limit))
}
