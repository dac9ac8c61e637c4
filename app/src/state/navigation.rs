//! Going from page to page: what is pending, where the focus and the view go when a page has arrived, and whether the
//! server is another by now.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub(crate) struct Navigation {
    /// Whether the router waits for another page.
    routing: RwSignal<bool>,
    /// Whether the page that is shown waits for other data.
    loading: RwSignal<bool>,
    /// What is read out: the title of the page that has arrived.
    announced: RwSignal<String>,
    /// The path and query of the page that arrived last.
    #[cfg(feature = "hydrate")]
    arrived: StoredValue<Option<(String, String)>>,
    /// Whether the visitor went back or forward to where they are going.
    #[cfg(feature = "hydrate")]
    traversed: StoredValue<bool>,
    /// Whether the server was replaced by another build: its next page comes as a document.
    #[cfg(feature = "hydrate")]
    outdated: StoredValue<bool>,
    /// Tells the browser that the page which it fades to is there.
    #[cfg(feature = "hydrate")]
    fading: StoredValue<Option<js_sys::Function>, LocalStorage>,
}

impl Navigation {
    pub(super) fn new() -> Self {
        let navigation = Self {
            routing: RwSignal::new(false),
            loading: RwSignal::new(false),
            announced: RwSignal::new(String::new()),
            #[cfg(feature = "hydrate")]
            arrived: StoredValue::new(None),
            #[cfg(feature = "hydrate")]
            traversed: StoredValue::new(false),
            #[cfg(feature = "hydrate")]
            outdated: StoredValue::new(false),
            #[cfg(feature = "hydrate")]
            fading: StoredValue::new_local(None),
        };
        #[cfg(feature = "hydrate")]
        navigation.start();
        navigation
    }

    /// What the router sets while it waits for another page.
    pub(crate) fn routing(self) -> SignalSetter<bool> {
        self.routing.into()
    }

    /// What a page sets while it waits for other data.
    pub(crate) fn loading(self) -> SignalSetter<bool> {
        self.loading.into()
    }

    pub(crate) fn is_pending(self) -> bool {
        self.routing.get() || self.loading.get()
    }

    pub(crate) fn announced(self) -> String {
        self.announced.get()
    }
}

#[cfg(feature = "ssr")]
impl Navigation {
    /// Only a browser loads anything.
    pub(crate) fn loads(self, _: &str) -> bool {
        false
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use js_sys::futures::JsFuture;
    use js_sys::{Function, Promise, Reflect};
    use leptos::ev;
    use leptos::task::spawn_local;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, HtmlElement};

    use super::*;
    use crate::state::{Site, scroll};

    impl Navigation {
        pub(super) fn start(self) {
            scroll::start(move || self.is_settled());
            let traversed = move |_| {
                self.traversed.set_value(true);
                // A link within the page changes nothing that would arrive.
                if self.arrived.get_value() == here() {
                    self.traversed.set_value(false);
                    request_animation_frame(scroll::restore);
                }
            };
            _ = window_event_listener(ev::popstate, traversed);
        }

        /// Waits until the browser has a picture of the page that is left, which it fades into the next one (View
        /// Transitions); at once where it cannot, or motion is not welcome. The router's own way drops the owner of the
        /// old page while that is still shown.
        pub(crate) async fn fade(self) {
            let document: JsValue = document().into();
            let start = Reflect::get(&document, &"startViewTransition".into()).ok();
            let Some(start) = start.and_then(|start| start.dyn_into::<Function>().ok()) else {
                return;
            };
            let first = self.arrived.with_value(Option::is_none);
            let calm = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
            if first || calm.is_some_and(|query| query.matches()) {
                return;
            }
            let shown = Promise::new(&mut |resolve, _| self.fading.set_value(Some(resolve)));
            let mut ignored = Vec::new();
            let pictured = Promise::new(&mut |resolve, _| {
                let (shown, refused) = (shown.clone(), resolve.clone());
                let swap = Closure::once_into_js(move || {
                    _ = resolve.call0(&JsValue::NULL);
                    shown
                });
                match start.call1(&document, &swap) {
                    Ok(begun) => ignored.extend(["ready", "finished"].map(|name| Reflect::get(&begun, &name.into()))),
                    Err(_) => _ = refused.call0(&JsValue::NULL),
                }
            });
            for promise in ignored
                .into_iter()
                .flatten()
                .filter_map(|promise| promise.dyn_into::<Promise>().ok())
            {
                // A transition that the next one cuts short is no error.
                spawn_local(async move { _ = JsFuture::from(promise).await });
            }
            // A page that never arrives must not hold the old one.
            set_timeout(move || self.shown(), Duration::from_millis(500));
            _ = JsFuture::from(pictured).await;
        }

        fn shown(self) {
            if let Some(shown) = self.fading.try_update_value(Option::take).flatten() {
                _ = shown.call0(&JsValue::NULL);
            }
        }

        /// Called by each page's head once the page is there, with the router's path and query: the browser's address
        /// follows a moment later.
        pub(crate) fn arrive(self, now: (String, String)) {
            self.shown();
            let before = self.arrived.get_value();
            if before.as_ref() == Some(&now) {
                return;
            }
            self.arrived.set_value(Some(now.clone()));
            let traversed = self.traversed.get_value();
            self.traversed.set_value(false);
            let Some((path, _)) = before else {
                // The document itself has arrived: a reload finds its place.
                return scroll::restore();
            };
            let other_page = now.0 != path;
            request_animation_frame(move || {
                if other_page {
                    self.announced.set(document().title());
                    focus_heading();
                }
                if traversed {
                    scroll::restore();
                }
            });
        }

        /// Whether the page that is shown is the one of the browser's address.
        fn is_settled(self) -> bool {
            self.arrived.get_value() == here()
        }

        /// Loads an address as a document, where the server is another by now. Says whether it did.
        pub(crate) fn loads(self, address: &str) -> bool {
            let outdated = self.outdated.get_value();
            if outdated {
                _ = location().set_href(address);
            }
            outdated
        }

        /// Remembers that the server says it is another build.
        pub(crate) fn note_build(self, build: &str) {
            if build != expect_context::<Site>().build {
                self.outdated.set_value(true);
            }
        }

        /// Called before a click on a link is followed. Keeps the place of the page that is left; where the server is
        /// another by now, the link is followed as a document.
        pub(crate) fn leave(self, event: &ev::MouseEvent) {
            if self.is_settled() {
                scroll::keep();
            }
            let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = link.and_then(|target| target.closest("a[href^='/']").ok().flatten());
            let plain = event.button() == 0 && !(event.meta_key() || event.ctrl_key() || event.shift_key());
            if let (true, Some(link)) = (plain, link)
                && let Some(address) = link.get_attribute("href")
                && self.loads(&address)
            {
                event.prevent_default();
            }
        }
    }

    /// The path and query of the browser's address, as the router has them.
    fn here() -> Option<(String, String)> {
        let search = location().search().ok()?;
        let search = search.strip_prefix('?').unwrap_or(&search);
        Some((location().pathname().ok()?, search.to_owned()))
    }

    /// The new page's heading has the focus, unless a form on it took it or the visitor has opened the menu by now; a
    /// part of a page that the address names has it first.
    fn focus_heading() {
        let hash = location().hash().unwrap_or_default();
        let part = hash.strip_prefix('#').and_then(|id| document().get_element_by_id(id));
        let heading = || document().query_selector("main h1").ok().flatten();
        let inside = document().active_element();
        let taken =
            inside.is_some_and(|element| element.closest("main form, .menu[open]").is_ok_and(|it| it.is_some()));
        if let Some(target) = part.or_else(heading).filter(|_| !taken)
            && let Ok(target) = target.dyn_into::<HtmlElement>()
        {
            if !target.has_attribute("tabindex") {
                _ = target.set_attribute("tabindex", "-1");
            }
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            _ = target.focus_with_options(&options);
        }
    }
}
