//! `/feed.xml`: new arrivals as an Atom feed (RFC 4287).

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use catalog::{Query, Snapshot, Sort, card, evaluate};

use super::{escaped, newest};
use crate::http_cache::{REVALIDATE, tagged};
use crate::state::AppState;

const ENTRIES: usize = 30;

pub async fn atom(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let current = state.catalogue.current();
    let body = || {
        (
            [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
            feed(&current.snapshot, &state.site.public_url),
        )
    };
    tagged(&headers, &state.version_tag(&current), REVALIDATE, body)
}

fn feed(snapshot: &Snapshot, public_url: &str) -> String {
    let query = Query {
        sort: Sort::Newest,
        limit: ENTRIES,
        ..Query::default()
    };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>Mintreu Marketplace: new arrivals</title>\n<id>{public_url}/feed.xml</id>\n\
         <link rel=\"self\" href=\"{public_url}/feed.xml\"/>\n<link href=\"{public_url}/products?sort=newest\"/>\n\
         <updated>{}</updated>\n",
        newest(snapshot)
    );
    for id in evaluate(snapshot, &query).ids {
        let card = card(snapshot, id);
        write!(
            xml,
            "<entry>\n<title>{title}</title>\n<id>{public_url}/products/{slug}</id>\n\
             <link href=\"{public_url}/products/{slug}\"/>\n<published>{at}</published>\n<updated>{at}</updated>\n\
             <author><name>{author}</name></author>\n<category term=\"{category}\"/>\n\
             <summary>{summary}</summary>\n</entry>\n",
            title = escaped(&card.title),
            slug = card.slug,
            at = card.published_at,
            author = escaped(&card.developer_name),
            category = card.category,
            summary = escaped(&card.summary),
        )
        .expect("a String takes every write");
    }
    xml.push_str("</feed>\n");
    xml
}
