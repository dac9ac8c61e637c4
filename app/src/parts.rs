//! Putting the parts of a page that were made anew into their places. A part is an element with a `data-part`, whose
//! content is made the same as the new one's; of one that holds other parts, only whether it is shown.
//!
//! Elements stay where they are and take over what differs: a browser changes a text in a tenth of the time that it
//! takes to style and lay out new elements in its stead.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTemplateElement, Node};

/// The element that an event is about.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Puts the parts of `html` into the page; `None` where the page has no such part. The focus stays where it is, by the
/// id of the element that has it; where that is gone, it goes to the element of the id `or`.
pub(crate) fn put(html: &str, or: &str) -> Option<()> {
    let made = document()
        .create_element("template")
        .ok()?
        .unchecked_into::<HtmlTemplateElement>();
    made.set_inner_html(html);
    let focus = Focus::now();
    let parts = made.content().query_selector_all("[data-part]").ok()?;
    for i in 0..parts.length() {
        let new = parts.get(i)?.unchecked_into::<Element>();
        let name = new.get_attribute("data-part")?;
        let old = document().query_selector(&format!("main [data-part={name}]")).ok()??;
        keep_open(&old, &new);
        old.toggle_attribute_with_force("hidden", new.has_attribute("hidden"))
            .ok()?;
        if old.is_equal_node(Some(&new)) || new.query_selector("[data-part]").ok()?.is_some() {
            continue;
        }
        keep_pictures(&old, &new);
        become_like(&old, &new)?;
        focus.forget_typed(&old);
    }
    focus.keep(or);
    Some(())
}

/// What the reader has opened stays open.
fn keep_open(old: &Element, new: &Element) {
    let open = old.query_selector("details[open]").ok().flatten();
    if let (Some(_), Ok(Some(details))) = (open, new.query_selector("details")) {
        _ = details.set_attribute("open", "");
    }
}

/// A picture that stays keeps its element, so that it does not flicker.
fn keep_pictures(old: &Element, new: &Element) {
    let pictures = |part: &Element| -> Vec<(Element, Option<String>)> {
        let found = part.query_selector_all("img").ok();
        found.map_or_else(Vec::new, |found| {
            (0..found.length())
                .filter_map(|i| found.get(i)?.dyn_into::<Element>().ok())
                .map(|picture| {
                    let src = picture.get_attribute("src");
                    (picture, src)
                })
                .collect()
        })
    };
    let mut kept = pictures(old);
    for (picture, src) in pictures(new) {
        if let Some(i) = kept.iter().position(|(_, kept)| *kept == src) {
            let (kept, _) = kept.swap_remove(i);
            // A copy holds its old place, so that what surrounds it there is still found.
            if let Ok(copy) = kept.clone_node() {
                _ = kept.replace_with_with_node_1(&copy);
                _ = picture.replace_with_with_node_1(&kept);
            }
        }
    }
}

/// Makes the content of `old` that of `new`, whose nodes may move over.
fn become_like(old: &Node, new: &Node) -> Option<()> {
    let (mut place, mut next) = (old.first_child(), new.first_child());
    while let Some(child) = next {
        next = child.next_sibling();
        let Some(here) = place else {
            old.append_child(&child).ok()?;
            continue;
        };
        place = here.next_sibling();
        if here.is_equal_node(Some(&child)) {
            continue;
        }
        match (here.dyn_ref::<Element>(), child.dyn_ref::<Element>()) {
            (Some(here), Some(child)) if can_become(here, child) => {
                take_attributes(here, child)?;
                become_like(here, child)?;
            }
            (None, None) => here.set_node_value(child.node_value().as_deref()),
            _ => _ = old.replace_child(&child, &here).ok()?,
        }
    }
    while let Some(rest) = place {
        place = rest.next_sibling();
        old.remove_child(&rest).ok()?;
    }
    Some(())
}

/// Whether an element may turn into another: not what has a name or a picture of its own, or holds what was typed.
fn can_become(old: &Element, new: &Element) -> bool {
    let name = old.tag_name();
    name == new.tag_name() && old.id() == new.id() && !matches!(name.as_str(), "IMG" | "INPUT" | "SELECT" | "TEXTAREA")
}

fn take_attributes(old: &Element, new: &Element) -> Option<()> {
    if old.clone_node().ok()?.is_equal_node(Some(&*new.clone_node().ok()?)) {
        return Some(());
    }
    for name in old.get_attribute_names() {
        let name = name.as_string()?;
        if !new.has_attribute(&name) {
            old.remove_attribute(&name).ok()?;
        }
    }
    for name in new.get_attribute_names() {
        let name = name.as_string()?;
        let value = new.get_attribute(&name)?;
        if old.get_attribute(&name).as_ref() != Some(&value) {
            old.set_attribute(&name, &value).ok()?;
        }
    }
    Some(())
}

/// What has the focus, and what was typed into it and not taken yet.
struct Focus {
    element: Option<Element>,
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
        let typed = input.and_then(typed);
        Self { element, typed }
    }

    /// The inputs of a part say what the page says again, but for the one that has the focus.
    fn forget_typed(&self, part: &Element) {
        let Ok(inputs) = part.query_selector_all("input") else {
            return;
        };
        for input in (0..inputs.length()).filter_map(|i| inputs.get(i)?.dyn_into::<HtmlInputElement>().ok()) {
            let focused = self.element.as_ref().is_some_and(|element| **element == **input);
            if !focused && typed(&input).is_some() {
                input.set_value(&input.default_value());
            }
        }
    }

    fn keep(self, or: &str) {
        let Some(before) = self.element.filter(|element| !element.is_connected()) else {
            return;
        };
        let find = |id: &str| document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok();
        let Some(now) = find(&before.id()) else {
            _ = find(or).map(|element| element.focus());
            return;
        };
        _ = now.focus();
        if let (Some(typed), Some(input)) = (self.typed, now.dyn_ref::<HtmlInputElement>()) {
            input.set_value(&typed);
        }
    }
}
