//! What becomes of a subscription after its first payment.

use std::collections::HashMap;

use domain::order::Order;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::amount;
use super::client::{Client, List};
use super::form::Form;
use super::line_items::{self, TAX};
use crate::{Error, http};

/// <https://docs.stripe.com/api/subscriptions/object>
#[derive(Deserialize)]
struct Subscription {
    status: String,
}

/// <https://docs.stripe.com/api/subscription_items/object>, with `price.product` expanded.
#[derive(Deserialize)]
struct Item {
    id: String,
    price: Price,
}

#[derive(Deserialize)]
struct Price {
    unit_amount: Option<i64>,
    product: Product,
}

#[derive(Deserialize)]
struct Product {
    id: String,
    #[serde(default)]
    metadata: HashMap<String, String>,
}

/// Ends a subscription at once (<https://docs.stripe.com/api/subscriptions/cancel>). To Stripe, one that has ended is
/// one that is missing.
///
/// # Errors
/// [`Error`].
pub async fn end(client: &Client, subscription: &str) -> Result<(), Error> {
    let path = format!("/v1/subscriptions/{}", http::segment(subscription)?);
    match client.delete::<IgnoredAny>(&path).await {
        Ok(_) | Err(Error::Unknown(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Lets only some lines of a subscription go on (<https://docs.stripe.com/api/subscriptions/update>): one request takes
/// out the items of the others and makes the tax that of those that stay. What is so already is left alone.
///
/// # Errors
/// [`Error`].
pub async fn keep(client: &Client, subscription: &str, order: &Order, left: &[usize]) -> Result<(), Error> {
    let id = http::segment(subscription)?;
    let path = format!("/v1/subscriptions/{id}");
    let found: Subscription = match client.get(&path, &[]).await {
        Err(Error::Unknown(_)) => return Ok(()),
        found => found?,
    };
    if matches!(found.status.as_str(), "canceled" | "incomplete_expired") {
        return Ok(());
    }
    // A list of their own: the subscription shows no more than the first ones.
    let query = [
        ("subscription", id),
        ("limit", "100"),
        ("expand[]", "data.price.product"),
    ];
    let items: List<Item> = client.get("/v1/subscription_items", &query).await?;
    let Some(change) = change(&items.data, order, left)? else {
        return Ok(());
    };
    match client.post::<IgnoredAny>(&path, &change, None).await {
        // An item that was there a moment ago: another change came between.
        Err(Error::Unknown(what)) => Err(Error::Unavailable(format!("{what} lacks what it had"))),
        changed => changed.map(drop),
    }
}

/// What must change so that only these lines go on; none where nothing must. A line that went out before stays out:
/// whoever asks may know less than Stripe does.
fn change(items: &[Item], order: &Order, left: &[usize]) -> Result<Option<Form>, Error> {
    let (mut stay, mut tax, mut changes) = (vec![], None, vec![]);
    for item in items {
        match item.line(order)? {
            None => tax = Some(item),
            Some(line) if left.contains(&line) => stay.push(line),
            Some(_) => changes.push((item, None)),
        }
    }
    let Some(interval) = stay.first().and_then(|line| line_items::interval(&order.lines[*line])) else {
        return Err(Error::Refused(
            "the subscription has none of the lines that are left".to_owned(),
        ));
    };
    let currency = order.totals.currency;
    if let Some(item) = tax {
        let due = amount::to_stripe(line_items::recurring_tax(order, &stay), currency)?;
        if item.price.unit_amount != Some(due) {
            changes.push((item, Some(due).filter(|due| *due > 0)));
        }
    }
    if changes.is_empty() {
        return Ok(None);
    }
    let mut form = Form::new();
    // The period that runs was given back, or is paid.
    form.put("proration_behavior", "none");
    for (i, (item, amount)) in changes.into_iter().enumerate() {
        let mut put = |name: &str, value: &str| form.put(format!("items[{i}]{name}"), value);
        put("[id]", &item.id);
        let Some(amount) = amount else {
            put("[deleted]", "true");
            continue;
        };
        put("[price_data][currency]", &amount::code(currency));
        put("[price_data][product]", &item.price.product.id);
        put("[price_data][recurring][interval]", interval);
        put("[price_data][unit_amount]", &amount.to_string());
    }
    Ok(Some(form))
}

impl Item {
    /// The order's line that it collects for; none where it is tax.
    fn line(&self, order: &Order) -> Result<Option<usize>, Error> {
        let told = self.price.product.metadata.get("line").map(String::as_str);
        if told == Some(TAX) {
            return Ok(None);
        }
        let line = told.and_then(|line| line.parse().ok());
        let recurs = |line: &usize| {
            order
                .lines
                .get(*line)
                .is_some_and(|line| line_items::interval(line).is_some())
        };
        match line.filter(recurs) {
            Some(line) => Ok(Some(line)),
            None => Err(Error::Refused(format!(
                "the subscription's item {} does not say which line it is of: change it in Stripe's dashboard",
                self.id
            ))),
        }
    }
}
