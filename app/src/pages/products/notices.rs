//! What the reader should know about the answer: words that were corrected, parts of the address that were left out.

use catalog::{Ignored, Results};

use crate::ui::html::{Markup, html};
use crate::ui::left_out::left_out;

pub(super) fn notices(ignored: &[Ignored], results: &Results) -> Markup {
    html! {
        // Where nothing was found the nearest are shown, and that is said there.
        @if results.total > 0 && !results.corrections.is_empty() {
            ul .notice {
                @for (word, spellings) in &results.corrections {
                    li { (correction(word, spellings)) }
                }
            }
        }
        (left_out(ignored))
    }
}

fn correction(word: &str, spellings: &[String]) -> String {
    let spellings: Vec<_> = spellings.iter().map(|s| format!("“{s}”")).collect();
    format!("No product has “{word}”. Showing results for {}.", spellings.join(", "))
}
