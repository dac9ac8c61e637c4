//! The visitor's cart: how much is in it, on every page; all of it, once the cart's page or a change has brought it.
//!
//! A change shows at once, is sent when those before it are answered, and is undone where the server refuses it. Other
//! tabs of the browser hear of it.

use std::collections::VecDeque;

use domain::Slug;
use domain::cart::{CartChange, CartError, ChangeKey};
use leptos::prelude::*;
use views::cart::CartView;

use crate::api::cart::{CartCount, CartRefusal, cart, cart_change};
use crate::api::data::shared;

/// What is told of a change once it is answered.
type Then = Box<dyn FnOnce(Result<CartView, CartRefusal>) + Send + Sync>;

#[derive(Clone, Copy)]
pub(crate) struct Cart {
    state: RwSignal<State>,
    shown: Memo<CartView>,
    then: StoredValue<VecDeque<Then>>,
    /// The keys of what was sent and not answered. Whoever clicks once more sends the same again, and it counts once.
    lost: StoredValue<Vec<(Slug, Slug, ChangeKey)>>,
    #[cfg(feature = "hydrate")]
    tabs: StoredValue<Option<web_sys::BroadcastChannel>, LocalStorage>,
}

#[derive(Clone)]
struct State {
    /// As the server last said.
    known: CartView,
    /// Changes that it has not answered yet, oldest first; the first is on its way.
    sending: Vec<CartChange>,
}

impl Cart {
    pub(super) fn new() -> Self {
        let CartCount(count) = shared(CartCount::current);
        let state = RwSignal::new(State {
            known: CartView::unopened(count, super::currency()),
            sending: Vec::new(),
        });
        let shown = Memo::new(move |_| {
            state.with(|state| {
                let mut changes = state.sending.iter();
                let first = changes.next().map(|change| state.known.after(change));
                match first {
                    Some(first) => changes.fold(first, |view, change| view.after(change)),
                    None => state.known.clone(),
                }
            })
        });
        let cart = Self {
            state,
            shown,
            then: StoredValue::new(VecDeque::new()),
            lost: StoredValue::new(Vec::new()),
            #[cfg(feature = "hydrate")]
            tabs: StoredValue::new_local(web_sys::BroadcastChannel::new("cart").ok()),
        };
        #[cfg(feature = "hydrate")]
        cart.follow_elsewhere();
        cart
    }

    /// The cart with every change made in it.
    pub(crate) fn shown(self) -> Memo<CartView> {
        self.shown
    }

    /// How many items are in it.
    pub(crate) fn count(self) -> u32 {
        self.shown.with(|view| view.count)
    }

    /// Takes the cart as the server says it is.
    pub(crate) fn learn(self, view: CartView) {
        // The customer sees now what became of what was not answered.
        self.lost.update_value(Vec::clear);
        self.state.update(|state| state.known = view);
    }

    /// Shows a change at once and sends it in its turn; `then` is told what the server says.
    pub(crate) fn change(
        self,
        change: CartChange,
        then: impl FnOnce(Result<CartView, CartRefusal>) + Send + Sync + 'static,
    ) {
        let change = self.with_key(change);
        let idle = self.state.with_untracked(|state| state.sending.is_empty());
        self.then.update_value(|queue| queue.push_back(Box::new(then)));
        self.state.update(|state| state.sending.push(change));
        if idle {
            leptos::task::spawn_local(self.send_all());
        }
    }

    /// One more of a plan gets a key of its own, or that of the last one where that was not answered.
    fn with_key(self, change: CartChange) -> CartChange {
        let CartChange::Add {
            product,
            plan,
            key: None,
            seen,
        } = change
        else {
            return change;
        };
        let mut lost = None;
        self.lost.update_value(|keys| {
            let of_this = keys.iter().position(|(of, which, _)| *of == product && *which == plan);
            lost = of_this.map(|i| keys.swap_remove(i).2);
        });
        let key = lost.or_else(new_key);
        CartChange::Add {
            product,
            plan,
            key,
            seen,
        }
    }

    /// Keeps the key of what may have been done although nobody said so.
    fn keep_key(self, change: CartChange, answer: &Result<CartView, CartRefusal>) {
        let unanswered = matches!(answer, Err(refusal) if refusal.error.is_none());
        if let (
            true,
            CartChange::Add {
                product,
                plan,
                key: Some(key),
                ..
            },
        ) = (unanswered, change)
        {
            self.lost.update_value(|keys| keys.push((product, plan, key)));
        }
    }

    async fn send_all(self) {
        loop {
            let next = |state: &State| Some((state.sending.first()?.clone(), state.known.version));
            let Some((change, version)) = self.state.with_untracked(next) else {
                return;
            };
            let version = (!matches!(change, CartChange::Add { .. })).then_some(version);
            let answer = cart_change(change.clone(), version).await;
            self.keep_key(change, &answer);
            let stale = matches!(&answer, Err(refusal) if refusal.error == Some(CartError::Stale));
            self.state.update(|state| {
                if let Ok(view) = &answer {
                    state.known = view.clone();
                } else if let Err(CartRefusal { cart: Some(view), .. }) = &answer {
                    state.known = (**view).clone();
                }
                state.sending.remove(0);
                if stale {
                    // They were meant for another cart than this one.
                    state.sending.clear();
                }
            });
            let mut then = None;
            self.then.update_value(|queue| {
                then = queue.pop_front();
                if stale {
                    queue.clear();
                }
            });
            self.tell_tabs();
            if let Some(then) = then {
                then(answer);
            }
        }
    }

    /// Asks the server how the cart stands: it was changed elsewhere, or is another's now.
    pub(crate) fn refresh(self) {
        leptos::task::spawn_local(async move {
            if let Ok(view) = cart().await {
                self.learn(view);
            }
        });
    }

    fn tell_tabs(self) {
        #[cfg(feature = "hydrate")]
        self.tabs.with_value(|tabs| {
            // The others ask the server themselves: what one tab says is no cart.
            _ = tabs.as_ref().map(|tabs| tabs.post_message(&"changed".into()));
        });
    }

    /// Follows other tabs, and asks again when a page comes back as it was left.
    #[cfg(feature = "hydrate")]
    fn follow_elsewhere(self) {
        use leptos::ev::pageshow;
        use wasm_bindgen::JsCast;
        use wasm_bindgen::closure::Closure;

        self.tabs.with_value(|tabs| {
            let heard = Closure::<dyn FnMut()>::new(move || self.refresh()).into_js_value();
            _ = tabs
                .as_ref()
                .map(|tabs| tabs.set_onmessage(Some(heard.unchecked_ref())));
        });
        let returned = move |event: web_sys::PageTransitionEvent| {
            if event.persisted() {
                self.refresh();
            }
        };
        _ = window_event_listener(pageshow, returned);
    }
}

/// Of random bytes; none where the browser has none to give.
#[cfg(feature = "hydrate")]
fn new_key() -> Option<ChangeKey> {
    let mut bytes = [0; 16];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(ChangeKey::of_bytes(&bytes))
}

/// The server clicks nothing.
#[cfg(not(feature = "hydrate"))]
fn new_key() -> Option<ChangeKey> {
    None
}

impl CartCount {
    #[cfg(feature = "ssr")]
    fn current() -> Self {
        with_context::<http::request::Parts, _>(|request| request.extensions.get().copied())
            .flatten()
            .unwrap_or_default()
    }

    #[cfg(feature = "hydrate")]
    fn current() -> Self {
        Self::default()
    }
}
