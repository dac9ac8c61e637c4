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
            Self::Arguments(what) => write!(f, "The request could not be understood: {what}"),
            Self::Answer(_) => f.write_str("The answer could not be read. Please load the page again."),
        }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// Arguments that cannot be read: programs are told 422.
    fn arguments(what: String) -> Self {
        #[cfg(feature = "ssr")]
        super::server::respond::status(http::StatusCode::UNPROCESSABLE_ENTITY);
        Self::Arguments(what)
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
