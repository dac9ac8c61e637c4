//! Jobs: what must happen after a commit, as rows written in that commit.
//!
//! A claimed job is `running` until its lease, `run_at`, is over; then whoever looks next takes it over. Its number of
//! attempts is the fence: who lost a job to another can neither finish, fail nor renew it.

use domain::{JobStatus, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::cleanup::portion;
use crate::dialect::{Db, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::unknown_value::{known, read_as};
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
#[derive(Clone, Debug)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    pub key: Option<String>,
    pub payload: serde_json::Value,
    pub state: JobStatus,
    /// While it waits: not before. While it runs: when others may take it over.
    pub run_at: Timestamp,
    /// How often it was begun.
    pub attempts: i64,
    /// What the last attempt died of.
    pub error: Option<String>,
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct JobRow {
    id: i64,
    kind: String,
    key: Option<String>,
    #[sqlx(json)]
    payload: serde_json::Value,
    state: String,
    run_at: SqlTimestamp,
    attempts: i64,
    error: Option<String>,
    created_at: SqlTimestamp,
}

read_as!(Job, JobRow, "jobs", id: i64);

impl TryFrom<JobRow> for Job {
    type Error = sqlx::Error;

    fn try_from(row: JobRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            state: known("state", &row.state)?,
            id: row.id,
            kind: row.kind,
            key: row.key,
            payload: row.payload,
            run_at: row.run_at.into(),
            attempts: row.attempts,
            error: row.error,
            created_at: row.created_at.into(),
        })
    }
}

/// The overdue jobs of one kind.
#[derive(FromRow, Clone, PartialEq, Eq, Debug)]
pub struct OverdueJobs {
    pub kind: String,
    pub count: i64,
    /// When the first of them was due.
    #[sqlx(try_from = "SqlTimestamp")]
    pub since: Timestamp,
}

/// A `SELECT`-like statement with the columns of [`Job`] between two texts.
macro_rules! with_columns {
    ($before:expr, $after:expr) => {
        concat!(
            $before,
            " id, kind, key, payload, state, run_at, attempts, error, created_at ",
            $after
        )
    };
}

impl Write {
    /// Writes a job with this change; tells whether it is new.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn push_job(&mut self, job: &NewJob<'_>, now: Timestamp) -> Result<bool, Error> {
        const SQL: &str = "INSERT INTO jobs (kind, key, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (key) DO NOTHING";
        let written = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(job.kind)
            .bind(job.key)
            .bind(Json(&job.payload))
            .bind(SqlTimestamp(job.run_at))
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await?
            .rows_affected());
        self.has_jobs |= written == 1;
        Ok(written == 1)
    }

    /// Ends a claimed job: `done`, or `waiting` until `run_at`, or `failed`. Tells whether it was still the caller's.
    async fn end_job(
        &mut self,
        job: &Job,
        state: JobStatus,
        run_at: Timestamp,
        error: Option<&str>,
        done_at: Option<Timestamp>,
    ) -> Result<bool, Error> {
        const SQL: &str = "UPDATE jobs SET state = $3, run_at = $4, error = $5, done_at = $6 \
            WHERE id = $1 AND attempts = $2 AND state = 'running'";
        let ended = with_engine!(&mut self.tx, |c| sqlx::query(SQL)
            .bind(job.id)
            .bind(job.attempts)
            .bind(state.as_str())
            .bind(SqlTimestamp(run_at))
            .bind(error)
            .bind(done_at.map(SqlTimestamp))
            .execute(&mut **c)
            .await?
            .rows_affected());
        Ok(ended == 1)
    }
}

impl Store {
    /// Waits until this process wrote a job, and has it to itself: one waits at a time. Jobs of other processes are
    /// not heard of.
    pub async fn job_pushed(&self) {
        self.pushed.notified().await;
    }

    /// Takes the job that is due the longest, of any kind but those that are `busy`. Until `until` nobody else gets it:
    /// whoever dies with it loses it then.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_job(&self, now: Timestamp, until: Timestamp, busy: &[&str]) -> Result<Option<Job>, Error> {
        macro_rules! due {
            () => {
                "FROM jobs WHERE state IN ('waiting', 'running') AND run_at <= $1 \
                    AND kind NOT IN (SELECT value FROM json_each($2))"
            };
        }
        macro_rules! claim {
            ($due:expr, $lock:literal) => {
                with_columns!(
                    concat!(
                        "UPDATE jobs SET state = 'running', attempts = attempts + 1, run_at = $3 WHERE id = (SELECT id ",
                        $due,
                        "ORDER BY run_at, id LIMIT 1",
                        $lock,
                        ") RETURNING"
                    ),
                    ""
                )
            };
        }
        const DUE: &str = concat!("SELECT EXISTS (SELECT 1 ", due!(), ")");
        let busy = Json(busy);
        let (sql, _turn) = match &self.db {
            Db::Sqlite(pool) => {
                // Who only looks must not wait for the one who writes, nor keep others waiting.
                let due = sqlx::query_scalar(DUE).bind(SqlTimestamp(now)).bind(busy);
                let due: bool = due.fetch_one(pool).await?;
                if !due {
                    return Ok(None);
                }
                (claim!(concat!(due!(), " "), ""), Some(self.writer.lock().await))
            }
            Db::Postgres(_) => {
                let sql = claim!(
                    "FROM jobs WHERE state IN ('waiting', 'running') AND run_at <= $1 \
                        AND kind NOT IN (SELECT jsonb_array_elements_text($2)) ",
                    " FOR UPDATE SKIP LOCKED"
                );
                (sql, None)
            }
        };
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(sql)
            .bind(SqlTimestamp(now))
            .bind(busy)
            .bind(SqlTimestamp(until))
            .fetch_optional(pool)
            .await)?)
    }

    /// The jobs that were due before `before` and that nobody has begun, by kind.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn overdue_jobs(&self, before: Timestamp) -> Result<Vec<OverdueJobs>, Error> {
        // A lease that is over is a job that nobody does, too.
        const SQL: &str = "SELECT kind, COUNT(*) AS count, MIN(run_at) AS since FROM jobs \
            WHERE state IN ('waiting', 'running') AND run_at < $1 GROUP BY kind ORDER BY kind";
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(SqlTimestamp(before))
            .fetch_all(pool)
            .await)?)
    }

    /// Keeps a claimed job for longer; tells whether it was still the caller's.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn renew_job(&self, job: &Job, until: Timestamp) -> Result<bool, Error> {
        let mut write = self.write().await?;
        let kept = write
            .end_job(job, JobStatus::Running, until, job.error.as_deref(), None)
            .await?;
        write.save().await?;
        Ok(kept)
    }

    /// Marks the attempt of a claimed job as the last: it is done. Tells whether it was still the caller's.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn finish_job(&self, job: &Job, now: Timestamp) -> Result<bool, Error> {
        let mut write = self.write().await?;
        let ended = write.end_job(job, JobStatus::Done, job.run_at, None, Some(now)).await?;
        write.save().await?;
        Ok(ended)
    }

    /// Records why an attempt failed. The job is due again at `again`; without one it is given up. Tells whether it
    /// was still the caller's.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn fail_job(&self, job: &Job, error: &str, again: Option<Timestamp>) -> Result<bool, Error> {
        let state = if again.is_some() {
            JobStatus::Waiting
        } else {
            JobStatus::Failed
        };
        let mut write = self.write().await?;
        let ended = write
            .end_job(job, state, again.unwrap_or(job.run_at), Some(error), None)
            .await?;
        write.save().await?;
        Ok(ended)
    }

    /// Makes a job that was given up, or waits for its next attempt, due at once, with all its attempts before it.
    /// Tells whether there was one.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn retry_job(&self, id: i64, now: Timestamp) -> Result<bool, Error> {
        const SQL: &str = "UPDATE jobs SET state = 'waiting', attempts = 0, run_at = $2 \
            WHERE id = $1 AND state IN ('waiting', 'failed')";
        let mut write = self.write().await?;
        let found = with_engine!(&mut write.tx, |c| sqlx::query(SQL)
            .bind(id)
            .bind(SqlTimestamp(now))
            .execute(&mut **c)
            .await?
            .rows_affected());
        write.has_jobs = found == 1;
        write.save().await?;
        Ok(found == 1)
    }

    /// Forgets jobs that were done before `before`; tells how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_finished_jobs(&self, before: Timestamp) -> Result<u64, Error> {
        const SQL: &str = portion!("jobs", "id", "state = 'done' AND done_at < $1");
        self.delete_in_portions(SQL, before).await
    }

    /// The newest jobs, those not done first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn jobs(&self, limit: i64) -> Result<Vec<Job>, Error> {
        const SQL: &str = with_columns!("SELECT", "FROM jobs ORDER BY state = 'done', id DESC LIMIT $1");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(limit)
            .fetch_all(pool)
            .await)?)
    }

    /// The newest jobs that were given up.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn failed_jobs(&self, limit: i64) -> Result<Vec<Job>, Error> {
        const SQL: &str = with_columns!("SELECT", "FROM jobs WHERE state = 'failed' ORDER BY id DESC LIMIT $1");
        Ok(with_engine!(&self.db, |pool| sqlx::query_as(SQL)
            .bind(limit)
            .fetch_all(pool)
            .await)?)
    }
}
