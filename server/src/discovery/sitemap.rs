//! `/sitemap.xml`: every public page. Where there are more than one file may hold, an index of `/sitemap/{n}.xml`.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use catalog::{Snapshot, card};
use domain::Timestamp;
use serde::Serialize;

use super::{Changes, changed, newest, xml};
use crate::http_cache::{REVALIDATE, tagged};
use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;

/// The most addresses in one file (sitemaps.org).
const PER_FILE: usize = 50_000;
const XMLNS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

pub async fn index(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let (current, changes) = state.catalogue.product_changes().await?;
    let body = || {
        let pages = Pages::of(&current.snapshot, &changes);
        if pages.len() <= PER_FILE {
            pages.file(0, &state.site.public_url)
        } else {
            pages.index(&state.site.public_url)
        }
    };
    Ok(tagged(&headers, &state.version_tag(&current), REVALIDATE, || {
        answer(body())
    }))
}

pub async fn part(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let missing = || Problem::not_found("There is no such part of the sitemap; see /sitemap.xml.");
    let number: usize = file
        .strip_suffix(".xml")
        .and_then(|n| n.parse().ok())
        .ok_or_else(missing)?;
    let (current, changes) = state.catalogue.product_changes().await?;
    let pages = Pages::of(&current.snapshot, &changes);
    if !(1..=pages.files()).contains(&number) {
        return Err(missing());
    }
    let body = || answer(pages.file(number - 1, &state.site.public_url));
    Ok(tagged(&headers, &state.version_tag(&current), REVALIDATE, body))
}

fn answer(text: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text)
}

#[derive(Serialize)]
#[serde(rename = "urlset")]
struct UrlSet {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    url: Vec<Address>,
}

#[derive(Serialize)]
#[serde(rename = "sitemapindex")]
struct SitemapIndex {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    sitemap: Vec<Address>,
}

/// A page, or a file of them.
#[derive(Serialize)]
struct Address {
    loc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lastmod: Option<String>,
}

/// The public pages, in a fixed order: the shop's own, developers, products.
struct Pages<'a> {
    snapshot: &'a Snapshot,
    changes: &'a Changes,
    developers: Vec<String>,
    newest: Timestamp,
}

impl<'a> Pages<'a> {
    const OWN: [&'static str; 3] = ["/", "/products", "/help"];

    fn of(snapshot: &'a Snapshot, changes: &'a Changes) -> Self {
        let developers: BTreeSet<String> = (0..snapshot.len() as u32)
            .map(|id| card(snapshot, id).developer)
            .collect();
        Self {
            snapshot,
            changes,
            developers: developers.into_iter().collect(),
            newest: newest(snapshot, changes),
        }
    }

    fn len(&self) -> usize {
        Self::OWN.len() + self.developers.len() + self.snapshot.len()
    }

    fn files(&self) -> usize {
        self.len().div_ceil(PER_FILE)
    }

    /// Each path, with the time of its last change.
    fn iter(&self) -> impl Iterator<Item = (String, Option<Timestamp>)> {
        let own = Self::OWN.iter().map(|path| ((*path).to_owned(), Some(self.newest)));
        let developers = self.developers.iter().map(|slug| (format!("/developers/{slug}"), None));
        let product = |id| {
            (
                format!("/products/{}", self.snapshot.slug(id)),
                Some(changed(self.snapshot, self.changes, id)),
            )
        };
        own.chain(developers)
            .chain((0..self.snapshot.len() as u32).map(product))
    }

    fn file(&self, number: usize, public_url: &str) -> String {
        let url = |(path, changed): (String, Option<Timestamp>)| Address {
            loc: format!("{public_url}{path}"),
            lastmod: changed.map(|changed| changed.to_string()),
        };
        xml(&UrlSet {
            xmlns: XMLNS,
            url: self.iter().skip(number * PER_FILE).take(PER_FILE).map(url).collect(),
        })
    }

    fn index(&self, public_url: &str) -> String {
        let file = |n| Address {
            loc: format!("{public_url}/sitemap/{n}.xml"),
            lastmod: Some(self.newest.to_string()),
        };
        xml(&SitemapIndex {
            xmlns: XMLNS,
            sitemap: (1..=self.files()).map(file).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use catalog::{Entry, build};
    use domain::{Billing, Currency};

    use super::*;

    fn snapshot(products: usize) -> Snapshot {
        let entry = |i: usize| Entry {
            slug: format!("p{i}"),
            title: format!("Product {i}"),
            summary: "One line".into(),
            description: String::new(),
            category: "apis".into(),
            tags: vec![],
            developer: "acme".into(),
            developer_name: "Acme".into(),
            compatibility: vec![],
            collections: vec![],
            image: None,
            price: 100,
            billing: Billing::OneTime,
            from: false,
            published_at: Timestamp::from_micros(i as i64 * 1_000_000),
            popularity: 1,
            rating: None,
        };
        let entries: Vec<Entry> = (0..products).map(entry).collect();
        Snapshot::from_bytes(build(Currency::USD, &entries)).unwrap()
    }

    #[test]
    fn more_than_one_file_holds_are_split_and_none_is_lost() {
        let snapshot = snapshot(PER_FILE);
        let changes = Changes::new();
        let pages = Pages::of(&snapshot, &changes);
        assert_eq!((pages.len(), pages.files()), (PER_FILE + 4, 2));
        let locs = |n| pages.file(n, "https://a.example").matches("<loc>").count();
        assert_eq!((locs(0), locs(1)), (PER_FILE, 4));
        let index = pages.index("https://a.example");
        assert!(
            index.contains("<loc>https://a.example/sitemap/2.xml</loc><lastmod>1970-01-01T13:53:19Z<"),
            "{index}"
        );
    }
}
