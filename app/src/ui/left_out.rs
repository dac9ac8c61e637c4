//! What of an address was not understood.

use catalog::Ignored;
use leptos::prelude::*;

/// Names the parameters that were left out, and why; nothing where there are none.
#[component]
pub(crate) fn LeftOut(ignored: Vec<Ignored>) -> impl IntoView {
    (!ignored.is_empty()).then(|| {
        let parameters = ignored.into_iter().map(|ignored| {
            let Ignored {
                parameter,
                value,
                reason,
            } = ignored;
            view! { <li><code>{format!("{parameter}={value}")}</code> {format!(": {reason}")}</li> }
        });
        view! {
            <div class="notice warn">
                <p>"Part of this address was not understood and left out:"</p>
                <ul>{parameters.collect_view()}</ul>
            </div>
        }
    })
}
