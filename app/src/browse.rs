//! `/products` in the browser: a link, a form or the Back button that leads to other results of this page is answered
//! here, out of the snapshot, without a request. Where the snapshot is not there, the browser does what it does anyway.

use std::cell::RefCell;

use leptos::ev::{MouseEvent, PopStateEvent, SubmitEvent, click, popstate, submit};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use crate::data::Found;
use crate::local::with_snapshot;
use crate::pages::products::{results, set_fields};
use crate::parts::{put, put_in_view, target};

const PATH: &str = "/products";

thread_local! {
    /// The query string that the page shows the results of; none where the page is another one.
    static SHOWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub(crate) fn start() {
    _ = window_event_listener(submit, on_submit);
    if location().pathname().is_ok_and(|path| path == PATH) {
        SHOWN.set(Some(query_string()));
        _ = window_event_listener(click, on_click);
        _ = window_event_listener(popstate, on_return);
    }
}

/// Goes to an address of this site. `top`: whether other results of this page are shown from their top.
pub(crate) fn go(address: &str, top: bool) {
    if !visit(address, top) {
        _ = location().assign(address);
    }
}

/// Shows the results at an address, where this page can; the address follows.
fn visit(address: &str, top: bool) -> bool {
    let Some(query) = query_of(address) else { return false };
    if !show(query, !top) {
        return false;
    }
    if let Ok(history) = window().history() {
        _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
    if top {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    true
}

/// Whether this page can answer by itself.
fn answers() -> bool {
    SHOWN.with_borrow(Option::is_some) && with_snapshot(|_| ()).is_some()
}

/// The query string of an address of this page's path.
fn query_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix(PATH)?;
    let query = if rest.is_empty() { rest } else { rest.strip_prefix('?')? };
    (!query.contains('#')).then_some(query)
}

fn query_string() -> String {
    let search = location().search().unwrap_or_default();
    search.strip_prefix('?').unwrap_or_default().to_owned()
}

/// Makes the parts of the page for another query; at first what is in view, where that `stays` in view.
fn show(query: &str, stays: bool) -> bool {
    if SHOWN.with_borrow(Option::is_none) {
        return false;
    }
    let Some(found) = with_snapshot(|snapshot| Found::of(snapshot, query)) else {
        return false;
    };
    let html = results(&found).into_string();
    let done = if stays {
        put_in_view(html, "main")
    } else {
        put(&html, "main")
    };
    if done.is_none() {
        return false;
    }
    set_fields(&found.query);
    SHOWN.set(Some(query.to_owned()));
    true
}

fn on_click(event: MouseEvent) {
    let plain = event.button() == 0 && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return;
    }
    let link = target(&event).and_then(|target| target.closest("a[href]").ok().flatten());
    let Some(link) = link else { return };
    let address = link.get_attribute("href").unwrap_or_default();
    if query_of(&address).is_some() && answers() {
        // At once: the link may lead elsewhere by the time the browser looks.
        event.prevent_default();
        go(&address, !link.has_attribute("data-noscroll"));
    }
}

/// A form that asks for results: its address says what was filled, and not what was left empty.
fn on_submit(event: SubmitEvent) {
    let form = target(&event).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|form| form.get_attribute("action").as_deref() == Some(PATH)) else {
        return;
    };
    if event.default_prevented() {
        return;
    }
    if let Ok(address) = address(&form) {
        event.prevent_default();
        go(&address, !form.has_attribute("data-noscroll"));
    }
}

fn address(form: &HtmlFormElement) -> Result<String, JsValue> {
    let fields = FormData::new_with_form(form)?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields)?.to_string();
    let filled: Vec<String> = String::from(fields)
        .split('&')
        .filter(|pair| !pair.ends_with('='))
        .map(str::to_owned)
        .collect();
    Ok(if filled.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}?{}", filled.join("&"))
    })
}

/// Back and Forward; a link within the page comes here too.
fn on_return(_: PopStateEvent) {
    let query = query_string();
    let shown = SHOWN.with_borrow(|shown| shown.as_ref() == Some(&query));
    if !shown && !show(&query, false) {
        _ = location().reload();
    }
}
