//! Where log lines go: stderr, as text or JSON, filtered by `RUST_LOG`.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, ConfigError, LogFormat};

/// Starts logging for the whole process, panics included.
///
/// # Errors
/// [`ConfigError`] when `RUST_LOG` is not a filter.
pub fn start(config: &Config) -> Result<(), ConfigError> {
    let filter = EnvFilter::builder()
        .parse(&config.log_filter)
        .map_err(|e| ConfigError {
            variable: "RUST_LOG",
            reason: format!("`{}`: {e}", config.log_filter),
        })?
        // The security log has no holes.
        .add_directive("audit=info".parse().expect("a target and a level"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    match config.log_format {
        LogFormat::Text => lines.with_ansi(stderr().is_terminal()).with_target(false).init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!("{}", panic.to_string().replace('\n', " "))
    }));
    Ok(())
}
