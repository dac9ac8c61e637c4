//! Why a form was refused, as its page says it.

use domain::FieldError;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use super::Failure;

/// What was wrong with a form. In the browser its fields keep what was typed; without script the page is made anew, so
/// the refusal carries that along. Passwords are never among it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct FormRefusal {
    /// What was wrong, by the name of the field.
    pub fields: Vec<(String, String)>,
    /// What was wrong with the form as a whole.
    pub message: Option<String>,
    /// How many seconds to wait before trying again.
    pub retry_after: Option<u32>,
    /// What was typed, by the name of the field.
    pub typed: Vec<(String, String)>,
    /// The page that says what is in the way, where it is another than the form's.
    #[serde(default)]
    pub leads_to: Option<String>,
}

/// A longer value is not kept: no field takes it.
const MAX_VALUE: usize = 400;

impl FormRefusal {
    pub fn message(text: impl Into<String>) -> Self {
        Self {
            message: Some(text.into()),
            ..Self::default()
        }
    }

    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self {
            fields: errors.into_iter().map(|error| (error.field, error.reason)).collect(),
            ..Self::default()
        }
    }

    /// A refusal that another page explains.
    pub fn explained_at(page: impl Into<String>) -> Self {
        Self {
            leads_to: Some(page.into()),
            ..Self::default()
        }
    }

    /// Keeps what was typed into a field.
    #[must_use]
    pub fn keep(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() && value.len() <= MAX_VALUE {
            self.typed.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// What was wrong with a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        find(&self.typed, name)
    }

    /// The first field that was wrong.
    pub fn first(&self) -> Option<&str> {
        self.fields.first().map(|(name, _)| name.as_str())
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

impl From<Failure> for FormRefusal {
    fn from(failure: Failure) -> Self {
        Self::message(failure.to_string())
    }
}

impl FromServerFnError for FormRefusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let failure = Failure::from_server_fn_error(error);
        let field = match &failure {
            // The failure says it once more as people read it, which begins with the field's name.
            Failure::Arguments(what) => what.strip_prefix('`').and_then(|rest| rest.split_once('`')),
            _ => None,
        };
        let fields = field.map(|(name, reason)| (name.to_owned(), reason.trim_start_matches([':', ' ']).to_owned()));
        Self {
            fields: fields.into_iter().collect(),
            ..failure.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name() {
        let refusal = FormRefusal::fields(vec![
            FieldError::new("email", "no address"),
            FieldError::new("name", "too long"),
        ])
        .keep("email", "ada@")
        .keep("name", &"x".repeat(401))
        .keep("empty", "");
        assert_eq!((refusal.value("email"), refusal.value("name")), (Some("ada@"), None));
        assert_eq!(
            (refusal.error("name"), refusal.error("password")),
            (Some("too long"), None)
        );
        assert_eq!((refusal.first(), refusal.typed.len()), (Some("email"), 1));
    }
}
