//! What a subscription collects with each period: items, each with a price of a product.

use serde_json::{Value, json};

use super::api::{Refusal, invalid, missing};
use super::objects::{Line, Objects, list};
use super::params::Params;
use super::text;

/// How many items a subscription shows itself; a list of their own has all.
const SHOWN: usize = 10;

/// What becomes of an item.
enum Change {
    Ends(String),
    Costs {
        item: String,
        product: String,
        interval: String,
        amount: i64,
    },
}

impl Objects {
    /// What the lines of a session bring into the subscription that it began.
    pub fn put_items(&mut self, subscription: &str, lines: &[Line], currency: &str) {
        for line in lines {
            let Some(interval) = &line.interval else { continue };
            let product = self.add(
                "prod",
                json!({"object": "product", "active": true, "metadata": line.metadata, "name": line.name}),
            );
            let price = self.price(&product, currency, interval, line.unit);
            self.add(
                "si",
                json!({
                    "object": "subscription_item", "metadata": {}, "price": price, "quantity": line.quantity,
                    "subscription": subscription,
                }),
            );
        }
        self.show_items(subscription);
    }

    /// What the next period will collect.
    pub fn next_amount(&self, subscription: &str) -> i64 {
        let found = self.get(subscription, "subscription");
        if found.is_none_or(|found| found["status"] != "active") {
            return 0;
        }
        let number = |value: &Value| value.as_i64().unwrap_or_default();
        let items = self.items(subscription).into_iter();
        items
            .map(|item| number(&item["price"]["unit_amount"]) * number(&item["quantity"]))
            .sum()
    }

    fn items(&self, subscription: &str) -> Vec<Value> {
        self.all("subscription_item", |item| item["subscription"] == subscription)
    }

    /// A new price, as its item holds it.
    fn price(&mut self, product: &str, currency: &str, interval: &str, amount: i64) -> Value {
        let id = self.add(
            "price",
            json!({
                "object": "price", "active": true, "currency": currency, "product": product,
                "recurring": {"interval": interval, "interval_count": 1}, "type": "recurring", "unit_amount": amount,
            }),
        );
        self.at(&id).clone()
    }

    /// Brings what a subscription shows in line with its items.
    fn show_items(&mut self, subscription: &str) {
        let mut items = self.items(subscription);
        let more = items.len() > SHOWN;
        items.truncate(SHOWN);
        let mut shown = list(&format!("/v1/subscription_items?subscription={subscription}"), items);
        shown["has_more"] = json!(more);
        self.at(subscription)["items"] = shown;
    }
}

/// The shop changes items of a subscription: all that it asks for, or none.
pub fn change(objects: &mut Objects, id: &str, params: &Params) -> Result<Value, Refusal> {
    let found = objects
        .get(id, "subscription")
        .cloned()
        .ok_or_else(|| missing("subscription", id))?;
    if found["status"] == "canceled" {
        let over = "A canceled subscription can only update its cancellation_details and metadata.";
        return Err(invalid(None, over));
    }
    if params.get("proration_behavior") != Some("none") {
        return Err(invalid(Some("proration_behavior"), "This fake prorates nothing."));
    }
    let changes = (0..params.count("items")).map(|i| wanted(objects, &found, params, i));
    let changes = changes.collect::<Result<Vec<_>, _>>()?;
    let ends = changes.iter().filter(|change| matches!(change, Change::Ends(_)));
    if ends.count() >= objects.items(id).len() {
        let last = "A subscription must have at least one active plan. To cancel a subscription, please use the cancel \
            API endpoint on /v1/subscriptions.";
        return Err(invalid(None, last));
    }
    for change in changes {
        match change {
            Change::Ends(item) => objects.remove(&item),
            Change::Costs {
                item,
                product,
                interval,
                amount,
            } => objects.at(&item)["price"] = objects.price(&product, text(&found, "currency"), &interval, amount),
        }
    }
    objects.show_items(id);
    objects.tell("customer.subscription.updated", id);
    Ok(objects.at(id).clone())
}

/// One change that is asked for, if it makes sense.
fn wanted(objects: &Objects, subscription: &Value, params: &Params, i: usize) -> Result<Change, Refusal> {
    let name = |rest: &str| format!("items[{i}]{rest}");
    let item = params.required(&name("[id]"))?.to_owned();
    let found = objects
        .get(&item, "subscription_item")
        .filter(|found| found["subscription"] == subscription["id"])
        .ok_or_else(|| missing("subscription_item", &item))?;
    if params.get(&name("[deleted]")) == Some("true") {
        return Ok(Change::Ends(item));
    }
    let currency = params.required(&name("[price_data][currency]"))?;
    let product = params.required(&name("[price_data][product]"))?.to_owned();
    let interval = params.required(&name("[price_data][recurring][interval]"))?.to_owned();
    let amount = params.integer(&name("[price_data][unit_amount]"))?;
    if objects.get(&product, "product").is_none() {
        return Err(missing("product", &product));
    }
    if currency != subscription["currency"] || interval != found["price"]["recurring"]["interval"] || amount < 0 {
        return Err(invalid(
            Some(&name("[price_data]")),
            "A subscription has one currency and one interval.",
        ));
    }
    Ok(Change::Costs {
        item,
        product,
        interval,
        amount,
    })
}
