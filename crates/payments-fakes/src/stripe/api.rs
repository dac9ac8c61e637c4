//! The endpoints of the fake.

use serde_json::{Value, json};

use super::items;
use super::objects::{Line, Objects, list};
use super::params::{self, Params};
use super::text;
use crate::wire::{Exchange, Reply};

/// Why a request is refused, as the API says it.
pub struct Refusal(Reply);

/// An error as <https://docs.stripe.com/api/errors> describes it.
pub fn problem(status: u16, kind: &str, param: Option<&str>, message: &str) -> Reply {
    let code = match status {
        404 => Some("resource_missing"),
        _ if message.contains("already been refunded") => Some("charge_already_refunded"),
        _ => None,
    };
    let error = json!({"type": kind, "code": code, "message": message, "param": param});
    Reply::json(status, &json!({ "error": error }))
}

pub fn invalid(param: Option<&str>, message: &str) -> Refusal {
    Refusal(problem(400, "invalid_request_error", param, message))
}

pub fn missing(what: &str, id: &str) -> Refusal {
    let message = format!("No such {what}: '{id}'");
    Refusal(problem(404, "invalid_request_error", None, &message))
}

pub fn answer(objects: &mut Objects, call: &Exchange) -> Reply {
    match route(objects, call) {
        Ok(value) => Reply::json(200, &value),
        Err(Refusal(reply)) => reply,
    }
}

fn route(objects: &mut Objects, call: &Exchange) -> Result<Value, Refusal> {
    let ["v1", path @ ..] = &call.segments()[..] else {
        return Err(missing("path", &call.path));
    };
    let form = |known| Params::take(call.form(), known);
    let query = |known| Params::take(call.query.clone(), known);
    match (call.method.as_str(), path) {
        ("POST", ["checkout", "sessions"]) => create(objects, &form(params::SESSION)?),
        ("GET", ["checkout", "sessions"]) => listed(objects, "checkout.session", call, &query(params::LIST)?),
        ("GET", ["checkout", "sessions", id]) => one(objects, "checkout.session", id, &query(params::EXPAND)?),
        ("POST", ["checkout", "sessions", id, "expire"]) => expire(objects, id, &form(params::EXPAND)?),
        ("POST", ["coupons"]) => coupon(objects, &form(params::COUPON)?),
        ("POST", ["refunds"]) => refund(objects, &form(params::REFUND)?),
        ("GET", ["refunds"]) => listed(objects, "refund", call, &query(params::LIST)?),
        ("GET", ["disputes"]) => listed(objects, "dispute", call, &query(params::LIST)?),
        ("GET", ["invoice_payments"]) => listed(objects, "invoice_payment", call, &query(params::LIST)?),
        ("GET", ["subscriptions", id]) => one(objects, "subscription", id, &query(params::EXPAND)?),
        ("POST", ["subscriptions", id]) => items::change(objects, id, &form(params::SUBSCRIPTION)?),
        ("DELETE", ["subscriptions", id]) => end(objects, id),
        ("GET", ["subscription_items"]) => {
            let query = query(params::LIST)?;
            query.required("subscription")?;
            listed(objects, "subscription_item", call, &query)
        }
        ("GET", ["payment_intents", id]) => one(objects, "payment_intent", id, &query(params::EXPAND)?),
        _ => Err(missing("path", &call.path)),
    }
}

fn one(objects: &Objects, kind: &str, id: &str, params: &Params) -> Result<Value, Refusal> {
    let mut object = objects.get(id, kind).cloned().ok_or_else(|| missing(kind, id))?;
    for path in params.expand() {
        objects.expand(&mut object, &path.split('.').collect::<Vec<_>>());
    }
    Ok(object)
}

fn listed(objects: &Objects, kind: &str, call: &Exchange, params: &Params) -> Result<Value, Refusal> {
    let same = |object: &Value, name: &str, pointer: &str| {
        let wanted = params.get(name);
        wanted.is_none_or(|wanted| object.pointer(pointer).is_some_and(|found| found == wanted))
    };
    let fits = |object: &Value| {
        same(object, "payment_intent", "/payment_intent")
            && same(object, "subscription", "/subscription")
            && same(object, "invoice", "/invoice")
            && same(object, "payment[payment_intent]", "/payment/payment_intent")
    };
    let limit = params.get("limit").map_or(10, |limit| limit.parse().unwrap_or(0));
    if !(1..=100).contains(&limit) {
        return Err(invalid(Some("limit"), "Invalid limit"));
    }
    let data = objects.all(kind, fits).into_iter().take(limit).collect();
    let mut found = list(&call.path, data);
    for path in params.expand() {
        objects.expand(&mut found, &path.split('.').collect::<Vec<_>>());
    }
    Ok(found)
}

fn create(objects: &mut Objects, params: &Params) -> Result<Value, Refusal> {
    let mode = params.required("mode")?;
    let success_url = params.required("success_url")?;
    for (name, url) in [
        ("success_url", Some(success_url)),
        ("cancel_url", params.get("cancel_url")),
    ] {
        if url.is_some_and(|url| reqwest::Url::parse(url).is_err()) {
            return Err(invalid(Some(name), "Not a valid URL"));
        }
    }
    if params.get("customer_email").is_some_and(|email| !email.contains('@')) {
        return Err(invalid(Some("customer_email"), "Invalid email address"));
    }
    let (lines, currency) = lines(params)?;
    agree(mode, &lines, params)?;
    let subtotal: i64 = lines.iter().map(Line::amount).sum();
    let off = match params.get("discounts[0][coupon]") {
        Some(coupon) => redeem(objects, coupon, &currency)?.min(subtotal),
        None => 0,
    };
    let total = subtotal - off;
    if (1..50).contains(&total) {
        return Err(invalid(
            None,
            "The Checkout Session's total amount due must add up to at least $0.50",
        ));
    }
    let expires = objects.desk.now().as_seconds() + 86_400;
    let session = json!({
        "object": "checkout.session", "adaptive_pricing": {"enabled": false}, "amount_subtotal": subtotal,
        "amount_total": total, "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"), "currency": currency, "customer": null,
        "customer_details": null, "customer_email": params.get("customer_email"), "expires_at": expires,
        "invoice": null, "metadata": params.below("metadata"), "mode": mode, "payment_intent": null,
        "payment_method_types": ["card"], "payment_status": "unpaid", "status": "open", "subscription": null,
        "success_url": success_url,
        "total_details": {"amount_discount": off, "amount_shipping": 0, "amount_tax": 0},
    });
    let id = objects.add("cs_test", session);
    objects.at(&id)["url"] = json!(format!("{}/pay/{id}", objects.desk.url()));
    objects.lines.insert(id.clone(), lines);
    Ok(objects.at(&id).clone())
}

fn lines(params: &Params) -> Result<(Vec<Line>, String), Refusal> {
    let mut lines = vec![];
    let mut currency = String::new();
    for i in 0..params.count("line_items") {
        let name = |rest: &str| format!("line_items[{i}]{rest}");
        let quantity = params.integer(&name("[quantity]"))?;
        let amount = params.integer(&name("[price_data][unit_amount]"))?;
        if quantity < 1 || amount < 0 {
            return Err(invalid(Some(&name("[quantity]")), "Invalid line item"));
        }
        let code = params.required(&name("[price_data][currency]"))?;
        if code.len() != 3 || (!currency.is_empty() && currency != code) {
            return Err(invalid(
                Some(&name("[price_data][currency]")),
                "Line items must be of one currency",
            ));
        }
        code.clone_into(&mut currency);
        let interval = params.get(&name("[price_data][recurring][interval]"));
        lines.push(Line {
            name: params.required(&name("[price_data][product_data][name]"))?.to_owned(),
            unit: amount,
            quantity,
            interval: interval.map(ToOwned::to_owned),
            metadata: params.below(&name("[price_data][product_data][metadata]")),
        });
    }
    if lines.is_empty() {
        return Err(invalid(Some("line_items"), "Missing required param: line_items."));
    }
    Ok((lines, currency))
}

/// What the mode allows.
fn agree(mode: &str, lines: &[Line], params: &Params) -> Result<(), Refusal> {
    let recurring: Vec<_> = lines.iter().filter_map(|line| line.interval.as_deref()).collect();
    let (good, other) = match mode {
        "payment" => (recurring.is_empty() && lines.len() <= 100, "subscription_data"),
        "subscription" => {
            let one = recurring
                .first()
                .is_some_and(|first| recurring.iter().all(|interval| interval == first));
            let fits = recurring.len() <= 20 && lines.len() - recurring.len() <= 20;
            (one && fits, "payment_intent_data")
        }
        _ => (false, "setup_intent_data"),
    };
    if !good {
        return Err(invalid(
            Some("line_items"),
            &format!("These line items do not fit mode `{mode}`."),
        ));
    }
    if params.has_below(other) {
        return Err(invalid(
            Some(other),
            &format!("You can not pass `{other}` in `{mode}` mode."),
        ));
    }
    Ok(())
}

fn redeem(objects: &mut Objects, coupon: &str, currency: &str) -> Result<i64, Refusal> {
    let found = objects
        .get(coupon, "coupon")
        .cloned()
        .ok_or_else(|| missing("coupon", coupon))?;
    if found["currency"] != currency {
        return Err(invalid(Some("discounts"), "The coupon is in another currency"));
    }
    if found["times_redeemed"] != 0 {
        return Err(invalid(Some("discounts"), "The coupon was used up"));
    }
    objects.at(coupon)["times_redeemed"] = json!(1);
    Ok(found["amount_off"].as_i64().unwrap_or_default())
}

fn coupon(objects: &mut Objects, params: &Params) -> Result<Value, Refusal> {
    let (amount, currency) = (params.integer("amount_off")?, params.required("currency")?);
    let name = params.get("name");
    if amount < 1 || name.is_some_and(|name| name.chars().count() > 40) {
        return Err(invalid(Some("amount_off"), "Invalid coupon"));
    }
    let coupon = json!({
        "object": "coupon", "amount_off": amount, "currency": currency, "duration": params.required("duration")?,
        "max_redemptions": params.integer("max_redemptions").unwrap_or(1), "metadata": params.below("metadata"),
        "name": name, "times_redeemed": 0, "valid": true,
    });
    let id = objects.add("cpn", coupon);
    Ok(objects.at(&id).clone())
}

fn expire(objects: &mut Objects, id: &str, params: &Params) -> Result<Value, Refusal> {
    one(objects, "checkout.session", id, params)?;
    let closed = "Only Checkout Sessions with a status in [\"open\"] can be expired.";
    objects.expire(id).map_err(|_| invalid(None, closed))?;
    one(objects, "checkout.session", id, params)
}

/// One that has ended is no longer found.
fn end(objects: &mut Objects, id: &str) -> Result<Value, Refusal> {
    let found = objects.get(id, "subscription");
    if found.is_none_or(|found| found["status"] == "canceled") {
        return Err(missing("subscription", id));
    }
    objects.end(id);
    Ok(objects.at(id).clone())
}

fn refund(objects: &mut Objects, params: &Params) -> Result<Value, Refusal> {
    let intent = params.required("payment_intent")?;
    let amount = params.integer("amount")?;
    let found = objects
        .get(intent, "payment_intent")
        .ok_or_else(|| missing("payment_intent", intent))?;
    if text(found, "status") != "succeeded" {
        return Err(invalid(
            None,
            "This PaymentIntent does not have a successful charge to refund.",
        ));
    }
    let made = objects.refund(intent, amount, &params.below("metadata"));
    let id = made.map_err(|message| invalid(None, &message))?;
    Ok(objects.at(&id).clone())
}
