//! Extractors for who asks. The middleware puts [`RequestVisitor`] into each request; pages and server functions read
//! the same one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use services::{RequestVisitor, Visitor};

use crate::problem::Problem;

/// The visitor, with the account of the session's cookie and the orders whose links the browser has opened.
pub struct CurrentVisitor(pub Visitor);

impl<S: Send + Sync> FromRequestParts<S> for CurrentVisitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(of_request(parts).get().await?))
    }
}

/// The network that the request comes from, as attempts are counted.
pub struct Network(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Network {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(of_request(parts).network().to_owned()))
    }
}

fn of_request(parts: &Parts) -> RequestVisitor {
    let visitor = parts.extensions.get::<RequestVisitor>();
    visitor.expect("the middleware goes around every handler").clone()
}
