//! Developers.

use domain::{Developer, Slug};
use sqlx::FromRow;

use crate::dialect::with_engine;
use crate::{Error, Store, snapshot};

#[derive(FromRow)]
struct DeveloperRow {
    #[sqlx(try_from = "String")]
    slug: Slug,
    name: String,
    website: Option<String>,
    support_email: Option<String>,
}

/// A product of an order and its developer.
#[derive(FromRow)]
struct ProductDeveloperRow {
    product: String,
    #[sqlx(flatten)]
    developer: DeveloperRow,
}

impl From<DeveloperRow> for Developer {
    fn from(row: DeveloperRow) -> Self {
        Self {
            slug: row.slug,
            name: row.name,
            website: row.website,
            support_email: row.support_email,
        }
    }
}

impl Store {
    /// The developer of this slug, and the catalogue's version that it belongs to.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn developer(&self, slug: &str) -> Result<(i64, Option<Developer>), Error> {
        const SQL: &str = "SELECT slug, name, website, support_email FROM developers WHERE slug = $1";
        let mut tx = self.read().await?;
        let version = snapshot::version(&mut tx).await?;
        let row: Option<DeveloperRow> = with_engine!(&mut tx, |c| sqlx::query_as(SQL)
            .bind(slug)
            .fetch_optional(&mut **c)
            .await)?;
        Ok((version, row.map(Developer::from)))
    }

    /// The developers of what a paid order brought, each with the slug of the product, as it is sold today. Whoever asks
    /// has proved that the order is theirs.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn developers_of_order(&self, order: &str) -> Result<Vec<(String, Developer)>, Error> {
        const SQL: &str = "SELECT p.slug AS product, d.slug, d.name, d.website, d.support_email \
            FROM download_grants g JOIN products p ON p.slug = g.product JOIN developers d ON d.slug = p.developer \
            WHERE g.order_id = $1";
        let rows: Vec<ProductDeveloperRow> =
            with_engine!(&self.db, |pool| sqlx::query_as(SQL).bind(order).fetch_all(pool).await)?;
        let pair = |row: ProductDeveloperRow| (row.product, row.developer.into());
        Ok(rows.into_iter().map(pair).collect())
    }
}
