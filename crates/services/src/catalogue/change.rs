//! Changing the catalogue: products, reviews and the new snapshot in one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{Currency, Developer, Product, Slug};
use store::{CatalogueChange, Listing, ProductReview};
use tokio::task::spawn_blocking;

use super::{Catalogue, current, entry};
use crate::{Internal, Progress, generate};

/// What an import did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ImportReport {
    /// How many products it had.
    pub products: u64,
    /// How many of them are new.
    pub created: u64,
    /// How many were there before and have now the imported data.
    pub updated: u64,
}

impl Catalogue {
    /// Imports `n` made-up products; the same ones for the same `n`.
    ///
    /// # Errors
    /// [`Internal`]; nothing was imported then.
    pub async fn generate(&self, n: u32) -> Result<ImportReport, Internal> {
        self.generate_with(n, Arc::default()).await
    }

    /// As [`Catalogue::generate`], and says how far it has come.
    ///
    /// # Errors
    /// As [`Catalogue::generate`].
    pub async fn generate_with(&self, n: u32, progress: Arc<Progress>) -> Result<ImportReport, Internal> {
        let currency = self.currency();
        let shown = progress.clone();
        let products = spawn_blocking(move || generate::products_with(n, currency, &shown).collect()).await?;
        self.change(products, Vec::new(), &progress).await
    }

    /// Writes valid products, each slug once, and reviews of products that exist. Waits for other changes to end.
    /// A developer is what the last of their products says.
    pub(crate) async fn change(
        &self,
        products: Vec<Product>,
        reviews: Vec<ProductReview>,
        progress: &Progress,
    ) -> Result<ImportReport, Internal> {
        let mut change = self.shared.store.change_catalogue().await?;
        let before = change.product_count().await?;
        change.put_developers(&developers(&products)).await?;
        progress.begin("writing products", Some(products.len() as u64));
        change
            .put_products(&products, self.shared.clock.now(), &mut |written| progress.add(written))
            .await?;
        change.put_reviews(&reviews).await?;
        progress.begin("making the search index", None);
        let count = products.len() as u64;
        drop(products);

        let created = change.product_count().await? - before;
        let (version, bytes) = self.save(change).await?;
        tracing::info!(version, products = count, created, bytes, "the catalogue was changed");

        // The change is stored: if this fails, watching will load it later.
        if let Err(error) = self.load_newer().await {
            tracing::warn!(error = ?error, "the changed catalogue could not be loaded yet");
        }
        Ok(ImportReport {
            products: count,
            created,
            updated: count - created,
        })
    }

    /// Stores a change with the snapshot of what is published by now. Tells the version and the snapshot's bytes.
    pub(super) async fn save(&self, mut change: CatalogueChange) -> Result<(i64, usize), Internal> {
        let (currency, now) = (self.currency(), self.shared.clock.now());
        let listings = change.listings(now).await?;
        let (bytes, hash) = spawn_blocking(move || snapshot(currency, listings)).await?;
        let version = change.save(&bytes, &hash, now).await?;
        Ok((version, bytes.len()))
    }
}

fn developers(products: &[Product]) -> Vec<&Developer> {
    let by_slug: BTreeMap<&Slug, &Developer> = products.iter().map(|p| (&p.developer.slug, &p.developer)).collect();
    by_slug.into_values().collect()
}

fn snapshot(currency: Currency, listings: Vec<Listing>) -> (Vec<u8>, String) {
    let entries: Vec<_> = listings.into_iter().map(entry::listed).collect();
    let bytes = catalog::build(currency, &entries);
    let hash = current::hash(&bytes);
    (bytes, hash)
}
