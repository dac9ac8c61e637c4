//! Completing orders: from a webhook to the order, its licenses, invoice and jobs committed. The provider is a stub that
//! answers at once, so what is measured is ours.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::invoice::Invoice;
use domain::order::{Buyer, Order, OrderLine, OrderStatus, ProviderId, Seller, Totals};
use domain::tax::{BasisPoints, Tax, TaxKind};
use domain::{Billing, Clock, Currency, LicenseTerms, Money, Timestamp};
use payments::{BoxFuture, Event, Payment, Provider, Refund, ReturnUrls, Started, State, WebhookError};
use serde_json::json;
use services::orders::{Parts, Settings};
use services::{Orders, Releases, Signer, SystemClock, TokenGenerator};
use store::{Store, StoredOrder};

/// How many webhooks are under way at once.
const AT_ONCE: usize = 16;

/// Where the webhooks come from.
const NETWORK: &str = "192.0.2.1";

/// A provider whose every payment is paid.
struct Paid(Money);

impl Provider for Paid {
    fn id(&self) -> ProviderId {
        ProviderId::Stripe
    }

    fn group_by_payment(&self, lines: &[OrderLine]) -> Vec<Vec<usize>> {
        vec![(0..lines.len()).collect()]
    }

    fn start<'a>(&'a self, _: &'a Order, _: u32, _: &'a ReturnUrls) -> BoxFuture<'a, Result<Started, payments::Error>> {
        Box::pin(async { Err(payments::Error::Refused("not of this benchmark".to_owned())) })
    }

    fn fetch<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Payment, payments::Error>> {
        let payment = Payment {
            reference: reference.to_owned(),
            order: None,
            state: State::Paid,
            paid: self.0,
            refunded: 0,
            dispute: None,
            subscription: None,
            method: "Card".to_owned(),
        };
        Box::pin(async move { Ok(payment) })
    }

    fn cancel<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), payments::Error>> {
        Box::pin(async { Ok(()) })
    }

    fn refund<'a>(&'a self, _: &'a str, _: Money, _: &'a str) -> BoxFuture<'a, Result<Refund, payments::Error>> {
        Box::pin(async { Err(payments::Error::Refused("not of this benchmark".to_owned())) })
    }

    fn end_subscription<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), payments::Error>> {
        Box::pin(async { Ok(()) })
    }

    fn keep_lines<'a>(
        &'a self,
        _: &'a str,
        _: &'a Order,
        _: &'a [usize],
    ) -> BoxFuture<'a, Result<(), payments::Error>> {
        Box::pin(async { Ok(()) })
    }

    fn event<'a>(
        &'a self,
        _: &'a (dyn Fn(&str) -> Option<String> + Send + Sync),
        body: &'a [u8],
        _: Timestamp,
    ) -> BoxFuture<'a, Result<Event, WebhookError>> {
        let reference = String::from_utf8_lossy(body).into_owned();
        Box::pin(async move {
            Ok(Event {
                id: format!("evt-{reference}"),
                kind: "checkout.session.completed".to_owned(),
                reference: Some(reference),
                refunded: None,
            })
        })
    }
}

/// How often an invoice is drawn.
const DRAWN: usize = 20;

/// Completes `count` orders on a fresh database; prints how long that took, and how long each drawing of an invoice as
/// PDF takes after the first.
pub fn run(url: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (took, drawn) = runtime.block_on(measure(url, count))?;
    let drawn: Vec<f64> = drawn.iter().map(|took| took.as_secs_f64() * 1e3).collect();
    println!(
        "{}",
        json!({ "orders": count, "seconds": took.as_secs_f64(), "pdf_ms": drawn })
    );
    Ok(())
}

async fn measure(url: &str, count: usize) -> Result<(Duration, Vec<Duration>), Box<dyn Error>> {
    let store = Store::open(url).await?;
    store.migrate().await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let secrets = Arc::new(TokenGenerator::new([3; 32]));
    let signer = Signer::new(b"a secret of the benchmark");
    let mut ids = Vec::with_capacity(count);
    let total = Money::new(11_662, Currency::USD);
    for _ in 0..count {
        let id = secrets.token();
        let stored = order(&id, &secrets, clock.now())?;
        let mut write = store.write().await?;
        write.put_order(&stored).await?;
        write
            .put_payment(&id, 1, ProviderId::Stripe, &id, "https://pay.example")
            .await?;
        write.save().await?;
        ids.push(id);
    }
    let orders = Orders::new(Parts {
        store: store.clone(),
        clock: clock.clone(),
        secrets,
        signer: signer.clone(),
        releases: Releases::in_memory(store.clone(), clock, signer),
        settings: Settings {
            public_url: "https://shop.example".to_owned(),
            seller: seller()?,
            time_zone: services::TimeZone::UTC,
            seller_currency: domain::exchange::accounting_currency(seller()?.country),
            fonts: services::InvoiceFonts::default(),
        },
        providers: vec![Arc::new(Paid(total))],
    });
    #[expect(clippy::disallowed_methods, reason = "the stopwatch of the benchmark")]
    let start = Instant::now();
    let ids = Arc::new(ids);
    let workers = (0..AT_ONCE).map(|worker| {
        let (orders, ids) = (orders.clone(), ids.clone());
        tokio::spawn(async move {
            for id in ids.iter().skip(worker).step_by(AT_ONCE) {
                let told = orders
                    .webhook(NETWORK, ProviderId::Stripe, &|_| None, id.as_bytes())
                    .await;
                told.map_err(|error| error.to_string())?;
            }
            Ok::<(), String>(())
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await??;
    }
    let took = start.elapsed();
    let invoices = store.invoice_numbers().await?.len();
    if invoices != count {
        return Err(format!("{invoices} invoices of {count} orders").into());
    }
    let id = ids.first().ok_or("no order to draw an invoice of")?;
    let drawn = draw(store.invoices_of_order(id).await?.remove(0)).await?;
    store.close().await;
    Ok((took, drawn))
}

/// Draws an invoice once to warm up, then so many times more.
async fn draw(invoice: Invoice) -> Result<Vec<Duration>, Box<dyn Error>> {
    let fonts = services::InvoiceFonts::default();
    services::invoice_pdf(invoice.clone(), &fonts).await?;
    let mut drawn = Vec::with_capacity(DRAWN);
    for _ in 0..DRAWN {
        #[expect(clippy::disallowed_methods, reason = "the stopwatch of the benchmark")]
        let start = Instant::now();
        services::invoice_pdf(invoice.clone(), &fonts).await?;
        drawn.push(start.elapsed());
    }
    Ok(drawn)
}

fn order(id: &str, secrets: &TokenGenerator, now: Timestamp) -> Result<StoredOrder, Box<dyn Error>> {
    let line = |product: &str, billing, net, tax| -> Result<OrderLine, Box<dyn Error>> {
        Ok(OrderLine {
            product: product.parse()?,
            plan: "pro".parse()?,
            title: "Swift Geocode".to_owned(),
            plan_name: "Pro".to_owned(),
            billing,
            license: LicenseTerms::default(),
            quantity: 1,
            unit: net,
            discount: 0,
            net,
            tax,
        })
    };
    Ok(StoredOrder {
        order: Order {
            id: id.to_owned(),
            number: None,
            status: OrderStatus::Open,
            buyer: buyer()?,
            lines: vec![
                line("swift-geocode", Billing::Monthly, 4_900, 931)?,
                line("night-theme", Billing::OneTime, 4_900, 931)?,
            ],
            totals: Totals {
                currency: Currency::USD,
                list: 9_800,
                discount: 0,
                net: 9_800,
                tax: 1_862,
                total: 11_662,
            },
            tax: Tax {
                country: "DE".parse()?,
                kind: TaxKind::Standard,
                rate: BasisPoints(1_900),
                label: "VAT 19%".to_owned(),
            },
            discount_code: None,
            provider: ProviderId::Stripe,
            account: None,
            placed_at: now,
            paid_at: None,
            consent: None,
        },
        // Each of a cart of its own: an id is 32 letters.
        cart: id.as_bytes().to_vec(),
        cart_version: 1,
        checkout: secrets.token(),
        position: 0,
        attempt: 0,
        reason: None,
        version: 0,
        link_version: 0,
    })
}

fn buyer() -> Result<Buyer, Box<dyn Error>> {
    Ok(Buyer {
        email: "ada@example.com".to_owned(),
        name: "Ada Lovelace".to_owned(),
        company: None,
        street: "Unter den Linden 1".to_owned(),
        city: "Berlin".to_owned(),
        postal_code: "10117".to_owned(),
        region: None,
        country: "DE".parse()?,
        vat_id: None,
        vat_verified: false,
    })
}

fn seller() -> Result<Seller, Box<dyn Error>> {
    Ok(Seller {
        name: "Mintreu Marketplace".to_owned(),
        street: "Marktplatz 1".to_owned(),
        city: "Hamburg".to_owned(),
        postal_code: "20095".to_owned(),
        country: "DE".parse()?,
        email: "billing@shop.example".to_owned(),
        vat_id: None,
        tax_number: None,
    })
}
