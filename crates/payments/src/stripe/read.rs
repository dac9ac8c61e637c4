//! Stripe's objects, as far as we read them, and what they say about a payment.

use serde::Deserialize;

use super::amount;
use super::client::List;
use crate::{Dispute, Error, Payment, State};

/// <https://docs.stripe.com/api/checkout/sessions/object>, with `payment_intent.latest_charge` and `invoice.payments`
/// expanded.
#[derive(Deserialize)]
pub struct Session {
    id: String,
    status: Option<String>,
    payment_status: String,
    amount_total: Option<i64>,
    currency: Option<String>,
    client_reference_id: Option<String>,
    subscription: Option<String>,
    /// Of a one-time payment; that of a subscription is the invoice's.
    pub payment_intent: Option<Intent>,
    invoice: Option<Invoice>,
}

/// <https://docs.stripe.com/api/payment_intents/object>
#[derive(Deserialize)]
pub struct Intent {
    pub id: String,
    status: String,
    last_payment_error: Option<PaymentError>,
    latest_charge: Option<Charge>,
}

#[derive(Deserialize)]
struct PaymentError {
    message: Option<String>,
}

/// <https://docs.stripe.com/api/charges/object>
#[derive(Deserialize)]
struct Charge {
    amount_refunded: i64,
    disputed: bool,
    payment_method_details: Option<Method>,
}

#[derive(Deserialize)]
struct Method {
    #[serde(rename = "type")]
    kind: String,
    card: Option<Card>,
}

#[derive(Deserialize)]
struct Card {
    wallet: Option<Wallet>,
}

#[derive(Deserialize)]
struct Wallet {
    #[serde(rename = "type")]
    kind: String,
}

/// <https://docs.stripe.com/api/invoices/object>
#[derive(Deserialize)]
struct Invoice {
    payments: Option<List<InvoicePayment>>,
}

/// <https://docs.stripe.com/api/invoice-payment/object>
#[derive(Deserialize)]
struct InvoicePayment {
    payment: PaidBy,
}

#[derive(Deserialize)]
struct PaidBy {
    payment_intent: Option<String>,
}

/// <https://docs.stripe.com/api/disputes/object>
#[derive(Deserialize)]
pub struct Disputed {
    status: String,
    /// What is in question, or was taken: not always what was charged.
    amount: i64,
}

impl Disputed {
    /// Inquiries that were closed and disputes that we won are none.
    fn stands(&self) -> Option<Dispute> {
        match self.status.as_str() {
            "won" | "warning_closed" | "prevented" => None,
            "lost" => Some(Dispute::Lost),
            _ => Some(Dispute::Open),
        }
    }
}

impl Intent {
    pub fn is_disputed(&self) -> bool {
        self.latest_charge.as_ref().is_some_and(|charge| charge.disputed)
    }

    fn failure(&self) -> String {
        let told = self.last_payment_error.as_ref().and_then(|error| error.message.clone());
        told.unwrap_or_else(|| "The payment did not go through.".to_owned())
    }
}

impl Session {
    /// The payment intent of a subscription's first invoice.
    pub fn invoice_intent(&self) -> Option<&str> {
        let payments = self.invoice.as_ref()?.payments.as_ref()?;
        payments
            .data
            .iter()
            .find_map(|paid| paid.payment.payment_intent.as_deref())
    }

    /// The payment intent, whichever way the session has one.
    pub fn intent_id(&self) -> Option<&str> {
        self.payment_intent
            .as_ref()
            .map(|intent| intent.id.as_str())
            .or_else(|| self.invoice_intent())
    }

    /// The payment in our words.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the session makes no sense.
    pub fn into_payment(self, disputes: &[Disputed]) -> Result<Payment, Error> {
        let state = self.state();
        let currency = self.currency.as_deref().unwrap_or("usd");
        let paid = amount::from_stripe(self.amount_total.unwrap_or_default(), currency)?;
        let charge = self
            .payment_intent
            .as_ref()
            .and_then(|intent| intent.latest_charge.as_ref());
        let refunded = charge.map_or(0, |charge| charge.amount_refunded);
        // A lost dispute is no refund to Stripe, but the money is as gone.
        let lost = disputes
            .iter()
            .filter(|disputed| disputed.stands() == Some(Dispute::Lost));
        let gone = refunded + lost.map(|disputed| disputed.amount).sum::<i64>();
        let stand = |dispute: &Dispute| disputes.iter().any(|disputed| disputed.stands() == Some(*dispute));
        let dispute = [Dispute::Open, Dispute::Lost].into_iter().find(stand);
        // The charge may know of one before their list does.
        let early = disputes.is_empty() && charge.is_some_and(|charge| charge.disputed);
        let dispute = dispute.or(early.then_some(Dispute::Open));
        Ok(Payment {
            state,
            refunded: amount::from_stripe(gone, currency)?.amount.min(paid.amount),
            paid,
            dispute,
            method: charge
                .and_then(|charge| charge.payment_method_details.as_ref())
                .map_or("Card".to_owned(), method),
            reference: self.id,
            order: self.client_reference_id,
            subscription: self.subscription,
        })
    }

    fn state(&self) -> State {
        match (self.status.as_deref(), self.payment_status.as_str()) {
            (Some("expired"), _) => State::Failed("The payment page ran out before the payment was made.".to_owned()),
            (Some("complete"), "paid" | "no_payment_required") => State::Paid,
            (Some("complete"), _) => match &self.payment_intent {
                // A bank debit that bounced: the session stays complete, its money will not come.
                Some(intent) if matches!(intent.status.as_str(), "requires_payment_method" | "canceled") => {
                    State::Failed(intent.failure())
                }
                _ => State::Pending,
            },
            // A card that was declined leaves the page open: the customer tries another one there.
            _ => State::Open,
        }
    }
}

/// How it was paid, as an invoice says it.
fn method(method: &Method) -> String {
    let wallet = method.card.as_ref().and_then(|card| card.wallet.as_ref());
    let kind = wallet.map_or(method.kind.as_str(), |wallet| wallet.kind.as_str());
    match kind {
        "card" | "link" | "card_present" => "Card".to_owned(),
        "paypal" => "PayPal".to_owned(),
        "sepa_debit" => "SEPA Direct Debit".to_owned(),
        "us_bank_account" => "Bank debit".to_owned(),
        "ideal" => "iDEAL".to_owned(),
        // `apple_pay`, `klarna`, `bank_transfer`: their names, readable.
        other => {
            let words = other.split('_').filter_map(|word| {
                let (first, rest) = word.split_at_checked(1)?;
                Some(first.to_ascii_uppercase() + rest)
            });
            words.collect::<Vec<_>>().join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Currency, Money};
    use serde_json::{Value, json};

    use super::*;

    fn session(told: Value) -> Session {
        let mut whole = json!({
            "id": "cs_1", "status": "open", "payment_status": "unpaid", "amount_total": 4900, "currency": "usd",
            "client_reference_id": "o1", "subscription": null, "payment_intent": null, "invoice": null,
        });
        for (name, value) in told.as_object().expect("an object") {
            whole[name] = value.clone();
        }
        serde_json::from_value(whole).expect("a session")
    }

    fn payment(told: Value) -> Payment {
        session(told).into_payment(&[]).expect("it makes sense")
    }

    /// 49.00, of which 9.00 were paid back.
    fn paid() -> Session {
        let mut intent = intent("succeeded");
        intent["latest_charge"] = json!({"amount_refunded": 900, "disputed": true, "payment_method_details": null});
        session(json!({"status": "complete", "payment_status": "paid", "payment_intent": intent}))
    }

    fn state(status: &str, payment_status: &str, intent: Value) -> State {
        payment(json!({"status": status, "payment_status": payment_status, "payment_intent": intent})).state
    }

    fn intent(status: &str) -> Value {
        json!({"id": "pi_1", "status": status, "last_payment_error": {"message": "No."}, "latest_charge": null})
    }

    #[test]
    fn states_map_to_ours() {
        assert_eq!(state("open", "unpaid", Value::Null), State::Open);
        assert_eq!(state("open", "unpaid", intent("requires_payment_method")), State::Open);
        assert!(matches!(state("expired", "unpaid", Value::Null), State::Failed(_)));
        assert_eq!(state("complete", "paid", intent("succeeded")), State::Paid);
        assert_eq!(state("complete", "no_payment_required", Value::Null), State::Paid);
        assert_eq!(state("complete", "unpaid", intent("processing")), State::Pending);
        assert_eq!(state("complete", "unpaid", Value::Null), State::Pending);
        let failed = State::Failed("No.".to_owned());
        assert_eq!(state("complete", "unpaid", intent("requires_payment_method")), failed);
        assert_eq!(state("complete", "unpaid", intent("canceled")), failed);
    }

    #[test]
    fn amounts_order_and_method_are_read() {
        let charge = |details: Value| {
            let charge = json!({"amount_refunded": 900, "disputed": false, "payment_method_details": details});
            let mut intent = intent("succeeded");
            intent["latest_charge"] = charge;
            payment(json!({"payment_intent": intent, "subscription": "sub_1"}))
        };
        let paid = charge(json!({"type": "card", "card": {"wallet": null}}));
        assert_eq!((paid.paid, paid.refunded), (Money::new(4_900, Currency::USD), 900));
        assert_eq!(
            (paid.order.as_deref(), paid.subscription.as_deref()),
            (Some("o1"), Some("sub_1"))
        );
        assert_eq!(paid.method, "Card");
        assert_eq!(
            charge(json!({"type": "card", "card": {"wallet": {"type": "apple_pay"}}})).method,
            "Apple Pay"
        );
        assert_eq!(charge(json!({"type": "sepa_debit"})).method, "SEPA Direct Debit");
        assert_eq!(charge(json!({"type": "klarna"})).method, "Klarna");
    }

    #[test]
    fn a_dispute_runs_until_it_is_won_or_takes_the_money() {
        let of = |disputes: &[(&str, i64)]| {
            let disputes: Vec<Disputed> = disputes
                .iter()
                .map(|(status, amount)| Disputed {
                    status: (*status).to_owned(),
                    amount: *amount,
                })
                .collect();
            let payment = paid().into_payment(&disputes).expect("it makes sense");
            (payment.dispute, payment.refunded)
        };
        for open in ["needs_response", "under_review", "warning_needs_response"] {
            assert_eq!(of(&[(open, 4_900)]), (Some(Dispute::Open), 900), "{open}");
        }
        for over in ["won", "warning_closed", "prevented"] {
            assert_eq!(of(&[(over, 4_900)]), (None, 900), "{over}");
        }
        assert_eq!(of(&[("lost", 3_000), ("won", 1_000)]), (Some(Dispute::Lost), 3_900));
        assert_eq!(of(&[("lost", 1_000), ("needs_response", 1)]).0, Some(Dispute::Open));
        assert_eq!(of(&[]), (Some(Dispute::Open), 900), "the charge knows of it");
        // In the bank's currency it may be more than was paid.
        assert_eq!(of(&[("lost", 4_950)]), (Some(Dispute::Lost), 4_900));
    }
}
