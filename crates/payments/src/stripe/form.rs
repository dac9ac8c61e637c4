//! The form that Stripe's API takes: nested names in brackets, `line_items[0][quantity]`.

/// Names and values in the order in which they were put.
#[derive(Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a value under a name that is already in brackets.
    pub fn put(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.push((name.into(), value.to_string()));
    }

    /// As the HTTP client encodes it.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}
