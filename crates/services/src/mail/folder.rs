//! The folder that takes mail where there is no SMTP server: one `.eml` file each, for the development page and people.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::fs;
use tokio::task::spawn_blocking;

use super::ReadMail;

/// How many mails are listed.
const LISTED: usize = 200;

/// See the module.
#[derive(Clone)]
pub struct MailFolder(Arc<PathBuf>);

impl MailFolder {
    /// It is made when the first mail comes.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(path.into()))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Keeps a message under a name made of `id`; the same id takes the same place. A reader never sees half of it.
    pub(super) async fn put(&self, id: &str, message: Vec<u8>) -> io::Result<()> {
        fs::create_dir_all(self.path()).await?;
        let half = self.path().join(format!(".{id}.tmp"));
        fs::write(&half, message).await?;
        fs::rename(half, self.path().join(format!("{id}.eml"))).await
    }

    /// The newest mails, newest first.
    ///
    /// # Errors
    /// Where the folder is there and cannot be read.
    pub async fn list(&self) -> io::Result<Vec<ReadMail>> {
        let folder = self.clone();
        spawn_blocking(move || {
            let mut names = folder.names()?;
            names.sort_by_cached_key(|name| Reverse(age(name)));
            names.truncate(LISTED);
            Ok(names.iter().filter_map(|name| folder.read_now(name)).collect())
        })
        .await?
    }

    /// The mail in the file of this name; nothing where there is none.
    ///
    /// # Errors
    /// Where reading was interrupted.
    pub async fn read(&self, name: &str) -> io::Result<Option<ReadMail>> {
        if !is_mail(name) {
            return Ok(None);
        }
        let (folder, name) = (self.clone(), name.to_owned());
        Ok(spawn_blocking(move || folder.read_now(&name)).await?)
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = match std::fs::read_dir(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter(|name| is_mail(name)).collect())
    }

    fn read_now(&self, name: &str) -> Option<ReadMail> {
        ReadMail::parse(name, &std::fs::read(self.path().join(name)).ok()?)
    }
}

/// A name that we give, and so none that leads out of the folder.
fn is_mail(name: &str) -> bool {
    name.strip_suffix(".eml")
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// When the job of a mail was written, and its number.
fn age(name: &str) -> Vec<u64> {
    name.trim_end_matches(".eml")
        .split('-')
        .map(|part| part.parse().unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_mails_are_taken() {
        assert!(is_mail("1769846700000000-12.eml"));
        for bad in [
            ".eml",
            "a",
            "../a.eml",
            "a/b.eml",
            ".a.tmp",
            "a.eml.eml",
            "ä.eml",
            "a\0.eml",
        ] {
            assert!(!is_mail(bad), "{bad}");
        }
    }
}
