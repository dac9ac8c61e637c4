//! A change of the catalogue: one transaction that writes products and reviews and the snapshot that shows them.

use std::collections::BTreeMap;

use domain::{Billing, Developer, Media, Product, Timestamp};
use sqlx::{FromRow, QueryBuilder};
use tokio::sync::OwnedMutexGuard;

use crate::dialect::{Tx, begin_write, with_engine};
use crate::product::{self, BillingColumn, imported_rating};
use crate::review::{self, ProductReview};
use crate::timestamp::SqlTimestamp;
use crate::{Error, Store, snapshot};

/// An open change of the catalogue. Only one is open at a time; dropped without [`CatalogueChange::save`], it never was.
pub struct CatalogueChange {
    tx: Tx,
    version: i64,
    _turn: OwnedMutexGuard<()>,
}

/// What lists and search need of a product.
#[derive(FromRow)]
pub struct Listing {
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// Its beginning, which is all that search reads.
    pub description: String,
    #[sqlx(json)]
    pub specifications: BTreeMap<String, String>,
    pub category: String,
    #[sqlx(json)]
    pub tags: Vec<String>,
    /// The slug.
    pub developer: String,
    pub developer_name: String,
    #[sqlx(json)]
    pub compatibility: Vec<String>,
    #[sqlx(json)]
    pub collections: Vec<String>,
    #[sqlx(json)]
    pub media: Vec<Media>,
    #[sqlx(try_from = "SqlTimestamp")]
    pub published_at: Timestamp,
    popularity: i64,
    rating_average: Option<i64>,
    rating_count: Option<i64>,
    /// Of the cheapest plan, in minor units; the first of several.
    pub amount: i64,
    #[sqlx(try_from = "BillingColumn")]
    pub billing: Billing,
    /// Of the dearest plan.
    pub dearest: i64,
    stars: Option<i64>,
    reviews: Option<i64>,
}

impl Listing {
    pub fn popularity(&self) -> u64 {
        self.popularity.unsigned_abs()
    }

    /// The imported rating: average in hundredths and count.
    pub fn imported_rating(&self) -> Option<(u16, u32)> {
        imported_rating(self.rating_average, self.rating_count)
    }

    /// Of the written reviews: the sum of all stars and how many there are, at least one.
    pub fn reviews(&self) -> Option<(u64, u32)> {
        Some((
            self.stars?.unsigned_abs(),
            u32::try_from(self.reviews?).unwrap_or(u32::MAX),
        ))
    }
}

impl Store {
    /// Begins a change; waits until no other is open, in this process or another.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn change_catalogue(&self) -> Result<CatalogueChange, Error> {
        // The row stays locked until the end: PostgreSQL's changes queue up here.
        const NEXT: &str = "UPDATE catalog_state SET version = version + 1 WHERE id = 1 RETURNING version";
        let turn = self.writer.clone().lock_owned().await;
        let mut tx = begin_write(&self.db).await?;
        if let Tx::Postgres(tx) = &mut tx {
            tx.allow_bulk().await?;
        }
        let version = with_engine!(&mut tx, |c| sqlx::query_scalar(NEXT).fetch_one(&mut **c).await)?;
        Ok(CatalogueChange {
            tx,
            version,
            _turn: turn,
        })
    }

    /// The product that is published first after a time, and when.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn next_publication(&self, after: Timestamp) -> Result<Option<(Timestamp, String)>, Error> {
        const SQL: &str = "SELECT published_at, slug FROM products WHERE published_at > $1 \
            ORDER BY published_at, slug LIMIT 1";
        let row: Option<(SqlTimestamp, String)> = with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(SqlTimestamp(after))
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|(at, slug)| (at.into(), slug)))
    }

    /// Whether there is any product, published or not.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn has_products(&self) -> Result<bool, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM products LIMIT 1) AS one";
        let count: i64 = with_engine!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)?;
        Ok(count > 0)
    }
}

impl CatalogueChange {
    /// How many products there are.
    ///
    /// # Errors
    /// [`Error::Database`], as all of these.
    pub async fn product_count(&mut self) -> Result<u64, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM products";
        let count: i64 = with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL).fetch_one(&mut **c).await)?;
        Ok(count.unsigned_abs())
    }

    /// Writes developers, each slug once; a known one is updated.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_developers(&mut self, developers: &[&Developer]) -> Result<(), Error> {
        const INTO: &str = "INSERT INTO developers (slug, name, website, support_email) ";
        const UPDATE: &str = " ON CONFLICT (slug) DO UPDATE SET \
            name = excluded.name, website = excluded.website, support_email = excluded.support_email";
        for rows in developers.chunks(1_000) {
            with_engine!(&mut self.tx, |c| {
                let mut query = QueryBuilder::new(INTO);
                query.push_values(rows, |mut row, developer| {
                    row.push_bind(developer.slug.as_str())
                        .push_bind(&developer.name)
                        .push_bind(&developer.website)
                        .push_bind(&developer.support_email);
                });
                query.push(UPDATE).build().execute(&mut **c).await?;
            });
        }
        Ok(())
    }

    /// Writes products, each slug once, with exactly the plans that they name; a known one is updated, and counts as
    /// changed `now` where its page shows something else. Their developers must have been written. `written` is told of each portion how many it has.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_products(
        &mut self,
        products: &[Product],
        now: Timestamp,
        written: &mut (dyn FnMut(usize) + Send),
    ) -> Result<(), Error> {
        product::put(&mut self.tx, self.version, products, now, written).await
    }

    /// Writes reviews, each author and time once for a product; a known one is updated. Their products must have
    /// been written.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_reviews(&mut self, reviews: &[ProductReview]) -> Result<(), Error> {
        review::put(&mut self.tx, reviews).await
    }

    /// The version that the catalogue gets by this change.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// All products that are published by `now`, as this change leaves them, by slug.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn listings(&mut self, now: Timestamp) -> Result<Vec<Listing>, Error> {
        const SQL: &str = "\
            SELECT p.slug, p.title, p.summary, substr(p.description, 1, 6000) AS description, \
                p.specifications, p.category, p.tags, p.developer, d.name AS developer_name, \
                p.compatibility, p.collections, p.media, p.published_at, p.popularity, \
                p.rating_average, p.rating_count, c.amount, c.billing, c.dearest, r.stars, r.reviews \
            FROM products p \
            JOIN developers d ON d.slug = p.developer \
            JOIN (SELECT product, amount, billing, MAX(amount) OVER (PARTITION BY product) AS dearest, \
                    ROW_NUMBER() OVER (PARTITION BY product ORDER BY amount, position) AS nth \
                FROM plans) c ON c.product = p.slug AND c.nth = 1 \
            LEFT JOIN (SELECT product, SUM(rating) AS stars, COUNT(*) AS reviews \
                FROM reviews GROUP BY product) r ON r.product = p.slug \
            WHERE p.published_at <= $1 \
            ORDER BY p.slug";
        Ok(with_engine!(&mut self.tx, |c| sqlx::query_as(SQL)
            .bind(SqlTimestamp(now))
            .fetch_all(&mut **c)
            .await)?)
    }

    /// Stores the snapshot of what the change leaves, and commits both. Returns the catalogue's new version.
    ///
    /// # Errors
    /// [`Error::Database`]; nothing was changed then.
    pub async fn save(mut self, bytes: &[u8], hash: &str, now: Timestamp) -> Result<i64, Error> {
        snapshot::put(&mut self.tx, self.version, hash, now, bytes).await?;
        with_engine!(self.tx, |tx| tx.commit().await)?;
        Ok(self.version)
    }
}
