//! What customers, banks and staff do, what becomes of the objects, and which events tell of it.

use serde_json::{Value, json};

use super::objects::Objects;
use super::text;

impl Objects {
    /// The customer pays by a method whose money is there at once.
    pub fn pay(&mut self, session: &str, method: &str) -> Result<(), String> {
        self.open(session)?;
        if self.total(session) == 0 {
            self.subscribe(session, None);
            return self.complete(session, "no_payment_required", &[]);
        }
        let intent = self.attempt(session);
        self.subscribe(session, Some(&intent));
        self.charge(&intent, method, "succeeded");
        self.complete(session, "paid", &["payment_intent.succeeded", "charge.succeeded"])
    }

    /// The customer tries a card that is declined; the page stays open.
    pub fn decline(&mut self, session: &str, message: &str, code: &str) -> Result<(), String> {
        self.open(session)?;
        let intent = self.attempt(session);
        self.fail(&intent, message, code);
        Ok(())
    }

    /// The customer orders a bank debit.
    pub fn pay_later(&mut self, session: &str) -> Result<(), String> {
        self.open(session)?;
        let intent = self.attempt(session);
        self.subscribe(session, Some(&intent));
        self.charge(&intent, "us_bank_account", "pending");
        self.at(&intent)["status"] = json!("processing");
        self.complete(session, "unpaid", &["payment_intent.processing"])
    }

    /// A bank debit comes through or bounces.
    pub fn settle(&mut self, session: &str, good: bool) -> Result<(), String> {
        let intent = self.intent_of(session).ok_or("nothing is under way")?;
        if self.at(&intent)["status"] != "processing" {
            return Err("nothing is under way".to_owned());
        }
        let charge = text(self.at(&intent), "latest_charge").to_owned();
        if good {
            self.paid(&intent);
            self.at(&charge)["status"] = json!("succeeded");
            self.at(&charge)["paid"] = json!(true);
            self.at(session)["payment_status"] = json!("paid");
            self.tell("payment_intent.succeeded", &intent);
            self.tell("charge.succeeded", &charge);
            self.tell("checkout.session.async_payment_succeeded", session);
            self.tell_invoice(session, "invoice.paid");
        } else {
            self.at(&charge)["status"] = json!("failed");
            self.fail(
                &intent,
                "The customer's bank account could not be debited.",
                "debit_not_authorized",
            );
            self.tell("checkout.session.async_payment_failed", session);
            self.tell_invoice(session, "invoice.payment_failed");
        }
        Ok(())
    }

    /// A session's time is over, or the shop closes it.
    pub fn expire(&mut self, session: &str) -> Result<(), String> {
        self.open(session)?;
        self.at(session)["status"] = json!("expired");
        self.at(session)["url"] = Value::Null;
        self.tell("checkout.session.expired", session);
        Ok(())
    }

    /// Pays back so much, by the shop or in the dashboard; the refund's id.
    pub fn refund(&mut self, intent: &str, amount: i64, metadata: &Value) -> Result<String, String> {
        let charge = text(self.at(intent), "latest_charge").to_owned();
        let charged = self.at(&charge).clone();
        let number = |name: &str| charged[name].as_i64().unwrap_or_default();
        let left = number("amount") - number("amount_refunded");
        if charged["status"] != "succeeded" || left == 0 {
            return Err(format!("Charge {charge} has already been refunded."));
        }
        if amount < 1 || amount > left {
            return Err(format!(
                "Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
            ));
        }
        let later = charged["payment_method_details"]["type"] != "card";
        let refund = self.add(
            "re",
            json!({
                "object": "refund", "amount": amount, "charge": charge, "currency": charged["currency"],
                "metadata": metadata, "payment_intent": intent, "reason": null,
                "status": if later { "pending" } else { "succeeded" },
            }),
        );
        self.at(&charge)["amount_refunded"] = json!(number("amount_refunded") + amount);
        self.at(&charge)["refunded"] = json!(left == amount);
        self.tell("refund.created", &refund);
        self.tell("charge.refunded", &charge);
        Ok(refund)
    }

    /// Disputes so much of a payment, or all of it.
    pub fn dispute(&mut self, session: &str, amount: Option<i64>) -> Result<(), String> {
        let intent = self.intent_of(session).ok_or("nothing was paid")?;
        let charge = text(self.at(&intent), "latest_charge").to_owned();
        if self.at(&charge)["status"] != "succeeded" {
            return Err("nothing was paid".to_owned());
        }
        let (all, currency) = (self.at(&charge)["amount"].clone(), self.at(&charge)["currency"].clone());
        let amount = amount.map_or(all, Value::from);
        let dispute = self.add(
            "dp",
            json!({
                "object": "dispute", "amount": amount, "charge": charge, "currency": currency, "metadata": {},
                "payment_intent": intent, "reason": "fraudulent", "status": "needs_response",
            }),
        );
        self.at(&charge)["disputed"] = json!(true);
        self.tell("charge.dispute.created", &dispute);
        Ok(())
    }

    pub fn end_dispute(&mut self, session: &str, won: bool) -> Result<(), String> {
        let intent = self.intent_of(session).ok_or("nothing was paid")?;
        let running =
            |dispute: &Value| dispute["payment_intent"] == intent.as_str() && dispute["status"] == "needs_response";
        let disputes = self.all("dispute", running);
        let dispute = text(disputes.first().ok_or("there is no dispute")?, "id").to_owned();
        self.at(&dispute)["status"] = json!(if won { "won" } else { "lost" });
        self.tell("charge.dispute.closed", &dispute);
        Ok(())
    }

    /// The shop ends a subscription.
    pub fn end(&mut self, subscription: &str) {
        let now = self.desk.now().as_seconds();
        let found = self.at(subscription);
        found["status"] = json!("canceled");
        found["canceled_at"] = json!(now);
        found["ended_at"] = json!(now);
        self.tell("customer.subscription.deleted", subscription);
    }

    fn open(&self, session: &str) -> Result<(), String> {
        match self.get(session, "checkout.session") {
            Some(found) if found["status"] == "open" => Ok(()),
            Some(found) => Err(format!("the session is {}", found["status"])),
            None => Err(format!("there is no session {session}")),
        }
    }

    pub fn total(&self, session: &str) -> i64 {
        let session = self.get(session, "checkout.session");
        session
            .and_then(|session| session["amount_total"].as_i64())
            .unwrap_or_default()
    }

    /// The payment intent that the customer tries cards on; a subscription has none before it is paid.
    fn attempt(&mut self, session: &str) -> String {
        let of_session = |intent: &Value| intent["metadata"]["session"] == session;
        if let Some(intent) = self.all("payment_intent", of_session).first() {
            return text(intent, "id").to_owned();
        }
        let (amount, found) = (self.total(session), self.at(session).clone());
        let mut metadata = found["metadata"].clone();
        metadata["session"] = json!(session);
        let intent = self.add(
            "pi",
            json!({
                "object": "payment_intent", "amount": amount, "amount_received": 0, "currency": found["currency"],
                "customer": null, "last_payment_error": null, "latest_charge": null, "metadata": metadata,
                "payment_method_types": ["card"], "status": "requires_payment_method",
            }),
        );
        if found["mode"] == "payment" {
            self.at(session)["payment_intent"] = json!(intent);
        }
        self.tell("payment_intent.created", &intent);
        intent
    }

    fn fail(&mut self, intent: &str, message: &str, code: &str) {
        self.at(intent)["status"] = json!("requires_payment_method");
        self.at(intent)["last_payment_error"] = json!({"type": "card_error", "code": code, "message": message});
        self.tell("payment_intent.payment_failed", intent);
    }

    fn charge(&mut self, intent: &str, method: &str, status: &str) {
        let found = self.at(intent).clone();
        let details = match method {
            "card" => json!({"type": "card", "card": {"brand": "visa", "last4": "4242", "wallet": null}}),
            other => json!({ "type": other }),
        };
        let charge = self.add(
            "ch",
            json!({
                "object": "charge", "amount": found["amount"], "amount_captured": found["amount"],
                "amount_refunded": 0, "captured": true, "currency": found["currency"], "disputed": false,
                "metadata": found["metadata"], "paid": status == "succeeded", "payment_intent": intent,
                "payment_method_details": details, "refunded": false, "status": status,
            }),
        );
        self.at(intent)["latest_charge"] = json!(charge);
        self.at(intent)["last_payment_error"] = Value::Null;
        if status == "succeeded" {
            self.paid(intent);
        }
    }

    fn paid(&mut self, intent: &str) {
        let amount = self.at(intent)["amount"].clone();
        self.at(intent)["status"] = json!("succeeded");
        self.at(intent)["amount_received"] = amount;
    }

    /// Begins what recurs, with its first invoice.
    fn subscribe(&mut self, session: &str, intent: Option<&str>) {
        let found = self.at(session).clone();
        if found["mode"] != "subscription" {
            return;
        }
        let (currency, total) = (&found["currency"], &found["amount_total"]);
        let subscription = self.add(
            "sub",
            json!({"object": "subscription", "currency": currency, "metadata": found["metadata"], "status": "active"}),
        );
        let lines = self.lines.get(session).cloned().unwrap_or_default();
        self.put_items(&subscription, &lines, text(&found, "currency"));
        let parent = json!({"type": "subscription_details", "subscription_details": {"subscription": subscription}});
        let invoice = self.add(
            "in",
            json!({
                "object": "invoice", "amount_due": total, "amount_paid": total, "billing_reason": "subscription_create",
                "currency": currency, "parent": parent, "status": "paid", "total": total,
            }),
        );
        if let Some(intent) = intent {
            self.add(
                "inpay",
                json!({
                    "object": "invoice_payment", "amount_paid": total, "amount_requested": total, "currency": currency,
                    "invoice": invoice, "is_default": true, "status": "paid",
                    "payment": {"type": "payment_intent", "payment_intent": intent},
                }),
            );
        }
        self.at(session)["subscription"] = json!(subscription);
        self.at(session)["invoice"] = json!(invoice);
        self.tell("customer.subscription.created", &subscription);
    }

    fn complete(&mut self, session: &str, payment_status: &str, events: &[&str]) -> Result<(), String> {
        let found = self.at(session);
        found["status"] = json!("complete");
        found["payment_status"] = json!(payment_status);
        found["url"] = Value::Null;
        found["customer_details"] = json!({"email": found["customer_email"]});
        let intent = self.intent_of(session).unwrap_or_default();
        let charge = text(self.at(&intent), "latest_charge").to_owned();
        for event in events {
            let about = if event.starts_with("charge.") { &charge } else { &intent };
            self.tell(event, about);
        }
        self.tell("checkout.session.completed", session);
        if payment_status == "paid" {
            self.tell_invoice(session, "invoice.paid");
        }
        Ok(())
    }

    fn tell_invoice(&mut self, session: &str, kind: &str) {
        if let Some(invoice) = self.at(session)["invoice"].as_str().map(ToOwned::to_owned) {
            self.tell(kind, &invoice);
        }
    }
}
