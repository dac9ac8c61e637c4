//! Where nothing is: says so with status 404 and offers the products nearest to the words of the address.

use catalog::Card;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api;
use crate::head::Head;
use crate::ui::card::grid;
use crate::ui::html::shown;

/// How many products are offered.
const OFFERED: usize = 4;

#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    crate::route::status(http::StatusCode::NOT_FOUND);
    let path = use_location().pathname.get_untracked();
    Head {
        noindex: true,
        ..Head::page("Page not found", "There is no page at this address.", path.clone())
    }
    .set();
    view! {
        <div class="wrap page">
            <div class="empty">
                <p class="big-number">"404"</p>
                <h1>"Nothing is at this address"</h1>
                <p>"It may have moved, or the link has a slip in it. Perhaps one of these is what you were after:"</p>
                <a class="btn primary" href="/products">
                    "Browse all products"
                </a>
            </div>
            {offer(&nearest(&words(&path)))}
        </div>
    }
}

/// The products nearest to some words.
fn nearest(words: &str) -> Vec<Card> {
    let found = api::search(&format!("q={words}&limit={OFFERED}"));
    let mut cards = if found.results.total > 0 {
        found.results.cards
    } else {
        found.results.nearest
    };
    cards.truncate(OFFERED);
    cards
}

fn offer(cards: &[Card]) -> impl IntoView + use<> {
    (!cards.is_empty()).then(|| {
        view! {
            <section class="shelf" aria-labelledby="nearest">
                <h2 id="nearest" class="unseen">
                    "Nearest matches"
                </h2>
                {shown(grid(cards, "grid", 4))}
            </section>
        }
    })
}

/// The words of the last part of a path, joined by `+`, as a query string takes them.
fn words(path: &str) -> String {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let words: Vec<_> = last
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("+")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn takes_the_words_of_the_last_part() {
        assert_eq!(words("/products/swift-geocode"), "swift+geocode");
        assert_eq!(words("/old/maps_api.html/"), "maps+api+html");
        assert_eq!(words("/"), "");
    }
}
