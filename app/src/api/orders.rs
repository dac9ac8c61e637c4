//! Orders: their pages, paying them, and registering from one.

use domain::Day;
use domain::order::Order;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use views::order::OrderView;

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

/// An order's page, by its number or id. A guest's link carries a key: it is remembered in a cookie, so that no address
/// needs it from then on.
#[server(name = OrderFn, prefix = "/api/fn", endpoint = "order", input = GetUrl)]
pub async fn order(name: String, #[server(default)] key: Option<String>) -> Result<OrderAnswer, Failure> {
    use super::server::cookies::Setter;
    use super::server::visitor::{ORDERS, ORDERS_SECONDS};

    respond::no_store();
    let (orders, cookies) = (orders()?, Setter::here());
    let mut visitor = visitor().await?;
    let mut link = key.as_deref();
    let opened = orders.is_opened_by_link(&name, visitor.access(link)).await;
    if let (true, Some(key)) = (opened.map_err(respond::internal)?, link) {
        let kept = services::orders::kept_keys(visitor.orders.as_deref(), key);
        cookies.set(ORDERS, &kept, "/", ORDERS_SECONDS);
        visitor.orders = Some(kept);
        link = None;
    }
    let found = orders
        .view(&name, visitor.access(link))
        .await
        .map_err(respond::internal)?;
    let expired = key.is_some_and(|key| orders.is_expired(&name, &key));
    Ok(match found {
        Some(view) => OrderAnswer::Found(Box::new(view)),
        None if expired => OrderAnswer::Expired,
        None => OrderAnswer::Missing,
    })
}

/// The orders of the customer, the newest first; none where nobody is logged in.
#[server(name = PurchasesFn, prefix = "/api/fn", endpoint = "purchases", input = GetUrl)]
pub async fn purchases() -> Result<Option<Vec<(Order, Day)>>, Failure> {
    respond::no_store();
    let orders = orders()?;
    let Some(account) = visitor().await?.account_id() else {
        return Ok(None);
    };
    let found = orders.of_account(account).await.map_err(respond::internal)?;
    let dated = found.into_iter().map(|order| {
        let placed_on = orders.day(order.placed_at);
        (order, placed_on)
    });
    Ok(Some(dated.collect()))
}

/// Leads to where an order is paid.
#[server(name = OrderPay, prefix = "/api/fn", endpoint = "order_pay")]
pub async fn order_pay(name: String, #[server(default)] key: String) -> Result<Next, FormRefusal> {
    use http::StatusCode;
    use services::PayError;

    let (orders, visitor) = (orders()?, visitor().await?);
    let access = visitor.access(Some(&key));
    let safe = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let page = |failed: &str| match safe(&name) && safe(&key) {
        true if key.is_empty() => format!("/orders/{name}?{failed}").trim_end_matches('?').to_owned(),
        true => format!("/orders/{name}?key={key}&{failed}")
            .trim_end_matches('&')
            .to_owned(),
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
                PayError::UsedUp => (page("failed=code"), StatusCode::CONFLICT),
                PayError::Refused => (page("failed=refused"), StatusCode::CONFLICT),
                PayError::Unavailable => (page("failed=unavailable"), StatusCode::SERVICE_UNAVAILABLE),
                PayError::TooMany(error) => return Err(respond::too_many(error)),
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
pub async fn order_link(name: String) -> Result<(), FormRefusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        respond::redirect("/");
        return Ok(());
    }
    let orders = orders()?;
    let admitted = accounts()?.check_order_link_limit(&network(), &name).await;
    admitted.map_err(form::refused)?;
    orders.mail_link(&name).await.map_err(respond::internal)?;
    respond::redirect(&format!("/orders/{name}?sent=1"));
    Ok(())
}

/// Makes all links to an order void, for whoever has opened it.
#[server(name = OrderVoid, prefix = "/api/fn", endpoint = "order_void")]
pub async fn order_void(name: String, #[server(default)] key: String) -> Result<(), FormRefusal> {
    let (orders, visitor) = (orders()?, visitor().await?);
    let voided = orders.void_links(&name, visitor.access(Some(&key))).await;
    if !voided.map_err(respond::internal)? {
        respond::status(http::StatusCode::NOT_FOUND);
        return Err(FormRefusal::message("This link doesn’t open the order any more."));
    }
    respond::redirect(&format!("/orders/{name}?void=1"));
    Ok(())
}

/// Makes an account for the buyer of an order: the password is all that is asked for.
#[server(name = OrderRegister, prefix = "/api/fn", endpoint = "order_register")]
pub async fn order_register(name: String, #[server(default)] key: String, password: String) -> Result<(), FormRefusal> {
    let orders = orders()?;
    let visitor = visitor().await?;
    let access = services::Access {
        account: None,
        ..visitor.access(Some(&key))
    };
    let found = orders.view(&name, access).await.map_err(respond::internal)?;
    let Some(order) = found else {
        respond::status(http::StatusCode::NOT_FOUND);
        return Err(FormRefusal::message(
            "This link has expired. Ask for a new one on the order’s page.",
        ));
    };
    super::account::register_as(&order.buyer.email, &order.buyer.name, &password, &order.address).await
}
