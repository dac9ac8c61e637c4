//! The cart. A form without script posts to a function of its own and is led to `/cart`, which says what came of it; the
//! app in the browser sends every change to [`cart_change`]. All of them answer with the cart as it stands.

use domain::Slug;
use domain::cart::{CartChange, CartError, CartView};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json, JsonEncoding};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use super::Failure;

/// Why a cart was not changed, as browsers and programs are told. The status says it too: 404 for what is not sold or
/// not in the cart, 409 where the cart is another by now, 422 for everything else that was refused.
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

/// One more of a plan.
#[server(name = CartAddFn, prefix = "/api/fn", endpoint = "cart_add")]
pub async fn cart_add(product: Slug, plan: Slug) -> Result<CartView, CartRefusal> {
    let line = format!("{product}/{plan}");
    let answer = server::change(None, CartChange::Add { product, plan }).await;
    server::lead("added", &line, "", answer)
}

/// So many of a plan, as typed, and `step` more or less; none takes it out.
#[server(name = CartSetFn, prefix = "/api/fn", endpoint = "cart_set")]
pub async fn cart_set(
    version: i64,
    product: Slug,
    plan: Slug,
    quantity: String,
    #[server(default)] step: i32,
) -> Result<CartView, CartRefusal> {
    let line = format!("{product}/{plan}");
    let answer = match domain::cart::read_quantity(&quantity, step) {
        Ok(quantity) => {
            let change = CartChange::Set {
                product,
                plan,
                quantity,
            };
            server::change(Some(version), change).await
        }
        Err(error) => Err(server::refused(error)),
    };
    server::lead("changed", &line, &quantity, answer)
}

/// Takes today's prices.
#[server(name = CartConfirmFn, prefix = "/api/fn", endpoint = "cart_confirm")]
pub async fn cart_confirm(version: i64) -> Result<CartView, CartRefusal> {
    let answer = server::change(Some(version), CartChange::Confirm).await;
    server::lead("changed", "", "", answer)
}

/// Another discount code; an empty one takes it away.
#[server(name = CartCodeFn, prefix = "/api/fn", endpoint = "cart_code")]
pub async fn cart_code(version: i64, #[server(default)] code: String) -> Result<CartView, CartRefusal> {
    let answer = server::change(Some(version), CartChange::Code(code.clone())).await;
    server::lead("changed", "code", &code, answer)
}

/// How many items are in the visitor's cart: the host puts it into the extensions of a page's request.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct CartCount(pub u32);

#[cfg(feature = "ssr")]
mod server {
    use http::StatusCode;
    use leptos_router::location::Url;
    use services::cart::ChangeError;
    use services::{CartOwner, Carts};

    use super::super::server::visitor::{CART, visitor};
    use super::super::server::{checkout, cookies, respond};
    use super::*;

    /// Changes the visitor's cart, and gives a guest's browser 90 more days to remember it.
    pub(super) async fn change(version: Option<i64>, change: CartChange) -> Result<CartView, CartRefusal> {
        let (carts, checkout) = (expect_context::<Carts>(), checkout()?);
        let owner = visitor().await?.owner();
        match carts.change(owner.as_ref(), version, &change).await {
            Ok((mut view, made)) => {
                checkout.discount(owner.as_ref(), &mut view).await.map_err(failed)?;
                let known = match owner {
                    Some(CartOwner::Guest(token)) if view.version > 0 => Some(token),
                    _ => None,
                };
                if let Some(token) = made.or(known) {
                    cookies::set(CART, &token, "/", 90 * cookies::DAY);
                }
                Ok(view)
            }
            Err(ChangeError::Refused(error)) => Err(refused(error)),
            Err(ChangeError::Stale(mut cart)) => {
                checkout.discount(owner.as_ref(), &mut cart).await.map_err(failed)?;
                Err(CartRefusal {
                    cart: Some(cart),
                    ..refused(CartError::Stale)
                })
            }
            Err(ChangeError::Internal(error)) => Err(failed(error)),
        }
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
            CartError::Stale | CartError::AlreadyThere => StatusCode::CONFLICT,
            CartError::OnlyOne | CartError::TooMany | CartError::NotANumber | CartError::Full | CartError::NotACode => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        }
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::status;
