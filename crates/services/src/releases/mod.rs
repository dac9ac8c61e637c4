//! Releases: versions of products as files in the storage, and the signed links by which buyers fetch them.

mod add;
mod demo;
mod download;
mod storage;

use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Release};
use store::{DownloadGrant, Store};

pub use add::AddError;
pub use download::{Download, DownloadError};
pub use storage::{Storage, StorageError};

use crate::clock::after;
use crate::{Internal, Limit, LimitError, Limiter, Signer};

/// What tokens of download links are signed for.
const PURPOSE: &str = "download";
/// How long a link works.
const EXPIRES: Duration = Duration::from_secs(24 * 60 * 60);

/// The releases of the marketplace; clones share them.
#[derive(Clone)]
pub struct Releases {
    store: Store,
    clock: Arc<dyn Clock>,
    storage: Storage,
    signer: Signer,
    limiter: Limiter,
}

impl Releases {
    pub fn new(store: Store, clock: Arc<dyn Clock>, storage: Storage, signer: Signer) -> Self {
        Self {
            limiter: Limiter::new(store.clone(), clock.clone(), signer.clone()),
            store,
            clock,
            storage,
            signer,
        }
    }

    /// Counts a download from a network, or a part of one that was begun.
    ///
    /// # Errors
    /// [`LimitError`].
    pub async fn check_limit(&self, network: &str, download: &Download, begins: bool) -> Result<(), LimitError> {
        let limit = if begins { Limit::DOWNLOAD } else { Limit::DOWNLOAD_PART };
        self.limiter.check(&limit, network, &download.grant.to_string()).await
    }

    /// With files that are gone when the program ends: for tests and benchmarks.
    pub fn in_memory(store: Store, clock: Arc<dyn Clock>, signer: Signer) -> Self {
        Self::new(store, clock, Storage::in_memory(), signer)
    }

    /// The releases of a product, newest first; none where there is no such product.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn for_product(&self, product: &str) -> Result<Vec<Release>, Internal> {
        Ok(self.store.releases(product).await?)
    }

    /// The path of a link by which a grant's owner fetches a release, until it expires. With an account, it opens for
    /// that account alone. Without one, whoever has the link can fetch the release: give it to the owner only.
    pub fn link(&self, grant: &DownloadGrant, release: &Release, account: Option<i64>) -> String {
        let account = account.map_or_else(String::new, |account| account.to_string());
        let subject = format!("{}:{}:{account}", grant.id, release.id);
        let expires = after(self.clock.now(), EXPIRES);
        format!("/downloads/{}", self.signer.sign(PURPOSE, &subject, expires))
    }
}
