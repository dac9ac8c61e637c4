//! The fake's memory: orders, subscriptions and the money that moved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{Money, Timestamp};
use serde_json::{Value, json};

use super::params::{Context, Cycle};
use crate::Taken;
use crate::desk::Desk;
use payments::paypal::amount::Amount;

/// What the customer pays by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Funding {
    Good,
    /// Refused when it is used.
    Declined,
    /// An eCheck, which takes days.
    Later,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Order,
    Subscription,
}

/// An order or a subscription.
#[derive(Clone)]
pub struct Deal {
    pub id: String,
    pub kind: Kind,
    pub status: &'static str,
    pub custom_id: String,
    pub invoice_id: String,
    /// What is paid now.
    pub price: Money,
    /// As the customer sees it.
    pub rows: Vec<(String, String)>,
    pub context: Context,
    pub funding: Funding,
    /// Of a subscription.
    pub plan: String,
    pub created: Timestamp,
    pub updated: Timestamp,
}

/// Money that was to move from a customer: a capture of an order, a payment of a subscription.
#[derive(Clone)]
pub struct Move {
    pub id: String,
    pub deal: String,
    pub status: &'static str,
    pub amount: Money,
    pub at: Timestamp,
    /// Ids and amounts.
    pub refunds: Vec<(String, i64)>,
    /// Whether the money came, whatever became of it.
    pub came: bool,
}

pub struct Dispute {
    pub id: String,
    pub transaction: String,
    pub status: &'static str,
}

pub struct Books {
    pub desk: Arc<Desk>,
    /// With their ends.
    pub tokens: BTreeMap<String, Timestamp>,
    pub deals: Vec<Deal>,
    pub moves: Vec<Move>,
    pub products: BTreeSet<String>,
    pub plans: BTreeMap<String, Vec<Cycle>>,
    pub disputes: Vec<Dispute>,
}

pub fn amount(money: Money) -> Value {
    json!(Amount::of(money).unwrap_or_else(|_| Amount {
        currency_code: money.currency.code().to_owned(),
        value: money.to_plain(),
    }))
}

impl Books {
    pub fn new(desk: Arc<Desk>) -> Self {
        Self {
            desk,
            tokens: BTreeMap::new(),
            deals: vec![],
            moves: vec![],
            products: BTreeSet::new(),
            plans: BTreeMap::new(),
            disputes: vec![],
        }
    }

    /// An id of 17 capitals and digits that nothing else of this or another fake has.
    pub fn id(&self, prefix: char) -> String {
        format!("{prefix}{:0>5}{:0>11}", self.desk.port(), self.desk.number())
    }

    pub fn deal(&mut self, id: &str) -> Result<&mut Deal, String> {
        let found = self.deals.iter_mut().find(|deal| deal.id == id);
        found.ok_or_else(|| format!("there is no payment {id}"))
    }

    pub fn moves_of<'a>(&'a self, deal: &'a str) -> impl Iterator<Item = &'a Move> {
        self.moves.iter().filter(move |moved| moved.deal == deal)
    }

    /// The id of the money that came for a deal.
    pub fn paid(&self, deal: &str) -> Option<String> {
        self.moves_of(deal)
            .find(|moved| moved.came)
            .map(|moved| moved.id.clone())
    }

    pub fn taken(&self) -> Vec<Taken> {
        let came = self.moves.iter().filter(|moved| moved.came);
        came.map(|moved| {
            let deal = self.deals.iter().find(|deal| deal.id == moved.deal);
            Taken {
                reference: deal.map_or_else(String::new, Deal::reference),
                order: deal.map(|deal| deal.custom_id.clone()),
                amount: moved.amount.amount,
                returned: moved.refunds.iter().map(|(_, minor)| minor).sum(),
                currency: moved.amount.currency.code().to_owned(),
            }
        })
        .collect()
    }

    pub fn find(&self, order: &str) -> Option<String> {
        let deals = self.deals.iter().rev();
        deals
            .into_iter()
            .find(|deal| deal.custom_id == order)
            .map(Deal::reference)
    }

    /// Tells the shop that something happened.
    pub fn tell(&self, kind: &str, resource_type: &str, resource: &Value) {
        let id = format!("WH-{}", self.id('E'));
        let body = json!({
            "id": id, "event_version": "1.0", "create_time": self.desk.now().to_string(), "event_type": kind,
            "resource_type": resource_type, "resource_version": "2.0", "summary": "", "resource": resource,
            "links": [],
        });
        self.desk.tell(id, kind, &body);
    }

    /// An order or subscription as the API gives it.
    pub fn show(&self, deal: &Deal) -> Value {
        match deal.kind {
            Kind::Order => self.show_order(deal),
            Kind::Subscription => self.show_subscription(deal),
        }
    }

    fn page(&self, deal: &Deal) -> String {
        format!("{}/checkoutnow?token={}", self.desk.url(), deal.id)
    }

    fn show_order(&self, deal: &Deal) -> Value {
        let mut unit = json!({
            "reference_id": "default", "amount": amount(deal.price), "custom_id": deal.custom_id,
            "invoice_id": deal.invoice_id,
        });
        // Captures say what they belong to only where they are shown by themselves.
        let bare = |moved: &Move| {
            let mut shown = self.show_move(moved);
            shown.as_object_mut()?.remove("supplementary_data");
            Some(shown)
        };
        let captures: Vec<Value> = self.moves_of(&deal.id).filter_map(bare).collect();
        if !captures.is_empty() {
            let refunds = self.moves_of(&deal.id).flat_map(|moved| {
                let refunds = moved.refunds.iter();
                refunds.map(|(id, minor)| show_refund(id, Money::new(*minor, moved.amount.currency), moved, self))
            });
            unit["payments"] = json!({"captures": captures, "refunds": refunds.collect::<Vec<_>>()});
        }
        json!({
            "id": deal.id, "intent": "CAPTURE", "status": deal.status, "purchase_units": [unit],
            "create_time": deal.created.to_string(), "update_time": deal.updated.to_string(),
            "links": [
                {"href": format!("{}/v2/checkout/orders/{}", self.desk.url(), deal.id), "rel": "self", "method": "GET"},
                {"href": self.page(deal), "rel": "payer-action", "method": "GET"},
            ],
        })
    }

    fn show_subscription(&self, deal: &Deal) -> Value {
        let cycles = self.plans.get(&deal.plan);
        json!({
            "id": deal.id, "status": deal.status, "plan_id": deal.plan, "custom_id": deal.custom_id,
            "create_time": deal.created.to_string(), "start_time": deal.created.to_string(),
            "plan": {"billing_cycles": cycles},
            "links": [{"href": self.page(deal), "rel": "approve", "method": "GET"}],
        })
    }

    /// Money that moved, as the payments API gives it.
    pub fn show_move(&self, moved: &Move) -> Value {
        let deal = self.deals.iter().find(|deal| deal.id == moved.deal);
        let is_order = deal.is_some_and(|deal| deal.kind == Kind::Order);
        let mut shown = json!({
            "id": moved.id, "status": moved.status, "amount": amount(moved.amount), "final_capture": true,
            "custom_id": deal.map(|deal| &deal.custom_id), "create_time": moved.at.to_string(),
            "update_time": moved.at.to_string(),
        });
        if moved.status == "PENDING" {
            shown["status_details"] = json!({"reason": "ECHECK"});
        }
        if is_order {
            shown["supplementary_data"] = json!({"related_ids": {"order_id": moved.deal}});
        }
        shown
    }

    /// Money that moved for a subscription, as the older payments API gives it.
    pub fn show_sale(&self, moved: &Move) -> Value {
        let (total, currency) = (moved.amount.to_plain(), moved.amount.currency.code());
        json!({
            "id": moved.id, "state": moved.status.to_ascii_lowercase(), "billing_agreement_id": moved.deal,
            "amount": {"total": total, "currency": currency}, "create_time": moved.at.to_string(),
        })
    }
}

impl Deal {
    /// As our crate names it.
    pub fn reference(&self) -> String {
        match self.kind {
            Kind::Order => format!("O:{}", self.id),
            Kind::Subscription => format!("S:{}", self.id),
        }
    }
}

pub fn show_refund(id: &str, money: Money, of: &Move, books: &Books) -> Value {
    let url = books.desk.url();
    let total: i64 = of.refunds.iter().map(|(_, minor)| minor).sum();
    json!({
        "id": id, "status": "COMPLETED", "amount": amount(money), "create_time": of.at.to_string(),
        "seller_payable_breakdown": {"total_refunded_amount": amount(Money::new(total, money.currency))},
        "links": [
            {"href": format!("{url}/v2/payments/refunds/{id}"), "rel": "self", "method": "GET"},
            {"href": format!("{url}/v2/payments/captures/{}", of.id), "rel": "up", "method": "GET"},
        ],
    })
}
