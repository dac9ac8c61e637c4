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

/// Begins to keep the places.
pub(super) fn start() {
    if let Ok(history) = window().history() {
        _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    let waiting = StoredValue::new(false);
    let scrolled = move |_| {
        if !waiting.get_value() {
            waiting.set_value(true);
            let keep_later = move || {
                waiting.set_value(false);
                keep();
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

/// Goes to the place that the entry was left at.
pub(super) fn restore() {
    if let Some(y) = place() {
        window().scroll_to_with_x_and_y(0.0, y);
    }
}
