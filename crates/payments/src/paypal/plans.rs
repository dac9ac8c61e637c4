//! The catalogue that PayPal wants before it takes a subscription: a product, and a plan with its prices. Both are made
//! when they are first needed; the same plan at the same price and tax is the same one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::order::{Order, OrderLine};
use domain::{Billing, Money, pricing};
use serde::Deserialize;
use serde_json::{Value, json};

use super::amount::Amount;
use super::client::{Client, Failure, request_id};
use crate::{Error, http};

/// Plans that are remembered; beyond, they are asked for again, which costs a request.
const MAX_CACHED: usize = 1_000;

/// The plans that were made, by what they say.
#[derive(Default)]
pub struct Plans(Mutex<HashMap<String, String>>);

impl Plans {
    /// The id of the plan for a line of an order.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn of(&self, client: &Client, order: &Order, line: &OrderLine) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Created {
            id: String,
        }

        let product = request_id(&["product", line.product.as_str(), line.plan.as_str()]);
        let plan = plan(&product, order, line)?;
        let key = request_id(&["plan", &plan.to_string()]);
        // The map is valid whatever happened to a thread that held it.
        if let Some(id) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(id.clone());
        }
        make_product(client, &product, line).await?;
        let created: Created = client.post("/v1/billing/plans", &plan, Some(&key)).await?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_CACHED {
            kept.clear();
        }
        kept.insert(key, created.id.clone());
        Ok(created.id)
    }
}

fn name(line: &OrderLine) -> String {
    http::cut(&format!("{} – {}", line.title, line.plan_name), 127)
}

/// Products have ids of our choice, so that one that was made before is simply there.
async fn make_product(client: &Client, id: &str, line: &OrderLine) -> Result<(), Error> {
    let product = json!({"id": id, "name": name(line), "type": "DIGITAL", "category": "SOFTWARE"});
    let key = request_id(&["make", &product.to_string()]);
    match client
        .post::<Value>("/v1/catalogs/products", &product, Some(&key))
        .await
    {
        Ok(_) => Ok(()),
        Err(Failure::Problem(problem)) if problem.is("DUPLICATE_RESOURCE_IDENTIFIER") => Ok(()),
        Err(failure) => Err(failure.into()),
    }
}

/// Prices include the tax, which PayPal then only shows: so the first charge is the order's total, and the next ones
/// are what the undiscounted order would come to, whatever PayPal rounds.
fn plan(product: &str, order: &Order, line: &OrderLine) -> Result<Value, Error> {
    let mut full = line.clone();
    let currency = order.totals.currency;
    let regular = pricing::price(std::slice::from_mut(&mut full), None, order.tax.rate, currency).total();
    let first = order.totals.total();
    let mut cycles = vec![];
    if first != regular {
        cycles.push(cycle(line.billing, "TRIAL", 1, 1, first)?);
    }
    cycles.push(cycle(line.billing, "REGULAR", cycles.len() + 1, 0, regular)?);
    let mut plan = json!({
        "product_id": product,
        "name": name(line),
        "status": "ACTIVE",
        "billing_cycles": cycles,
        "payment_preferences": {"auto_bill_outstanding": true, "payment_failure_threshold": 2},
    });
    if order.tax.rate.0 > 0 {
        let percentage = Money::new(i64::from(order.tax.rate.0), domain::Currency::USD).to_decimal();
        plan["taxes"] = json!({"percentage": percentage, "inclusive": true});
    }
    Ok(plan)
}

fn cycle(billing: Billing, tenure: &str, sequence: usize, total: u32, price: Money) -> Result<Value, Error> {
    let unit = match billing {
        Billing::Yearly => "YEAR",
        Billing::Monthly | Billing::OneTime => "MONTH",
    };
    let mut cycle = json!({
        "frequency": {"interval_unit": unit, "interval_count": 1},
        "tenure_type": tenure,
        "sequence": sequence,
        "total_cycles": total,
    });
    // A first period for nothing has no price at all.
    if price.amount > 0 || tenure == "REGULAR" {
        cycle["pricing_scheme"] = json!({"fixed_price": Amount::of(price)?});
    }
    Ok(cycle)
}

#[cfg(test)]
mod tests {
    use domain::pricing::Off;
    use domain::tax::BasisPoints;

    use super::*;
    use payments_fakes::sample;

    fn prices(off: Option<Off>, rate: u32) -> (i64, Vec<String>, Value) {
        let line = sample::line("api", Billing::Monthly, 4_900, 1);
        let order = sample::order(1, vec![line], off, rate);
        let plan = plan("product", &order, &order.lines[0]).expect("a plan");
        let price = |cycle: &Value| {
            let price = cycle.pointer("/pricing_scheme/fixed_price/value");
            price.and_then(Value::as_str).unwrap_or("free").to_owned()
        };
        let cycles = plan["billing_cycles"].as_array().expect("cycles");
        (
            order.totals.total,
            cycles.iter().map(price).collect(),
            plan["taxes"].clone(),
        )
    }

    #[test]
    fn a_discounted_first_period_is_a_trial_at_the_total() {
        let (total, cycles, taxes) = prices(None, 1_900);
        assert_eq!((total, cycles), (5_831, vec!["58.31".to_owned()]));
        assert_eq!(taxes, json!({"percentage": "19", "inclusive": true}));

        let (total, cycles, taxes) = prices(Some(Off::Percent(BasisPoints(3_333))), 810);
        assert_eq!((total, cycles), (3_532, vec!["35.32".to_owned(), "52.97".to_owned()]));
        assert_eq!(taxes["percentage"], "8.10");

        let (total, cycles, taxes) = prices(Some(Off::Amount(9_999)), 0);
        assert_eq!(
            (total, cycles, taxes),
            (0, vec!["free".to_owned(), "49.00".to_owned()], Value::Null)
        );
    }
}
