//! The fake's memory: Stripe's objects as JSON by id, made, found, expanded.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::text;
use crate::Taken;
use crate::desk::Desk;
use payments::stripe::API_VERSION;

/// A line item of a session: what is paid and whether it recurs.
#[derive(Clone)]
pub struct Line {
    pub name: String,
    pub unit: i64,
    pub quantity: i64,
    pub interval: Option<String>,
    /// Of the product that it makes.
    pub metadata: Value,
}

impl Line {
    pub fn amount(&self) -> i64 {
        self.unit * self.quantity
    }
}

pub struct Objects {
    pub desk: Arc<Desk>,
    by_id: BTreeMap<String, Value>,
    /// In the order in which they were made.
    ids: Vec<String>,
    /// Of sessions, by id.
    pub lines: BTreeMap<String, Vec<Line>>,
}

impl Objects {
    pub fn new(desk: Arc<Desk>) -> Self {
        Self {
            desk,
            by_id: BTreeMap::new(),
            ids: vec![],
            lines: BTreeMap::new(),
        }
    }

    /// An id that no other object of this or another fake has.
    pub fn id(&self, prefix: &str) -> String {
        format!("{prefix}_{}{:08}", self.desk.port(), self.desk.number())
    }

    /// Keeps an object, with its id and the time.
    pub fn add(&mut self, prefix: &str, mut object: Value) -> String {
        let id = self.id(prefix);
        object["id"] = json!(id);
        object["created"] = json!(self.desk.now().as_seconds());
        if object["object"] != "refund" && object["object"] != "subscription_item" {
            object["livemode"] = json!(false);
        }
        self.by_id.insert(id.clone(), object);
        self.ids.push(id.clone());
        id
    }

    pub fn remove(&mut self, id: &str) {
        self.by_id.remove(id);
    }

    pub fn get(&self, id: &str, kind: &str) -> Option<&Value> {
        self.by_id.get(id).filter(|object| object["object"] == kind)
    }

    /// An object that is there because another one names it.
    pub fn at(&mut self, id: &str) -> &mut Value {
        self.by_id.entry(id.to_owned()).or_insert(Value::Null)
    }

    /// All of a kind that fit, the last first.
    pub fn all(&self, kind: &str, fits: impl Fn(&Value) -> bool) -> Vec<Value> {
        let objects = self.ids.iter().rev().filter_map(|id| self.by_id.get(id));
        objects
            .filter(|object| object["object"] == kind && fits(object))
            .cloned()
            .collect()
    }

    /// Tells the shop that something happened to an object, as it stands now.
    pub fn tell(&mut self, kind: &str, id: &str) {
        let object = self.at(id).clone();
        let event = self.id("evt");
        let body = json!({
            "id": event, "object": "event", "api_version": API_VERSION, "created": self.desk.now().as_seconds(),
            "data": {"object": object}, "livemode": false, "pending_webhooks": 1,
            "request": {"id": null, "idempotency_key": null}, "type": kind,
        });
        self.desk.tell(event, kind, &body);
    }

    /// Puts objects in the place of their ids along a path such as `payment_intent.latest_charge`.
    pub fn expand(&self, value: &mut Value, path: &[&str]) {
        let [name, rest @ ..] = path else { return };
        if let Some(list) = value.as_array_mut() {
            for item in list {
                self.expand(item, path);
            }
            return;
        }
        // What is only there when it is asked for.
        if *name == "payments" && value["object"] == "invoice" {
            let id = text(value, "id").to_owned();
            let payments = self.all("invoice_payment", |payment| payment["invoice"] == id.as_str());
            value["payments"] = list("/v1/invoice_payments", payments);
        }
        let object = value[*name].as_str().and_then(|id| self.by_id.get(id)).cloned();
        if let Some(object) = object {
            value[*name] = object;
        }
        if value[*name].is_object() || value[*name].is_array() {
            self.expand(&mut value[*name], rest);
        }
    }

    /// The payment intent that a session was paid by.
    pub fn intent_of(&self, session: &str) -> Option<String> {
        let session = self.get(session, "checkout.session")?;
        if let Some(intent) = session["payment_intent"].as_str() {
            return Some(intent.to_owned());
        }
        let invoice = session["invoice"].as_str()?;
        let payments = self.all("invoice_payment", |payment| payment["invoice"] == invoice);
        let intent = payments.first()?.pointer("/payment/payment_intent")?;
        intent.as_str().map(ToOwned::to_owned)
    }

    /// All charges that came through.
    pub fn taken(&self) -> Vec<Taken> {
        let mut taken = vec![];
        for session in self.all("checkout.session", |_| true) {
            let Some(intent) = self.intent_of(text(&session, "id")) else {
                continue;
            };
            let came = |charge: &Value| charge["payment_intent"] == intent.as_str() && charge["status"] == "succeeded";
            for charge in self.all("charge", came) {
                let number = |object: &Value, name: &str| object[name].as_i64().unwrap_or_default();
                let lost = |dispute: &Value| dispute["charge"] == charge["id"] && dispute["status"] == "lost";
                let lost = self.all("dispute", lost);
                let lost: i64 = lost.iter().map(|dispute| number(dispute, "amount")).sum();
                taken.push(Taken {
                    reference: text(&session, "id").to_owned(),
                    order: session["client_reference_id"].as_str().map(ToOwned::to_owned),
                    amount: number(&charge, "amount"),
                    returned: number(&charge, "amount_refunded") + lost,
                    currency: text(&charge, "currency").to_owned(),
                });
            }
        }
        taken
    }
}

/// A list as the API gives it.
pub fn list(url: &str, data: Vec<Value>) -> Value {
    json!({"object": "list", "data": data, "has_more": false, "url": url})
}
