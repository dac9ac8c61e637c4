//! What handlers share.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Deref;
use std::sync::Arc;

use app::Site;
use axum::extract::FromRef;
use domain::Clock;
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::BuildError;
use services::jobs::RunnerPulse;
use services::releases::StorageError;
use services::{Catalogue, Current, Internal, Legal, Releases, Signer, Storage, TokenGenerator};
use store::Store;
use tokio::sync::Mutex;

use crate::catalogue_files::RecentSnapshots;
use crate::config::{Config, Environment};
use crate::http_cache::program;
use crate::middleware::{Metrics, RequestIds};
use crate::page_cache::Pages;
use crate::pages::leptos_options;
use crate::setup::Services;

/// Cheap to clone: every request takes one.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub struct Shared {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub catalogue: Catalogue,
    pub services: Services,
    pub legal: Legal,
    pub recent: RecentSnapshots,
    /// Without the snapshot, which each page names as it is then.
    pub site: Site,
    /// Whether a proxy says where requests come from.
    pub trust_proxy: bool,
    /// Whether browsers are told to come back by https alone.
    pub https_only: bool,
    /// Whether `cargo leptos watch` reloads the pages.
    pub reload: bool,
    pub leptos: LeptosOptions,
    pub pages: Pages,
    pub metrics: Metrics,
    pub request_ids: RequestIds,
    /// When the runner of jobs last looked for some.
    pub jobs_pulse: RunnerPulse,
    /// Held by whoever looks whether the server is ready.
    pub checking: Mutex<()>,
}

/// Why the parts of the server do not come together.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    #[error("cannot set up the metrics: {0}")]
    Metrics(#[from] BuildError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("cannot set up the payment providers: {0}")]
    Payments(#[from] payments::Error),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl AppState {
    /// # Errors
    /// [`StateError`].
    pub fn new(
        config: &Config,
        store: Store,
        catalogue: Catalogue,
        clock: Arc<dyn Clock>,
        secrets: Arc<TokenGenerator>,
    ) -> Result<Self, StateError> {
        Ok(Self(Arc::new(Shared {
            services: Services::new(config, &store, &catalogue, &clock, secrets)?,
            legal: config.legal.clone(),
            recent: RecentSnapshots::of(catalogue.current()),
            store,
            catalogue,
            site: Site {
                public_url: config.public_url.clone(),
                currency: config.currency,
                build: program().to_owned(),
                snapshot: Default::default(),
            },
            trust_proxy: config.trust_proxy,
            https_only: config.environment == Environment::Production,
            reload: config.reload_port.is_some(),
            leptos: leptos_options(config),
            pages: Pages::default(),
            metrics: Metrics::new()?,
            request_ids: RequestIds::new(clock.now()),
            jobs_pulse: RunnerPulse::default(),
            checking: Mutex::default(),
            clock,
        })))
    }
}

/// The releases, in the storage that is configured.
///
/// # Errors
/// [`StorageError`] where it cannot be opened.
pub fn releases(config: &Config, store: Store, clock: Arc<dyn Clock>) -> Result<Releases, StorageError> {
    let storage = Storage::open(&config.storage_url, &config.storage_options)?;
    let signer = Signer::new(config.signing_secret());
    Ok(Releases::new(store, clock, storage, signer))
}

impl Shared {
    /// An entity tag for what is made of the catalogue: it changes with every change of it, and with the site's address,
    /// which much of it names.
    pub fn version_tag(&self, current: &Current) -> String {
        let mut address = DefaultHasher::new();
        self.site.public_url.hash(&mut address);
        format!("{:x}-{}-{:x}", current.version, current.hash, address.finish())
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
