//! What the server says to a form, and the parts of a form that follow it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::FormRefusal;
use crate::state::Session;

/// What the server said to a form last, and whether it is asked right now.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    value: Signal<Option<Result<(), FormRefusal>>>,
    pending: Signal<bool>,
}

impl Answer {
    /// Follows a form's action. After a refusal the first wrong field has the focus; without script the refusal sets
    /// the status of the page.
    pub(super) fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Output = (), Error = FormRefusal> + Clone + Send + Sync + 'static,
    {
        // A refusal that came with the document is told once, not on every later visit to the form.
        if cfg!(feature = "hydrate") && !is_hydrating() {
            action.clear();
        }
        let answer = Self {
            value: action.value().into(),
            pending: action.pending().into(),
        };
        #[cfg(feature = "ssr")]
        answer.set_status();
        Effect::new(move |_| {
            if let Some(Some(first)) = answer.refusal(|refusal| refusal.first().map(str::to_owned)) {
                focus(&first);
            }
        });
        answer
    }

    /// Reads the refusal, where the form was refused.
    fn refusal<T>(self, read: impl FnOnce(&FormRefusal) -> T) -> Option<T> {
        self.value.with(|value| match value {
            Some(Err(refusal)) => Some(read(refusal)),
            _ => None,
        })
    }

    /// What was wrong with a field.
    pub(super) fn error(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.refusal(|refusal| refusal.error(name).map(str::to_owned)).flatten())
    }

    /// Why the form was refused as a whole. It goes while the form is sent again, so that the next one is read out.
    pub(super) fn message(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let message = self.refusal(|refusal| refusal.message.clone()).flatten();
            message.filter(|_| !self.pending.get())
        })
    }

    /// What was typed into a field of a form that was refused without script.
    pub(super) fn typed(self, name: &str) -> Option<String> {
        untrack(|| self.refusal(|refusal| refusal.value(name).map(str::to_owned)).flatten())
    }

    /// Whether a field is the first that was wrong: without script it has the focus when the page comes.
    pub(super) fn is_first(self, name: &str) -> bool {
        untrack(|| self.refusal(|refusal| refusal.first() == Some(name))).unwrap_or_default()
    }

    pub(super) fn is_pending(self) -> bool {
        self.pending.get()
    }

    pub(super) fn is_refused(self) -> bool {
        self.refusal(|_| ()).is_some()
    }

    pub(super) fn is_accepted(self) -> bool {
        self.value.with(|value| matches!(value, Some(Ok(()))))
    }

    /// Asks anew who is logged in whenever the form was accepted.
    pub(super) fn renews(self, session: Session) {
        Effect::new(move |_| {
            if self.is_accepted() {
                untrack(|| session.changed());
            }
        });
    }

    #[cfg(feature = "ssr")]
    fn set_status(self) {
        use http::StatusCode;
        use http::header::{HeaderValue, RETRY_AFTER};

        use crate::api::server::respond;

        let refusal = untrack(|| self.refusal(|refusal| (refusal.retry_after, refusal.fields.is_empty())));
        match refusal {
            Some((Some(seconds), _)) => {
                respond::status(StatusCode::TOO_MANY_REQUESTS);
                respond::header(RETRY_AFTER, HeaderValue::from(seconds));
            }
            Some((None, false)) => respond::status(StatusCode::UNPROCESSABLE_ENTITY),
            Some((None, true)) | None => {}
        }
    }
}

/// The button that sends a form. While the server is asked it says so and sends nothing more, but keeps the focus.
#[component]
pub(super) fn Submit(
    answer: Answer,
    label: &'static str,
    /// What it says while the server is asked.
    busy: &'static str,
    #[prop(default = "btn primary big block")] class: &'static str,
) -> impl IntoView {
    let waiting = move || answer.is_pending().then_some("true");
    let once = move |event: MouseEvent| {
        if untrack(|| answer.is_pending()) {
            event.prevent_default();
        }
    };
    view! {
        <button class=class aria-busy=waiting aria-disabled=waiting on:click=once>
            {move || if answer.is_pending() { busy } else { label }}
        </button>
    }
}

/// Whether the document that was loaded is being taken over.
pub(super) fn is_hydrating() -> bool {
    Owner::current_shared_context().is_some_and(|shared| shared.during_hydration())
}

/// Gives an element the focus.
#[cfg(feature = "hydrate")]
pub(super) fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    use web_sys::HtmlElement;

    let element = document().get_element_by_id(id);
    if let Some(Ok(element)) = element.map(JsCast::dyn_into::<HtmlElement>) {
        _ = element.focus();
    }
}

#[cfg(feature = "ssr")]
pub(super) fn focus(_: &str) {}
