//! The reader's cart as the app knows it: how much is in it, on every page; all of it, once the cart's page or a change
//! has brought it. In the browser a change shows at once, is sent when those before it are answered, and is undone where
//! the server refuses it.

use domain::cart::CartError;
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
pub(crate) use browser::CartState;

/// The name of a guest's cookie, and of the `<meta>` that tells the browser how much is in the cart.
#[cfg(feature = "ssr")]
pub(crate) const COOKIE: &str = "cart";
#[cfg(feature = "ssr")]
pub(crate) const META: &str = "cart";

/// How many things are in the reader's cart: the server puts it into the extensions of a page's request.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct CartCount(pub u32);

impl CartCount {
    #[cfg(feature = "ssr")]
    pub(crate) fn current() -> Self {
        with_context::<http::request::Parts, _>(|request| request.extensions.get().copied())
            .flatten()
            .unwrap_or_default()
    }

    #[cfg(feature = "hydrate")]
    fn current() -> Self {
        let content = crate::local::meta("cart").unwrap_or_default();
        Self(content.parse().unwrap_or_default())
    }
}

/// How much is in the cart, as it stands.
pub(crate) fn count() -> Signal<u32> {
    #[cfg(feature = "ssr")]
    return Signal::stored(CartCount::current().0);
    #[cfg(feature = "hydrate")]
    {
        let cart = expect_context::<CartState>();
        Signal::derive(move || cart.shown().with(|view| view.count))
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::collections::VecDeque;

    use domain::cart::{CartChange, CartError, CartView};
    use leptos::prelude::*;

    use super::CartCount;
    use crate::api::CartRefusal;
    use crate::site;

    /// What is told of a change once it is answered.
    type Then = Box<dyn FnOnce(Result<CartView, CartRefusal>)>;

    #[derive(Clone, Copy)]
    pub(crate) struct CartState {
        state: RwSignal<State>,
        shown: Memo<CartView>,
        then: StoredValue<VecDeque<Then>, LocalStorage>,
    }

    #[derive(Clone)]
    struct State {
        /// As the server last said.
        known: CartView,
        /// Changes that it has not answered yet, oldest first; the first is on its way.
        sending: Vec<CartChange>,
    }

    impl CartState {
        pub(crate) fn new() -> Self {
            let CartCount(count) = CartCount::current();
            let state = RwSignal::new(State {
                known: CartView::unopened(count, site::currency()),
                sending: Vec::new(),
            });
            let shown = move |_: Option<&CartView>| {
                state.with(|state| {
                    let mut changes = state.sending.iter();
                    let first = changes.next().map(|change| state.known.after(change));
                    match first {
                        Some(first) => changes.fold(first, |view, change| view.after(change)),
                        None => state.known.clone(),
                    }
                })
            };
            Self {
                state,
                shown: Memo::new(shown),
                then: StoredValue::new_local(VecDeque::new()),
            }
        }

        /// The cart with every change made in it.
        pub(crate) fn shown(self) -> Memo<CartView> {
            self.shown
        }

        /// Takes the cart as the server says it is.
        pub(crate) fn learn(self, view: CartView) {
            self.state.update(|state| state.known = view);
        }

        /// Shows a change at once and sends it in its turn; `then` is told what the server says.
        pub(crate) fn change(self, change: CartChange, then: impl FnOnce(Result<CartView, CartRefusal>) + 'static) {
            let idle = self.state.with_untracked(|state| state.sending.is_empty());
            self.then.update_value(|queue| queue.push_back(Box::new(then)));
            self.state.update(|state| state.sending.push(change));
            if idle {
                leptos::task::spawn_local(self.send_all());
            }
        }

        async fn send_all(self) {
            loop {
                let next = |state: &State| Some((state.sending.first()?.clone(), state.known.version));
                let Some((change, version)) = self.state.with_untracked(next) else {
                    return;
                };
                let version = (!matches!(change, CartChange::Add { .. })).then_some(version);
                let answer = crate::api::cart_change(change, version).await;
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
                if let Some(then) = then {
                    then(answer);
                }
            }
        }

        /// Asks the server again when a page comes back as the reader left it: the cart may have changed elsewhere.
        pub(crate) fn follow_returns(self) {
            use leptos::ev::pageshow;

            let returned = move |event: web_sys::PageTransitionEvent| {
                if event.persisted() {
                    leptos::task::spawn_local(async move {
                        if let Ok(cart) = crate::api::cart().await {
                            self.learn(cart);
                        }
                    });
                }
            };
            _ = window_event_listener(pageshow, returned);
        }
    }
}

/// What a refusal means in HTTP.
#[cfg(feature = "ssr")]
pub(crate) fn status(error: CartError) -> http::StatusCode {
    match error {
        CartError::NotSold | CartError::NotThere => http::StatusCode::NOT_FOUND,
        CartError::Stale | CartError::AlreadyThere => http::StatusCode::CONFLICT,
        CartError::OnlyOne | CartError::TooMany | CartError::NotANumber | CartError::Full | CartError::NotACode => {
            http::StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

/// A refusal as a sentence.
pub(crate) fn sentence(error: CartError) -> String {
    let text = error.to_string();
    let (first, rest) = text.split_at(1);
    format!("{}{rest}.", first.to_ascii_uppercase())
}
