//! The fakes' controls over HTTP, for tests in other languages: `POST /_control/{verb}` with a JSON object, and
//! `GET /_control/state`.
//!
//! | verb | fields |
//! |---|---|
//! | `pay` `decline` `pay_later` `expire` `dispute` | `reference`, or `order` for the payment last begun for it |
//! | `settle` | the same and `good` |
//! | `refund` | the same and `amount` |
//! | `end_dispute` | the same and `won` |
//! | `webhooks` | `auto`, `copies` |
//! | `deliver` | `event`: an id; without it all that were not taken, with `reverse` the last first |
//! | `fail` | `count`, `status`, `lost` |

use serde::Deserialize;
use serde_json::{Value, json};

use super::desk::Failure;
use super::server::Api;
use super::wire::{Exchange, Reply};

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Order {
    reference: Option<String>,
    order: Option<String>,
    good: bool,
    won: bool,
    amount: i64,
    auto: bool,
    copies: Option<u32>,
    event: Option<String>,
    reverse: bool,
    count: Option<usize>,
    status: Option<u16>,
    lost: bool,
}

pub async fn answer(fake: &dyn Api, call: &Exchange) -> Reply {
    let verb = call.path.trim_start_matches("/_control/");
    if call.method == "GET" && verb == "state" {
        return Reply::json(200, &state(fake));
    }
    let told = if call.body.is_empty() {
        Ok(Order::default())
    } else {
        serde_json::from_slice(&call.body).map_err(|error| error.to_string())
    };
    let done = match told {
        Ok(order) => carry_out(fake, verb, &order).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Reply::json(200, &state(fake)),
        Err(error) => Reply::json(409, &json!({ "error": error })),
    }
}

async fn carry_out(fake: &dyn Api, verb: &str, told: &Order) -> Result<(), String> {
    let reference = || {
        let named = told.reference.clone();
        let found = || told.order.as_deref().and_then(|order| fake.find(order));
        named.or_else(found).ok_or_else(|| "no such payment".to_owned())
    };
    match verb {
        "pay" => fake.pay(&reference()?),
        "decline" => fake.decline(&reference()?),
        "pay_later" => fake.pay_later(&reference()?),
        "settle" => fake.settle(&reference()?, told.good),
        "expire" => fake.expire(&reference()?),
        "refund" => fake.refund(&reference()?, told.amount),
        "dispute" => fake.dispute(&reference()?),
        "end_dispute" => fake.end_dispute(&reference()?, told.won),
        "webhooks" => {
            fake.desk().send(told.auto, told.copies.unwrap_or(1));
            Ok(())
        }
        "deliver" => deliver(fake, told).await,
        "fail" => {
            let status = told.status.unwrap_or(500);
            let failure = if told.lost {
                Failure::Lost(status)
            } else {
                Failure::Refused(status)
            };
            fake.fail(vec![failure; told.count.unwrap_or(1)]);
            Ok(())
        }
        _ => Err(format!("no such control: {verb}")),
    }
}

async fn deliver(fake: &dyn Api, told: &Order) -> Result<(), String> {
    let mut events = fake.events();
    match &told.event {
        Some(id) => events.retain(|notice| notice.id == *id),
        None => events.retain(|notice| notice.taken == 0),
    }
    if told.reverse {
        events.reverse();
    }
    for notice in &events {
        match fake.deliver(notice).await? {
            200..300 => {}
            status => return Err(format!("{} was answered {status}", notice.id)),
        }
    }
    Ok(())
}

/// Everything a test may want to look at.
fn state(fake: &dyn Api) -> Value {
    let events = fake.events();
    let events: Vec<Value> = events
        .iter()
        .map(|notice| json!({"id": notice.id, "kind": notice.kind, "taken": notice.taken}))
        .collect();
    let charges = fake.charges();
    let charges: Vec<Value> = charges
        .iter()
        .map(|taken| {
            let (reference, order) = (&taken.reference, &taken.order);
            json!({
                "reference": reference, "order": order, "amount": taken.amount, "returned": taken.returned,
                "currency": taken.currency,
            })
        })
        .collect();
    json!({
        "events": events, "charges": charges, "subscriptions": fake.subscriptions(),
        "requests": fake.exchanges().len(),
    })
}
