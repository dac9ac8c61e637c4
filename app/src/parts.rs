//! Putting the parts of a page that were made anew into their places. A part is an element with a `data-part`, whose
//! content is made the same as the new one's; of one that holds other parts, only whether it is shown.

mod patch;

use js_sys::Set;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use self::patch::patch;
use crate::markup::{Node, read};

/// The element that an event is about.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Puts the parts of `html` into the page; `None` where the page has no such part. The focus stays where it is, by the
/// id of the element that has it; where that is gone, it goes to the element of the id `or`.
pub(crate) fn put(html: &str, or: &str) -> Option<()> {
    put_but(&page()?, &Set::default(), html, or)
}

/// Does the same, at first for what is in view.
pub(crate) fn put_in_view(html: String, or: &str) -> Option<Rest> {
    let page = page()?;
    let later = below(&page)?;
    put_but(&page, &later, &html, or)?;
    Some(Rest {
        below: (later.size() > 0).then_some(html),
        gone: None,
    })
}

/// What is to follow when what is in view was painted.
#[derive(Default)]
pub(crate) struct Rest {
    /// The parts once more, for items of lists below what is in view.
    below: Option<String>,
    /// What something else was shown for.
    gone: Option<Element>,
}

impl Rest {
    pub(crate) fn put(self, or: &str) -> Option<()> {
        if let Some(gone) = self.gone {
            let focus = Focus::now();
            gone.remove();
            focus.keep(or);
        }
        self.below.map_or(Some(()), |html| put(&html, or))
    }
}

/// A copy of what the page shows, beneath it, that says what the page is to say next: laid out and painted before it is
/// shown. Where it is not shown, it goes as it came.
pub(crate) struct Beneath {
    copy: Element,
    above: Element,
    /// Whether one of them ends in view, where people see what comes after it.
    ends: bool,
}

impl Beneath {
    /// Puts the parts of `html` into the copy. `None` where the page cannot be copied.
    pub(crate) fn new(html: &str) -> Option<Self> {
        let above = document().query_selector("main > .stack > *").ok()??;
        // What is open above everything else is closed in a copy.
        if let Ok(Some(_)) = above.query_selector(":popover-open") {
            return None;
        }
        let copy: Element = above.clone_node_with_deep(true).ok()?.unchecked_into();
        put_but(&copy, &Set::default(), html, "")?;
        copy.set_attribute(BENEATH, "true").ok()?;
        above.before_with_node_1(&copy).ok()?;
        let [from, to] = [&above, &copy].map(|page| page.query_selector("aside").ok().flatten());
        if let Some((from, to)) = from.zip(to)
            && from.scroll_top() != 0
        {
            to.set_scroll_top(from.scroll_top());
        }
        let end = window().inner_height().ok()?.as_f64()?;
        let ends_in_view = |page: &Element| {
            let last = page.last_element_child();
            last.is_some_and(|last| last.get_bounding_client_rect().bottom() < end)
        };
        let ends = ends_in_view(&above) || ends_in_view(&copy);
        let beneath = Self { copy, above, ends };
        beneath.lay_beneath(&beneath.copy)?;
        Some(beneath)
    }

    /// Shows the copy: both change places, which costs a browser less than anything else.
    pub(crate) fn show(self) -> Option<Rest> {
        self.lay_beneath(&self.above)?;
        for attribute in [BENEATH, FLAT] {
            self.copy.remove_attribute(attribute).ok()?;
        }
        Some(Rest {
            below: None,
            gone: Some(self.above.clone()),
        })
    }

    fn lay_beneath(&self, page: &Element) -> Option<()> {
        page.set_attribute(BENEATH, "true").ok()?;
        page.toggle_attribute_with_force(FLAT, self.ends).ok()?;
        Some(())
    }
}

impl Drop for Beneath {
    fn drop(&mut self) {
        if self.copy.has_attribute(BENEATH) {
            self.copy.remove();
        }
    }
}

/// Of what is not seen.
const BENEATH: &str = "aria-hidden";
/// Of what is not seen and takes no room either.
const FLAT: &str = "data-flat";

/// All of the page.
fn page() -> Option<Element> {
    document().query_selector("main").ok()?
}

/// The items of the page's lists that are below what is in view.
fn below(page: &Element) -> Option<Set> {
    let end = window().inner_height().ok()?.as_f64()?;
    let items = page.query_selector_all("li").ok()?;
    let below = Set::default();
    for item in (0..items.length()).filter_map(|i| items.get(i)) {
        if item.unchecked_ref::<Element>().get_bounding_client_rect().top() > end {
            below.add(&item);
        }
    }
    Some(below)
}

/// Puts all but the elements that are left for later.
fn put_but(page: &Element, later: &Set, html: &str, or: &str) -> Option<()> {
    let nodes = read(html)?;
    let focus = Focus::now();
    for (i, node) in nodes.iter().enumerate() {
        let Some(name) = node.attribute(PART) else { continue };
        let part = page.query_selector(&format!("[{PART}={name}]")).ok()??;
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
