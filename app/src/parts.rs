//! Putting the parts of a page that were made anew into their places. A part is an element with a `data-part`, whose
//! content is replaced where it differs; of one that holds other parts, only whether it is shown.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTemplateElement};

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
        old.set_text_content(None);
        while let Some(child) = new.first_child() {
            old.append_child(&child).ok()?;
        }
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
    let pictures = |part: &Element| -> Vec<Element> {
        let found = part.query_selector_all("img").ok();
        found.map_or_else(Vec::new, |found| {
            (0..found.length())
                .filter_map(|i| found.get(i)?.dyn_into().ok())
                .collect()
        })
    };
    let mut kept = pictures(old);
    for picture in pictures(new) {
        let src = picture.get_attribute("src");
        if let Some(i) = kept.iter().position(|kept| kept.get_attribute("src") == src) {
            _ = picture.replace_with_with_node_1(&kept.swap_remove(i));
        }
    }
}

/// What has the focus, and what was typed into it and not taken yet.
struct Focus {
    element: Option<Element>,
    typed: Option<String>,
}

impl Focus {
    fn now() -> Self {
        let element = document().active_element();
        let input = element
            .as_ref()
            .and_then(|element| element.dyn_ref::<HtmlInputElement>());
        let typed = input
            .filter(|input| input.value() != input.default_value())
            .map(HtmlInputElement::value);
        Self { element, typed }
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
