//! What the fake takes: the requests' shapes, in which every unknown name is refused.

use serde::{Deserialize, Serialize};

use payments::paypal::amount::Amount;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateOrder {
    pub intent: String,
    pub purchase_units: Vec<Unit>,
    pub payment_source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub custom_id: String,
    pub invoice_id: String,
    pub amount: Total,
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    pub currency_code: String,
    pub value: String,
    pub breakdown: Breakdown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    pub item_total: Amount,
    pub tax_total: Amount,
    pub discount: Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub name: String,
    pub quantity: String,
    pub unit_amount: Amount,
    pub tax: Option<Amount>,
    pub description: Option<String>,
    pub category: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub paypal: Wallet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wallet {
    pub email_address: Option<String>,
    pub experience_context: Context,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Context {
    pub brand_name: String,
    pub shipping_preference: String,
    pub user_action: String,
    pub return_url: String,
    pub cancel_url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    pub op: String,
    pub path: String,
    pub value: String,
}

/// An empty object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    pub amount: Option<Amount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateProduct {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub category: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatePlan {
    pub product_id: String,
    pub name: String,
    pub status: String,
    pub billing_cycles: Vec<Cycle>,
    pub payment_preferences: Preferences,
    pub taxes: Option<Taxes>,
}

#[derive(Deserialize, Serialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    pub frequency: Frequency,
    pub tenure_type: String,
    pub sequence: i64,
    pub total_cycles: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pricing_scheme: Option<Pricing>,
}

#[derive(Deserialize, Serialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Frequency {
    pub interval_unit: String,
    pub interval_count: i64,
}

#[derive(Deserialize, Serialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Pricing {
    pub fixed_price: Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    pub auto_bill_outstanding: bool,
    pub payment_failure_threshold: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxes {
    pub percentage: String,
    pub inclusive: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSubscription {
    pub plan_id: String,
    pub custom_id: String,
    pub subscriber: Subscriber,
    pub application_context: Context,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscriber {
    pub email_address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    pub auth_algo: String,
    pub cert_url: String,
    pub transmission_id: String,
    pub transmission_sig: String,
    pub transmission_time: String,
    pub webhook_id: String,
    pub webhook_event: serde_json::Value,
}
