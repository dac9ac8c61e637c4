//! What handlers share.

use std::ops::Deref;
use std::sync::Arc;

use app::SiteConfig;
use axum::extract::FromRef;
use domain::Clock;
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::BuildError;
use services::{Catalogue, Current};

use crate::catalogue_files::RecentSnapshots;
use crate::config::{Config, Environment};
use crate::middleware::{Metrics, RequestIds};
use crate::pages::leptos_options;

/// Cheap to clone: every request takes one.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub struct Shared {
    pub catalogue: Catalogue,
    pub recent: RecentSnapshots,
    pub site: SiteConfig,
    /// Whether browsers are told to come back by https alone.
    pub https_only: bool,
    /// Whether `cargo leptos watch` reloads the pages.
    pub reload: bool,
    pub leptos: LeptosOptions,
    pub metrics: Metrics,
    pub request_ids: RequestIds,
}

impl AppState {
    /// # Errors
    /// [`BuildError`] when the metrics cannot be set up.
    pub fn new(config: &Config, catalogue: Catalogue, clock: &dyn Clock) -> Result<Self, BuildError> {
        Ok(Self(Arc::new(Shared {
            recent: RecentSnapshots::of(catalogue.current()),
            catalogue,
            site: SiteConfig {
                public_url: config.public_url.clone(),
                currency: config.currency,
            },
            https_only: config.environment == Environment::Production,
            reload: config.reload_port.is_some(),
            leptos: leptos_options(config),
            metrics: Metrics::new()?,
            request_ids: RequestIds::new(clock.now()),
        })))
    }
}

impl Shared {
    /// An entity tag for what is made of the catalogue: it changes with every change of it.
    pub fn version_tag(&self, current: &Current) -> String {
        format!("{:x}-{}", current.version, current.hash)
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
