//! What an invoice freezes: its date by the seller's calendar, and the tax in the seller's currency.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use domain::checkout::CheckoutForm;
use domain::exchange::ExchangeRate;
use domain::invoice::Invoice;
use domain::order::OrderStatus;
use services::exchange::FetchError;
use services::testing::shop::{Guest, PUBLIC_URL, TestShop, form};
use services::testing::{TestContext, each_database, time};
use services::{ExchangeRates, Jobs, Sandbox, SandboxAction, TimeZone};
use tokio::net::TcpListener;
use views::order::OrderView;

use crate::orders::shop;

/// Buys, and gives the order and its invoice.
async fn buy(shop: &TestShop, wanted: &[(&str, &str, u32)], form: &CheckoutForm) -> (Guest, OrderView, Invoice) {
    let guest = shop.guest(wanted).await;
    let url = guest.place(form).await.unwrap();
    shop.act(&url, SandboxAction::Pay).await;
    let order = guest.order().await;
    assert_eq!(order.status, OrderStatus::Paid);
    let invoice = document(shop, &guest, &order, 0).await;
    (guest, order, invoice)
}

/// The invoice of an order, or its credit note of this number.
async fn document(shop: &TestShop, guest: &Guest, order: &OrderView, at: usize) -> Invoice {
    let number = &order.invoices[at].number;
    let found = shop.orders.invoice(&order.id, number, guest.access(order)).await;
    found.unwrap().unwrap()
}

fn rates(context: &TestContext, url: Option<String>) -> ExchangeRates {
    ExchangeRates::new(context.database.store.clone(), context.clock.clone(), url)
}

fn rate(code: &str, per_euro: &str, day: &str) -> ExchangeRate {
    ExchangeRate {
        currency: code.parse().unwrap(),
        per_euro: per_euro.parse().unwrap(),
        day: day.parse().unwrap(),
        source: "set by the seller".to_owned(),
    }
}

#[tokio::test]
async fn invoice_is_dated_by_the_sellers_calendar() {
    each_database(async |context: TestContext| {
        shop(&context).await;
        context.clock.set(time("2026-12-31T23:30:00Z"));
        for (zone, year, compact) in [
            ("Europe/Berlin", 2027, "20270101"),
            ("America/New_York", 2026, "20261231"),
            ("UTC", 2026, "20261231"),
        ] {
            let sandbox = Sandbox::new(context.database.store.clone(), PUBLIC_URL.to_owned());
            let zone: TimeZone = zone.parse().unwrap();
            let shop = TestShop::in_zone(&context, vec![Arc::new(sandbox)], zone.clone()).await;
            let (guest, order, invoice) = buy(&shop, &[("rope", "solo", 1)], &form()).await;
            assert!(
                invoice.number.starts_with(&format!("{year}-")),
                "{zone} {}",
                invoice.number
            );
            assert!(
                order.number.as_ref().unwrap().starts_with(&format!("M-{year}-")),
                "{order:?}"
            );
            let xml = services::invoice_xml(&invoice);
            assert_eq!(xml.matches(&format!(">{compact}<")).count(), 2, "BT-2 and BT-72: {xml}");
            let day = invoice.issued_on().to_string();
            assert!(xml.contains(&format!("Paid on {day}")), "{xml}");
            assert_eq!(
                (order.paid_on, invoice.paid_on()),
                (Some(invoice.issued_on()), Some(invoice.issued_on()))
            );
            assert_eq!(shop.orders.day(order.placed_at), invoice.issued_on());

            shop.orders.refund(order.number.as_ref().unwrap(), None).await.unwrap();
            let order = guest.order().await;
            let note = document(&shop, &guest, &order, 1).await;
            assert!(note.number.starts_with(&format!("{year}-")), "{zone} {}", note.number);
            assert_eq!(note.issued_on(), invoice.issued_on());

            // It is frozen: a seller who moves changes no document.
            let sandbox = Sandbox::new(context.database.store.clone(), PUBLIC_URL.to_owned());
            let moved = TestShop::in_zone(&context, vec![Arc::new(sandbox)], "Asia/Tokyo".parse().unwrap()).await;
            assert_eq!(document(&moved, &guest, &order, 0).await, invoice);
            assert_eq!(guest.at(&moved).order().await.paid_on, order.paid_on);
        }
    })
    .await;
}

#[tokio::test]
async fn tax_is_converted_and_frozen_with_the_invoice() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let rates = rates(&context, None);
        // Nobody set a rate: the sale goes on all the same.
        let (_, _, without) = buy(&shop, &[("rope", "solo", 1)], &form()).await;
        assert_eq!(without.converted_tax, None);
        assert_eq!(
            rates
                .missing("USD".parse().unwrap(), "EUR".parse().unwrap())
                .await
                .unwrap()
                .len(),
            1
        );

        rates.set(&rate("USD", "1.0876", "2026-01-30")).await.unwrap();
        let wanted = [("night-theme", "pro", 2), ("rope", "solo", 1), ("rope", "year", 1)];
        let (guest, order, invoice) = buy(&shop, &wanted, &form()).await;
        let converted = invoice.converted_tax.clone().unwrap();
        // 19 % of 217.00, at 1.0876 dollars to the euro.
        assert_eq!(
            (invoice.totals.tax, converted.tax.to_string()),
            (4_123, "€37.91".to_owned())
        );
        assert_eq!(converted.rates, [rate("USD", "1.0876", "2026-01-30")]);
        let xml = services::invoice_xml(&invoice);
        for said in [
            "<ram:TaxCurrencyCode>EUR</ram:TaxCurrencyCode>",
            "<ram:TaxTotalAmount currencyID=\"USD\">41.23</ram:TaxTotalAmount>",
            "<ram:TaxTotalAmount currencyID=\"EUR\">37.91</ram:TaxTotalAmount>",
            "1 EUR = 1.0876 USD (set by the seller, 30 January 2026)",
        ] {
            assert!(xml.contains(said), "{said}: {xml}");
        }

        // Another rate changes neither the invoice nor what is given back of it: all of it, to the cent.
        rates.set(&rate("USD", "2", "2026-01-31")).await.unwrap();
        assert_eq!(document(&shop, &guest, &order, 0).await, invoice);
        for line in 1..=order.lines.len() {
            let line = u32::try_from(line).unwrap();
            shop.orders
                .refund(order.number.as_ref().unwrap(), Some(line))
                .await
                .unwrap();
        }
        let order = guest.order().await;
        let mut back = 0;
        for at in 1..order.invoices.len() {
            let note = document(&shop, &guest, &order, at).await.converted_tax.unwrap();
            assert_eq!(note.rates, converted.rates);
            back += note.tax.amount;
        }
        assert_eq!(
            (order.invoices.len(), back),
            (order.lines.len() + 1, converted.tax.amount)
        );

        // What is sold now is converted at the new one; what is not taxed by the EU is not converted.
        let (_, _, later) = buy(&shop, &[("rope", "solo", 1)], &form()).await;
        assert_eq!(later.converted_tax.unwrap().tax.amount, 190);
        for country in ["GB", "US"] {
            let form = CheckoutForm {
                country: country.to_owned(),
                ..form()
            };
            let form = CheckoutForm {
                postal_code: if country == "GB" { "SW1Y 4JH" } else { "94104" }.to_owned(),
                region: if country == "US" { "CA" } else { "" }.to_owned(),
                ..form
            };
            let (_, _, invoice) = buy(&shop, &[("rope", "solo", 1)], &form).await;
            assert_eq!(invoice.converted_tax, None, "{country}");
        }
    })
    .await;
}

/// The bank, and what it answers.
async fn bank() -> (String, Arc<Mutex<(StatusCode, String)>>) {
    let answer = Arc::new(Mutex::new((StatusCode::OK, file("2026-01-30", "1.0876"))));
    let shared = answer.clone();
    let router = Router::new().route("/daily.xml", get(async move || shared.lock().unwrap().clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/daily.xml", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, answer)
}

fn file(day: &str, dollars: &str) -> String {
    format!(
        "<e:Envelope xmlns:e='urn:e' xmlns='urn:c'><Cube><Cube time='{day}'><Cube currency='USD' rate='{dollars}'/>\
         <Cube currency='CZK' rate='25.1'/></Cube></Cube></e:Envelope>"
    )
}

#[tokio::test]
async fn rates_are_fetched_by_a_job() {
    each_database(async |context: TestContext| {
        let (url, answer) = bank().await;
        let fetched = rates(&context, Some(url));
        let dollars = async || {
            let all = fetched.list().await.unwrap();
            let found = all.into_iter().find(|rate| rate.currency.code() == "USD").unwrap();
            (found.per_euro.to_string(), found.day.iso(), found.source)
        };
        let told = |rate: &str, day: &str| (rate.to_owned(), day.to_owned(), "European Central Bank".to_owned());
        let jobs = fetched.on_jobs(Jobs::new(context.database.store.clone(), context.clock.clone()));
        fetched.schedule(0).await.unwrap();
        fetched.schedule(0).await.unwrap();
        assert_eq!(jobs.run_due().await.unwrap(), 1);
        assert_eq!(dollars().await, told("1.0876", "2026-01-30"));

        // The next job fetches the next day's.
        *answer.lock().unwrap() = (StatusCode::OK, file("2026-02-01", "1.1"));
        assert_eq!(jobs.run_due().await.unwrap(), 0);
        context.clock.set(time("2026-02-01T15:00:00Z"));
        assert_eq!(jobs.run_due().await.unwrap(), 1);
        assert_eq!(dollars().await, told("1.1000", "2026-02-01"));

        // What is wrong, or older, leaves the rates as they are.
        for (status, body) in [
            (StatusCode::OK, file("2026-01-31", "9")),
            (StatusCode::OK, file("2026-02-01", "0")),
            (StatusCode::OK, "<html>".to_owned()),
            (StatusCode::OK, " ".repeat(300_000)),
            (StatusCode::BAD_GATEWAY, file("2026-02-02", "9")),
        ] {
            *answer.lock().unwrap() = (status, body);
            _ = fetched.fetch().await;
            assert_eq!(dollars().await, told("1.1000", "2026-02-01"));
        }
        // What the seller sets counts, until something newer is published.
        fetched.set(&rate("USD", "1.2", "2026-01-01")).await.unwrap();
        assert_eq!(dollars().await.0, "1.2000");
        // For the day of the seller's own rate nothing else counts.
        fetched.set(&rate("USD", "1.2", "2026-02-03")).await.unwrap();
        for (day, expected) in [("2026-02-03", "1.2000"), ("2026-02-04", "1.3000")] {
            *answer.lock().unwrap() = (StatusCode::OK, file(day, "1.3"));
            fetched.fetch().await.unwrap();
            assert_eq!(dollars().await.0, expected, "{day}");
        }
        let by_hand = rates(&context, None);
        assert!(matches!(by_hand.fetch().await, Err(FetchError::NoUrl)));
        by_hand.schedule(0).await.unwrap();
    })
    .await;
}
