//! The idempotency key of the forms of one document.

/// Given by the server, another for each document that it sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormKey(pub String);
