//! Who is logged in, for the header and whatever else depends on it.

use domain::AccountSummary;
use leptos::prelude::*;

use super::{Cart, Kept};
use crate::api::Failure;
use crate::api::data::{Data, data};
use crate::api::session::session;

#[derive(Clone, Copy)]
pub(crate) struct Session(Data<Result<Option<AccountSummary>, Failure>>);

impl Session {
    pub(super) fn new() -> Self {
        Self(data(|| (), |()| session()))
    }

    /// The account, once it is known; read it under a `Suspense`.
    pub(crate) fn account(self) -> Option<AccountSummary> {
        self.0.get().and_then(Result::ok).flatten()
    }

    /// Asks the server again who is logged in, and what is in their cart: after a log-in, a log-out, another name.
    pub(crate) fn changed(self) {
        self.0.refetch();
        expect_context::<Cart>().refresh();
        expect_context::<Kept>().clear();
    }
}
