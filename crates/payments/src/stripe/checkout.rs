//! A payment as a Checkout session: begun, asked about, ended.

use domain::account::mailbox;
use domain::order::Order;
use serde::Deserialize;

use super::amount;
use super::client::{Client, List};
use super::form::Form;
use super::line_items::{LineItem, SessionCharges, TAX};
use super::read::{Disputed, Intent, Session};
use crate::{Error, Payment, ReturnUrls, Started, http};

/// Begins a payment. Everything that is sent follows from the parameters, or the idempotency key would be refused.
///
/// # Errors
/// [`Error`].
pub async fn start(client: &Client, order: &Order, attempt: u32, back: &ReturnUrls) -> Result<Started, Error> {
    #[derive(Deserialize)]
    struct Created {
        id: String,
        url: Option<String>,
    }

    let charges = SessionCharges::of(order)?;
    let key = format!("{}-{attempt}", order.id);
    let coupon = match charges.first_charge_discount {
        0 => None,
        off => Some(coupon(client, order, off, &key).await?),
    };
    let form = session(order, attempt, back, &charges, coupon.as_deref())?;
    let created: Created = client.post("/v1/checkout/sessions", &form, Some(&key)).await?;
    let url = created
        .url
        .ok_or_else(|| Error::Refused("Stripe gave a session without a page".to_owned()))?;
    Ok(Started {
        reference: created.id,
        url,
    })
}

/// What the first period costs less, as a coupon for this payment alone.
async fn coupon(client: &Client, order: &Order, off: i64, key: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Created {
        id: String,
    }

    let mut form = Form::new();
    form.put("amount_off", amount::to_stripe(off, order.totals.currency)?);
    form.put("currency", amount::code(order.totals.currency));
    form.put("duration", "once");
    form.put("max_redemptions", 1);
    let name = order.discount_code.as_deref().unwrap_or("Discount");
    form.put("name", http::cut(name, 40));
    form.put("metadata[order]", &order.id);
    let key = format!("{key}-coupon");
    let created: Created = client.post("/v1/coupons", &form, Some(&key)).await?;
    Ok(created.id)
}

fn session(
    order: &Order,
    attempt: u32,
    back: &ReturnUrls,
    charges: &SessionCharges,
    coupon: Option<&str>,
) -> Result<Form, Error> {
    let mut form = Form::new();
    let (mode, of_mode) = match charges.interval {
        Some(_) => ("subscription", "subscription_data"),
        None => ("payment", "payment_intent_data"),
    };
    form.put("mode", mode);
    form.put("client_reference_id", &order.id);
    form.put("customer_email", mailbox(&order.buyer.email));
    form.put("success_url", &back.done);
    form.put("cancel_url", &back.canceled);
    form.put("metadata[order]", &order.id);
    form.put("metadata[attempt]", attempt);
    form.put(format!("{of_mode}[metadata][order]"), &order.id);
    // Prices in the customer's currency would not be the order's.
    form.put("adaptive_pricing[enabled]", false);
    for (i, item) in charges.items.iter().enumerate() {
        line_item(&mut form, i, item, charges.interval, order)?;
    }
    if let Some(coupon) = coupon {
        form.put("discounts[0][coupon]", coupon);
    }
    Ok(form)
}

fn line_item(form: &mut Form, i: usize, item: &LineItem, interval: Option<&str>, order: &Order) -> Result<(), Error> {
    let currency = order.totals.currency;
    let mut put = |name: &str, value: &str| form.put(format!("line_items[{i}]{name}"), value);
    put("[quantity]", "1");
    put("[price_data][currency]", &amount::code(currency));
    put(
        "[price_data][unit_amount]",
        &amount::to_stripe(item.amount, currency)?.to_string(),
    );
    put("[price_data][product_data][name]", &http::cut(&item.name, 250));
    // By this its item is found when a part of a subscription ends.
    let line = item.line.map_or_else(|| TAX.to_owned(), |line| line.to_string());
    put("[price_data][product_data][metadata][line]", &line);
    if let Some(description) = &item.description {
        put("[price_data][product_data][description]", description);
    }
    if let Some(interval) = interval.filter(|_| item.recurring) {
        put("[price_data][recurring][interval]", interval);
    }
    Ok(())
}

/// A session with what it was paid by.
///
/// # Errors
/// [`Error`].
pub async fn read(client: &Client, reference: &str) -> Result<Session, Error> {
    let path = format!("/v1/checkout/sessions/{}", http::segment(reference)?);
    let expand = [
        ("expand[]", "payment_intent.latest_charge"),
        ("expand[]", "invoice.payments"),
    ];
    client.get(&path, &expand).await
}

/// How a payment stands.
///
/// # Errors
/// [`Error`].
pub async fn fetch(client: &Client, reference: &str) -> Result<Payment, Error> {
    let mut session = read(client, reference).await?;
    if session.payment_intent.is_none()
        && let Some(id) = session.invoice_intent()
    {
        let path = format!("/v1/payment_intents/{}", http::segment(id)?);
        let intent: Intent = client.get(&path, &[("expand[]", "latest_charge")]).await?;
        session.payment_intent = Some(intent);
    }
    let disputes = match &session.payment_intent {
        // It stays true of a charge whose dispute was won; the disputes themselves know better.
        Some(intent) if intent.is_disputed() => {
            let query = [("payment_intent", intent.id.as_str()), ("limit", "100")];
            client.get::<List<Disputed>>("/v1/disputes", &query).await?.data
        }
        _ => vec![],
    };
    session.into_payment(&disputes)
}

/// Closes a session's page. One that is closed already stays as it is.
///
/// # Errors
/// [`Error`].
pub async fn cancel(client: &Client, reference: &str) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct SessionStatus {
        status: Option<String>,
    }

    let path = format!("/v1/checkout/sessions/{}", http::segment(reference)?);
    let expired: Result<SessionStatus, Error> = client.post(&format!("{path}/expire"), &Form::new(), None).await;
    let why = match expired {
        Err(Error::Refused(why)) => why,
        // Of another account, or long forgotten: nobody can pay on it.
        Err(Error::Unknown(_)) => return Ok(()),
        other => return other.map(|_| ()),
    };
    let stands: SessionStatus = client.get(&path, &[]).await?;
    match stands.status.as_deref() {
        Some("complete" | "expired") => Ok(()),
        _ => Err(Error::Refused(why)),
    }
}
