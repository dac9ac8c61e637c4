//! How far each page of the history is scrolled, kept in its entry: Back finds the place, also after a reload. The
//! browser's own way looks for the place before the page is there.

#![cfg(feature = "hydrate")]

use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The property of an entry's state.
const KEY: &str = "scroll";
/// Safari refuses to change an entry more than a hundred times in ten seconds.
const PAUSE: Duration = Duration::from_millis(150);

/// How often, and after how long, a place is looked for that the page is too short for yet.
const TRIES: u32 = 10;
const NEXT_TRY: Duration = Duration::from_millis(100);

/// Begins to keep the places, whenever the page that is shown is the address's: while one is on its way, the place is
/// another entry's.
pub(super) fn start(is_settled: impl Fn() -> bool + Clone + 'static) {
    if let Ok(history) = window().history() {
        _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    let waiting = StoredValue::new(false);
    let scrolled = move |_| {
        if !waiting.get_value() {
            waiting.set_value(true);
            let is_settled = is_settled.clone();
            let keep_later = move || {
                waiting.set_value(false);
                if is_settled() {
                    keep();
                }
            };
            set_timeout(keep_later, PAUSE);
        }
    };
    _ = window_event_listener(ev::scroll, scrolled);
}

/// Keeps the place in the entry that is shown.
pub(super) fn keep() {
    let (Ok(y), Ok(history)) = (window().scroll_y(), window().history()) else {
        return;
    };
    let state = Object::new();
    let kept = Reflect::set(&state, &KEY.into(), &y.round().into());
    if kept.is_ok() && place() != Some(y.round()) {
        _ = history.replace_state(&state, "");
    }
}

/// The place that the entry was left at.
fn place() -> Option<f64> {
    let state: JsValue = window().history().ok()?.state().ok()?;
    Reflect::get(&state, &KEY.into()).ok()?.as_f64()
}

/// Goes to the place that the entry was left at; again where a part of the page is still on its way, unless the visitor
/// has scrolled a page that stayed as long as it was: what grows moves the place by itself.
pub(super) fn restore() {
    if let Some(y) = place() {
        go_to(y, TRIES);
    }
}

fn go_to(y: f64, tries: u32) {
    window().scroll_to_with_x_and_y(0.0, y);
    let reached = window().scroll_y().unwrap_or(y);
    if reached < y - 1.0 && tries > 0 {
        let length = page_length();
        let again = move || {
            let stays = window().scroll_y().is_ok_and(|now| (now - reached).abs() < 1.0);
            if stays || page_length() != length {
                go_to(y, tries - 1);
            }
        };
        set_timeout(again, NEXT_TRY);
    }
}

fn page_length() -> i32 {
    document().document_element().map_or(0, |html| html.scroll_height())
}
