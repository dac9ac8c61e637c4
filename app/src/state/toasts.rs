//! The toast that is shown: what was just done, where to see it, and how to take it back.

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

/// One toast at a time: a later one takes the place of the one before.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Option<Toast>>,
    /// Counts toasts, so that the time of one does not end the next.
    serial: StoredValue<u32>,
    /// Whether the pointer or the focus is on it: then it stays.
    held: RwSignal<bool>,
    /// What had the focus when it came up: the next thing to be reached from there is the toast.
    #[cfg(feature = "hydrate")]
    origin: StoredValue<Option<web_sys::HtmlElement>, LocalStorage>,
}

impl Toasts {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(None),
            serial: StoredValue::new(0),
            held: RwSignal::new(false),
            #[cfg(feature = "hydrate")]
            origin: StoredValue::new_local(None),
        }
    }

    pub(crate) fn shown(self) -> Option<Toast> {
        self.shown.get()
    }

    pub(crate) fn show(self, toast: Toast) {
        #[cfg(feature = "hydrate")]
        self.origin.set_value(browser::focused());
        self.shown.set(Some(toast));
        self.leave_later();
    }

    /// Keeps the toast for as long as it is hovered or has the focus.
    pub(crate) fn hold(self, held: bool) {
        self.held.set(held);
        if !held {
            self.leave_later();
        }
    }

    fn leave_later(self) {
        const TIME: std::time::Duration = std::time::Duration::from_secs(8);

        self.serial.update_value(|n| *n += 1);
        let mine = self.serial.get_value();
        let end = move || {
            if self.serial.get_value() == mine && !self.held.get_untracked() {
                self.close();
            }
        };
        set_timeout(end, TIME);
    }

    pub(crate) fn close(self) {
        self.held.set(false);
        self.shown.set(None);
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev::KeyboardEvent;
    use wasm_bindgen::JsCast;
    use web_sys::HtmlElement;

    use super::*;

    pub(super) fn focused() -> Option<HtmlElement> {
        document().active_element()?.dyn_into().ok()
    }

    /// The first and the last thing in the toast that can have the focus.
    fn ends() -> Option<(HtmlElement, HtmlElement)> {
        let found = document().query_selector_all(".toast a, .toast button").ok()?;
        let at = |i: u32| found.get(i)?.dyn_into().ok();
        Some((at(0)?, at(found.length().checked_sub(1)?)?))
    }

    impl Toasts {
        /// Has Tab lead from where the toast came up to its first action, and from its last back there.
        pub(crate) fn follow_tab(self, event: &KeyboardEvent) {
            if event.key() != "Tab" || self.shown.with_untracked(Option::is_none) {
                return;
            }
            let (Some(origin), Some(now), Some((first, last))) = (self.origin.get_value(), focused(), ends()) else {
                return;
            };
            let back = event.shift_key();
            let to = if now == origin && !back {
                first
            } else if (now == first && back) || (now == last && !back) {
                self.origin.set_value(None);
                origin
            } else {
                return;
            };
            event.prevent_default();
            _ = to.focus();
        }
    }
}
