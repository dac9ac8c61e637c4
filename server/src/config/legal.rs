//! The folder of the legal pages. It is read with the settings, so that a missing text is known before anybody buys.

use std::fmt;
use std::path::Path;

use services::Legal;

use super::{ConfigError, refuse};

const VARIABLE: &str = "LEGAL_DIR";

/// Reads the operator's texts; without a folder they are samples.
pub(super) fn legal(dir: Option<&Path>) -> Result<Legal, ConfigError> {
    Legal::open(dir).or_else(|error| refuse(VARIABLE, error.to_string()))
}

/// Refuses to sell by texts that bind nobody.
pub(super) fn refuse_samples(dir: Option<&Path>) -> Result<(), ConfigError> {
    match dir {
        Some(_) => Ok(()),
        None => refuse(
            VARIABLE,
            "production needs it: the folder of terms.md, privacy.md, imprint.md and refunds.md",
        ),
    }
}

/// As `check-config` shows it.
pub(super) fn show(dir: Option<&Path>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match dir {
        Some(dir) => writeln!(f, "{VARIABLE} = {}", dir.display()),
        None => writeln!(f, "{VARIABLE} = (none: the legal pages are samples)"),
    }
}
