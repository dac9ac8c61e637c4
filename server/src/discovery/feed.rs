//! `/feed.xml`: new arrivals as an Atom feed (RFC 4287).

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use catalog::{Card, Query, Snapshot, Sort, card, evaluate};
use domain::Timestamp;
use serde::Serialize;

use super::{Changes, changed, newest, text, xml};
use crate::http_cache::{REVALIDATE, tagged};
use crate::problem::Problem;
use crate::state::AppState;

const ENTRIES: usize = 30;

pub async fn atom(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let (current, changes) = state.catalogue.product_changes().await?;
    let body = || {
        (
            [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
            feed(&current.snapshot, &changes, &state.site.public_url),
        )
    };
    Ok(tagged(&headers, &state.version_tag(&current), REVALIDATE, body))
}

#[derive(Serialize)]
#[serde(rename = "feed")]
struct Feed {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    title: &'static str,
    id: String,
    link: [Link; 2],
    updated: String,
    entry: Vec<Entry>,
}

#[derive(Serialize)]
struct Link {
    #[serde(rename = "@rel")]
    rel: &'static str,
    #[serde(rename = "@href")]
    href: String,
}

#[derive(Serialize)]
struct Entry {
    title: String,
    id: String,
    link: Link,
    published: String,
    updated: String,
    author: Author,
    category: Category,
    summary: String,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

#[derive(Serialize)]
struct Category {
    #[serde(rename = "@term")]
    term: String,
}

fn feed(snapshot: &Snapshot, changes: &Changes, public_url: &str) -> String {
    let query = Query {
        sort: Sort::Newest,
        limit: ENTRIES,
        ..Query::default()
    };
    let link = |rel, path: &str| Link {
        rel,
        href: format!("{public_url}{path}"),
    };
    let entry = |id| entry(card(snapshot, id), changed(snapshot, changes, id), public_url);
    xml(&Feed {
        xmlns: "http://www.w3.org/2005/Atom",
        title: "Mintreu Marketplace: new arrivals",
        id: format!("{public_url}/feed.xml"),
        link: [link("self", "/feed.xml"), link("alternate", "/products?sort=newest")],
        updated: newest(snapshot, changes).to_string(),
        entry: evaluate(snapshot, &query).ids.into_iter().map(entry).collect(),
    })
}

fn entry(card: Card, updated: Timestamp, public_url: &str) -> Entry {
    let url = format!("{public_url}/products/{}", card.slug);
    Entry {
        title: text(&card.title),
        id: url.clone(),
        link: Link {
            rel: "alternate",
            href: url,
        },
        published: card.published_at.to_string(),
        updated: updated.to_string(),
        author: Author {
            name: text(&card.developer_name),
        },
        category: Category {
            term: card.category.to_string(),
        },
        summary: text(&card.summary),
    }
}
