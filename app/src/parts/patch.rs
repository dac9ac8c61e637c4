//! Making the content of an element that of another text: elements stay where they are and take over what differs.
//!
//! A changed text costs a browser less than a new element in its stead, which must be styled and laid out from nothing.
//! Both texts are compared here, so that the document is only told what to change.

use js_sys::Set;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, HtmlTemplateElement, Node as Place};

use crate::markup::{Kind, Node, read, siblings, split};

/// Elements that are replaced as a whole where they differ: what holds something that was typed, or names of another
/// language.
const WHOLE: [&str; 5] = ["input", "select", "textarea", "video", "svg"];

/// Makes the content of `element` what `new` says; elements that are left for `later` stay as they are.
/// Gives whether anything was changed.
pub(super) fn patch(element: &Element, new: &[Node<'_>], later: &Set) -> Option<bool> {
    let html = element.inner_html();
    let patch = Patch {
        template: document().create_element("template").ok()?.unchecked_into(),
        later,
    };
    let Some(old) = read(&html) else {
        let html: String = siblings(new).map(|node| node.html).collect();
        element.set_inner_html(&html);
        return Some(true);
    };
    if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new)) {
        return Some(false);
    }
    let mut kept = Pictures::of(element);
    patch.children(element, &old, new, &mut kept)?;
    Some(true)
}

struct Patch<'s> {
    /// Makes elements out of text.
    template: HtmlTemplateElement,
    later: &'s Set,
}

impl Patch<'_> {
    fn children(&self, parent: &Place, old: &[Node<'_>], new: &[Node<'_>], kept: &mut Pictures) -> Option<()> {
        let (mut old, mut new) = (old, new);
        let mut place = parent.first_child();
        while let Some((to, to_inner, to_rest)) = split(new) {
            let Some((from, from_inner, from_rest)) = split(old) else {
                parent.append_child(&self.make(to, kept, None)?).ok()?;
                new = to_rest;
                continue;
            };
            let here = place.clone()?;
            if !alike(from, to) {
                if siblings(to_rest).any(|later| alike(from, later)) {
                    parent
                        .insert_before(&self.make(to, kept, Some(&here))?, Some(&here))
                        .ok()?;
                    new = to_rest;
                    continue;
                }
                if siblings(from_rest).any(|later| alike(later, to)) {
                    place = here.next_sibling();
                    parent.remove_child(&here).ok()?;
                    old = from_rest;
                    continue;
                }
            }
            place = here.next_sibling();
            if from.html != to.html {
                match (&from.kind, &to.kind) {
                    (Kind::Text, Kind::Text) => {
                        let text = to.text();
                        if from.text() != text {
                            here.set_node_value(Some(&text));
                        }
                    }
                    (Kind::Element { .. }, Kind::Element { .. }) if can_become(from, to) => {
                        if from.name() == "li" && self.later.has(&here) {
                            (old, new) = (from_rest, to_rest);
                            continue;
                        }
                        take_attributes(here.unchecked_ref(), from, to)?;
                        self.children(&here, from_inner, to_inner, kept)?;
                    }
                    _ if from.size == 1 && same(from, to) => {}
                    _ => drop(parent.replace_child(&self.make(to, kept, Some(&here))?, &here).ok()?),
                }
            }
            (old, new) = (from_rest, to_rest);
        }
        while let Some(rest) = place {
            place = rest.next_sibling();
            parent.remove_child(&rest).ok()?;
        }
        Some(())
    }

    /// A new node for the place of `here` or before it, with the pictures that the page has already.
    fn make(&self, node: &Node<'_>, kept: &mut Pictures, here: Option<&Place>) -> Option<Place> {
        if let Kind::Text = node.kind {
            return Some(document().create_text_node(&node.text()).into());
        }
        self.template.set_inner_html(node.html);
        let content = self.template.content();
        kept.put_into(&content, here)?;
        content.first_child()
    }
}

/// Whether one is the other, changed: an element of the same name, id and class.
fn alike(one: &Node<'_>, other: &Node<'_>) -> bool {
    one.name() == other.name()
        && ["id", "class"]
            .iter()
            .all(|name| one.attribute(name) == other.attribute(name))
}

/// Whether an element may take over what another has: a picture of another address would show the one before until it
/// is there.
fn can_become(one: &Node<'_>, other: &Node<'_>) -> bool {
    let name = one.name();
    name == other.name() && !WHOLE.contains(&name) && (name != "img" || one.attribute("src") == other.attribute("src"))
}

/// Whether two nodes say the same, but for what is in them.
fn same(one: &Node<'_>, other: &Node<'_>) -> bool {
    let [ours, theirs] = [one, other].map(|node| node.attributes().filter(|(name, _)| !is_readers(name)));
    let says = match (&one.kind, &other.kind) {
        (Kind::Element { name, .. }, Kind::Element { .. }) => *name == other.name(),
        (Kind::Text, Kind::Text) => one.text() == other.text(),
        _ => one.html == other.html,
    };
    says && one.size == other.size && ours.eq(theirs)
}

/// What the reader opened or closed stays so.
fn is_readers(attribute: &str) -> bool {
    attribute == "open"
}

fn take_attributes(element: &Element, old: &Node<'_>, new: &Node<'_>) -> Option<()> {
    for (name, _) in old.attributes() {
        if !is_readers(name) && new.attribute(name).is_none() {
            element.remove_attribute(name).ok()?;
        }
    }
    for (name, value) in new.attributes() {
        if !is_readers(name) && old.attribute(name).as_ref() != Some(&value) {
            element.set_attribute(name, &value).ok()?;
        }
    }
    Some(())
}

/// The pictures that a part has before it changes, by their address: one that stays keeps its element, so that it does
/// not flicker.
struct Pictures(Vec<(String, Element)>);

impl Pictures {
    fn of(part: &Element) -> Self {
        let found = part.query_selector_all("img").ok();
        let pictures = found.map_or_else(Vec::new, |found| {
            let elements = (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<Element>().ok());
            elements
                .filter_map(|picture| Some((picture.get_attribute("src")?, picture)))
                .collect()
        });
        Self(pictures)
    }

    /// Puts those that stay into new content. What stands at `here` is not taken away from there.
    fn put_into(&mut self, content: &DocumentFragment, here: Option<&Place>) -> Option<()> {
        if self.0.is_empty() {
            return Some(());
        }
        let new = content.query_selector_all("img").ok()?;
        for picture in (0..new.length()).filter_map(|i| new.get(i)?.dyn_into::<Element>().ok()) {
            let src = picture.get_attribute("src")?;
            let stays = |(kept, element): &(String, Element)| *kept == src && !element.is_same_node(here);
            if let Some(i) = self.0.iter().position(stays) {
                let (_, kept) = self.0.swap_remove(i);
                // A copy holds its old place, where it is still looked for.
                kept.replace_with_with_node_1(&kept.clone_node().ok()?).ok()?;
                picture.replace_with_with_node_1(&kept).ok()?;
            }
        }
        Some(())
    }
}
