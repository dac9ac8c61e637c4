//! A short message in the corner: what was just done, where to see it, and how to take it back. It leaves by itself.

use leptos::prelude::*;

#[derive(Clone)]
pub(crate) struct Toast {
    pub text: String,
    /// Whether it says that something did not work.
    pub warn: bool,
    /// A label and where it leads.
    pub link: Option<(&'static str, &'static str)>,
    pub undo: Option<Callback<()>>,
}

/// The toast being shown: a later one takes the place of the one before.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Option<Toast>>,
    /// Counts toasts, so that the time of one does not end the next.
    #[cfg(feature = "hydrate")]
    serial: StoredValue<u32>,
}

impl Toasts {
    pub(crate) fn new() -> Self {
        Self {
            shown: RwSignal::new(None),
            #[cfg(feature = "hydrate")]
            serial: StoredValue::new(0),
        }
    }

    #[cfg(feature = "hydrate")]
    pub(crate) fn show(self, toast: Toast) {
        const TIME: std::time::Duration = std::time::Duration::from_secs(8);

        self.shown.set(Some(toast));
        self.serial.update_value(|n| *n += 1);
        let mine = self.serial.get_value();
        let end = move || {
            if self.serial.get_value() == mine {
                self.close();
            }
        };
        set_timeout(end, TIME);
    }

    fn close(self) {
        self.shown.set(None);
    }
}

/// Where toasts are shown. It is there from the first, so that screen readers listen to it.
#[island]
pub(crate) fn ToastCorner() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let toast = move |Toast { text, warn, link, undo }| {
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
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || toasts.shown.get().map(toast)}
        </div>
    }
}
