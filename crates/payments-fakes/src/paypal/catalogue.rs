//! The endpoints of products, plans and subscriptions.

use domain::{Money, Timestamp};
use serde_json::{Value, json};

use super::api::{begin, context, missing, money, problem, show, unprocessable};
use super::books::{Books, Deal, Funding, Kind, amount};
use super::params::{CreatePlan, CreateProduct, CreateSubscription, Cycle, Taxes};
use crate::wire::{Exchange, Reply};

pub fn create_product(books: &mut Books, product: CreateProduct) -> Result<Reply, Reply> {
    let good = (6..=50).contains(&product.id.len())
        && (1..=127).contains(&product.name.chars().count())
        && product.kind == "DIGITAL"
        && product.category.is_none_or(|category| category == "SOFTWARE");
    if !good {
        return Err(problem(400, "INVALID_PARAMETER_VALUE", "The product is not valid."));
    }
    if !books.products.insert(product.id.clone()) {
        return Err(unprocessable("DUPLICATE_RESOURCE_IDENTIFIER"));
    }
    Ok(Reply::json(201, &json!({"id": product.id, "name": product.name})))
}

pub fn create_plan(books: &mut Books, plan: CreatePlan) -> Result<Reply, Reply> {
    if !books.products.contains(&plan.product_id) {
        return Err(missing(&plan.product_id));
    }
    let tax = |taxes: &Taxes| taxes.inclusive && taxes.percentage.parse::<f64>().is_ok();
    let preferences = &plan.payment_preferences;
    let good = plan.status == "ACTIVE"
        && (1..=127).contains(&plan.name.chars().count())
        && plan.taxes.as_ref().is_none_or(tax)
        && preferences.auto_bill_outstanding
        && preferences.payment_failure_threshold >= 0;
    if !good {
        return Err(problem(400, "INVALID_PARAMETER_VALUE", "The plan is not valid."));
    }
    cycles(&plan.billing_cycles)?;
    let id = format!("P-{}", books.id('P'));
    books.plans.insert(id.clone(), plan.billing_cycles);
    Ok(Reply::json(201, &json!({"id": id, "status": "ACTIVE"})))
}

fn cycles(cycles: &[Cycle]) -> Result<(), Reply> {
    let Some((regular, trials)) = cycles.split_last() else {
        return Err(unprocessable("MISSING_REGULAR_BILLING_CYCLE"));
    };
    if regular.tenure_type != "REGULAR" || regular.pricing_scheme.is_none() {
        return Err(unprocessable("MISSING_REGULAR_BILLING_CYCLE"));
    }
    if trials
        .iter()
        .any(|trial| trial.tenure_type != "TRIAL" || trial.total_cycles < 1)
    {
        return Err(unprocessable("INVALID_TRIAL_BILLING_TOTAL_CYCLES"));
    }
    for (i, cycle) in (1..).zip(cycles) {
        let frequency = &cycle.frequency;
        if cycle.sequence != i {
            return Err(unprocessable("INVALID_BILLING_CYCLE_SEQUENCE"));
        }
        if !["MONTH", "YEAR"].contains(&frequency.interval_unit.as_str()) || frequency.interval_count != 1 {
            return Err(unprocessable("INVALID_BILLING_CYCLE_FREQUENCY"));
        }
        if let Some(pricing) = &cycle.pricing_scheme {
            money(&pricing.fixed_price, &pricing.fixed_price.currency_code)?;
        }
    }
    Ok(())
}

pub fn create_subscription(books: &mut Books, asked: CreateSubscription) -> Result<Reply, Reply> {
    context(&asked.application_context, &["CONTINUE", "SUBSCRIBE_NOW"])?;
    let cycles = books.plans.get(&asked.plan_id).ok_or_else(|| missing(&asked.plan_id))?;
    if !asked.subscriber.email_address.contains('@') {
        return Err(problem(
            400,
            "INVALID_PARAMETER_SYNTAX",
            "The e-mail address is not valid.",
        ));
    }
    let price = |cycle: &Cycle| {
        cycle
            .pricing_scheme
            .as_ref()
            .and_then(|pricing| pricing.fixed_price.money().ok())
    };
    let regular = cycles
        .last()
        .and_then(price)
        .ok_or_else(|| unprocessable("MISSING_REGULAR_BILLING_CYCLE"))?;
    let first = cycles
        .first()
        .and_then(price)
        .unwrap_or(Money::new(0, regular.currency));
    let deal = Deal {
        id: format!("I-{}", books.id('B')),
        kind: Kind::Subscription,
        status: "APPROVAL_PENDING",
        invoice_id: String::new(),
        custom_id: asked.custom_id,
        price: first,
        rows: vec![("Subscription, then".to_owned(), regular.to_string())],
        context: asked.application_context,
        funding: Funding::Good,
        plan: asked.plan_id,
        created: books.desk.now(),
        updated: books.desk.now(),
    };
    let created = books.show(&deal);
    let reply = begin(books, deal);
    books.tell("BILLING.SUBSCRIPTION.CREATED", "subscription", &created);
    Ok(reply)
}

pub fn transactions(books: &Books, id: &str, call: &Exchange) -> Result<Reply, Reply> {
    show(books, id, Kind::Subscription)?;
    let time = |name: &str| {
        let time = call.param(name).and_then(|time| Timestamp::parse(time).ok());
        time.ok_or_else(|| problem(400, "MISSING_REQUIRED_PARAMETER", name))
    };
    let (from, to) = (time("start_time")?, time("end_time")?);
    let moves = books.moves_of(id).filter(|moved| from <= moved.at && moved.at <= to);
    let shown: Vec<Value> = moves
        .map(|moved| {
            json!({
                "id": moved.id, "status": moved.status, "time": moved.at.to_string(),
                "amount_with_breakdown": {"gross_amount": amount(moved.amount)},
            })
        })
        .collect();
    Ok(Reply::json(200, &json!({ "transactions": shown })))
}
