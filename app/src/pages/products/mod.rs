//! `/products`: search, filters, sorting, paging. The query string is the whole state.
//!
//! The first results come with the page; then the browser's own snapshot answers, as soon as it is there, and the server
//! until then.

mod chips;
mod empty;
mod filters;
mod heading;
mod notices;
mod price;
mod toolbar;

use catalog::Results;
use leptos::prelude::*;

use self::chips::Chips;
use self::empty::NothingFound;
use self::filters::Filters;
use self::heading::{ResultsHead, heading};
use self::notices::Notices;
use self::toolbar::Toolbar;
use super::own_address;
use crate::api::Failure;
use crate::api::catalogue::{Found, search};
use crate::api::data::shared;
use crate::state::{Catalog, Navigation, currency};
use crate::ui::card::CardGrid;
use crate::ui::error::ErrorPage;
use crate::ui::pager::Pager;

lazy_page!(ProductsRoute, results, super::page);

/// The results of a query string, as the server answered.
type Answer = (String, Result<Results, Failure>);

async fn page() -> AnyView {
    let catalog = expect_context::<Catalog>();
    let address = own_address(|path| path == "/products");
    let asked = Memo::new(move |_| address.with(|(_, search)| search.clone()));
    let mut first = shared(move || first_answer(&asked.get_untracked()));
    // Without a snapshot the page before this one stays until the results are there.
    if first.is_none() && !catalog.is_ready() {
        let query = asked.get_untracked();
        let results = search(query.clone()).await;
        first = Some((query, results));
    }
    let answer = RwSignal::new(first);
    ask_server(asked, answer);
    let found = Memo::new(move |before: Option<&Result<Found, Failure>>| {
        let query = asked.get();
        if let Some(found) = catalog.search(&query) {
            return Ok(found);
        }
        answer.with(|answer| match answer {
            Some((of, Ok(results))) if *of == query => Ok(Found::new(&query, results.clone(), currency())),
            Some((of, Err(failure))) if *of == query => Err(failure.clone()),
            // Until the server has answered, what is shown stays.
            _ => before.cloned().unwrap_or(Err(Failure::Offline)),
        })
    });
    view! {
        <div class="wrap" on:click=filters::remember_focus on:keydown=filters::press_by_space>
            {move || match found.get() {
                Ok(found) => view! { <ResultsPage found /> }.into_any(),
                Err(failure) => view! { <ErrorPage message=failure.to_string() /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// What the page is rendered with on the server, and found in by the browser; none where it is opened in the browser.
#[cfg(feature = "ssr")]
fn first_answer(query: &str) -> Option<Answer> {
    Some((query.to_owned(), Ok(crate::api::catalogue::search_now(query))))
}

#[cfg(feature = "hydrate")]
fn first_answer(_: &str) -> Option<Answer> {
    None
}

/// Asks the server where there is no snapshot. Only the last query's answer counts.
fn ask_server(asked: Memo<String>, answer: RwSignal<Option<Answer>>) {
    let (catalog, navigation) = (expect_context::<Catalog>(), expect_context::<Navigation>());
    Effect::new(move |_| {
        let query = asked.get();
        let known = answer.with_untracked(|answer| answer.as_ref().is_some_and(|(of, _)| *of == query));
        if known || catalog.is_ready() {
            return;
        }
        navigation.loading().set(true);
        leptos::task::spawn_local(async move {
            let results = search(query.clone()).await;
            if asked.try_get_untracked().as_ref() == Some(&query) {
                answer.try_set(Some((query, results)));
                navigation.loading().set(false);
            }
        });
    });
    on_cleanup(move || navigation.loading().set(false));
}

/// Everything inside the page. Lists are made anew in place: their nodes stay and take over what differs.
#[component]
fn ResultsPage(found: Found) -> impl IntoView {
    let Found {
        query,
        ignored,
        results,
    } = found;
    filters::keep_focus();
    view! {
        <ResultsHead query=query.clone() results=&results />
        <div class="page-head">
            <h1>{heading(&query, &results)}</h1>
        </div>
        <div class="results-layout">
            <Filters query=&query results=&results ignored=&ignored />
            <section class="results" id="results" aria-labelledby="results-title">
                <h2 class="sr-only" id="results-title">
                    "Results"
                </h2>
                <Toolbar query=&query results=&results />
                <Chips query=&query results=&results />
                <Notices query=&query ignored results=&results />
                <NothingFound query=&query results=&results />
                <CardGrid cards=results.cards eager=4 />
                <Pager page=results.page pages=results.pages href=move |page| heading::page_href(&query, page) />
            </section>
        </div>
    }
}
