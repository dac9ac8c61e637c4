//! The checkout and orders. What is posted without script leads on by a redirect.

use domain::checkout::{CheckoutForm, CheckoutView, OrderView};
use domain::order::Order;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// What is at an order's address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OrderAnswer {
    Found(Box<OrderView>),
    /// The link was good once.
    Expired,
    Missing,
}

/// The checkout's page; none where the cart is empty. `checked`: the last part of the form that was sent.
#[server(name = CheckoutFn, prefix = "/api/fn", endpoint = "checkout", input = GetUrl)]
pub async fn checkout(checked: String) -> Result<Option<CheckoutView>, ServerFnError> {
    use domain::checkout::Step;

    super::private();
    let visitor = super::visitor::visitor().await?;
    let Some(owner) = visitor.owner() else { return Ok(None) };
    let view = expect_context::<services::Checkout>()
        .view(visitor.shopper(&owner), Step::parse(&checked))
        .await
        .map_err(super::internal)?;
    Ok((!view.cart.lines.is_empty()).then_some(view))
}

/// Keeps what was typed, goes on to the next part, or places the order and leads to the provider.
#[server(name = CheckoutSubmit, prefix = "/api/fn", endpoint = "checkout_submit")]
pub async fn checkout_submit(
    #[server(default)] form: CheckoutForm,
    #[server(default)] version: String,
    #[server(default)] total: String,
    #[server(default)] step: String,
) -> Result<(), ServerFnError> {
    use domain::checkout::{Seen, Step};

    let checkout = expect_context::<services::Checkout>();
    let visitor = super::visitor::visitor().await?;
    let Some(owner) = visitor.owner() else {
        leptos_axum::redirect("/cart");
        return Ok(());
    };
    let shopper = visitor.shopper(&owner);
    if step == "place" {
        // What is no number stood on no page of ours.
        let number = |text: String| text.parse::<i64>().unwrap_or(-1);
        let seen = Seen {
            version: number(version),
            total: number(total),
        };
        return place(&checkout, shopper, seen, &form).await;
    }
    let to = if let Some(at) = Step::parse(&step) {
        let next = checkout.save(shopper, &form, at).await.map_err(super::internal)?;
        path(next, (next <= at).then_some(at))
    } else {
        checkout
            .save(shopper, &form, Step::Contact)
            .await
            .map_err(super::internal)?;
        elsewhere(&step)
    };
    leptos_axum::redirect(&to);
    Ok(())
}

/// Places the order and leads to the provider, or back to what is in the way: people read it there, programs are told by
/// the status.
#[cfg(feature = "ssr")]
async fn place(
    checkout: &services::Checkout,
    shopper: services::Shopper<'_>,
    seen: domain::checkout::Seen,
    form: &CheckoutForm,
) -> Result<(), ServerFnError> {
    use domain::checkout::Step;
    use http::StatusCode;
    use services::{PayError, PlaceError};

    let back = |notice: &str| format!("/checkout?step=payment&notice={notice}");
    let (to, status) = match checkout.place(shopper, seen, form).await {
        Ok(url) => (url, StatusCode::OK),
        Err(PlaceError::Form(step)) => (path(step, Some(Step::Payment)), StatusCode::UNPROCESSABLE_ENTITY),
        Err(PlaceError::Stale) => (back("stale"), StatusCode::CONFLICT),
        Err(PlaceError::Total) => (back("total#payment"), StatusCode::CONFLICT),
        Err(PlaceError::Cart | PlaceError::Pay(PayError::UsedUp)) => {
            ("/cart?not_placed".to_owned(), StatusCode::CONFLICT)
        }
        Err(PlaceError::Pending(order)) => (order, StatusCode::CONFLICT),
        Err(PlaceError::Earlier) => (back("earlier"), StatusCode::SERVICE_UNAVAILABLE),
        Err(PlaceError::Pay(PayError::Unavailable)) => (back("unavailable"), StatusCode::SERVICE_UNAVAILABLE),
        Err(PlaceError::Pay(PayError::Refused | PayError::NotFound | PayError::TooOld)) => {
            (back("refused"), StatusCode::CONFLICT)
        }
        Err(PlaceError::Pay(PayError::Internal(error)) | PlaceError::Internal(error)) => {
            return Err(super::internal(error));
        }
    };
    lead(&to, status);
    Ok(())
}

/// Leads people on; programs are told by the status.
#[cfg(feature = "ssr")]
fn lead(to: &str, status: http::StatusCode) {
    leptos_axum::redirect(to);
    if !crate::flash::accepts_html() {
        crate::route::status(status);
    }
}

/// Where the other buttons lead: each keeps what was typed and asks for nothing more.
#[cfg(feature = "ssr")]
fn elsewhere(step: &str) -> String {
    use domain::checkout::Step;

    match step {
        "log_in" => super::form::with_back("/login", "/checkout"),
        "register" => super::form::with_back("/register", "/checkout"),
        // Without a name another country was chosen: the page comes back with its tax.
        _ => path(
            step.strip_prefix("to-").and_then(Step::parse).unwrap_or(Step::Billing),
            None,
        ),
    }
}

#[cfg(feature = "ssr")]
fn path(step: domain::checkout::Step, checked: Option<domain::checkout::Step>) -> String {
    match checked {
        Some(checked) => format!("/checkout?step={}&check={}#wrong", step.as_str(), checked.as_str()),
        None => format!("/checkout?step={step}#{step}", step = step.as_str()),
    }
}

/// An order's page, by its number or id. A guest's link carries a key.
#[server(name = OrderFn, prefix = "/api/fn", endpoint = "order", input = GetUrl)]
pub async fn order(name: String, key: Option<String>) -> Result<OrderAnswer, ServerFnError> {
    super::private();
    let orders = expect_context::<services::Orders>();
    let visitor = super::visitor::visitor().await?;
    let access = services::Access {
        account: visitor.account_id(),
        key: key.as_deref(),
    };
    let found = orders.view(&name, access).await.map_err(super::internal)?;
    let expired = key.is_some_and(|key| orders.is_expired(&name, &key));
    Ok(match found {
        Some(view) => OrderAnswer::Found(Box::new(view)),
        None if expired => OrderAnswer::Expired,
        None => OrderAnswer::Missing,
    })
}

/// The orders of whoever is logged in; nobody is led to the log-in.
#[server(name = PurchasesFn, prefix = "/api/fn", endpoint = "purchases", input = GetUrl)]
pub async fn purchases() -> Result<Vec<Order>, ServerFnError> {
    super::private();
    let Some(account) = super::visitor::visitor().await?.account_id() else {
        leptos_axum::redirect("/login?back=/account/purchases");
        return Ok(Vec::new());
    };
    let orders = expect_context::<services::Orders>();
    orders.of_account(account).await.map_err(super::internal)
}

/// Leads to where an order is paid.
#[server(name = OrderPay, prefix = "/api/fn", endpoint = "order_pay")]
pub async fn order_pay(name: String, #[server(default)] key: String) -> Result<(), ServerFnError> {
    use http::StatusCode;
    use services::PayError;

    let orders = expect_context::<services::Orders>();
    let visitor = super::visitor::visitor().await?;
    let access = services::Access {
        account: visitor.account_id(),
        key: Some(key.as_str()).filter(|key| !key.is_empty()),
    };
    let safe = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let page = |failed: &str| match safe(&name) && safe(&key) {
        true => format!("/orders/{name}?key={key}{failed}"),
        false => "/orders/unknown".to_owned(),
    };
    // The order's page says what is in the way; of one that does not open, how it does.
    let (to, status) = match orders.pay(&name, access).await {
        Ok(url) => (url, StatusCode::OK),
        Err(PayError::NotFound) => (page(""), StatusCode::NOT_FOUND),
        Err(PayError::TooOld) => (page(""), StatusCode::CONFLICT),
        Err(PayError::UsedUp) => (page("&failed=code"), StatusCode::CONFLICT),
        Err(PayError::Refused) => (page("&failed=refused"), StatusCode::CONFLICT),
        Err(PayError::Unavailable) => (page("&failed=unavailable"), StatusCode::SERVICE_UNAVAILABLE),
        Err(PayError::Internal(error)) => return Err(super::internal(error)),
    };
    lead(&to, status);
    Ok(())
}

/// Mails a new link to an order's buyer. The answer tells nothing about whether there is such an order.
#[server(name = OrderLink, prefix = "/api/fn", endpoint = "order_link")]
pub async fn order_link(#[server(default)] name: String) -> Result<(), ServerFnError> {
    use super::form::{Form, accounts, network};

    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        leptos_axum::redirect("/");
        return Ok(());
    }
    let page = format!("/orders/{name}");
    let (accounts, orders) = (accounts(), expect_context::<services::Orders>());
    if let Err(error) = accounts.admit_order_link(&network(), &name).await {
        return Form::of(page).refused(error);
    }
    orders.mail_link(&name).await.map_err(super::internal)?;
    leptos_axum::redirect(&format!("{page}?sent=1"));
    Ok(())
}
