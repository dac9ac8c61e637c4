//! `/products` in the browser: a link, a form or the Back button that leads to other results of this page is answered
//! here, out of the snapshot, without a request. Where the snapshot is not there, the browser does what it does anyway.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::ev::{
    MouseEvent, PointerEvent, PopStateEvent, SubmitEvent, click, pointercancel, pointerdown, pointerup, popstate,
    submit,
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams};

use crate::data::Found;
use crate::local::with_snapshot;
use crate::pages::products::{head, results, set_fields};
use crate::parts::{Beneath, Rest, put, put_in_view, target};

const PATH: &str = "/products";
/// Of links and forms: what is in view stays where it is.
const STAYS: &str = "data-noscroll";
/// What gets the focus where the element that had it is gone.
const OR: &str = "main";

thread_local! {
    /// The query string that the page shows the results of; none where the page is another one.
    static SHOWN: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The results that the link under the finger leads to.
    static NEXT: RefCell<Option<Next>> = const { RefCell::new(None) };
    /// What forgets them.
    static FORGET: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
    /// What is left to do for what is shown.
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

/// Results of a query, ready to be shown.
struct Next {
    query: String,
    found: Found,
    page: Beneath,
}

impl Next {
    fn of(query: &str) -> Option<Self> {
        let found = with_snapshot(|snapshot| Found::of(snapshot, query))?;
        Some(Self {
            query: query.to_owned(),
            page: Beneath::new(&results(&found).into_string())?,
            found,
        })
    }
}

/// What nobody sees at first.
struct Left {
    found: Found,
    rest: Rest,
    /// The address to go to, where the browser is not there yet.
    address: Option<String>,
}

pub(crate) fn start() {
    _ = window_event_listener(submit, on_submit);
    if location().pathname().is_ok_and(|path| path == PATH) {
        SHOWN.set(Some(query_string()));
        _ = window_event_listener(pointerdown, on_press);
        _ = window_event_listener(pointerup, on_release);
        _ = window_event_listener(pointercancel, on_release);
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
    if !query_of(address).is_some_and(|query| show(query, !top, Some(address))) {
        return false;
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

/// Shows the results of another query; at first what is in view, where that `stays` in view. The address follows.
fn show(query: &str, stays: bool, address: Option<&str>) -> bool {
    if !answers() {
        return false;
    }
    follow_up();
    let mut address = address.map(str::to_owned);
    if !stays {
        // First, or Back would lead to the place that the results leave it at.
        follow(address.take());
    }
    let Some((found, rest)) = put_results(query, stays) else {
        return false;
    };
    set_fields(&found.query);
    SHOWN.set(Some(query.to_owned()));
    LEFT.set(Some(Left { found, rest, address }));
    when_painted(follow_up);
    true
}

fn put_results(query: &str, stays: bool) -> Option<(Found, Rest)> {
    if let Some(next) = NEXT.take().filter(|next| next.query == query) {
        return Some((next.found, next.page.show()?));
    }
    let found = with_snapshot(|snapshot| Found::of(snapshot, query))?;
    let html = results(&found).into_string();
    let rest = if stays {
        put_in_view(html, OR)?
    } else {
        put(&html, OR)?;
        Rest::default()
    };
    Some((found, rest))
}

/// Does something once what was changed is painted, and whatever waits for that has had its turn; at once where nothing
/// is painted.
fn when_painted(work: impl FnOnce() + 'static) {
    const FRAME: Duration = Duration::from_millis(16);
    if document().hidden() {
        work();
    } else {
        request_animation_frame(|| set_timeout(work, FRAME));
    }
}

/// Has the browser go to an address without asking for it. It takes longer for that than for the results.
fn follow(address: Option<String>) {
    if let (Some(address), Ok(history)) = (address, window().history()) {
        _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Does what is left to do.
fn follow_up() {
    let Some(Left { found, rest, address }) = LEFT.take() else {
        return;
    };
    follow(address);
    head(&found).set();
    if rest.put(OR).is_none() {
        // The document is not what it was made to be: the server makes it whole.
        _ = location().reload();
    }
}

/// The link that a press or click of the pointer is to follow, and where it leads.
fn link(event: &MouseEvent) -> Option<(Element, String)> {
    let plain = event.button() == 0 && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return None;
    }
    let link = target(event)?.closest("a[href]").ok()??;
    let address = link.get_attribute("href")?;
    Some((link, address))
}

/// A finger or button that goes down comes up a tenth of a second later: by then everything is ready.
fn on_press(event: PointerEvent) {
    follow_up();
    if let Some(before) = FORGET.take() {
        before.clear();
    }
    // First, or what was ready would be taken for the page.
    NEXT.set(None);
    if let Some((_, address)) = link(&event) {
        NEXT.set(query_of(&address).and_then(Next::of));
    }
}

/// Where no click comes of it, nothing does.
fn on_release(_: PointerEvent) {
    const CLICK: Duration = Duration::from_millis(300);
    FORGET.set(set_timeout_with_handle(|| NEXT.set(None), CLICK).ok());
}

fn on_click(event: MouseEvent) {
    let Some((link, address)) = link(&event) else { return };
    if query_of(&address).is_some() && answers() {
        // At once: the link may lead elsewhere by the time the browser looks.
        event.prevent_default();
        go(&address, !link.has_attribute(STAYS));
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
        go(&address, !form.has_attribute(STAYS));
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
    // It went from where the browser was.
    LEFT.with_borrow_mut(|left| left.as_mut().map(|left| left.address.take()));
    let query = query_string();
    let shown = SHOWN.with_borrow(|shown| shown.as_ref() == Some(&query));
    if !shown && !show(&query, false, None) {
        _ = location().reload();
    }
}
