//! Following the answers of forms that lead somewhere: to a page of this app, or away from it.

use leptos::ev::pageshow;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::FormRefusal;
use crate::api::account::is_local;
use crate::api::checkout::Next;

/// Leaves the app where an answer says so; `page` is told of pages of the app. A page that the browser brings back as it
/// was left may be sent again.
pub(crate) fn follow<S>(action: ServerAction<S>, page: impl Fn(&str) + 'static)
where
    S: ServerFn<Output = Next, Error = FormRefusal> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move |_| match value.get() {
        Some(Ok(Next::Leave(address))) => _ = location().set_href(&address),
        Some(Ok(Next::Page(address))) => page(&address),
        // It was refused, and a page of ours says why.
        Some(Err(FormRefusal {
            leads_to: Some(address),
            ..
        })) if is_local(&address) => page(&address),
        Some(Err(_)) | None => {}
    });
    Effect::new(move |_| {
        let returned = window_event_listener(pageshow, move |event| {
            if event.persisted() {
                action.clear();
            }
        });
        on_cleanup(move || returned.remove());
    });
}

/// Whether the answer led away, so that the browser is about to leave.
pub(crate) fn is_leaving<S>(action: ServerAction<S>) -> bool
where
    S: ServerFn<Output = Next, Error = FormRefusal> + Clone + Send + Sync + 'static,
{
    action.value().with(|value| matches!(value, Some(Ok(Next::Leave(_)))))
}

/// Why the form was refused as a whole.
pub(crate) fn refusal<S>(action: ServerAction<S>) -> Option<String>
where
    S: ServerFn<Error = FormRefusal> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    action
        .value()
        .with(|value| value.as_ref()?.as_ref().err()?.message.clone())
}
