//! The refusal of a form that was posted without script, for the page that it came from.

use leptos::prelude::*;
use leptos::server::ServerActionError;
use serde::{Deserialize, Serialize};

use crate::api::data::shared;

/// The host gives it by context to the page that a refused form leads to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefusedForm {
    /// Of the server function.
    pub path: String,
    /// A [`FormRefusal`](crate::api::FormRefusal), as leptos writes it in addresses.
    pub error: String,
}

impl RefusedForm {
    /// Gives it to the page's `ServerAction`, on both sides, as leptos does with a refusal in the address.
    pub(super) fn provide() {
        let refused = shared(use_context::<Self>);
        if let Some(Self { path, error }) = refused {
            provide_context(ServerActionError::new(&path, &error));
        }
    }
}
