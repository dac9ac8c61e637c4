//! The catalogue in the browser: fetched when the page is at rest, then every query is answered from it.
//!
//! The server names the snapshot in `<meta name="catalog" content="{hash} {bytes}">`. One that is too large, or a
//! reader who saves data, leaves it unfetched: then the server answers.

use std::cell::RefCell;
use std::time::Duration;

use catalog::Snapshot;
use js_sys::futures::JsFuture;
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::Response;

/// Larger snapshots, uncompressed, stay on the server.
const MAX_BYTES: usize = 8 << 20;
/// How often a page that stays open looks for a newer catalogue.
const LOOK: Duration = Duration::from_secs(60);

struct Loaded {
    hash: String,
    snapshot: Snapshot,
}

thread_local! {
    static LOADED: RefCell<Option<Loaded>> = const { RefCell::new(None) };
}

/// Asks the snapshot; `None` where it is not there (yet).
pub(crate) fn with_snapshot<T>(ask: impl FnOnce(&Snapshot) -> T) -> Option<T> {
    LOADED.with_borrow(|loaded| loaded.as_ref().map(|loaded| ask(&loaded.snapshot)))
}

/// The content of a `<meta>` of this page.
pub(crate) fn meta(name: &str) -> Option<String> {
    document()
        .query_selector(&format!("meta[name={name}]"))
        .ok()??
        .get_attribute("content")
}

/// Fetches the snapshot once the browser has nothing better to do.
pub(crate) fn start() {
    if saves_data() {
        return;
    }
    when_idle(|| {
        let content = meta("catalog").unwrap_or_default();
        let (hash, bytes) = content.split_once(' ').unwrap_or_default();
        load(hash.to_owned(), bytes.parse().unwrap_or(usize::MAX));
    });
    // A page open for days must not answer from last week's catalogue.
    _ = set_interval_with_handle(look_for_newer, LOOK);
}

/// Does something once the browser has nothing better to do; a moment later, where it does not say (Safari).
fn when_idle(work: impl Fn() + Clone + 'static) {
    const MOMENT: Duration = Duration::from_millis(50);
    if request_idle_callback_with_handle(work.clone()).is_err() {
        set_timeout(work, MOMENT);
    }
}

fn load(hash: String, bytes: usize) {
    if hash.is_empty() || bytes > MAX_BYTES {
        return;
    }
    spawn_local(async move {
        // Without a snapshot every page still works: a failure here needs no word to the reader.
        let Ok(bytes) = download(&format!("/catalog/{hash}.bin")).await else {
            return;
        };
        if let Ok(snapshot) = Snapshot::from_bytes(bytes) {
            mark("data-catalog", &hash);
            LOADED.set(Some(Loaded { hash, snapshot }));
            when_idle(|| _ = with_snapshot(Snapshot::prepare));
        }
    });
}

fn look_for_newer() {
    let Some(old) = LOADED.with_borrow(|loaded| loaded.as_ref().map(|loaded| loaded.hash.clone())) else {
        return;
    };
    if document().hidden() {
        return;
    }
    spawn_local(async move {
        if let Ok((hash, bytes)) = current().await
            && hash != old
        {
            load(hash, bytes);
        }
    });
}

/// Which snapshot the server answers from: `{"hash":"…","bytes":123}`.
async fn current() -> Result<(String, usize), JsValue> {
    let json = JsFuture::from(fetch("/catalog/current").await?.json()?).await?;
    let hash = js_sys::Reflect::get(&json, &"hash".into())?.as_string();
    let bytes = js_sys::Reflect::get(&json, &"bytes".into())?.as_f64();
    hash.zip(bytes)
        .map(|(hash, bytes)| (hash, bytes as usize))
        .ok_or(JsValue::NULL)
}

async fn download(address: &str) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(fetch(address).await?.array_buffer()?).await?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
}

async fn fetch(address: &str) -> Result<Response, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.unchecked_into();
    if response.ok() {
        Ok(response)
    } else {
        Err(JsValue::NULL)
    }
}

fn mark(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute(name, value);
    }
}

/// Whether the reader asked the browser to save data.
fn saves_data() -> bool {
    let get = |object: JsValue, name: &str| js_sys::Reflect::get(&object, &name.into());
    let connection = get(window().into(), "navigator").and_then(|navigator| get(navigator, "connection"));
    connection
        .and_then(|connection| get(connection, "saveData"))
        .is_ok_and(|saves| saves.is_truthy())
}
