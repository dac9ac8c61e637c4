//! `/sitemap.xml`: every public page. Where there are more than one file may hold, an index of `/sitemap/{n}.xml`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use catalog::{Snapshot, card};
use domain::Timestamp;

use super::newest;
use crate::http_cache::{REVALIDATE, tagged};
use crate::path::Path;
use crate::problem::Problem;
use crate::state::AppState;

/// The most addresses in one file (sitemaps.org).
const PER_FILE: usize = 50_000;
const XMLNS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

pub async fn index(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let current = state.catalogue.current();
    let body = || {
        let pages = Pages::of(&current.snapshot);
        if pages.len() <= PER_FILE {
            pages.file(0, &state.site.public_url)
        } else {
            pages.index(&state.site.public_url)
        }
    };
    tagged(&headers, &state.version_tag(&current), REVALIDATE, || xml(body()))
}

pub async fn part(State(state): State<AppState>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let current = state.catalogue.current();
    let number = file.strip_suffix(".xml").and_then(|n| n.parse::<usize>().ok());
    let pages = Pages::of(&current.snapshot);
    match number {
        Some(n) if (1..=pages.files()).contains(&n) => {
            let body = || xml(pages.file(n - 1, &state.site.public_url));
            tagged(&headers, &state.version_tag(&current), REVALIDATE, body)
        }
        _ => Problem::not_found("There is no such part of the sitemap; see /sitemap.xml.").into_response(),
    }
}

fn xml(text: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text)
}

/// The public pages, in a fixed order: the shop's own, developers, products.
struct Pages<'a> {
    snapshot: &'a Snapshot,
    developers: Vec<String>,
    newest: Timestamp,
}

impl<'a> Pages<'a> {
    const OWN: [&'static str; 3] = ["/", "/products", "/help"];

    fn of(snapshot: &'a Snapshot) -> Self {
        let developers: BTreeSet<String> = (0..snapshot.len() as u32)
            .map(|id| card(snapshot, id).developer)
            .collect();
        Self {
            snapshot,
            developers: developers.into_iter().collect(),
            newest: newest(snapshot),
        }
    }

    fn len(&self) -> usize {
        Self::OWN.len() + self.developers.len() + self.snapshot.len()
    }

    fn files(&self) -> usize {
        self.len().div_ceil(PER_FILE)
    }

    /// Each path, with the time when its product came.
    fn iter(&self) -> impl Iterator<Item = (String, Option<Timestamp>)> {
        let own = Self::OWN.iter().map(|path| ((*path).to_owned(), Some(self.newest)));
        let developers = self.developers.iter().map(|slug| (format!("/developers/{slug}"), None));
        let product = |id| {
            (
                format!("/products/{}", self.snapshot.slug(id)),
                Some(self.snapshot.published_at(id)),
            )
        };
        own.chain(developers)
            .chain((0..self.snapshot.len() as u32).map(product))
    }

    fn file(&self, number: usize, public_url: &str) -> String {
        let mut out = format!("{HEAD}<urlset xmlns=\"{XMLNS}\">\n");
        for (path, changed) in self.iter().skip(number * PER_FILE).take(PER_FILE) {
            write!(out, "<url><loc>{public_url}{path}</loc>").expect("a String takes every write");
            if let Some(changed) = changed {
                write!(out, "<lastmod>{changed}</lastmod>").expect("a String takes every write");
            }
            out.push_str("</url>\n");
        }
        out.push_str("</urlset>\n");
        out
    }

    fn index(&self, public_url: &str) -> String {
        let mut out = format!("{HEAD}<sitemapindex xmlns=\"{XMLNS}\">\n");
        for n in 1..=self.files() {
            let lastmod = self.newest;
            writeln!(
                out,
                "<sitemap><loc>{public_url}/sitemap/{n}.xml</loc><lastmod>{lastmod}</lastmod></sitemap>"
            )
            .expect("a String takes every write");
        }
        out.push_str("</sitemapindex>\n");
        out
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
        let pages = Pages::of(&snapshot);
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
