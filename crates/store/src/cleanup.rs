//! Deleting what is over, a portion at a time, so that others get their turn and no statement runs out of time.

use domain::Timestamp;

use crate::dialect::with_engine;
use crate::timestamp::SqlTimestamp;
use crate::{Error, Store};

/// How many rows a portion has; [`portion`] says it too.
pub(crate) const PORTION: u64 = 1_000;

/// The statement that deletes a portion of the rows of a table: its name, its key, and of which rows.
macro_rules! portion {
    ($table:literal, $key:literal, $which:literal) => {
        $crate::cleanup::portion!($table, $key, $which, "")
    };
    ($table:literal, $key:literal, $which:literal, $lock:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE (",
            $key,
            ") IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE ",
            $which,
            " LIMIT 1000",
            $lock,
            ")"
        )
    };
}
pub(crate) use portion;

impl Store {
    /// Runs a [`portion`] with a time until nothing is left; tells how many rows it took.
    pub(crate) async fn delete_in_portions(&self, sql: &'static str, time: Timestamp) -> Result<u64, Error> {
        let mut all = 0;
        loop {
            let mut write = self.write().await?;
            let gone = with_engine!(&mut write.tx, |c| sqlx::query(sql)
                .bind(SqlTimestamp(time))
                .execute(&mut **c)
                .await?
                .rows_affected());
            write.save().await?;
            all += gone;
            if gone < PORTION {
                return Ok(all);
            }
        }
    }
}
