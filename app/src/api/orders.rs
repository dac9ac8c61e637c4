//! Orders: their pages, paying them, and registering from one.

use domain::checkout::OrderView;
use domain::order::Order;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::checkout::Next;
#[cfg(feature = "ssr")]
use super::server::{accounts, form, network, orders, respond, visitor::visitor};
use super::{Failure, FormRefusal};

/// What is at an order's address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OrderAnswer {
    Found(Box<OrderView>),
    /// The link was good once.
    Expired,
    Missing,
}

/// An order's page, by its number or id. A guest's link carries a key.
#[server(name = OrderFn, prefix = "/api/fn", endpoint = "order", input = GetUrl)]
pub async fn order(name: String, #[server(default)] key: Option<String>) -> Result<OrderAnswer, Failure> {
    respond::no_store();
    let (orders, visitor) = (orders()?, visitor().await?);
    let access = services::Access {
        account: visitor.account_id(),
        key: key.as_deref(),
    };
    let found = orders.view(&name, access).await.map_err(respond::internal)?;
    let expired = key.is_some_and(|key| orders.is_expired(&name, &key));
    Ok(match found {
        Some(view) => OrderAnswer::Found(Box::new(view)),
        None if expired => OrderAnswer::Expired,
        None => OrderAnswer::Missing,
    })
}

/// The orders of the customer, the newest first; none where nobody is logged in.
#[server(name = PurchasesFn, prefix = "/api/fn", endpoint = "purchases", input = GetUrl)]
pub async fn purchases() -> Result<Option<Vec<Order>>, Failure> {
    respond::no_store();
    let orders = orders()?;
    let Some(account) = visitor().await?.account_id() else {
        return Ok(None);
    };
    orders.of_account(account).await.map_err(respond::internal).map(Some)
}

/// Leads to where an order is paid.
#[server(name = OrderPay, prefix = "/api/fn", endpoint = "order_pay")]
pub async fn order_pay(#[server(default)] name: String, #[server(default)] key: String) -> Result<Next, FormRefusal> {
    use http::StatusCode;
    use services::PayError;

    let (orders, visitor) = (orders()?, visitor().await?);
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
    let next = match orders.pay(&name, access).await {
        Ok(url) if url.starts_with("/orders/") => Next::Page(url),
        Ok(url) => Next::Leave(url),
        Err(error) => {
            let (page, status) = match error {
                PayError::NotFound => (page(""), StatusCode::NOT_FOUND),
                PayError::TooOld => (page(""), StatusCode::CONFLICT),
                PayError::UsedUp => (page("&failed=code"), StatusCode::CONFLICT),
                PayError::Refused => (page("&failed=refused"), StatusCode::CONFLICT),
                PayError::Unavailable => (page("&failed=unavailable"), StatusCode::SERVICE_UNAVAILABLE),
                PayError::Internal(error) => return Err(respond::internal(error).into()),
            };
            return Err(respond::explained_at(page, status));
        }
    };
    let (Next::Page(address) | Next::Leave(address)) = &next;
    respond::redirect_form(address);
    Ok(next)
}

/// Mails a new link to an order's buyer. The answer tells nothing about whether there is such an order.
#[server(name = OrderLink, prefix = "/api/fn", endpoint = "order_link")]
pub async fn order_link(#[server(default)] name: String) -> Result<(), FormRefusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        respond::redirect("/");
        return Ok(());
    }
    let orders = orders()?;
    let admitted = accounts()?.admit_order_link(&network(), &name).await;
    admitted.map_err(form::refused)?;
    orders.mail_link(&name).await.map_err(respond::internal)?;
    respond::redirect(&format!("/orders/{name}?sent=1"));
    Ok(())
}

/// Makes an account for the buyer of an order: the password is all that is asked for.
#[server(name = OrderRegister, prefix = "/api/fn", endpoint = "order_register")]
pub async fn order_register(
    #[server(default)] name: String,
    #[server(default)] key: String,
    #[server(default)] password: String,
) -> Result<(), FormRefusal> {
    let access = services::Access {
        account: None,
        key: Some(&key),
    };
    let found = orders()?.view(&name, access).await.map_err(respond::internal)?;
    let Some(order) = found else {
        respond::status(http::StatusCode::NOT_FOUND);
        return Err(FormRefusal::message(
            "This link has expired. Ask for a new one on the order’s page.",
        ));
    };
    super::account::register_as(&order.buyer.email, &order.buyer.name, &password, &order.address).await
}
