//! How leptos is hosted: its options, and what every page and server function finds in its context.

use std::sync::Arc;

use app::api::cart::CartCount;
use app::{FormKey, Site};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use domain::Clock;
use leptos::config::{Env, LeptosOptions};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context, with_context};
use leptos_axum::ResponseOptions;
use services::RequestVisitor;
use sha2::{Digest as _, Sha256};

use crate::config::{Config, Environment, HASH_FILE};
use crate::forms;
use crate::middleware::security::page_policy;
use crate::state::AppState;

/// What `cargo leptos` calls its output; the manifest of the workspace says the same.
const OUTPUT_NAME: &str = "mintreu";
/// Leptos's options, without its environment variables.
pub fn leptos_options(config: &Config) -> LeptosOptions {
    let options = LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(config.site_root.as_str())
        .site_pkg_dir("pkg")
        .site_addr(config.site_addr)
        .env(if config.environment == Environment::Production {
            Env::PROD
        } else {
            Env::DEV
        })
        .hash_file(HASH_FILE.into())
        .hash_files(config.hash_files);
    match config.reload_port {
        Some(port) => options.reload_port(port).build(),
        None => options.build(),
    }
}

/// Counts the items of the visitor's cart, for the header of the page. Most visitors have none, and then the database
/// is not asked.
pub async fn load_cart_count(state: &AppState, request: &mut Request) {
    let path = request.uri().path();
    let file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if request.method() != Method::GET || path.starts_with("/api/") || file {
        return;
    }
    let Some(visitor) = request
        .extensions()
        .get::<RequestVisitor>()
        .filter(|visitor| visitor.is_known())
    else {
        return;
    };
    let owner = match visitor.get().await {
        Ok(visitor) => visitor.owner(),
        Err(error) => {
            tracing::error!(error = %crate::chain(&error), "a session cannot be looked up");
            None
        }
    };
    let Some(owner) = owner else { return };
    match state.services.carts.count(Some(&owner)).await {
        Ok(count) => _ = request.extensions_mut().insert(CartCount(count)),
        // A page without a number is better than none.
        Err(error) => tracing::error!(error = %crate::chain(&error), "a cart cannot be counted"),
    }
}

/// The idempotency key of a page's forms: another for each answer, as the nonce is, which it does not tell.
pub fn form_key(nonce: &str) -> String {
    let hash = Sha256::digest(format!("key of a form: {nonce}"));
    hex::encode(&hash[..16])
}

/// Gives pages and server functions what they need, and a page's answer the policy with its nonce.
pub fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        // A page names the snapshot that its reader's browser will ask for.
        state.recent.note(state.catalogue.current());
        provide_context(state.catalogue.clone());
        provide_context(state.services.carts.clone());
        provide_context(state.services.checkout.clone());
        provide_context(state.services.orders.clone());
        provide_context(state.legal.clone());
        let current = state.catalogue.current();
        provide_context(Site {
            snapshot: (current.hash.clone(), current.snapshot.as_bytes().len()),
            ..state.site.clone()
        });
        let refused = with_context::<Parts, _>(|request| forms::refused(&state, &request.headers));
        if let Some(refused) = refused.flatten() {
            provide_context(refused);
        }
        provide_context(state.services.accounts.clone());
        provide_context(state.services.signer.clone());
        provide_context::<Arc<dyn Clock>>(state.clock.clone());
        let Some(response) = use_context::<ResponseOptions>() else {
            return;
        };
        let mut cache_control = "no-store";
        // Server functions render nothing and have no nonce.
        if let Some(nonce) = use_nonce() {
            provide_context(FormKey(form_key(&nonce)));
            response.insert_header(
                header::CONTENT_SECURITY_POLICY,
                page_policy(&nonce, state.reload, !state.https_only),
            );
            cache_control = "private, no-cache";
        }
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    }
}
