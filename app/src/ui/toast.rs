//! A short message in the corner. It leaves by itself, but not while it is hovered or has the focus.

use leptos::prelude::*;

use crate::state::{Toast, Toasts};

/// Where toasts are shown. It is there from the first, so that screen readers listen to it.
#[component]
pub(crate) fn ToastCorner() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    view! {
        <div
            class="toasts"
            role="status"
            aria-live="polite"
            on:pointerenter=move |_| toasts.hold(true)
            on:pointerleave=move |_| toasts.hold(false)
            on:focusin=move |_| toasts.hold(true)
            on:focusout=move |_| toasts.hold(false)
        >
            {move || toasts.shown().map(|toast| view! { <ToastBox toast toasts /> })}
        </div>
    }
}

#[component]
fn ToastBox(toast: Toast, toasts: Toasts) -> impl IntoView {
    let Toast { text, warn, link, undo } = toast;
    let link = link.map(|(label, href)| {
        view! {
            <a class="toast-act" href=href on:click=move |_| toasts.close()>
                {label}
            </a>
        }
    });
    let undo = undo.map(|undo| {
        let take_back = move |_| {
            toasts.close();
            undo.run(());
        };
        view! {
            <button type="button" class="toast-act" on:click=take_back>
                "Undo"
            </button>
        }
    });
    view! {
        <div class="toast" class:warn=warn>
            <p>{text}</p>
            {link}
            {undo}
            <button type="button" class="icon-btn" aria-label="Dismiss" on:click=move |_| toasts.close()>
                <span class="cross"></span>
            </button>
        </div>
    }
}
