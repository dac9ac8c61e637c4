//! The cart's forms in the browser: each is a change that shows at once.

use domain::Slug;
use domain::cart::{CartChange, CartError, CartView, read_quantity};
use leptos::ev::{self, Event, KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::serde_json;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement};

use super::{Place, Trouble, cart};
use crate::cart::{CartState, sentence};
use crate::parts::{put, target};

const TITLE: &str = "cart-title";

/// The form of the cart that an event is about, where it is the one of this name.
pub(crate) fn form_of(event: &Event, name: &str) -> Option<HtmlFormElement> {
    let form = target(event)?.closest("form").ok()??;
    let action = form.get_attribute("action")?;
    let mine = action.strip_prefix("/api/fn/cart_") == Some(name);
    mine.then(|| form.unchecked_into())
}

fn field(form: &HtmlFormElement, name: &str) -> Option<String> {
    FormData::new_with_form(form).ok()?.get(name).as_string()
}

pub(crate) fn slug(form: &HtmlFormElement, name: &str) -> Option<Slug> {
    field(form, name)?.parse().ok()
}

#[derive(Clone, Copy)]
struct Desk {
    cart: CartState,
    trouble: RwSignal<Option<Trouble>>,
}

/// Begins where the page is the cart's.
pub(crate) fn start() {
    let page = document().get_element_by_id("cart");
    let json = page.and_then(|page| page.get_attribute("data-cart"));
    let Some(view) = json.and_then(|json| serde_json::from_slice::<CartView>(json.as_bytes()).ok()) else {
        return;
    };
    let desk = Desk {
        cart: expect_context::<CartState>(),
        trouble: RwSignal::new(None),
    };
    desk.cart.learn(view);
    // A field that goes with what was typed into it says so once more; it was taken already.
    let showing = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        let view = desk.cart.shown().get();
        let trouble = desk.trouble.get();
        // The server has shown it first.
        if before.is_some() {
            showing.set_value(true);
            show(&view, trouble.as_ref());
            showing.set_value(false);
        }
    });
    _ = window_event_listener(ev::submit, move |event: SubmitEvent| {
        let step = event
            .submitter()
            .and_then(|button| button.get_attribute("value")?.parse().ok());
        if desk.take(&event, step.unwrap_or(0)) {
            event.prevent_default();
        }
    });
    // Return takes the number here: a line that leaves must not take a form with it that is just being sent.
    _ = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Enter" && is_quantity(&event) && desk.take(&event, 0) {
            event.prevent_default();
        }
    });
    _ = window_event_listener(ev::change, move |event: Event| {
        if is_quantity(&event) && !showing.get_value() {
            desk.take(&event, 0);
        }
    });
}

fn is_quantity(event: &Event) -> bool {
    target(event).is_some_and(|element| element.matches(".stepper input").unwrap_or(false))
}

fn show(view: &CartView, trouble: Option<&Trouble>) {
    let version = view.version.to_string();
    if let Ok(fields) = document().query_selector_all("#cart input[name=version]") {
        // So that a form differs only where people see it.
        for field in (0..fields.length()).filter_map(|i| fields.get(i)?.dyn_into::<Element>().ok()) {
            _ = field.set_attribute("value", &version);
        }
    }
    put(&cart(view, trouble, None).0, TITLE);
}

impl Desk {
    /// Makes the change that a form of the cart stands for.
    fn take(self, event: &Event, step: i32) -> bool {
        if let Some(form) = form_of(event, "set") {
            let (Some(product), Some(plan)) = (slug(&form, "product"), slug(&form, "plan")) else {
                return false;
            };
            self.set(product, plan, &field(&form, "quantity").unwrap_or_default(), step);
        } else if let Some(form) = form_of(event, "code") {
            let typed = field(&form, "code").unwrap_or_default();
            self.change(Place::Code, CartChange::Code(typed.clone()), Some(typed));
        } else if form_of(event, "confirm").is_some() {
            self.change(Place::Cart, CartChange::Confirm, None);
        } else {
            return false;
        }
        true
    }

    /// What cannot be meant is said at once, and what was typed stays.
    fn set(self, product: Slug, plan: Slug, typed: &str, step: i32) {
        let place = Place::Line(product.clone(), plan.clone());
        let now = self
            .cart
            .shown()
            .with_untracked(|view| view.line(&product, &plan).map(|line| line.quantity));
        match read_quantity(typed, step) {
            // As it is; or a line on its way out, whose field says so once more.
            Ok(quantity) if now.is_none_or(|now| now == quantity) => self.trouble.set(None),
            Ok(quantity) => {
                let change = CartChange::Set {
                    product,
                    plan,
                    quantity,
                };
                self.change(place, change, None);
                if quantity == 0 {
                    focus_title();
                }
            }
            Err(error) => self.refuse(place, error, typed),
        }
    }

    fn refuse(self, at: Place, error: CartError, typed: &str) {
        self.trouble.set(Some(Trouble {
            at,
            text: sentence(error),
            typed: Some(typed.to_owned()),
        }));
    }

    /// Makes a change; where it is refused, the message goes to `at`, with what was `typed`.
    fn change(self, at: Place, change: CartChange, typed: Option<String>) {
        self.trouble.set(None);
        self.cart.change(change, move |answer| {
            if let Err(refusal) = answer {
                let at = if refusal.cart.is_some() { Place::Cart } else { at };
                let text = refusal.message;
                self.trouble.set(Some(Trouble { at, text, typed }));
            }
        });
    }
}

/// The button that had the focus goes away with its line.
fn focus_title() {
    let title = document()
        .get_element_by_id(TITLE)
        .and_then(|title| title.dyn_into::<HtmlElement>().ok());
    _ = title.map(|title| title.focus());
}
