//! Security headers: the same for every response, with a policy of its own for each kind of content.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];
/// All hosts of the domain: one that is reached by http could plant cookies for the others.
const A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// For what is no page. Style is open because browsers hold a picture in SVG to the policy it was served with.
const FILES: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
);

/// Adds what the response does not have yet. `https_only` tells browsers to come back by https alone.
pub fn add(headers: &mut HeaderMap, https_only: bool) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https_only {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, A_YEAR);
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(FILES);
}

/// Where a form of ours may lead by a redirect: the pages on which providers take payments.
const PROVIDERS: &str = "https://checkout.stripe.com https://*.paypal.com";

/// The policy of a page whose own scripts carry `nonce`. `reload` admits the socket of `cargo leptos watch`,
/// `local` the stand-ins of providers on this machine.
pub fn page_policy(nonce: &str, reload: bool, local: bool) -> HeaderValue {
    let socket = if reload { " ws:" } else { "" };
    let local = if local { " http://127.0.0.1:*" } else { "" };
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' https: data:; media-src 'self' https:; connect-src 'self'{socket}; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self' {PROVIDERS}{local}"
    );
    HeaderValue::try_from(policy).expect("a nonce is URL-safe base64")
}
