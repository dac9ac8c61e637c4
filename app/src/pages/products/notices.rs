//! What the reader should know about the answer: words that were corrected, parts of the address that were left out.

use catalog::{Ignored, Results};
use leptos::prelude::*;

pub(super) fn notices(ignored: &[Ignored], results: &Results) -> impl IntoView + use<> {
    (corrections(&results.corrections), left_out(ignored))
}

fn corrections(corrections: &[(String, Vec<String>)]) -> impl IntoView + use<> {
    let lines: Vec<_> = corrections
        .iter()
        .map(|(word, spellings)| {
            let spellings: Vec<_> = spellings.iter().map(|s| format!("“{s}”")).collect();
            view! { <li>{format!("No product has “{word}”. Showing results for {}.", spellings.join(", "))}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="notice">{lines}</ul> })
}

fn left_out(ignored: &[Ignored]) -> impl IntoView + use<> {
    (!ignored.is_empty()).then(|| {
        let lines: Vec<_> = ignored
            .iter()
            .map(
                |Ignored {
                     parameter,
                     value,
                     reason,
                 }| {
                    view! {
                        <li>
                            <code>{format!("{parameter}={value}")}</code>
                            {format!(": {reason}")}
                        </li>
                    }
                },
            )
            .collect();
        view! {
            <div class="notice warn">
                <p>"Part of this address was not understood and left out:"</p>
                <ul>{lines}</ul>
            </div>
        }
    })
}
