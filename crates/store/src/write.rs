//! A change of customers' data: one transaction to which each repository lends its functions.

use std::sync::Arc;

use tokio::sync::{Notify, OwnedMutexGuard};

use crate::dialect::{Db, Tx, begin_write, with_engine};
use crate::{Error, Store};

/// An open transaction that writes. Dropped without [`Write::save`], nothing of it happened.
pub struct Write {
    pub(crate) tx: Tx,
    /// SQLite's one writer: held until the end.
    _turn: Option<OwnedMutexGuard<()>>,
    /// Whether jobs were written, and who is told once they are lasting.
    pub(crate) has_jobs: bool,
    pushed: Arc<Notify>,
}

impl Store {
    /// Begins a change. On SQLite it waits for the one before; on PostgreSQL rows are locked as they are touched.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn write(&self) -> Result<Write, Error> {
        let turn = match &self.db {
            Db::Sqlite(_) => Some(self.writer.clone().lock_owned().await),
            Db::Postgres(_) => None,
        };
        Ok(Write {
            tx: begin_write(&self.db).await?,
            _turn: turn,
            has_jobs: false,
            pushed: self.pushed.clone(),
        })
    }
}

impl Write {
    /// Makes the change lasting.
    ///
    /// # Errors
    /// [`Error::Database`]; then nothing of it happened.
    pub async fn save(self) -> Result<(), Error> {
        with_engine!(self.tx, |tx| tx.commit().await)?;
        if self.has_jobs {
            self.pushed.notify_one();
        }
        Ok(())
    }
}
