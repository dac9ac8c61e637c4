//! Releases: the versions of a product that its buyers download.

use serde::{Deserialize, Serialize};

use crate::{FieldError, Slug, Timestamp};

/// A version of a product, as a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Release {
    pub id: i64,
    pub product: Slug,
    /// Such as `1.2.0`.
    pub version: String,
    /// The file's name, as it is saved by who downloads it.
    pub file: String,
    /// Bytes.
    pub size: u64,
    /// In hex.
    pub sha256: String,
    /// What is new; plain text.
    pub notes: String,
    pub published_at: Timestamp,
}

/// The longest version, file name and notes, in bytes.
const MAX_VERSION: usize = 40;
const MAX_FILE: usize = 150;
const MAX_NOTES: usize = 10_000;

/// Checks what people give for a release: these become addresses, headers and file names.
///
/// # Errors
/// [`FieldError`] for the first that cannot be taken.
pub fn validate(version: &str, file: &str, notes: &str) -> Result<(), FieldError> {
    let word = |b: u8| b.is_ascii_alphanumeric();
    let begins = version.bytes().next().is_some_and(word);
    if !begins || version.len() > MAX_VERSION || !version.bytes().all(|b| word(b) || b".+-_".contains(&b)) {
        return Err(FieldError::new(
            "version",
            format!(
                "`{version}` is not a valid version: use 1 to {MAX_VERSION} letters, digits and .+-_, such as 1.2.0"
            ),
        ));
    }
    let hidden = file.starts_with('.') || file.trim() != file;
    if file.is_empty() || hidden || file.len() > MAX_FILE || file.contains(['/', '\\', '"']) || has_control(file) {
        return Err(FieldError::new(
            "file",
            format!("`{}` can’t be used as the name of a download", file.escape_debug()),
        ));
    }
    if notes.len() > MAX_NOTES || notes.contains('\0') {
        return Err(FieldError::new(
            "notes",
            format!("must not be longer than {MAX_NOTES} bytes"),
        ));
    }
    Ok(())
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_versions_and_file_names_are_refused() {
        let field = |version: &str, file: &str| validate(version, file, "New.").err().map(|error| error.field);
        for good in ["1", "1.2.0", "2026-01", "v1.0.0-rc.1+build_5"] {
            assert_eq!(field(good, "kit für 2026.zip"), None, "{good}");
        }
        for bad in ["", ".1", "1/2", "../1", "1 2", "ä", &"1".repeat(41)] {
            assert_eq!(field(bad, "kit.zip").as_deref(), Some("version"), "{bad}");
        }
        for bad in ["", ".env", "a/b.zip", "..\\a", "a\"b", "a\r\nb", " a", &"a".repeat(151)] {
            assert_eq!(field("1", bad).as_deref(), Some("file"), "{bad}");
        }
        assert!(validate("1", "a", &"n".repeat(MAX_NOTES + 1)).is_err());
    }
}
