//! What of an address, or of a search, was not understood.

use catalog::Ignored;
use leptos::prelude::*;

/// Names the parameters that were left out, and why; nothing where there are none.
#[component]
pub(crate) fn LeftOut(ignored: Vec<Ignored>) -> impl IntoView {
    (!ignored.is_empty()).then(|| {
        let typed = ignored.iter().all(|ignored| ignored.parameter == "q");
        let whole = if typed { "search" } else { "address" };
        let parameters = ignored.into_iter().map(|ignored| {
            let Ignored {
                parameter,
                value,
                reason,
            } = ignored;
            // What was typed into the search field is shown as it was typed.
            let said = if parameter == "q" {
                value
            } else {
                format!("{parameter}={value}")
            };
            view! { <li><code>{said}</code> {format!(": {reason}")}</li> }
        });
        view! {
            <div class="notice warn">
                <p>{format!("Part of this {whole} was left out:")}</p>
                <ul>{parameters.collect_view()}</ul>
            </div>
        }
    })
}
