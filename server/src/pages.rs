//! How leptos is hosted: its options, and what every page and server function finds in its context.

use app::SiteConfig;
use axum::http::{HeaderValue, header};
use leptos::config::{Env, LeptosOptions};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;

use crate::config::{Config, Environment, HASH_FILE};
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

/// Gives pages and server functions what they need, and a page's answer the policy with its nonce.
pub fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        // A page names the snapshot that its reader's browser will ask for.
        state.recent.note(state.catalogue.current());
        provide_context(state.catalogue.clone());
        provide_context::<SiteConfig>(state.site.clone());
        let Some(response) = use_context::<ResponseOptions>() else {
            return;
        };
        let mut cache_control = "no-store";
        // Server functions render nothing and have no nonce.
        if let Some(nonce) = use_nonce() {
            response.insert_header(header::CONTENT_SECURITY_POLICY, page_policy(&nonce, state.reload));
            cache_control = "private, no-cache";
        }
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    }
}
