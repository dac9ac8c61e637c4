//! The line at the top of the window while an answer of the server is awaited.

use leptos::prelude::*;

/// How many answers are awaited, and whether a page is being changed for another.
#[derive(Clone, Copy)]
pub(crate) struct Progress {
    routing: ReadSignal<bool>,
    awaited: RwSignal<u32>,
}

impl Progress {
    pub(crate) fn new(routing: ReadSignal<bool>) -> Self {
        Self {
            routing,
            awaited: RwSignal::new(0),
        }
    }
}

/// Ends the wait however the future ends: an answer nobody wants any more is dropped halfway.
#[cfg(feature = "hydrate")]
struct Waiting(RwSignal<u32>);

#[cfg(feature = "hydrate")]
impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.try_update(|n| *n = n.saturating_sub(1));
    }
}

/// Shows the line until `answer` is there.
pub(crate) async fn awaited<T>(answer: impl Future<Output = T>) -> T {
    #[cfg(feature = "hydrate")]
    let _waiting = use_context::<Progress>().map(|progress| {
        progress.awaited.update(|n| *n += 1);
        Waiting(progress.awaited)
    });
    answer.await
}

#[component]
pub(crate) fn ProgressBar() -> impl IntoView {
    let progress = expect_context::<Progress>();
    let on = move || progress.routing.get() || progress.awaited.get() > 0;
    view! { <div class="progress" class:on=on></div> }
}
