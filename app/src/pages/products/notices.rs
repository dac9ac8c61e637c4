//! What a visitor should know about the results: words that were corrected, parts of the address that were left out.

use catalog::{Ignored, Query, Results};
use leptos::prelude::*;

use super::price::PriceErrors;
use crate::ui::left_out::LeftOut;

#[component]
pub(super) fn Notices<'a>(query: &'a Query, mut ignored: Vec<Ignored>, results: &'a Results) -> impl IntoView + use<> {
    let prices = PriceErrors::of(query, &ignored);
    ignored.retain(|ignored| !prices.are_about(ignored));
    // Where nothing was found the nearest are shown, and that is said there.
    let corrected = (results.total > 0 && !results.corrections.is_empty()).then(|| {
        let corrections = results.corrections.iter();
        let corrections = corrections.map(|(word, spellings)| view! { <li>{correction(word, spellings)}</li> });
        view! { <ul class="notice">{corrections.collect_view()}</ul> }
    });
    view! {
        {corrected}
        {prices.notice()}
        <LeftOut ignored />
    }
}

fn correction(word: &str, spellings: &[String]) -> String {
    let spellings: Vec<_> = spellings.iter().map(|s| format!("“{s}”")).collect();
    format!("No product has “{word}”. Showing results for {}.", spellings.join(", "))
}
