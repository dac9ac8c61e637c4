//! The picture of a product, or a cover in its stead: its initials on one of twelve grounds.

use leptos::either::Either;
use leptos::prelude::*;

const GROUNDS: [&str; 12] = [
    "cover cover-0",
    "cover cover-1",
    "cover cover-2",
    "cover cover-3",
    "cover cover-4",
    "cover cover-5",
    "cover cover-6",
    "cover cover-7",
    "cover cover-8",
    "cover cover-9",
    "cover cover-10",
    "cover cover-11",
];

/// When a picture is fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fetch {
    /// The largest thing in view at first.
    First,
    /// In view at first.
    Eager,
    Lazy,
}

/// A picture beside a title that says the same: without words for a screen reader.
#[component]
pub(crate) fn Picture(image: Option<String>, slug: String, title: String, fetch: Fetch) -> impl IntoView {
    match image {
        Some(src) => Either::Left(view! {
            <img
                src=src
                alt=""
                width="960"
                height="600"
                decoding="async"
                loading=(fetch == Fetch::Lazy).then_some("lazy")
                fetchpriority=(fetch == Fetch::First).then_some("high")
            />
        }),
        None => Either::Right(view! { <Cover slug title /> }),
    }
}

/// Initials on a ground that stays the same for a slug.
#[component]
pub(crate) fn Cover(slug: String, title: String) -> impl IntoView {
    view! {
        <div class=ground(&slug) aria-hidden="true">
            {initials(&title)}
        </div>
    }
}

fn ground(slug: &str) -> &'static str {
    // FNV-1a: any spread will do, as long as it never changes.
    let hash = slug.bytes().fold(0x811c_9dc5_u32, |hash, b| {
        (hash ^ u32::from(b)).wrapping_mul(0x0100_0193)
    });
    GROUNDS[(hash % 12) as usize]
}

fn initials(title: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    title
        .split_whitespace()
        .filter_map(first)
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_initials_of_the_first_two_words() {
        assert_eq!(initials("Swift Geocode Pro"), "SG");
        assert_eq!(initials("(beta) élan"), "BÉ");
        assert_eq!(initials("—"), "");
    }

    #[test]
    fn keeps_a_slug_on_its_ground() {
        assert_eq!(ground("swift-geocode"), ground("swift-geocode"));
        assert_ne!(ground("a"), ground("b"));
    }
}
