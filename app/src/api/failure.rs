//! Why a server function gave no answer.

use std::fmt;

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a page's data did not come. What a visitor can act on has a variant or type of its own elsewhere.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Failure {
    /// The server was not reached.
    Offline,
    /// The server failed; its log says why.
    Server,
    /// Too much was asked for: what to do.
    TooMany(String),
    /// The arguments could not be read: which, and why.
    Arguments(String),
    /// The answer could not be read, such as one of another version of the server.
    Answer(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offline => f.write_str("We couldn’t reach the server. Check your connection and try again."),
            Self::Server => f.write_str("Something went wrong on our side. Please try again in a moment."),
            Self::TooMany(what) => f.write_str(what),
            Self::Arguments(what) => write!(f, "The request could not be understood: {what}"),
            Self::Answer(_) => f.write_str("The answer could not be read. Please load the page again."),
        }
    }
}

impl std::error::Error for Failure {}

/// The field that a message of a reader of arguments names, and the message as people read it. `serde` and `serde_qs` say
/// it in words of their own; what this server's own readers say begins with the field.
pub(super) fn named(what: &str) -> (Option<&str>, String) {
    let quoted = |mark: char| what.split_once(mark)?.1.split_once(mark).map(|(name, _)| name);
    if what.starts_with("missing field") {
        let field = quoted('`');
        return (field, format!("`{}` is missing", field.unwrap_or_default()));
    }
    if what.starts_with("Multiple values") || what.starts_with("duplicate field") {
        let field = quoted('"').or_else(|| quoted('`'));
        return (
            field,
            format!("`{}` was sent more than once", field.unwrap_or_default()),
        );
    }
    let field = what.strip_prefix('`').and_then(|rest| rest.split_once("`: "));
    (field.map(|(field, _)| field), what.to_owned())
}

impl Failure {
    /// Arguments that cannot be read: programs are told 422.
    fn arguments(what: String) -> Self {
        #[cfg(feature = "ssr")]
        super::server::respond::status(http::StatusCode::UNPROCESSABLE_ENTITY);
        Self::Arguments(named(&what).1)
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(what) | ServerFnErrorErr::MissingArg(what) => Self::arguments(what),
            // The server reads arguments, a browser reads answers.
            ServerFnErrorErr::Deserialization(what) if cfg!(feature = "ssr") => Self::arguments(what),
            ServerFnErrorErr::Deserialization(what) => Self::Answer(what),
            _ => Self::Server,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn named_finds_the_field() {
        for (what, field, text) in [
            ("missing field `link`", Some("link"), "`link` is missing"),
            (
                "Multiple values for one key: \"email\"",
                Some("email"),
                "`email` was sent more than once",
            ),
            (
                "`form.email`: invalid type",
                Some("form.email"),
                "`form.email`: invalid type",
            ),
            ("something else", None, "something else"),
        ] {
            assert_eq!(named(what), (field, text.to_owned()));
        }
    }
}
