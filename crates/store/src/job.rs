//! Jobs: what must happen after a commit, as rows written in that commit.

use domain::Timestamp;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::dialect::{Db, on};
use crate::stamp::Stamp;
use crate::write::Write;
use crate::{Error, Store};

/// A job as it is written.
pub struct NewJob<'a> {
    pub kind: &'a str,
    /// A second job of the same key is not written: what must be done once has one.
    pub key: Option<&'a str>,
    /// JSON of a shape that the kind knows.
    pub payload: serde_json::Value,
    /// Not before.
    pub run_at: Timestamp,
}

/// A job as it stands.
#[derive(FromRow, Clone, Debug)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    #[sqlx(json)]
    pub payload: serde_json::Value,
    /// `waiting`, `done` or `failed`.
    pub state: String,
    #[sqlx(try_from = "Stamp")]
    pub run_at: Timestamp,
    /// How often it was begun.
    pub attempts: i64,
    /// What the last attempt died of.
    pub error: Option<String>,
    #[sqlx(try_from = "Stamp")]
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, kind, payload, state, run_at, attempts, error, created_at";

impl Write {
    /// Writes a job with this change; tells whether it is new.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn push_job(&mut self, job: &NewJob<'_>, now: Timestamp) -> Result<bool, Error> {
        const SQL: &str = "INSERT INTO jobs (kind, key, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (key) DO NOTHING";
        let written = on!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(job.kind)
            .bind(job.key)
            .bind(Json(&job.payload))
            .bind(Stamp(job.run_at))
            .bind(Stamp(now))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(written == 1)
    }
}

impl Store {
    /// Takes the job that is due the longest. Until `until` nobody else gets it: whoever dies with it loses it then.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_job(&self, now: Timestamp, until: Timestamp) -> Result<Option<Job>, Error> {
        macro_rules! claim {
            ($lock:literal) => {
                concat!(
                    "UPDATE jobs SET attempts = attempts + 1, run_at = $2 WHERE id = (SELECT id FROM jobs ",
                    "WHERE state = 'waiting' AND run_at <= $1 ORDER BY run_at, id LIMIT 1",
                    $lock,
                    ") RETURNING id, kind, payload, state, run_at, attempts, error, created_at"
                )
            };
        }
        let (sql, _turn) = match &self.db {
            Db::Sqlite(_) => (claim!(""), Some(self.writer.lock().await)),
            Db::Postgres(_) => (claim!(" FOR UPDATE SKIP LOCKED"), None),
        };
        Ok(on!(&self.db, |pool| sqlx::query_as(sql)
            .bind(Stamp(now))
            .bind(Stamp(until))
            .fetch_optional(pool)
            .await)?)
    }

    /// Marks the attempt of a claimed job as the last: it is done.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn finish_job(&self, job: &Job, now: Timestamp) -> Result<(), Error> {
        const SQL: &str = "UPDATE jobs SET state = 'done', done_at = $3, error = NULL WHERE id = $1 AND attempts = $2";
        let mut write = self.write().await?;
        on!(&mut write.tx, |c| sqlx::query(SQL)
            .bind(job.id)
            .bind(job.attempts)
            .bind(Stamp(now))
            .execute(&mut **c)
            .await
            .map(drop))?;
        write.save().await
    }

    /// Records why an attempt failed. The job is due again at `again`; without one it is given up.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn fail_job(&self, job: &Job, error: &str, again: Option<Timestamp>) -> Result<(), Error> {
        const SQL: &str = "UPDATE jobs SET state = $3, run_at = $4, error = $5 WHERE id = $1 AND attempts = $2";
        let state = if again.is_some() { "waiting" } else { "failed" };
        let mut write = self.write().await?;
        on!(&mut write.tx, |c| sqlx::query(SQL)
            .bind(job.id)
            .bind(job.attempts)
            .bind(state)
            .bind(Stamp(again.unwrap_or(job.run_at)))
            .bind(error)
            .execute(&mut **c)
            .await
            .map(drop))?;
        write.save().await
    }

    /// The newest jobs, those not done first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn jobs(&self, limit: i64) -> Result<Vec<Job>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM jobs ORDER BY state = 'done', id DESC LIMIT $1");
        Ok(on!(&self.db, |pool| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(limit)
            .fetch_all(pool)
            .await)?)
    }
}
