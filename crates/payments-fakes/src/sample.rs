//! Orders to pay.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::order::{Buyer, Order, OrderLine, OrderStatus, ProviderId};
use domain::pricing::{self, Discount, Off};
use domain::tax::{BasisPoints, Tax, TaxKind};
use domain::{Billing, Clock, Currency, LicenseTerms, Timestamp};

use payments::ReturnUrls;

/// A line before it is priced.
pub fn line(product: &str, billing: Billing, unit: i64, quantity: u32) -> OrderLine {
    OrderLine {
        product: product.parse().expect("a slug of the test"),
        plan: "pro".parse().expect("a slug"),
        title: format!("Product {product}"),
        plan_name: "Pro".to_owned(),
        billing,
        license: LicenseTerms::default(),
        quantity,
        unit,
        discount: 0,
        net: 0,
        tax: 0,
    }
}

/// An order in US dollars, priced at a rate of tax in hundredths of a per cent.
pub fn order(number: u32, mut lines: Vec<OrderLine>, off: Option<Off>, rate: u32) -> Order {
    let discount = off.map(|off| Discount {
        code: "SPRING".to_owned(),
        off,
        products: vec![],
        starts_at: None,
        ends_at: None,
        limit: None,
        used: 0,
    });
    let rate = BasisPoints(rate);
    let totals = pricing::price(&mut lines, discount.as_ref(), rate, Currency::USD);
    let country = "DE".parse().expect("a country");
    Order {
        id: format!("{number:032x}"),
        number: None,
        status: OrderStatus::Open,
        buyer: Buyer {
            email: "ada@example.com".to_owned(),
            name: "Ada Lovelace".to_owned(),
            company: None,
            street: "Street 1".to_owned(),
            city: "Berlin".to_owned(),
            postal_code: "10115".to_owned(),
            region: None,
            country,
            vat_id: None,
            vat_verified: false,
        },
        lines,
        totals,
        tax: Tax {
            country,
            kind: TaxKind::Standard,
            rate,
            label: "VAT".to_owned(),
        },
        discount_code: discount.map(|discount| discount.code),
        provider: ProviderId::Stripe,
        account: None,
        consent: None,
        placed_at: Timestamp::from_micros(0),
        paid_at: None,
    }
}

/// Where the customer comes back to.
pub fn back() -> ReturnUrls {
    ReturnUrls {
        done: "http://127.0.0.1:3000/orders/1/return".to_owned(),
        canceled: "http://127.0.0.1:3000/checkout".to_owned(),
    }
}

/// A clock that stands still until it is moved.
pub struct StillClock(AtomicI64);

impl StillClock {
    pub fn at(time: &str) -> Self {
        Self(AtomicI64::new(
            Timestamp::parse(time).expect("a time of the test").as_micros(),
        ))
    }

    /// Moves it on by so many seconds.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }
}
