//! Forms of pages without script. Leptos answers a refused one by leading back to its page with the refusal in the
//! address; here it goes into a cookie instead, signed and gone once it was read: what was typed stands in no address and
//! no log, and a form leads to no other site.

use app::RefusedForm;
use app::api::FormRefusal;
use app::api::server::cookies::{self, find};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE as BASE64;
use leptos::server_fn::error::{FromServerFnError as _, ServerFnUrlError};
use serde::{Deserialize, Serialize};

use crate::state::AppState;

const COOKIE: &str = "refused";
const PURPOSE: &str = "a refused form";
/// Between the answer and the page that it leads to.
const SECONDS: u32 = 120;
/// Browsers keep cookies of 4,096 bytes.
const MAX_TOKEN: usize = 3_800;

/// What the cookie holds.
#[derive(Serialize, Deserialize)]
struct Carried {
    /// Of the server function.
    path: String,
    refusal: FormRefusal,
}

/// Takes a refusal out of the address that a form leads to, and the cookie from a browser that has shown it.
pub async fn carry(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let posted = request.method() == Method::POST;
    let had_one = find(request.headers(), COOKIE).is_some();
    if request.uri().path().starts_with("/api/fn/") {
        name_page(&state, &mut request);
    }
    let mut response = next.run(request).await;
    if posted {
        lead_home(&state, &mut response);
    } else if had_one && is_page(&response) {
        set_cookie(&state, &mut response, "", 0);
    }
    response
}

/// The refusal that a page is to show.
pub fn refused(state: &AppState, headers: &axum::http::HeaderMap) -> Option<RefusedForm> {
    let token = find(headers, COOKIE)?;
    let json = state.services.signer.verify(PURPOSE, &token, state.clock.now()).ok()?;
    let Carried { path, refusal } = serde_json::from_str(&json).ok()?;
    let error = BASE64.encode(refusal.ser());
    Some(RefusedForm { path, error })
}

/// Says which page a form is on where the browser doesn't, or names another site, as leptos leads back there.
fn name_page(state: &AppState, request: &mut Request) {
    let said = request
        .headers()
        .get(header::REFERER)
        .and_then(|said| said.to_str().ok());
    if let Some(said) = said.filter(|said| said.starts_with("http")) {
        let page = HeaderValue::try_from(format!("{}{}", state.site.public_url, path_of(said)));
        if let Ok(page) = page {
            request.headers_mut().insert(header::REFERER, page);
            return;
        }
    }
    let page = match request.uri().path().rsplit('/').next().unwrap_or_default() {
        "log_in" => "/login",
        "register" => "/register",
        "resend" | "confirm" => "/verify",
        "ask_reset" | "reset" => "/reset",
        "rename" | "change_password" | "log_out_everywhere" | "end_session" => "/account",
        "checkout_submit" => "/checkout",
        _ => "/",
    };
    if let Ok(page) = HeaderValue::try_from(format!("{}{page}", state.site.public_url)) {
        request.headers_mut().insert(header::REFERER, page);
    }
}

/// Makes the address of a redirect one of this site, without the refusal in it.
fn lead_home(state: &AppState, response: &mut Response<Body>) {
    let location = response.headers().get(header::LOCATION);
    let Some(location) = location.and_then(|location| location.to_str().ok()).map(str::to_owned) else {
        return;
    };
    let Some((address, query)) = location.split_once('?').filter(|(_, query)| query.contains("__err=")) else {
        return;
    };
    let path = path_of(address);
    let (query, refusal) = split(query);
    let of_the_cart = refusal
        .as_ref()
        .is_some_and(|carried| carried.path.starts_with("/api/fn/cart_"));
    let to = if of_the_cart {
        // Its page says so without a cookie.
        "/cart?refused=not-understood".to_owned()
    } else if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    };
    if let Some(carried) = refusal.filter(|_| !of_the_cart) {
        let expires = state.clock.now().plus_seconds(SECONDS.into());
        let sign = |carried: &Carried| {
            let json = serde_json::to_string(carried).unwrap_or_default();
            state.services.signer.sign(PURPOSE, &json, expires)
        };
        let mut token = sign(&carried);
        if token.len() > MAX_TOKEN {
            token = sign(&Carried {
                refusal: FormRefusal {
                    typed: Vec::new(),
                    ..carried.refusal
                },
                ..carried
            });
        }
        set_cookie(state, response, &token, SECONDS);
    }
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
}

/// The path of an absolute address.
fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    // `//host` and `/\host` would lead to another site.
    if path.starts_with("//") || path.starts_with("/\\") {
        "/"
    } else {
        path
    }
}

/// A query without the refusal, and the refusal.
fn split(query: &str) -> (String, Option<Carried>) {
    let mut path = None;
    let mut error = None;
    let mut others = Vec::new();
    for pair in query.split('&') {
        match form_urlencoded::parse(pair.as_bytes()).next() {
            Some((name, value)) if name == "__path" => path = Some(value.into_owned()),
            Some((name, value)) if name == "__err" => error = Some(value.into_owned()),
            // As it was written.
            _ => others.push(pair),
        }
    }
    let carried = path.zip(error).map(|(path, error)| Carried {
        path,
        refusal: ServerFnUrlError::<FormRefusal>::decode_err(&error),
    });
    (others.join("&"), carried)
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

fn set_cookie(state: &AppState, response: &mut Response, value: &str, seconds: u32) {
    let secure = state.site.public_url.starts_with("https://");
    if let Some(line) = cookies::header(COOKIE, value, "/", seconds, secure) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}
