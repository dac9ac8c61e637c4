//! What customers, the shop and PayPal's staff do, what becomes of the money, and which events tell of it.

use domain::{Money, Timestamp};
use serde_json::{Value, json};

use super::books::{Books, Deal, Dispute, Funding, Kind, Move, show_refund};

impl Books {
    /// The customer approves, by something that works, fails, or takes its time.
    pub fn approve(&mut self, id: &str, funding: Funding) -> Result<(), String> {
        let now = self.desk.now();
        let deal = self.deal(id)?;
        if !matches!(deal.status, "PAYER_ACTION_REQUIRED" | "APPROVED" | "APPROVAL_PENDING") {
            return Err(format!("the payment is {}", deal.status));
        }
        deal.funding = funding;
        // Later than before, also by a clock that stands still.
        let next = Timestamp::from_micros(deal.updated.as_micros() + 1_000_000);
        deal.updated = now.max(next);
        if deal.kind == Kind::Subscription {
            return self.subscribe(id);
        }
        deal.status = "APPROVED";
        let deal = deal.clone();
        self.tell("CHECKOUT.ORDER.APPROVED", "checkout-order", &self.show(&deal));
        Ok(())
    }

    /// A subscription collects its first payment by itself.
    fn subscribe(&mut self, id: &str) -> Result<(), String> {
        let deal = self.deal(id)?;
        if deal.funding == Funding::Declined {
            // PayPal says so on its own page, and the customer tries again there.
            return Ok(());
        }
        deal.status = "ACTIVE";
        let deal = deal.clone();
        self.tell("BILLING.SUBSCRIPTION.ACTIVATED", "subscription", &self.show(&deal));
        if deal.price.amount > 0 {
            let moved = self.collect(&deal, 'S');
            self.tell_move(&moved);
        }
        Ok(())
    }

    /// A subscription collects its next payment: what that is called.
    pub fn renew(&mut self, id: &str) -> Result<String, String> {
        let deal = self.deal(id)?.clone();
        let moved = self.collect(&deal, 'S');
        self.tell_move(&moved);
        Ok(moved)
    }

    fn collect(&mut self, deal: &Deal, prefix: char) -> String {
        let later = deal.funding == Funding::Later;
        let moved = Move {
            id: self.id(prefix),
            deal: deal.id.clone(),
            status: if later { "PENDING" } else { "COMPLETED" },
            amount: deal.price,
            at: self.desk.now(),
            refunds: vec![],
            came: !later,
        };
        self.moves.push(moved.clone());
        moved.id
    }

    /// Tells how money stands.
    fn tell_move(&self, id: &str) {
        let Some(moved) = self.moves.iter().find(|moved| moved.id == id) else {
            return;
        };
        if self.is_sale(moved) {
            let kind = match moved.status {
                "COMPLETED" => "PAYMENT.SALE.COMPLETED",
                "PENDING" => "PAYMENT.SALE.PENDING",
                _ => "PAYMENT.SALE.DENIED",
            };
            self.tell(kind, "sale", &self.show_sale(moved));
        } else {
            let kind = match moved.status {
                "COMPLETED" => "PAYMENT.CAPTURE.COMPLETED",
                "PENDING" => "PAYMENT.CAPTURE.PENDING",
                _ => "PAYMENT.CAPTURE.DENIED",
            };
            self.tell(kind, "capture", &self.show_move(moved));
        }
    }

    fn is_sale(&self, moved: &Move) -> bool {
        let deal = self.deals.iter().find(|deal| deal.id == moved.deal);
        deal.is_some_and(|deal| deal.kind == Kind::Subscription)
    }

    /// The shop captures an order: the issue where it cannot be.
    pub fn capture(&mut self, id: &str) -> Result<(), (&'static str, &'static str)> {
        let deal = self
            .deal(id)
            .map_err(|_| ("INVALID_RESOURCE_ID", "The order does not exist."))?
            .clone();
        match deal.status {
            "APPROVED" => {}
            "COMPLETED" => return Err(("ORDER_ALREADY_CAPTURED", "Order already captured.")),
            _ => {
                return Err((
                    "ORDER_NOT_APPROVED",
                    "Payer has not yet approved the Order for payment.",
                ));
            }
        }
        if deal.funding == Funding::Declined {
            return Err((
                "INSTRUMENT_DECLINED",
                "The instrument presented was declined by the processor or bank.",
            ));
        }
        let same = |other: &&Deal| other.invoice_id == deal.invoice_id && other.id != deal.id;
        let others: Vec<&Deal> = self.deals.iter().filter(same).collect();
        if others
            .iter()
            .any(|other| self.moves_of(&other.id).any(|moved| moved.status != "DECLINED"))
        {
            return Err(("DUPLICATE_INVOICE_ID", "Duplicate Invoice ID detected."));
        }
        let moved = self.collect(&deal, 'C');
        if let Ok(deal) = self.deal(id) {
            deal.status = "COMPLETED";
        }
        self.tell_move(&moved);
        Ok(())
    }

    /// An eCheck comes or bounces.
    pub fn settle(&mut self, deal: &str, good: bool) -> Result<(), String> {
        let pending = |moved: &&mut Move| moved.deal == deal && moved.status == "PENDING";
        let moved = self.moves.iter_mut().find(pending).ok_or("nothing is under way")?;
        moved.came = good;
        moved.status = if good { "COMPLETED" } else { "DECLINED" };
        let (id, is_sale) = (moved.id.clone(), self.deal(deal)?.kind == Kind::Subscription);
        self.tell_move(&id);
        if is_sale && !good && self.deal(deal)?.status == "ACTIVE" {
            self.deal(deal)?.status = "SUSPENDED";
            let deal = self.deal(deal)?.clone();
            self.tell("BILLING.SUBSCRIPTION.SUSPENDED", "subscription", &self.show(&deal));
        }
        Ok(())
    }

    /// PayPal forgets what nobody approved in time.
    pub fn forget(&mut self, id: &str) -> Result<(), String> {
        let deal = self.deal(id)?;
        if !matches!(deal.status, "PAYER_ACTION_REQUIRED" | "APPROVED" | "APPROVAL_PENDING") {
            return Err(format!("the payment is {}", deal.status));
        }
        self.deals.retain(|deal| deal.id != id);
        Ok(())
    }

    /// Pays back so much, or the rest: the refund, or the issue.
    pub fn refund(&mut self, capture: &str, amount: Option<i64>) -> Result<Value, &'static str> {
        let refund = self.id('R');
        let found = self.moves.iter_mut().find(|moved| moved.id == capture);
        let moved = found.ok_or("INVALID_RESOURCE_ID")?;
        let before: i64 = moved.refunds.iter().map(|(_, minor)| minor).sum();
        let left = moved.amount.amount - before;
        let amount = amount.unwrap_or(left);
        match moved.status {
            "PENDING" => return Err("PENDING_CAPTURE"),
            "REFUNDED" => return Err("CAPTURE_FULLY_REFUNDED"),
            "DECLINED" => return Err("REFUND_NOT_ALLOWED"),
            _ if amount < 1 => return Err("CANNOT_BE_ZERO_OR_NEGATIVE"),
            _ if amount > left => return Err("REFUND_AMOUNT_EXCEEDED"),
            _ => {}
        }
        moved.refunds.push((refund.clone(), amount));
        moved.status = if amount == left {
            "REFUNDED"
        } else {
            "PARTIALLY_REFUNDED"
        };
        let moved = moved.clone();
        let money = Money::new(amount, moved.amount.currency);
        let shown = show_refund(&refund, money, &moved, self);
        if self.is_sale(&moved) {
            let (total, currency) = (money.to_plain(), money.currency.code());
            let sale = json!({
                "id": refund, "sale_id": moved.id, "state": "completed", "amount": {"total": total, "currency": currency},
            });
            self.tell("PAYMENT.SALE.REFUNDED", "refund", &sale);
        } else {
            self.tell("PAYMENT.CAPTURE.REFUNDED", "refund", &shown);
        }
        Ok(shown)
    }

    pub fn dispute(&mut self, deal: &str) -> Result<(), String> {
        let transaction = self.paid(deal).ok_or("nothing was paid")?;
        let id = format!("PP-D-{}", self.desk.number());
        let told = show_dispute(&id, &transaction, "WAITING_FOR_SELLER_RESPONSE");
        self.disputes.push(Dispute {
            id,
            transaction,
            status: "WAITING_FOR_SELLER_RESPONSE",
        });
        self.tell("CUSTOMER.DISPUTE.CREATED", "dispute", &told);
        Ok(())
    }

    /// A dispute that the customer wins takes the money back.
    pub fn end_dispute(&mut self, deal: &str, won: bool) -> Result<(), String> {
        let transaction = self.paid(deal).ok_or("nothing was paid")?;
        let running = |dispute: &&mut Dispute| dispute.transaction == transaction && dispute.status != "RESOLVED";
        let dispute = self.disputes.iter_mut().find(running).ok_or("there is no dispute")?;
        dispute.status = "RESOLVED";
        let told = show_dispute(&dispute.id, &transaction, "RESOLVED");
        if !won {
            self.refund(&transaction, None).map_err(ToOwned::to_owned)?;
        }
        self.tell("CUSTOMER.DISPUTE.RESOLVED", "dispute", &told);
        Ok(())
    }

    /// The shop ends a subscription; whether it could be ended.
    pub fn end(&mut self, id: &str) -> Result<bool, String> {
        let deal = self.deal(id)?;
        if !matches!(deal.status, "ACTIVE" | "SUSPENDED") {
            return Ok(false);
        }
        deal.status = "CANCELLED";
        let deal = deal.clone();
        self.tell("BILLING.SUBSCRIPTION.CANCELLED", "subscription", &self.show(&deal));
        Ok(true)
    }
}

fn show_dispute(id: &str, transaction: &str, status: &str) -> Value {
    json!({
        "dispute_id": id, "status": status, "reason": "UNAUTHORISED",
        "disputed_transactions": [{"seller_transaction_id": transaction}],
    })
}
