//! The texts of the legal pages: the operator's files, or the built-in samples where there are none.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::legal::{LegalPage, LegalText};

use crate::markdown;

/// No file is longer, in bytes.
const MAX_FILE: u64 = 200 * 1024;

/// The legal pages; clones share the texts.
#[derive(Clone, Debug)]
pub struct Legal {
    /// In the order of [`LegalPage::ALL`].
    texts: Arc<[LegalText; 4]>,
}

/// Why the operator's texts cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum LegalError {
    #[error("cannot read {}: {source}", file.display())]
    File { file: PathBuf, source: io::Error },
    #[error("{} is longer than {} KB", .0.display(), MAX_FILE / 1024)]
    TooLong(PathBuf),
    #[error("{} is empty", .0.display())]
    Empty(PathBuf),
}

impl Legal {
    /// Reads `terms.md`, `privacy.md`, `imprint.md` and `refunds.md` of the operator's folder; without a folder the pages
    /// are samples.
    ///
    /// # Errors
    /// [`LegalError`] with the first file that cannot be taken.
    pub fn open(dir: Option<&Path>) -> Result<Self, LegalError> {
        let text = |page: LegalPage| -> Result<LegalText, LegalError> {
            let markdown = match dir {
                Some(dir) => read(dir.join(format!("{}.md", page.as_str())))?,
                None => sample(page).to_owned(),
            };
            Ok(LegalText {
                page,
                html: markdown::to_page_html(&markdown),
                sample: dir.is_none(),
            })
        };
        let [terms, privacy, imprint, refunds] = LegalPage::ALL.map(text);
        Ok(Self {
            texts: Arc::new([terms?, privacy?, imprint?, refunds?]),
        })
    }

    pub fn page(&self, page: LegalPage) -> LegalText {
        self.texts[page as usize].clone()
    }
}

fn read(file: PathBuf) -> Result<String, LegalError> {
    let read = || {
        let mut text = String::new();
        File::open(&file)?.take(MAX_FILE + 1).read_to_string(&mut text)?;
        Ok(text)
    };
    match read() {
        Err(source) => Err(LegalError::File { file, source }),
        Ok(text) if text.len() as u64 > MAX_FILE => Err(LegalError::TooLong(file)),
        Ok(text) if text.trim().is_empty() => Err(LegalError::Empty(file)),
        Ok(text) => Ok(text),
    }
}

fn sample(page: LegalPage) -> &'static str {
    match page {
        LegalPage::Terms => include_str!("../legal/terms.md"),
        LegalPage::Privacy => include_str!("../legal/privacy.md"),
        LegalPage::Imprint => include_str!("../legal/imprint.md"),
        LegalPage::Refunds => include_str!("../legal/refunds.md"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn samples_have_headings_and_say_what_to_complete() {
        let legal = Legal::open(None).unwrap();
        for page in LegalPage::ALL {
            let text = legal.page(page);
            assert_eq!((text.page, text.sample), (page, true));
            assert!(text.html.contains("<h2>") && text.html.contains('['), "{}", text.html);
        }
    }

    #[test]
    fn open_reads_the_operators_files_and_sanitises_them() {
        let folder = tempfile::tempdir().unwrap();
        for page in LegalPage::ALL {
            let text = format!("# {}\n\nOurs. <script>alert(1)</script>", page.title());
            fs::write(folder.path().join(format!("{}.md", page.as_str())), text).unwrap();
        }
        let legal = Legal::open(Some(folder.path())).unwrap();
        for page in LegalPage::ALL {
            let expected = LegalText {
                page,
                html: format!("<h2>{}</h2>\n<p>Ours. </p>\n", page.title()),
                sample: false,
            };
            assert_eq!(legal.page(page), expected);
        }
    }

    #[test]
    fn open_names_the_file_that_cannot_be_taken() {
        let folder = tempfile::tempdir().unwrap();
        for page in LegalPage::ALL {
            fs::write(folder.path().join(format!("{}.md", page.as_str())), "Ours.").unwrap();
        }
        let refused = |text: Option<&[u8]>| {
            let file = folder.path().join("imprint.md");
            match text {
                Some(text) => fs::write(&file, text).unwrap(),
                None => fs::remove_file(&file).unwrap(),
            }
            let error = Legal::open(Some(folder.path()))
                .expect_err("should be refused")
                .to_string();
            assert!(error.contains(&file.display().to_string()), "{error}");
            error
        };
        assert!(refused(Some(&[b'a'; 204_801])).ends_with("is longer than 200 KB"));
        assert!(refused(Some(b" \n")).ends_with("is empty"));
        assert!(refused(Some(b"\xff")).starts_with("cannot read"));
        assert!(refused(None).starts_with("cannot read"));
        fs::write(folder.path().join("imprint.md"), [b'a'; 204_800]).unwrap();
        assert!(Legal::open(Some(folder.path())).is_ok());
    }
}
