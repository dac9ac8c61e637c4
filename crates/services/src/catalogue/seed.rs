//! The demo catalogue: our own products and reviews, part of the program.

use std::collections::HashSet;
use std::sync::Arc;

use domain::review::Review;
use domain::{Currency, FieldError, Product, Slug, Timestamp};
use serde::Deserialize;
use store::ProductReview;
use tokio::task::spawn_blocking;

use super::import::{read_lines, read_products};
use super::{Catalogue, ImportError, ImportReport};
use crate::{Internal, Progress};

const PRODUCTS: &str = include_str!("../../../../demo/catalog.jsonl");
const REVIEWS: &str = include_str!("../../../../demo/reviews.jsonl");

/// A line of the demo's reviews.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewLine {
    product: Slug,
    author: String,
    rating: u8,
    title: String,
    body: String,
    created_at: Timestamp,
    developer_reply: Option<String>,
}

impl Catalogue {
    /// Imports the demo catalogue with its reviews, its prices taken as the marketplace's currency. Repeating it only
    /// brings back what was changed.
    ///
    /// # Errors
    /// Only [`ImportError::Internal`].
    pub async fn seed(&self) -> Result<ImportReport, ImportError> {
        self.seed_with(Arc::default()).await
    }

    /// As [`Catalogue::seed`], and says how far it has come.
    ///
    /// # Errors
    /// As [`Catalogue::seed`].
    pub async fn seed_with(&self, progress: Arc<Progress>) -> Result<ImportReport, ImportError> {
        let currency = self.currency();
        let shown = progress.clone();
        let demo = spawn_blocking(move || demo(&shown)).await;
        let (products, reviews) = demo.map_err(Internal::from)??;
        let products = published_by(self.shared.clock.now(), priced_in(currency, products));
        Ok(self.change(products, reviews, &progress).await?)
    }

    /// As [`Catalogue::seed`], but only where there is no product; none where there was one.
    ///
    /// # Errors
    /// As [`Catalogue::seed`].
    pub async fn seed_if_empty(&self) -> Result<Option<ImportReport>, ImportError> {
        match self.shared.store.has_products().await.map_err(Internal::from)? {
            false => self.seed().await.map(Some),
            true => Ok(None),
        }
    }
}

/// The same products, all as much older as it takes to have the newest published by now: a demo lacks nothing where the
/// clock is behind it.
fn published_by(now: Timestamp, mut products: Vec<Product>) -> Vec<Product> {
    let newest = products.iter().map(|product| product.published_at).max();
    let ahead = newest.map_or(0, |newest| newest.as_micros().saturating_sub(now.as_micros()));
    if ahead > 0 {
        for product in &mut products {
            let micros = product.published_at.as_micros().saturating_sub(ahead);
            product.published_at = Timestamp::from_micros(micros);
        }
    }
    products
}

/// The same amounts in another currency.
fn priced_in(currency: Currency, mut products: Vec<Product>) -> Vec<Product> {
    products
        .iter_mut()
        .flat_map(|product| &mut product.plans)
        .for_each(|plan| plan.currency = currency);
    products
}

/// The products of the demo.
pub(crate) fn demo_products() -> Result<Vec<Product>, Internal> {
    read_products(PRODUCTS.as_bytes(), Currency::USD, &Progress::default()).map_err(|error| match error {
        ImportError::Internal(error) => error,
        _ => "the demo catalogue cannot be read".into(),
    })
}

fn demo(progress: &Progress) -> Result<(Vec<Product>, Vec<ProductReview>), ImportError> {
    let products = read_products(PRODUCTS.as_bytes(), Currency::USD, progress)?;
    let slugs: HashSet<&Slug> = products.iter().map(|product| &product.slug).collect();
    let mut reviews = Vec::new();
    let mut seen = HashSet::new();
    read_lines(REVIEWS.as_bytes(), |_, line: ReviewLine| {
        if !slugs.contains(&line.product) {
            return Err(FieldError::new("product", format!("there is no `{}`", line.product)));
        }
        if !(1..=5).contains(&line.rating) {
            return Err(FieldError::new("rating", "expected 1 to 5"));
        }
        if !seen.insert((line.product.clone(), line.author.clone(), line.created_at)) {
            return Err(FieldError::new("author", "is listed twice for this product and time"));
        }
        let ReviewLine {
            product,
            author,
            rating,
            title,
            body,
            created_at,
            developer_reply,
        } = line;
        let review = Review {
            author,
            rating,
            title,
            body,
            created_at,
            developer_reply,
        };
        reviews.push(ProductReview { product, review });
        Ok(())
    })?;
    Ok((products, reviews))
}
