//! What was done lately that may be done only so often. The rule is `domain::rate_limit`; here its hits are kept.

use domain::Timestamp;
use domain::rate_limit::Hits;
use sqlx::types::Json;

use crate::cleanup::portion;
use crate::dialect::{Engine, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store};

impl Write {
    /// The hits of a key. Others who ask for the same key wait until this change ends; who asks for several keys does so
    /// in the order of the keys.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn rate_limit(&mut self, key: &[u8; 32], ends_at: Timestamp) -> Result<Hits, Error> {
        const SQL: &str = "INSERT INTO rate_limits (key, hits, ends_at) VALUES ($1, $2, $3) \
            ON CONFLICT (key) DO UPDATE SET ends_at = excluded.ends_at RETURNING hits";
        let Json(hits): Json<Hits> = with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL)
            .bind(&key[..])
            .bind(Json(Hits::default()))
            .bind(SqlTimestamp(ends_at))
            .fetch_one(&mut **c)
            .await)?;
        Ok(hits)
    }

    /// Writes the hits of a key that [`Write::rate_limit`] holds.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_rate_limit(&mut self, key: &[u8; 32], hits: &Hits) -> Result<(), Error> {
        const SQL: &str = "UPDATE rate_limits SET hits = $2 WHERE key = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&key[..])
            .bind(Json(hits))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Deletes the hits of a key.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn clear_rate_limit(&mut self, key: &[u8; 32]) -> Result<(), Error> {
        const SQL: &str = "DELETE FROM rate_limits WHERE key = $1";
        with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(&key[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}

impl Write {
    /// Takes the newest hit of a key back, where there is one.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn take_back_rate_limit(&mut self, key: &[u8; 32]) -> Result<(), Error> {
        let sql = match &self.tx {
            Engine::Sqlite(_) => "SELECT hits FROM rate_limits WHERE key = $1",
            Engine::Postgres(_) => "SELECT hits FROM rate_limits WHERE key = $1 FOR UPDATE",
        };
        let found: Option<Json<Hits>> = with_engine!(&mut self.tx, |c| sqlx::query_scalar(sql)
            .bind(&key[..])
            .fetch_optional(&mut **c)
            .await)?;
        if let Some(Json(mut hits)) = found {
            hits.take_back();
            self.put_rate_limit(key, &hits).await?;
        }
        Ok(())
    }
}

impl Store {
    /// The hits of a key as they stand; others may add to them meanwhile.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn rate_limit(&self, key: &[u8; 32]) -> Result<Option<Hits>, Error> {
        const SQL: &str = "SELECT hits FROM rate_limits WHERE key = $1";
        let found: Option<Json<Hits>> = with_engine!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(&key[..])
            .fetch_optional(pool)
            .await)?;
        Ok(found.map(|Json(hits)| hits))
    }

    /// Deletes hits that count no more; tells of how many keys.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_expired_rate_limits(&self, now: Timestamp) -> Result<u64, Error> {
        // Those that somebody holds now are in use again, and waiting for them could end in a circle.
        let sql = match &self.db {
            Engine::Sqlite(_) => portion!("rate_limits", "key", "ends_at <= $1"),
            Engine::Postgres(_) => portion!("rate_limits", "key", "ends_at <= $1", " FOR UPDATE SKIP LOCKED"),
        };
        self.delete_in_portions(sql, now).await
    }
}
