//! What the browser does beyond the app's own pages: chunks and data before they are asked for, and errors that nobody
//! else would hear of.

use std::cell::RefCell;
use std::collections::HashSet;

use gloo_net::http::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::api::report::report_error;
use crate::pages::Page;

/// So many addresses are remembered as fetched; then all are forgotten.
const MOST: usize = 100;

thread_local! {
    static FETCHED: RefCell<HashSet<String>> = RefCell::default();
}

/// Fetches the chunk of the page that is shown, so that all of the app can be taken over at once.
pub async fn preload_here() {
    let path = location().pathname().unwrap_or_default();
    Page::at(&path).preload().await;
}

/// Fetches the page that a hovered or touched link leads to: its chunk, and its data into the browser's cache.
pub(crate) fn link(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a[href^='/']:not([rel~=external])").ok().flatten());
    let Some(address) = link.and_then(|link| link.get_attribute("href")) else {
        return;
    };
    let address = address.split('#').next().unwrap_or_default().to_owned();
    let new = FETCHED.with_borrow_mut(|fetched| {
        if fetched.len() > MOST {
            fetched.clear();
        }
        fetched.insert(address.clone())
    });
    if new && !address.starts_with("/api/") {
        spawn_local(async move {
            let (path, search) = address.split_once('?').unwrap_or((&address, ""));
            let page = Page::at(path);
            if let Some(data) = data(page, path, search) {
                _ = Request::get(&data).send().await;
            }
            page.preload().await;
        });
    }
}

/// The address of the server function that a page asks first, where its answer is everybody's: written as server_fn
/// writes it, so that the browser finds the answer in its cache.
fn data(page: Page, path: &str, search: &str) -> Option<String> {
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let name = path.rsplit('/').next().unwrap_or_default();
    match page {
        Page::Home => Some("/api/fn/home?".to_owned()),
        Page::Product => Some(format!(
            "/api/fn/product?slug={}&search={}",
            encode(name),
            encode(search)
        )),
        Page::Developer => Some(format!(
            "/api/fn/developer?slug={}&search={}",
            encode(name),
            encode(search)
        )),
        _ => None,
    }
}

/// Tells the server's log of an error in the browser, once for each message.
pub fn report(message: String) {
    thread_local! {
        static REPORTED: RefCell<HashSet<String>> = RefCell::default();
    }
    if REPORTED.with_borrow_mut(|reported| reported.len() < 10 && reported.insert(message.clone())) {
        let page = location().pathname().unwrap_or_default();
        spawn_local(async move {
            _ = report_error(page, message).await;
        });
    }
}
