//! Fetching a release by a signed link.

use std::ops::Range;

use bytes::Bytes;
use domain::Release;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use store::{DownloadGrant, StoredRelease};

use super::{PURPOSE, Releases};
use crate::audit::{self, AuditEvent};
use crate::{Internal, TokenError};

/// A download that was allowed.
#[derive(Clone, Debug)]
pub struct Download {
    pub release: Release,
    path: String,
    pub(super) grant: i64,
}

/// Why a download was refused.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// Made up, broken, or of something that is not there (any more).
    #[error("this link isn’t valid")]
    Invalid,
    #[error("this link has expired")]
    Expired,
    /// Of an account that is not the one logged in.
    #[error("this download belongs to another account")]
    Foreign,
    /// Paid back, or disputed.
    #[error("this download is no longer available")]
    Withdrawn,
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<TokenError> for DownloadError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::Invalid,
            TokenError::Expired => Self::Expired,
        }
    }
}

impl From<store::Error> for DownloadError {
    fn from(error: store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl Releases {
    /// What the token of a link opens for the account that is logged in.
    ///
    /// # Errors
    /// [`DownloadError`].
    pub async fn open(&self, token: &str, account: Option<i64>) -> Result<Download, DownloadError> {
        let subject = self.signer.verify(PURPOSE, token, self.clock.now());
        if subject == Err(TokenError::Invalid) {
            audit::record(AuditEvent::ForeignKey, None);
        }
        let subject = subject?;
        let (grant, release, owner) = ids(&subject).ok_or(DownloadError::Invalid)?;
        if owner.is_some() && owner != account {
            audit::record(AuditEvent::ForeignKey, None);
            return Err(DownloadError::Foreign);
        }
        let grant: DownloadGrant = self.store.download_grant(grant).await?.ok_or(DownloadError::Invalid)?;
        let StoredRelease { release, path } = self.store.release(release).await?.ok_or(DownloadError::Invalid)?;
        if release.product.as_str() != grant.product {
            return Err(DownloadError::Invalid);
        }
        if grant.is_blocked() {
            return Err(DownloadError::Withdrawn);
        }
        Ok(Download {
            release,
            path,
            grant: grant.id,
        })
    }

    /// The bytes of a download, or of a part of it that lies within.
    ///
    /// # Errors
    /// [`Internal`] where the storage fails; so can the stream, later.
    pub async fn read(
        &self,
        download: &Download,
        part: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, Internal>>, Internal> {
        let stream = self.storage.read(&download.path, part).await?;
        Ok(stream.map(|chunk| chunk.map_err(Internal::from)).boxed())
    }

    /// Counts a download that was begun.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn count(&self, download: &Download) -> Result<(), Internal> {
        Ok(self.store.count_download(download.grant).await?)
    }
}

/// The grant, the release and the account that a link is bound to.
fn ids(subject: &str) -> Option<(i64, i64, Option<i64>)> {
    let mut parts = subject.split(':');
    let (grant, release, account) = (parts.next()?, parts.next()?, parts.next()?);
    let account = if account.is_empty() {
        None
    } else {
        Some(account.parse().ok()?)
    };
    Some((grant.parse().ok()?, release.parse().ok()?, account))
}
