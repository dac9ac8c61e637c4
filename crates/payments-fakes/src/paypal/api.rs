//! The endpoints of the fake.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use domain::{Currency, Money, Timestamp};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};

use super::books::{Books, Deal, Funding, Kind, Move, show_refund};
use super::catalogue;
use super::params::{Cancel, Context, CreateOrder, Nothing, Patch, Refund, Unit, Verify};
use super::{CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID, sign};
use crate::wire::{Exchange, Reply};
use payments::paypal::amount::Amount;

/// How long an access token lives, in seconds.
const TOKEN: i64 = 32_400;

/// An error as <https://developer.paypal.com/api/rest/responses/> describes it; `issue` says which.
pub fn problem(status: u16, issue: &str, description: &str) -> Reply {
    let name = match status {
        400 => "INVALID_REQUEST",
        401 => "AUTHENTICATION_FAILURE",
        404 => "RESOURCE_NOT_FOUND",
        _ => "UNPROCESSABLE_ENTITY",
    };
    let body = json!({
        "name": name, "message": description, "debug_id": "f4ce", "details": [{"issue": issue, "description": description}],
    });
    Reply::json(status, &body)
}

pub fn unprocessable(issue: &str) -> Reply {
    problem(422, issue, "The requested action could not be performed.")
}

pub fn missing(what: &str) -> Reply {
    problem(
        404,
        "INVALID_RESOURCE_ID",
        &format!("Specified resource `{what}` does not exist."),
    )
}

pub fn token(books: &mut Books, call: &Exchange) -> Reply {
    let basic = format!("Basic {}", BASE64.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}")));
    if call.header("authorization") != Some(&basic) {
        return Reply::json(
            401,
            &json!({"error": "invalid_client", "error_description": "Client Authentication failed"}),
        );
    }
    if call.form() != [("grant_type".to_owned(), "client_credentials".to_owned())] {
        return Reply::json(400, &json!({"error": "unsupported_grant_type"}));
    }
    let token = books.id('T');
    let end = Timestamp::from_micros(books.desk.now().as_micros() + TOKEN * 1_000_000);
    books.tokens.insert(token.clone(), end);
    Reply::json(
        200,
        &json!({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN}),
    )
}

pub fn answer(books: &mut Books, call: &Exchange) -> Reply {
    route(books, call).unwrap_or_else(|refusal| refusal)
}

fn body<T: DeserializeOwned>(call: &Exchange) -> Result<T, Reply> {
    if call.header("content-type") != Some("application/json") {
        return Err(problem(400, "UNSUPPORTED_MEDIA_TYPE", "The body must be JSON."));
    }
    serde_json::from_slice(&call.body).map_err(|error| problem(400, "INVALID_PARAMETER", &error.to_string()))
}

fn route(books: &mut Books, call: &Exchange) -> Result<Reply, Reply> {
    let segments = call.segments();
    match (call.method.as_str(), &segments[..]) {
        ("POST", ["v2", "checkout", "orders"]) => create_order(books, &body(call)?),
        ("GET", ["v2", "checkout", "orders", id]) => show(books, id, Kind::Order),
        ("PATCH", ["v2", "checkout", "orders", id]) => patch(books, id, &body::<Vec<Patch>>(call)?),
        ("POST", ["v2", "checkout", "orders", id, "capture"]) => {
            let Nothing {} = body(call)?;
            show(books, id, Kind::Order)?;
            books.capture(id).map_err(|(issue, told)| problem(422, issue, told))?;
            show(books, id, Kind::Order).map(|reply| Reply { status: 201, ..reply })
        }
        ("GET", ["v2", "payments", "captures", id]) => {
            let shown = books
                .moves
                .iter()
                .find(|moved| moved.id == *id)
                .map(|moved| books.show_move(moved));
            // A subscription's payment is none of this API's.
            let shown = shown.filter(|shown| shown["supplementary_data"].is_object());
            shown.map(|shown| Reply::json(200, &shown)).ok_or_else(|| missing(id))
        }
        ("GET", ["v1", "payments", "sale", id]) => {
            let found = books
                .moves
                .iter()
                .find(|moved| moved.id == *id && moved.id.starts_with('S'));
            found
                .map(|moved| Reply::json(200, &books.show_sale(moved)))
                .ok_or_else(|| missing(id))
        }
        ("POST", ["v2", "payments", "captures", id, "refund"]) => refund(books, id, &body(call)?),
        ("GET", ["v2", "payments", "refunds", id]) => {
            let refund = |moved: &Move| {
                let (id, minor) = moved.refunds.iter().find(|(refund, _)| refund == id)?;
                Some(show_refund(id, Money::new(*minor, moved.amount.currency), moved, books))
            };
            let shown = books.moves.iter().find_map(refund);
            shown.map(|shown| Reply::json(200, &shown)).ok_or_else(|| missing(id))
        }
        ("POST", ["v1", "catalogs", "products"]) => catalogue::create_product(books, body(call)?),
        ("POST", ["v1", "billing", "plans"]) => catalogue::create_plan(books, body(call)?),
        ("POST", ["v1", "billing", "subscriptions"]) => catalogue::create_subscription(books, body(call)?),
        ("GET", ["v1", "billing", "subscriptions", id]) => show(books, id, Kind::Subscription),
        ("GET", ["v1", "billing", "subscriptions", id, "transactions"]) => catalogue::transactions(books, id, call),
        ("POST", ["v1", "billing", "subscriptions", id, "cancel"]) => {
            let cancel: Cancel = body(call)?;
            if cancel.reason.is_empty() || cancel.reason.len() > 128 {
                return Err(problem(
                    400,
                    "INVALID_STRING_LENGTH",
                    "A reason of 1 to 128 characters.",
                ));
            }
            match books.end(id).map_err(|_| missing(id))? {
                true => Ok(Reply::empty(204)),
                false => Err(unprocessable("SUBSCRIPTION_STATUS_INVALID")),
            }
        }
        ("GET", ["v1", "customer", "disputes"]) => Ok(disputes(books, call)),
        ("POST", ["v1", "notifications", "verify-webhook-signature"]) => verify(call),
        _ => Err(missing(&call.path)),
    }
}

pub fn show(books: &Books, id: &str, kind: Kind) -> Result<Reply, Reply> {
    let found = books.deals.iter().find(|deal| deal.id == id && deal.kind == kind);
    found
        .map(|deal| Reply::json(200, &books.show(deal)))
        .ok_or_else(|| missing(id))
}

pub fn money(amount: &Amount, currency: &str) -> Result<i64, Reply> {
    if amount.currency_code != currency {
        return Err(unprocessable("CURRENCY_MISMATCH"));
    }
    match amount.money() {
        Ok(money) if money.amount >= 0 => Ok(money.amount),
        _ => Err(unprocessable("DECIMAL_PRECISION")),
    }
}

pub fn context(context: &Context, actions: &[&str]) -> Result<(), Reply> {
    let urls = [&context.return_url, &context.cancel_url];
    let good = actions.contains(&context.user_action.as_str())
        && ["GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS"].contains(&context.shipping_preference.as_str())
        && urls.into_iter().all(|url| reqwest::Url::parse(url).is_ok())
        && !context.brand_name.is_empty();
    if good {
        Ok(())
    } else {
        Err(problem(400, "INVALID_PARAMETER_VALUE", "The context is not valid."))
    }
}

fn create_order(books: &mut Books, order: &CreateOrder) -> Result<Reply, Reply> {
    let [unit] = &order.purchase_units[..] else {
        return Err(problem(400, "INVALID_ARRAY_LENGTH", "One purchase unit."));
    };
    if order.intent != "CAPTURE" {
        return Err(problem(400, "INVALID_PARAMETER_VALUE", "The intent is not CAPTURE."));
    }
    context(
        &order.payment_source.paypal.experience_context,
        &["CONTINUE", "PAY_NOW"],
    )?;
    if order
        .payment_source
        .paypal
        .email_address
        .as_deref()
        .is_some_and(|email| !email.contains('@'))
    {
        return Err(problem(
            400,
            "INVALID_PARAMETER_SYNTAX",
            "The e-mail address is not valid.",
        ));
    }
    let price = add_up(unit)?;
    let mut rows = vec![];
    for item in &unit.items {
        let told = item
            .description
            .as_ref()
            .map_or(String::new(), |told| format!(" ({told})"));
        rows.push((format!("{}{told}", item.name), item.unit_amount.value.clone()));
    }
    rows.push(("Tax".to_owned(), unit.amount.breakdown.tax_total.value.clone()));
    rows.push(("Discount".to_owned(), unit.amount.breakdown.discount.value.clone()));
    let deal = Deal {
        id: books.id('O'),
        kind: Kind::Order,
        status: "PAYER_ACTION_REQUIRED",
        custom_id: unit.custom_id.clone(),
        invoice_id: unit.invoice_id.clone(),
        price,
        rows,
        context: order.payment_source.paypal.experience_context.clone(),
        funding: Funding::Good,
        plan: String::new(),
        created: books.desk.now(),
        updated: books.desk.now(),
    };
    Ok(begin(books, deal))
}

pub fn begin(books: &mut Books, deal: Deal) -> Reply {
    let shown = books.show(&deal);
    books.deals.push(deal);
    Reply::json(201, &shown)
}

/// What a purchase unit comes to, where all of its sums are right.
fn add_up(unit: &Unit) -> Result<Money, Reply> {
    let currency = unit.amount.currency_code.as_str();
    let code: Currency = currency.parse().map_err(|_| unprocessable("INVALID_CURRENCY_CODE"))?;
    let (mut items, mut taxes) = (0, 0);
    for item in &unit.items {
        let quantity: i64 = item.quantity.parse().unwrap_or(0);
        let category = item.category.as_deref().unwrap_or("DIGITAL_GOODS");
        if quantity < 1 || item.name.is_empty() || item.name.chars().count() > 127 || category != "DIGITAL_GOODS" {
            return Err(problem(400, "INVALID_PARAMETER_VALUE", "An item is not valid."));
        }
        items += quantity * money(&item.unit_amount, currency)?;
        if let Some(tax) = &item.tax {
            taxes += quantity * money(tax, currency)?;
        }
    }
    let breakdown = &unit.amount.breakdown;
    let total = Amount {
        currency_code: currency.to_owned(),
        value: unit.amount.value.clone(),
    };
    let total = money(&total, currency)?;
    let tax = money(&breakdown.tax_total, currency)?;
    if items != money(&breakdown.item_total, currency)? {
        Err(unprocessable("ITEM_TOTAL_MISMATCH"))
    } else if taxes != tax {
        Err(unprocessable("TAX_TOTAL_MISMATCH"))
    } else if total != items + tax - money(&breakdown.discount, currency)? {
        Err(unprocessable("AMOUNT_MISMATCH"))
    } else if total == 0 {
        Err(unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE"))
    } else {
        Ok(Money::new(total, code))
    }
}

fn patch(books: &mut Books, id: &str, patches: &[Patch]) -> Result<Reply, Reply> {
    show(books, id, Kind::Order)?;
    let deal = books.deal(id).map_err(|_| missing(id))?;
    if !matches!(deal.status, "PAYER_ACTION_REQUIRED" | "CREATED" | "APPROVED") {
        return Err(unprocessable("ORDER_ALREADY_COMPLETED"));
    }
    for patch in patches {
        if patch.op != "replace" || patch.path != "/purchase_units/@reference_id=='default'/custom_id" {
            return Err(unprocessable("NOT_PATCHABLE"));
        }
        deal.custom_id.clone_from(&patch.value);
    }
    Ok(Reply::empty(204))
}

fn refund(books: &mut Books, id: &str, refund: &Refund) -> Result<Reply, Reply> {
    let moved = books
        .moves
        .iter()
        .find(|moved| moved.id == id)
        .ok_or_else(|| missing(id))?;
    let currency = moved.amount.currency;
    let amount = refund
        .amount
        .as_ref()
        .map(|amount| money(amount, currency.code()))
        .transpose()?;
    let shown = books.refund(id, amount).map_err(unprocessable)?;
    Ok(Reply::json(201, &shown))
}

fn disputes(books: &Books, call: &Exchange) -> Reply {
    let of = call.param("disputed_transaction_id").unwrap_or_default();
    let found = books.disputes.iter().filter(|dispute| dispute.transaction == of);
    let items: Vec<Value> = found
        .map(|dispute| json!({"dispute_id": dispute.id, "status": dispute.status}))
        .collect();
    Reply::json(200, &json!({"items": items, "links": []}))
}

/// Over the event's bytes as they came in the request.
fn verify(call: &Exchange) -> Result<Reply, Reply> {
    let asked: Verify = body(call)?;
    let text = String::from_utf8_lossy(&call.body).into_owned();
    let name = "\"webhook_event\":";
    let rest = text.split_once(name).map_or("", |(_, rest)| rest);
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    values.next();
    let raw = &rest.as_bytes()[..values.byte_offset()];
    let good = asked.webhook_event.is_object()
        && asked.webhook_id == WEBHOOK_ID
        && asked.auth_algo == "SHA256withRSA"
        && asked.cert_url.ends_with("/v1/notifications/certs/CERT-FAKE")
        && asked.transmission_sig == sign(&asked.transmission_id, &asked.transmission_time, raw);
    let status = if good { "SUCCESS" } else { "FAILURE" };
    Ok(Reply::json(200, &json!({ "verification_status": status })))
}
