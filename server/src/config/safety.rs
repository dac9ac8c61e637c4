//! What is refused although each value by itself can be taken: settings that would leave a door open. All of them are
//! found, so that `check-config` can say them together.

use std::collections::HashSet;

use axum::http::Uri;

use super::{Config, ConfigError, Environment};

/// Secrets shorter than this many bytes are refused in production.
const MIN_SECRET: usize = 32;
/// So many bits a secret must hold at least, counted by how often each of its characters occurs.
const MIN_BITS: f64 = 80.0;

/// What may go over a network unencrypted, as `MINTREU_ALLOW_PLAINTEXT` names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plaintext {
    Smtp,
    Database,
    Providers,
}

const WORD: &str = "MINTREU_ALLOW_PLAINTEXT";

/// Reads the words of `MINTREU_ALLOW_PLAINTEXT`.
pub(super) fn allowed_plaintext(value: Option<String>) -> Result<Vec<Plaintext>, ConfigError> {
    let words = value.unwrap_or_default();
    let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
    words
        .map(|word| match word {
            "smtp" => Ok(Plaintext::Smtp),
            "database" => Ok(Plaintext::Database),
            "providers" => Ok(Plaintext::Providers),
            other => Err(refusal(WORD, format!("`{other}` is not smtp, database or providers"))),
        })
        .collect()
}

/// As `check-config` shows it.
pub(super) fn show(allowed: &[Plaintext]) -> String {
    let names = allowed.iter().map(|word| match word {
        Plaintext::Smtp => "smtp",
        Plaintext::Database => "database",
        Plaintext::Providers => "providers",
    });
    match names.collect::<Vec<_>>().join(",") {
        none if none.is_empty() => "(nothing)".to_owned(),
        names => names,
    }
}

fn refusal(variable: &'static str, reason: impl Into<String>) -> ConfigError {
    ConfigError {
        variable,
        reason: reason.into(),
    }
}

/// Everything that is refused in the environment of these settings.
pub(super) fn refusals(config: &Config) -> Vec<ConfigError> {
    let mut found = Vec::new();
    match config.environment {
        Environment::Development => development(config, &mut found),
        Environment::Production => {
            production(config, &mut found);
            plaintext(config, &mut found);
        }
    }
    found
}

/// A machine with the sandbox's free orders and a secret that everybody knows must not be reached by others.
fn development(config: &Config, found: &mut Vec<ConfigError>) {
    for (variable, addr) in [
        ("LEPTOS_SITE_ADDR", config.site_addr),
        ("METRICS_ADDR", config.metrics_addr),
    ] {
        if !addr.ip().is_loopback() {
            let reason = format!("development listens on this machine alone, not on {addr}: MINTREU_ENV=production");
            found.push(refusal(variable, reason));
        }
    }
    if !is_loopback_url(&config.public_url) {
        let reason = format!("development is for this machine alone, not for {}", config.public_url);
        found.push(refusal("PUBLIC_URL", reason));
    }
    let stripe = config.stripe.secret_key.as_ref().map_or("", |key| key.reveal());
    if stripe.starts_with("sk_live_") || stripe.starts_with("rk_live_") {
        found.push(refusal("STRIPE_SECRET_KEY", "a live key needs MINTREU_ENV=production"));
    }
    let paypal = config.paypal.api_url.as_deref();
    let tries = |url: &str| is_loopback_url(url) || url == "https://api-m.sandbox.paypal.com";
    if config.paypal.client_id.is_some() && !paypal.is_some_and(tries) {
        let reason = "PayPal’s live API needs MINTREU_ENV=production; to try it out: https://api-m.sandbox.paypal.com";
        found.push(refusal("PAYPAL_API_URL", reason));
    }
}

fn production(config: &Config, found: &mut Vec<ConfigError>) {
    let secret = config.secret.reveal();
    let reason = match secret.len() {
        0 => Some("production needs one: at least 32 random characters".to_owned()),
        length if length < MIN_SECRET => Some(format!("{length} characters, production needs at least {MIN_SECRET}")),
        _ if is_guessable(secret) => Some("it can be guessed: take the output of openssl rand -hex 32".to_owned()),
        _ => None,
    };
    found.extend(reason.map(|reason| refusal("MINTREU_SECRET", reason)));
    // Whoever guesses one of these forges events, or spends the shop's money.
    for (variable, secret) in [
        ("STRIPE_SECRET_KEY", &config.stripe.secret_key),
        ("STRIPE_WEBHOOK_SECRET", &config.stripe.webhook_secret),
        ("PAYPAL_CLIENT_SECRET", &config.paypal.client_secret),
    ] {
        let words = secret
            .as_ref()
            .map_or("", |secret| secret.reveal())
            .split(',')
            .map(str::trim);
        if words
            .filter(|word| !word.is_empty())
            .any(|word| is_guessable(without_prefix(word)))
        {
            found.push(refusal(
                variable,
                "it can be guessed: take the one that the provider shows",
            ));
        }
    }
    if !config.public_url.starts_with("https://") {
        let reason = format!("production needs https://, not {}", config.public_url);
        found.push(refusal("PUBLIC_URL", reason));
    }
    if config.smtp_url.is_some() && config.mail_from.to_string().ends_with("@localhost>") {
        let reason = "production needs an address that customers can know you by";
        found.push(refusal("MAIL_FROM", reason));
    }
    if config.clock.is_some() {
        let reason = "a clock that stands still is for tests, not for production";
        found.push(refusal("MINTREU_CLOCK", reason));
    }
}

/// What would travel unencrypted and is not allowed to.
fn plaintext(config: &Config, found: &mut Vec<ConfigError>) {
    let mut refuse = |what: Plaintext, variable, reason: String| {
        if !config.allow_plaintext.contains(&what) {
            let word = show(&[what]);
            found.push(refusal(variable, format!("{reason}, or allow it by {WORD}={word}")));
        }
    };
    if config.smtp_url.as_ref().is_some_and(|server| server.is_plain()) {
        let reason = "mail would travel in the clear: use smtps://, or add ?tls=required";
        refuse(Plaintext::Smtp, "SMTP_URL", reason.to_owned());
    }
    if store::is_plain_network(&config.database_url, is_loopback_host) {
        let reason = "the database’s connection would not be encrypted: add ?sslmode=verify-full";
        refuse(Plaintext::Database, "DATABASE_URL", reason.to_owned());
    }
    let endpoint = config
        .storage_options
        .iter()
        .find(|(name, _)| name == "AWS_ENDPOINT_URL");
    for (variable, url) in [
        ("STRIPE_API_URL", config.stripe.api_url.as_deref()),
        ("PAYPAL_API_URL", config.paypal.api_url.as_deref()),
        ("VIES_URL", config.vies_url.as_deref()),
        ("EXCHANGE_RATES_URL", config.invoicing.exchange_rates_url.as_deref()),
        ("AWS_ENDPOINT_URL", endpoint.map(|(_, url)| url.as_str())),
    ] {
        if url.is_some_and(|url| !url.to_ascii_lowercase().starts_with("https://")) {
            refuse(Plaintext::Providers, variable, "production needs https://".to_owned());
        }
    }
}

/// Whether a URL names this machine: a loopback address, or a name that always stands for it (RFC 6761).
fn is_loopback_url(url: &str) -> bool {
    let uri = url.parse::<Uri>().ok();
    uri.as_ref().and_then(Uri::host).is_some_and(is_loopback_host)
}

fn is_loopback_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let address = bare.parse::<std::net::IpAddr>();
    address.is_ok_and(|address| address.is_loopback()) || bare == "localhost" || bare.ends_with(".localhost")
}

/// A provider's secret without the words that say what it is.
fn without_prefix(secret: &str) -> &str {
    let prefixes = ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"];
    let found = prefixes.iter().find_map(|prefix| secret.strip_prefix(prefix));
    found.unwrap_or(secret)
}

/// What lies side by side on keyboards.
const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Whether two characters follow each other in the alphabet, among the digits or on a keyboard.
fn are_neighbours(a: u8, b: u8) -> bool {
    let on_keys = |row: &&str| row.as_bytes().windows(2).any(|pair| *pair == [a, b] || *pair == [b, a]);
    a.abs_diff(b) <= 1 || ROWS.iter().any(on_keys)
}

/// Whether a secret is a word, a sequence or a pattern that repeats, and not random.
fn is_guessable(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    let lower = secret.to_ascii_lowercase();
    let words = [
        "secret",
        "password",
        "changeme",
        "change-me",
        "mintreu",
        "example",
        "default",
        "letmein",
        "secure",
        "admin",
        "qwert",
    ];
    let repeats = (1..=bytes.len() / 2).any(|period| bytes.iter().zip(bytes.iter().skip(period)).all(|(a, b)| a == b));
    let steps = bytes.iter().zip(bytes.iter().skip(1));
    let steps = steps
        .filter(|(a, b)| are_neighbours(a.to_ascii_lowercase(), b.to_ascii_lowercase()))
        .count();
    // Of random ones next to none has the same six characters twice.
    let mut parts = HashSet::new();
    let repeats = repeats || !bytes.windows(6).all(|part| parts.insert(part));
    words.iter().any(|word| lower.contains(word)) || repeats || steps * 2 > bytes.len() || bits(bytes) < MIN_BITS
}

/// Shannon's entropy of the characters, times their number.
fn bits(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let length = bytes.len() as f64;
    let of = |count: u32| -f64::from(count) * (f64::from(count) / length).log2();
    counts.into_iter().filter(|count| *count > 0).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_that_can_be_guessed_are_known() {
        for weak in [
            &"a".repeat(64),
            "0123456789abcdef0123456789abcdef",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "changemechangemechangemechangeme",
            "this-is-a-long-secret-but-a-sentence",
            "ababababcdcdcdcdababababcdcdcdcd",
            "xk3xk3xk3xk3xk3xk3xk3xk3xk3xk3xk3",
            "00000000000000000000000000000000001",
            "qwertyuiopasdfghjklzxcvbnm1234567890",
            "1234567890qwertyuiop1234567890qwerty",
            "correcthorsebatterystaplecorrecthorse2",
            "supersecureshopkeyforourgreatstore2024",
        ] {
            assert!(is_guessable(weak), "{weak}");
        }
        for random in [
            "6f1d0a8c94b7e352fd08c6a1b93e7245",
            "c2e0b6a9d47f13580e9ad3c7b8f6412551d09e7a3c8b4f620d1e9a8c7b5f3240",
            "kJ8vT2xQm9ZpR4wYc7LhN3bGs6FdA1eU",
            // As PayPal makes them.
            "EL1tVxAjhT7cJimnz5-Nsx9k2reTKSVfErNQF-CmrwJgxRty_kGTKlU4RvrX",
            without_prefix("whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"),
        ] {
            assert!(!is_guessable(random), "{random}");
        }
    }
}
