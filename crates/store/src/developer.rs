//! Developers.

use domain::{Developer, Slug};
use sqlx::FromRow;

use crate::dialect::on;
use crate::{Error, Store};

#[derive(FromRow)]
struct DeveloperRow {
    #[sqlx(try_from = "String")]
    slug: Slug,
    name: String,
    website: Option<String>,
    support_email: Option<String>,
}

impl Store {
    /// The developer of this slug.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn developer(&self, slug: &str) -> Result<Option<Developer>, Error> {
        const SQL: &str = "SELECT slug, name, website, support_email FROM developers WHERE slug = $1";
        let row: Option<DeveloperRow> = on!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(slug)
            .fetch_optional(pool)
            .await)?;
        Ok(row.map(|row| Developer {
            slug: row.slug,
            name: row.name,
            website: row.website,
            support_email: row.support_email,
        }))
    }
}
