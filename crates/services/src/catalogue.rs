//! The catalogue: the current snapshot, what product pages show, and following changes of the store.

mod change;
mod current;
mod entry;
mod export;
mod import;
mod json;
mod publication;
mod rating;
mod seed;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use domain::review::ReviewSort;
use domain::{Clock, Currency, Developer, Slug, Timestamp};
use quick_cache::sync::Cache;
use store::{Store, StoredProduct};
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};
use views::product::{ProductDetail, REVIEWS_PER_PAGE, ReviewPage};

pub use change::ImportReport;
pub use current::Current;
pub use entry::entry;
pub use export::ExportError;
pub use import::ImportError;
pub(crate) use seed::demo_products;

use crate::{Internal, Progress, markdown};

/// The catalogue as one process sees it; clones share it.
#[derive(Clone)]
pub struct Catalogue {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    clock: Arc<dyn Clock>,
    currency: Currency,
    current: ArcSwap<Current>,
    /// Held while a newer snapshot is loaded, so that one load serves all who wait.
    loading: Mutex<()>,
    /// When the current snapshot lacks a product that is published by then.
    due: publication::Due,
    /// By version and slug: what belongs to an older version is never found again.
    products: Cache<(i64, String), Arc<ProductDetail>>,
    reviews: Cache<(i64, String, &'static str, u32), Arc<ReviewPage>>,
}

/// Why the catalogue could not be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("the catalogue is priced in {stored}, but this marketplace is set up for {configured}")]
    Currency { stored: Currency, configured: Currency },
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<store::Error> for CatalogueError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

type Result<T> = std::result::Result<T, CatalogueError>;

const WATCH_EVERY: Duration = Duration::from_millis(250);
const CACHED_PRODUCTS: usize = 4_096;
const CACHED_REVIEW_PAGES: usize = 4_096;
/// How often a page is read again because the catalogue changed meanwhile.
const ATTEMPTS: usize = 8;

impl Catalogue {
    /// Opens the catalogue of a migrated store at its newest snapshot; empty where there is none. A snapshot that
    /// another version of this program wrote is built anew.
    ///
    /// # Errors
    /// [`CatalogueError::Currency`] where the products are priced in another.
    pub async fn open(store: Store, clock: Arc<dyn Clock>, currency: Currency) -> Result<Self> {
        let stored = store.newest_snapshot().await?;
        let read = spawn_blocking(move || stored.map(Current::read))
            .await
            .map_err(Internal::from)?;
        let (current, unreadable) = match read {
            None => (Current::empty(currency), false),
            Some(Ok(current)) => (current, false),
            Some(Err(error)) => {
                tracing::warn!(%error, "the stored snapshot of the catalogue cannot be read: building it anew");
                (Current::empty(currency), true)
            }
        };
        if current.snapshot.currency() != currency && !current.snapshot.is_empty() {
            return Err(CatalogueError::Currency {
                stored: current.snapshot.currency(),
                configured: currency,
            });
        }
        let next = store.next_publication(current.changed_at).await?;
        // One of before products could be published later has them all.
        let is_early = next
            .as_ref()
            .is_some_and(|(_, slug)| current.snapshot.find(slug).is_some());
        let catalogue = Self {
            shared: Arc::new(Shared {
                store,
                clock,
                currency,
                current: ArcSwap::from_pointee(current),
                loading: Mutex::default(),
                due: publication::Due::at(next.map(|(at, _)| at)),
                products: Cache::new(CACHED_PRODUCTS),
                reviews: Cache::new(CACHED_REVIEW_PAGES),
            }),
        };
        if unreadable || is_early {
            catalogue.change(Vec::new(), Vec::new(), &Progress::default()).await?;
        }
        Ok(catalogue)
    }

    /// The snapshot that pages are answered from. Take it once for a page: the next call may return a newer one.
    pub fn current(&self) -> Arc<Current> {
        self.shared.current.load_full()
    }

    /// When what each product's page shows last changed, by slug, beside the snapshot that it belongs to.
    ///
    /// # Errors
    /// Only [`CatalogueError::Internal`].
    pub async fn product_changes(&self) -> Result<(Arc<Current>, Arc<HashMap<String, Timestamp>>)> {
        for _ in 0..ATTEMPTS {
            let current = self.current();
            if let Some(changes) = current.changes.get() {
                return Ok((current.clone(), changes.clone()));
            }
            let (version, changes) = self.shared.store.product_changes().await?;
            if version == current.version {
                let changes: Arc<HashMap<_, _>> = Arc::new(changes.into_iter().collect());
                current.changes.set(changes.clone()).ok();
                return Ok((current, changes));
            }
            self.load_newer().await?;
        }
        Err(Internal::from("the catalogue changes faster than it can be read").into())
    }

    /// The marketplace's one currency.
    pub fn currency(&self) -> Currency {
        self.shared.currency
    }

    /// Loads the newest snapshot if the store's version is another than the current, and makes a new one where a product
    /// is published by now; tells whether it did.
    ///
    /// # Errors
    /// Only [`CatalogueError::Internal`]; the current snapshot stays.
    pub async fn refresh(&self) -> Result<bool> {
        let loaded = self.load_newer().await?;
        Ok(self.publish().await? || loaded)
    }

    /// Loads the newest snapshot if the store's version is another than the current; tells whether it did.
    async fn load_newer(&self) -> Result<bool> {
        let Shared {
            store,
            current,
            loading,
            due,
            ..
        } = &*self.shared;
        if store.snapshot_version().await? == current.load().version {
            return Ok(false);
        }
        let _turn = loading.lock().await;
        if store.snapshot_version().await? == current.load().version {
            return Ok(false);
        }
        let Some(stored) = store.newest_snapshot().await? else {
            return Ok(false);
        };
        let read = spawn_blocking(move || Current::read(stored))
            .await
            .map_err(Internal::from)?;
        let new = read.map_err(Internal::from)?;
        let next = store.next_publication(new.changed_at).await?;
        tracing::info!(
            version = new.version,
            products = new.snapshot.len(),
            "the catalogue was refreshed"
        );
        current.store(Arc::new(new));
        due.set(next.map(|(at, _)| at));
        Ok(true)
    }

    /// Follows the store's changes until it is dropped. Failures are logged and tried again.
    pub async fn watch(self) {
        let mut every = interval(WATCH_EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failing = false;
        loop {
            every.tick().await;
            match self.refresh().await {
                Ok(_) if failing => tracing::info!("the catalogue is watched again"),
                // Once, and not four times a second.
                Err(error) if !failing => tracing::error!(error = ?error, "the catalogue cannot be watched"),
                _ => continue,
            }
            failing = !failing;
        }
    }

    /// What the page of a product shows; none where the current snapshot has no such product.
    ///
    /// # Errors
    /// Only [`CatalogueError::Internal`].
    pub async fn product(&self, slug: &str) -> Result<Option<Arc<ProductDetail>>> {
        Ok(self.versioned_product(slug).await?.map(|(_, detail)| detail))
    }

    /// What the page of a product shows, with a page of its reviews (past the end it is the last) and the snapshot:
    /// all of one version.
    ///
    /// # Errors
    /// Only [`CatalogueError::Internal`].
    pub async fn product_page(&self, slug: &str, sort: ReviewSort, page: u32) -> Result<Option<ProductPage>> {
        for _ in 0..ATTEMPTS {
            let Some((current, detail)) = self.versioned_product(slug).await? else {
                return Ok(None);
            };
            let (version, total) = (current.version, rating::written(&detail));
            let pages = total.div_ceil(REVIEWS_PER_PAGE).max(1);
            let page = page.clamp(1, pages);
            let found = |reviews| {
                Some(ProductPage {
                    current: current.clone(),
                    detail: detail.clone(),
                    reviews,
                })
            };
            if total == 0 {
                return Ok(found(Arc::new(ReviewPage {
                    page,
                    pages,
                    sort,
                    ..ReviewPage::default()
                })));
            }
            let key = (version, slug.to_owned(), sort.as_str(), page);
            let guard = match self.shared.reviews.get_value_or_guard_async(&key).await {
                Ok(known) => return Ok(found(known)),
                Err(guard) => guard,
            };
            let offset = (page - 1) * REVIEWS_PER_PAGE;
            let (read_at, reviews) = self.shared.store.reviews(slug, sort, REVIEWS_PER_PAGE, offset).await?;
            if read_at == version {
                let page = Arc::new(ReviewPage {
                    reviews,
                    total,
                    page,
                    pages,
                    sort,
                });
                // The guard's entry may have been evicted: that is no error.
                guard.insert(page.clone()).ok();
                return Ok(found(page));
            }
            drop(guard);
            self.refresh().await?;
        }
        Err(too_many_retries())
    }

    /// The developer of this slug, with the snapshot of the same version; none where none of their products is in it.
    ///
    /// # Errors
    /// Only [`CatalogueError::Internal`].
    pub async fn developer(&self, slug: &str) -> Result<Option<(Arc<Current>, Developer)>> {
        // No other text names a developer, and PostgreSQL takes no NUL.
        if slug.parse::<Slug>().is_err() {
            return Ok(None);
        }
        for _ in 0..ATTEMPTS {
            let current = self.current();
            let (read_at, developer) = self.shared.store.developer(slug).await?;
            if read_at == current.version {
                let found = developer.filter(|developer| {
                    let query = catalog::Query {
                        developers: vec![developer.slug.to_string()],
                        ..catalog::Query::default()
                    };
                    catalog::evaluate(&current.snapshot, &query).total > 0
                });
                return Ok(found.map(|developer| (current, developer)));
            }
            self.refresh().await?;
        }
        Err(too_many_retries())
    }

    /// The product with the snapshot that it belongs to: what is read from the store counts only where the store was
    /// at that version, so no page mixes two.
    ///
    /// # Errors
    /// Only [`CatalogueError::Internal`].
    pub async fn versioned_product(&self, slug: &str) -> Result<Option<(Arc<Current>, Arc<ProductDetail>)>> {
        for _ in 0..ATTEMPTS {
            let current = self.current();
            if current.snapshot.find(slug).is_none() {
                return Ok(None);
            }
            let key = (current.version, slug.to_owned());
            let guard = match self.shared.products.get_value_or_guard_async(&key).await {
                Ok(known) => return Ok(Some((current, known))),
                Err(guard) => guard,
            };
            let (read_at, stored) = self.shared.store.product(slug).await?;
            if read_at == current.version {
                let Some(stored) = stored else { return Ok(None) };
                let detail = spawn_blocking(move || Arc::new(detail(stored)))
                    .await
                    .map_err(Internal::from)?;
                guard.insert(detail.clone()).ok();
                return Ok(Some((current, detail)));
            }
            drop(guard);
            self.refresh().await?;
        }
        Err(too_many_retries())
    }
}

/// What the page of a product shows, of one version of the catalogue.
#[derive(Clone)]
pub struct ProductPage {
    pub current: Arc<Current>,
    pub detail: Arc<ProductDetail>,
    pub reviews: Arc<ReviewPage>,
}

fn too_many_retries() -> CatalogueError {
    CatalogueError::Internal("the catalogue changes faster than a page can be read".into())
}

fn detail(StoredProduct { product, stars }: StoredProduct) -> ProductDetail {
    ProductDetail {
        slug: product.slug,
        title: product.title,
        summary: product.summary,
        description_html: markdown::to_safe_html(&product.description),
        category: product.category,
        tags: product.tags,
        developer: product.developer,
        compatibility: product.compatibility,
        media: product.media,
        specifications: product.specifications.into_iter().collect(),
        published_at: product.published_at,
        plans: product.plans,
        rating: rating::summary(stars, product.rating),
    }
}
