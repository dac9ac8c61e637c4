//! The cart. A form without script posts to a function of its own and is led to `/cart`, which says what came of it; the
//! app in the browser sends every change to [`cart_change`]. All of them answer with the cart as it stands.

use domain::cart::{CartChange, CartError};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, JsonEncoding};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use views::cart::CartView;

use super::Failure;
use super::json::Json;

/// Why a cart was not changed, as browsers and programs are told. The status says it too: 404 for what is not sold or
/// not in the cart, 409 where the cart is another by now, 429 for too many attempts, 422 for everything else that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CartRefusal {
    /// Absent where the server failed or was not reached.
    pub error: Option<CartError>,
    pub message: String,
    /// The cart as it stands, where it is another than the customer saw.
    pub cart: Option<Box<CartView>>,
}

impl From<Failure> for CartRefusal {
    fn from(failure: Failure) -> Self {
        Self {
            error: None,
            message: failure.to_string(),
            cart: None,
        }
    }
}

impl FromServerFnError for CartRefusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Failure::from_server_fn_error(error).into()
    }
}

/// The cart at today's prices.
#[server(name = CartFn, prefix = "/api/fn", endpoint = "cart", input = GetUrl)]
pub async fn cart() -> Result<CartView, Failure> {
    use super::server::{checkout, respond, visitor::visitor};

    respond::no_store();
    let checkout = checkout()?;
    let owner = visitor().await?.owner();
    checkout.cart(owner.as_ref()).await.map_err(respond::internal)
}

/// Any change. `version` is the one that was seen; one more of a plan fits any.
#[server(name = CartChangeFn, prefix = "/api/fn", endpoint = "cart_change", input = Json)]
pub async fn cart_change(change: CartChange, version: Option<i64>) -> Result<CartView, CartRefusal> {
    server::change(version, change).await
}

/// One more of a plan. `key` is the form's own: sent again, as where the answer was lost, it counts once. `seen` names the
/// plan as the page showed it.
#[server(name = CartAddFn, prefix = "/api/fn", endpoint = "cart_add")]
pub async fn cart_add(
    product: String,
    plan: String,
    #[server(default)] key: String,
    #[server(default)] seen: String,
) -> Result<CartView, CartRefusal> {
    let line = server::line(&product, &plan);
    let answer = match server::add(&product, &plan, &key, seen) {
        Ok(change) => server::change(None, change).await,
        Err(refusal) => Err(refusal),
    };
    server::lead("added", &line, "", answer)
}

/// So many of a plan, as typed, and `step` more or less; none takes it out.
#[server(name = CartSetFn, prefix = "/api/fn", endpoint = "cart_set")]
pub async fn cart_set(
    version: String,
    product: String,
    plan: String,
    quantity: String,
    #[server(default)] step: String,
) -> Result<CartView, CartRefusal> {
    let line = server::line(&product, &plan);
    let answer = match server::set(&version, &product, &plan, &quantity, &step) {
        Ok((version, change)) => server::change(Some(version), change).await,
        Err(refusal) => Err(refusal),
    };
    server::lead("changed", &line, &quantity, answer)
}

/// Takes what is sold today. `shown` names the cart as the page showed it.
#[server(name = CartConfirmFn, prefix = "/api/fn", endpoint = "cart_confirm")]
pub async fn cart_confirm(version: String, #[server(default)] shown: String) -> Result<CartView, CartRefusal> {
    let change = match shown.is_empty() {
        true => CartChange::Confirm,
        false => CartChange::ConfirmShown(shown),
    };
    let answer = match server::read("version", &version) {
        Ok(version) => server::change(Some(version), change).await,
        Err(refusal) => Err(refusal),
    };
    server::lead("changed", "", "", answer)
}

/// Another discount code; an empty one takes it away.
#[server(name = CartCodeFn, prefix = "/api/fn", endpoint = "cart_code")]
pub async fn cart_code(version: String, code: String) -> Result<CartView, CartRefusal> {
    let answer = match server::read("version", &version) {
        Ok(version) => server::change(Some(version), CartChange::Code(code.clone())).await,
        Err(refusal) => Err(refusal),
    };
    server::lead("changed", "code", &code, answer)
}

/// How many items are in the visitor's cart: the host puts it into the extensions of a page's request.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct CartCount(pub u32);

#[cfg(feature = "ssr")]
mod server {
    use std::str::FromStr;

    use domain::Slug;
    use domain::cart::ChangeKey;
    use http::StatusCode;
    use leptos_router::location::Url;
    use services::cart::ChangeError;
    use services::{CartOwner, Carts};

    use super::super::server::visitor::{CART, CART_SECONDS, visitor};
    use super::super::server::{checkout, cookies, respond};
    use super::*;

    /// Changes the visitor's cart, and gives a guest's browser 90 more days to remember it.
    pub(super) async fn change(version: Option<i64>, change: CartChange) -> Result<CartView, CartRefusal> {
        let (carts, checkout) = (expect_context::<Carts>(), checkout()?);
        let visitor = visitor().await?;
        let owner = visitor.owner();
        match carts.change(&visitor.network, owner.as_ref(), version, &change).await {
            Ok((mut view, made)) => {
                checkout.discount(owner.as_ref(), &mut view).await.map_err(failed)?;
                let known = match owner {
                    Some(CartOwner::Guest(token)) if view.version > 0 => Some(token),
                    _ => None,
                };
                if let Some(token) = made.or(known) {
                    cookies::set(CART, &token, "/", CART_SECONDS);
                }
                Ok(view)
            }
            Err(ChangeError::Refused(error)) => Err(CartRefusal {
                message: match &change {
                    CartChange::Code(code) => error.sentence_about(code),
                    _ => error.sentence(),
                },
                ..refused(error)
            }),
            Err(ChangeError::Stale(mut cart)) => {
                checkout.discount(owner.as_ref(), &mut cart).await.map_err(failed)?;
                Err(CartRefusal {
                    cart: Some(cart),
                    ..refused(CartError::Stale)
                })
            }
            Err(ChangeError::TooMany(error)) => {
                respond::retry_after(error.seconds);
                Err(CartRefusal {
                    message: error.to_string(),
                    ..refused(CartError::TooOften)
                })
            }
            Err(ChangeError::Internal(error)) => Err(failed(error)),
        }
    }

    /// A line as the address names it; none where it is not one.
    pub(super) fn line(product: &str, plan: &str) -> String {
        match (product.parse::<Slug>(), plan.parse::<Slug>()) {
            (Ok(product), Ok(plan)) => format!("{product}/{plan}"),
            _ => String::new(),
        }
    }

    pub(super) fn add(product: &str, plan: &str, key: &str, seen: String) -> Result<CartChange, CartRefusal> {
        Ok(CartChange::Add {
            product: read("product", product)?,
            plan: read("plan", plan)?,
            key: (!key.is_empty()).then(|| read::<ChangeKey>("key", key)).transpose()?,
            seen: Some(seen).filter(|seen| !seen.is_empty()),
        })
    }

    /// The version that was seen, and the change.
    pub(super) fn set(
        version: &str,
        product: &str,
        plan: &str,
        quantity: &str,
        step: &str,
    ) -> Result<(i64, CartChange), CartRefusal> {
        let (version, product, plan) = (
            read("version", version)?,
            read("product", product)?,
            read("plan", plan)?,
        );
        let step = if step.is_empty() { 0 } else { read("step", step)? };
        let quantity = domain::cart::read_quantity(quantity, step).map_err(refused)?;
        let change = CartChange::Set {
            product,
            plan,
            quantity,
        };
        Ok((version, change))
    }

    /// A field of a form; the refusal names it.
    pub(super) fn read<T: FromStr<Err: std::fmt::Display>>(field: &str, text: &str) -> Result<T, CartRefusal> {
        text.parse().map_err(|error| {
            let reason = match text.is_empty() {
                true => format!("`{field}` is missing"),
                false => format!("`{field}`: {error}"),
            };
            respond::status(StatusCode::UNPROCESSABLE_ENTITY);
            Failure::Arguments(reason).into()
        })
    }

    pub(super) fn refused(error: CartError) -> CartRefusal {
        respond::status(status(error));
        CartRefusal {
            error: Some(error),
            message: error.sentence(),
            cart: None,
        }
    }

    fn failed(error: impl std::error::Error) -> CartRefusal {
        respond::internal(error).into()
    }

    /// Leads the sender of a form to the cart's page, which says what was `done` to which line, or why it was not and
    /// what was typed.
    pub(super) fn lead(
        done: &str,
        line: &str,
        typed: &str,
        answer: Result<CartView, CartRefusal>,
    ) -> Result<CartView, CartRefusal> {
        let query = match &answer {
            Ok(_) => format!("{done}={line}"),
            Err(refusal) => {
                let why = refusal.error.map_or("failed", CartError::as_str);
                let typed: String = typed.chars().take(domain::cart::MAX_CODE + 1).collect();
                format!("refused={why}&line={line}&typed={}", Url::escape(&typed))
            }
        };
        respond::redirect_form(&format!("/cart?{query}"));
        answer
    }

    /// What a refusal means in HTTP.
    pub(crate) fn status(error: CartError) -> StatusCode {
        match error {
            CartError::NotSold | CartError::NotThere => StatusCode::NOT_FOUND,
            CartError::TooOften => StatusCode::TOO_MANY_REQUESTS,
            CartError::Stale | CartError::AlreadyThere => StatusCode::CONFLICT,
            CartError::OnlyOne
            | CartError::TooMany
            | CartError::NotANumber
            | CartError::Full
            | CartError::NotACode
            | CartError::CodeUnknown
            | CartError::CodeTooEarly
            | CartError::CodeExpired
            | CartError::CodeUsedUp
            | CartError::CodeOtherProducts => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::status;
