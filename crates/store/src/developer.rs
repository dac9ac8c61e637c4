//! Developers.

use domain::{Developer, Slug};
use sqlx::FromRow;

use crate::dialect::on;
use crate::{Error, Store, snapshot};

#[derive(FromRow)]
struct DeveloperRow {
    #[sqlx(try_from = "String")]
    slug: Slug,
    name: String,
    website: Option<String>,
    support_email: Option<String>,
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
        let row: Option<DeveloperRow> = on!(&mut tx, |c| sqlx::query_as(SQL)
            .bind(slug)
            .fetch_optional(&mut **c)
            .await)?;
        let developer = row.map(|row| Developer {
            slug: row.slug,
            name: row.name,
            website: row.website,
            support_email: row.support_email,
        });
        Ok((version, developer))
    }
}
