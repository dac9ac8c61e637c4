//! Putting the parts of a page that were made anew into their places. A part is an element with a `data-part`, whose
//! content is made the same as the new one's; of one that holds other parts, only whether it is shown.

mod patch;

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Set;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use self::patch::patch;
use crate::local::when_idle;
use crate::markup::{Node, read};

/// The element that an event is about.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

thread_local! {
    /// How often something was put: what is left for later is left undone once something else was.
    static PUT: Cell<u32> = const { Cell::new(0) };
}

/// Puts the parts of `html` into the page; `None` where the page has no such part. The focus stays where it is, by the
/// id of the element that has it; where that is gone, it goes to the element of the id `or`.
pub(crate) fn put(html: &str, or: &str) -> Option<()> {
    put_but(&Set::default(), html, or)
}

/// Does the same, at first for what is in view: items of lists below it follow when that was painted.
pub(crate) fn put_in_view(html: String, or: &'static str) -> Option<()> {
    let below = below()?;
    put_but(&below, &html, or)?;
    if below.size() > 0 {
        let put = PUT.get();
        let html: Rc<str> = html.into();
        // Not in a timer of the frame: that would run before whatever waits for the frame to be painted.
        when_idle(move || {
            if PUT.get() == put && put_but(&Set::default(), &html, or).is_none() {
                // The document is not what it was made to be: the server makes it whole.
                _ = location().reload();
            }
        });
    }
    Some(())
}

/// The items of lists that are below what is in view.
fn below() -> Option<Set> {
    let end = window().inner_height().ok()?.as_f64()?;
    let items = document().query_selector_all("main li").ok()?;
    let below = Set::default();
    for item in (0..items.length()).filter_map(|i| items.get(i)) {
        if item.unchecked_ref::<Element>().get_bounding_client_rect().top() > end {
            below.add(&item);
        }
    }
    Some(below)
}

/// Puts all but the elements that are left for later.
fn put_but(later: &Set, html: &str, or: &str) -> Option<()> {
    PUT.set(PUT.get().wrapping_add(1));
    let nodes = read(html)?;
    let focus = Focus::now();
    for (i, node) in nodes.iter().enumerate() {
        let Some(name) = node.attribute(PART) else { continue };
        let part = document().query_selector(&format!("main [{PART}={name}]")).ok()??;
        part.toggle_attribute_with_force("hidden", node.attribute("hidden").is_some())
            .ok()?;
        let inner = &nodes[i + 1..i + node.size];
        if !inner.iter().any(is_part) && patch(&part, inner, later)? {
            focus.forget_typed(&part);
        }
    }
    focus.keep(or);
    Some(())
}

const PART: &str = "data-part";

fn is_part(node: &Node<'_>) -> bool {
    node.attribute(PART).is_some()
}

/// What has the focus, by what id, and what was typed into it and not taken yet.
struct Focus {
    element: Option<Element>,
    id: String,
    typed: Option<String>,
}

/// What was typed into an input that differs from what the page says of it.
fn typed(input: &HtmlInputElement) -> Option<String> {
    Some(input.value()).filter(|value| *value != input.default_value())
}

impl Focus {
    fn now() -> Self {
        let element = document().active_element();
        let input = element
            .as_ref()
            .and_then(|element| element.dyn_ref::<HtmlInputElement>());
        Self {
            typed: input.and_then(typed),
            id: element.as_ref().map(Element::id).unwrap_or_default(),
            element,
        }
    }

    /// The inputs of a part say what the page says again, but for the one that has the focus.
    fn forget_typed(&self, part: &Element) {
        let Ok(inputs) = part.query_selector_all("input") else {
            return;
        };
        for input in (0..inputs.length()).filter_map(|i| inputs.get(i)?.dyn_into::<HtmlInputElement>().ok()) {
            let focused = self
                .element
                .as_ref()
                .is_some_and(|element| element.is_same_node(Some(&input)));
            if !focused && typed(&input).is_some() {
                input.set_value(&input.default_value());
            }
        }
    }

    fn keep(self, or: &str) {
        let stays = |before: &Element| before.is_connected() && before.id() == self.id;
        if self.element.as_ref().is_none_or(stays) {
            return;
        }
        let find = |id: &str| document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok();
        let Some(now) = find(&self.id) else {
            _ = find(or).map(|element| element.focus());
            return;
        };
        _ = now.focus();
        if let (Some(typed), Some(input)) = (self.typed, now.dyn_ref::<HtmlInputElement>()) {
            input.set_value(&typed);
        }
    }
}
