//! Holds our requests, and the fakes' answers, to what the providers publish: Stripe's OpenAPI parameters and example
//! objects, PayPal's OpenAPI schemas. These files are no part of the repository: `PROVIDER_SPECS` names their folder,
//! else it is looked for beside the workspace, in `../shared/specs`. Without it these tests check nothing, and say so on
//! the terminal; a folder that is named must be there, and a file that is missing in it is a failure.

#[path = "specs/schema.rs"]
mod schema;
#[path = "specs/stories.rs"]
mod stories;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use payments_fakes::Exchange;
use schema::Spec;
use serde_json::Value;

/// The folder of the specifications; none where none is named and none is beside the workspace.
///
/// # Panics
/// Where the folder that is named is missing.
fn folder(test: &str) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PROVIDER_SPECS").filter(|named| !named.is_empty()) {
        let folder = PathBuf::from(named);
        assert!(
            folder.is_dir(),
            "PROVIDER_SPECS: there is no folder {}",
            folder.display()
        );
        return Some(folder);
    }
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/specs"));
    if beside.is_dir() {
        return Some(beside);
    }
    // The test runner keeps what `println!` writes to itself.
    let said = writeln!(
        io::stderr(),
        "\nLEFT OUT: {test} checks nothing: no providers' specifications in {}. Set PROVIDER_SPECS to their folder.",
        beside.display()
    );
    said.expect("stderr takes a line");
    None
}

fn json(folder: &std::path::Path, name: &str) -> Value {
    let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What we send that is newer than Stripe's specification of 2023-08-16.
const NEWER_PARAMETERS: &[&str] = &[
    // 2024-11-20: prices in the customer's currency, which we switch off.
    "adaptive_pricing",
];
const NEWER_PATHS: &[&str] = &[
    // 2025-03-31: invoices may have several payments.
    "/v1/invoice_payments",
];

#[tokio::test]
async fn what_we_send_to_stripe_is_in_its_specification() {
    let Some(folder) = folder("what_we_send_to_stripe_is_in_its_specification") else {
        return;
    };
    let text = fs::read_to_string(folder.join("stripe/spec3-2023-08-16.yaml")).expect("the specification");
    let spec = Spec::new(serde_yaml::from_str(&text).expect("YAML"));
    let mut seen = BTreeSet::new();
    for exchange in stories::stripe().await {
        let about = format!("{} {}", exchange.method, exchange.path);
        if NEWER_PATHS.contains(&exchange.path.as_str()) {
            continue;
        }
        let (template, operation) = spec
            .operation(&exchange)
            .unwrap_or_else(|| panic!("{about}: no such path"));
        seen.insert(format!("{} {template}", exchange.method));
        spec.check_query(operation, &exchange);
        let form = exchange.form();
        if form.is_empty() {
            continue;
        }
        let schema = &operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
        let mut body = spec.coerce(schema::nested(&form), schema);
        for name in NEWER_PARAMETERS {
            body.as_object_mut().expect("an object").remove(*name);
        }
        spec.check(&body, schema, &about);
    }
    let expected = [
        "DELETE /v1/subscriptions/{subscription_exposed_id}",
        "GET /v1/checkout/sessions",
        "GET /v1/checkout/sessions/{session}",
        "GET /v1/disputes",
        "GET /v1/payment_intents/{intent}",
        "GET /v1/refunds",
        "GET /v1/subscription_items",
        "GET /v1/subscriptions/{subscription_exposed_id}",
        "POST /v1/checkout/sessions",
        "POST /v1/checkout/sessions/{session}/expire",
        "POST /v1/coupons",
        "POST /v1/refunds",
        "POST /v1/subscriptions/{subscription_exposed_id}",
    ];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

/// Objects of Stripe and what we read of them; where it may be absent, its parent is what counts.
const READ: &[(&str, &[&str])] = &[
    (
        "checkout.session",
        &[
            "/id",
            "/url",
            "/status",
            "/payment_status",
            "/amount_total",
            "/currency",
            "/client_reference_id",
            "/subscription",
            "/payment_intent",
            "/invoice",
        ],
    ),
    (
        "payment_intent",
        &["/id", "/status", "/last_payment_error", "/latest_charge"],
    ),
    (
        "charge",
        &[
            "/id",
            "/amount_refunded",
            "/disputed",
            "/payment_intent",
            "/payment_method_details/type",
        ],
    ),
    ("refund", &["/id", "/status", "/metadata", "/payment_intent"]),
    ("dispute", &["/status", "/payment_intent"]),
    ("invoice", &["/id", "/parent/subscription_details/subscription"]),
    ("invoice_payment", &["/invoice", "/payment/type"]),
    ("coupon", &["/id"]),
    ("subscription", &["/id", "/status"]),
    ("subscription_item", &["/id", "/price/product"]),
    ("price", &["/product", "/unit_amount"]),
    ("product", &["/id", "/metadata"]),
    ("event", &["/id", "/type", "/data/object"]),
];

/// What the fake has and the example objects lack, as it is there only when it is asked for or set.
const NOT_IN_EXAMPLES: &[&str] = &[
    "invoice/payments",
    "invoice_payment/payment/payment_intent",
    "payment_intent/last_payment_error/code",
    "payment_intent/last_payment_error/message",
];

#[tokio::test]
async fn the_fake_stripe_has_what_we_read_and_invents_nothing() {
    let Some(folder) = folder("the_fake_stripe_has_what_we_read_and_invents_nothing") else {
        return;
    };
    let examples = json(&folder, "stripe/fixtures3.json");
    let examples = &examples["resources"];
    let mut objects = vec![];
    for exchange in stories::stripe().await {
        collect(&exchange.answered(), &mut objects);
    }
    for event in stories::stripe_events().await {
        collect(&event, &mut objects);
    }
    for (kind, pointers) in READ {
        let ours: Vec<&Value> = objects.iter().filter(|object| object["object"] == *kind).collect();
        assert!(!ours.is_empty(), "the stories show no {kind}");
        for pointer in *pointers {
            assert!(
                examples[kind].pointer(pointer).is_some(),
                "the example {kind} has no {pointer}"
            );
            for object in &ours {
                assert!(
                    object.pointer(pointer).is_some(),
                    "the fake's {kind} has no {pointer}: {object}"
                );
            }
        }
    }
    for object in &objects {
        let kind = object["object"].as_str().unwrap_or_default();
        let example = &examples[kind];
        if example.is_object() {
            invents(object, example, kind);
        }
    }
}

/// All of Stripe's objects in an answer.
fn collect(value: &Value, objects: &mut Vec<Value>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, objects)),
        Value::Object(fields) => {
            if value["object"].is_string() && value["object"] != "list" {
                objects.push(value.clone());
            }
            fields.values().for_each(|value| collect(value, objects));
        }
        _ => {}
    }
}

fn invents(ours: &Value, example: &Value, path: &str) {
    let (Some(ours), Some(example)) = (ours.as_object(), example.as_object()) else {
        return;
    };
    for (name, value) in ours {
        let path = format!("{path}/{name}");
        if NOT_IN_EXAMPLES.contains(&path.as_str()) || example.is_empty() {
            continue;
        }
        let other = example.get(name).unwrap_or_else(|| panic!("the fake invents {path}"));
        // Objects inside are checked as what they are.
        if value["object"].is_null() {
            invents(value, other, &path);
        }
    }
}

/// Of PayPal, what is in none of the specifications that we have.
const OTHER_PATHS: &[&str] = &["/v1/oauth2/token", "/v1/customer/disputes", "/v1/payments/sale/"];

#[tokio::test]
async fn what_goes_between_us_and_paypal_is_in_its_specifications() {
    let Some(folder) = folder("what_goes_between_us_and_paypal_is_in_its_specifications") else {
        return;
    };
    let specs: Vec<Spec> = [
        "checkout_orders_v2",
        "payments_payment_v2",
        "billing_subscriptions_v1",
        "catalogs_products_v1",
        "notifications_webhooks_v1",
    ]
    .iter()
    .map(|name| Spec::new(json(&folder, &format!("paypal/{name}.json"))))
    .collect();
    let mut seen = BTreeSet::new();
    for exchange in stories::paypal().await {
        if OTHER_PATHS.iter().any(|path| exchange.path.starts_with(path)) {
            continue;
        }
        let about = format!("{} {}", exchange.method, exchange.path);
        let found = specs.iter().find_map(|spec| Some((spec, spec.operation(&exchange)?)));
        let (spec, (template, operation)) = found.unwrap_or_else(|| panic!("{about}: no such path"));
        seen.insert(format!("{} {template}", exchange.method));
        spec.check_query(operation, &exchange);
        check_body(spec, operation, &exchange, &about);
        check_answer(spec, operation, &exchange, &about);
    }
    let expected = [
        "GET /v1/billing/subscriptions/{id}",
        "GET /v1/billing/subscriptions/{id}/transactions",
        "GET /v2/checkout/orders/{id}",
        "GET /v2/payments/captures/{capture_id}",
        "GET /v2/payments/refunds/{refund_id}",
        "PATCH /v2/checkout/orders/{id}",
        "POST /v1/billing/plans",
        "POST /v1/billing/subscriptions",
        "POST /v1/billing/subscriptions/{id}/cancel",
        "POST /v1/catalogs/products",
        "POST /v1/notifications/verify-webhook-signature",
        "POST /v2/checkout/orders",
        "POST /v2/checkout/orders/{id}/capture",
        "POST /v2/payments/captures/{capture_id}/refund",
    ];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

fn check_body(spec: &Spec, operation: &Value, exchange: &Exchange, about: &str) {
    if exchange.body.is_empty() {
        return;
    }
    let body = spec.resolve(&operation["requestBody"]);
    let schema = &body["content"]["application/json"]["schema"];
    assert!(!schema.is_null(), "{about}: takes no body");
    spec.check(&exchange.json(), schema, about);
    if let Some(id) = exchange.header("paypal-request-id") {
        assert!(
            (1..=108).contains(&id.len()),
            "{about}: a request id of {} characters",
            id.len()
        );
    }
}

/// What the fake answers is what the specification says of this status.
fn check_answer(spec: &Spec, operation: &Value, exchange: &Exchange, about: &str) {
    let answer = spec.resolve(&operation["responses"][exchange.status.to_string()]);
    assert!(!answer.is_null(), "{about}: no answer of status {}", exchange.status);
    let schema = &answer["content"]["application/json"]["schema"];
    if exchange.status < 300 && !schema.is_null() {
        spec.check_answer(&exchange.answered(), schema, &format!("the answer to {about}"));
    }
}
