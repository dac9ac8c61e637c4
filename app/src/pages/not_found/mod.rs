//! Where no page is: says so with status 404 and offers the products nearest to the words of the address.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api::catalogue::nearest;
use crate::api::data::data;
use crate::ui::card::CardGrid;
use crate::ui::head::Head;

lazy_page!(NotFoundRoute, browse, super::page);

async fn page() -> AnyView {
    view! { <NotFound /> }.into_any()
}

#[component]
pub(crate) fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::server::respond::status(http::StatusCode::NOT_FOUND);
    let path = use_location().pathname.get_untracked();
    let words = words(&path);
    let cards = data(|| (), move |()| nearest(words.clone()));
    let offered = move || {
        let cards = cards.get()?.ok()?;
        (!cards.is_empty()).then(|| {
            view! {
                <section class="shelf" aria-labelledby="nearest">
                    <h2 id="nearest" class="sr-only">
                        "Nearest matches"
                    </h2>
                    <CardGrid cards eager=4 />
                </section>
            }
        })
    };
    view! {
        <Head title="Page not found" description="There is no page at this address." path=path noindex=true />
        <div class="wrap page">
            <div class="empty">
                <p class="big-number">"404"</p>
                <h1>"Page not found"</h1>
                <p>"The page may have moved, or the link may have a typo. Maybe one of these is what you are looking for:"</p>
                <a class="btn primary" href="/products">
                    "Browse all products"
                </a>
            </div>
            <Transition>{offered}</Transition>
        </div>
    }
}

/// The words of the last part of a path.
fn words(path: &str) -> String {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let words: Vec<_> = last
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn takes_the_words_of_the_last_part() {
        assert_eq!(words("/products/swift-geocode"), "swift geocode");
        assert_eq!(words("/old/maps_api.html/"), "maps api html");
        assert_eq!(words("/"), "");
    }
}
