//! What an order owes, and what becomes of a VAT id: against a VIES of our own on a real socket.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::Country;
use domain::tax::{BasisPoints, TaxKind};
use domain::vat::VatError;
use serde_json::{Value, json};
use services::Taxes;
use services::tax::{Decision, NoopVerifier, TaxRefusal, Vies, verifier};
use services::testing::{TestContext, each_database, time};
use tokio::net::TcpListener;

/// How the fake answers.
#[derive(Clone, Copy)]
enum Mood {
    /// Knows the ids of [`KNOWN`].
    Works,
    /// As VIES does when a member state does not answer: 200 without `valid`.
    StateDown,
    Broken,
    /// Takes the question and says nothing.
    Silent,
}

const KNOWN: [(&str, &str); 2] = [("FR", "40303265045"), ("EL", "094259216")];

struct FakeVies {
    url: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<AtomicUsize>,
}

impl FakeVies {
    async fn start() -> Self {
        let (mood, asked) = (Arc::new(Mutex::new(Mood::Works)), Arc::new(AtomicUsize::new(0)));
        let state = (mood.clone(), asked.clone());
        let answer = async move |Json(question): Json<Value>| {
            state.1.fetch_add(1, Ordering::Relaxed);
            let mood = *state.0.lock().unwrap();
            reply(mood, &question).await
        };
        let router = Router::new().route("/vies/check-vat-number", post(answer));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/vies/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, mood, asked }
    }

    fn taxes(&self, shop: &TestContext) -> Taxes {
        shop.taxes(Arc::new(Vies::new(&self.url, Duration::from_millis(500)).unwrap()))
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

async fn reply(mood: Mood, question: &Value) -> Response {
    let asked = (question["countryCode"].as_str(), question["vatNumber"].as_str());
    match mood {
        Mood::Works => {
            let valid = KNOWN
                .iter()
                .any(|(country, number)| asked == (Some(country), Some(number)));
            let name = if valid { "SA SODIMAS" } else { "---" };
            Json(json!({
                "countryCode": asked.0, "vatNumber": asked.1, "requestDate": "2026-02-01T12:00:00.000Z",
                "valid": valid, "requestIdentifier": "", "name": name, "address": "---",
            }))
            .into_response()
        }
        Mood::StateDown => {
            Json(json!({"actionSucceed": false, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]})).into_response()
        }
        Mood::Broken => (StatusCode::BAD_GATEWAY, "<html>").into_response(),
        Mood::Silent => std::future::pending().await,
    }
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

async fn decide(taxes: &Taxes, buyer: &str, vat_id: &str) -> Decision {
    taxes.decide(country(buyer), Some(vat_id)).await.unwrap()
}

#[tokio::test]
async fn the_table_holds_the_rates_of_today() {
    each_database(async |shop: TestContext| {
        let taxes = shop.taxes(Arc::new(NoopVerifier));
        let rates = taxes.rates().await.unwrap();
        assert_eq!((rates.len(), rates.iter().filter(|rate| rate.eu).count()), (29, 27));
        for rate in &rates {
            assert_eq!(rate.eu, domain::vat::in_eu(rate.country), "{rate:?}");
        }
        for (buyer, label) in [
            ("DE", "VAT 19%"),
            ("FI", "VAT 25.5%"),
            ("MC", "VAT 20%"),
            ("GB", "VAT 20%"),
            ("CH", "VAT 8.1%"),
            ("IM", "VAT 20%"),
            ("LI", "VAT 8.1%"),
            ("AX", "No tax"),
            ("US", "No tax"),
        ] {
            let decision = taxes.decide(country(buyer), None).await.unwrap();
            assert_eq!(decision.tax.label, label, "{buyer}");
            assert_eq!((decision.vat_id, decision.vat_verified), (None, false));
        }
        assert_eq!(decide(&taxes, "US", " ").await.tax.kind, TaxKind::OutOfScope);
        // Where a confirmed id would take the tax away, it is said that this one was not confirmed.
        for (buyer, id, unconfirmed) in [
            ("FR", "FR40303265045", true),
            ("FR", "", false),
            ("DE", "DE136695976", false),
        ] {
            let decision = decide(&taxes, buyer, id).await;
            assert_eq!(decision.tax.kind, TaxKind::Standard);
            assert_eq!(decision.vat_unconfirmed, unconfirmed, "{buyer} {id}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_rate_holds_within_a_minute() {
    each_database(async |shop: TestContext| {
        let (taxes, other) = (shop.taxes(Arc::new(NoopVerifier)), shop.taxes(Arc::new(NoopVerifier)));
        let label = async |taxes: &Taxes, buyer| taxes.decide(country(buyer), None).await.unwrap().tax.label;
        assert_eq!(label(&taxes, "DE").await, "VAT 19%");
        assert_eq!(label(&other, "DE").await, "VAT 19%");
        let set = taxes
            .set_rate(country("DE"), BasisPoints(1_650), Some("MwSt".to_owned()))
            .await
            .unwrap();
        assert!(set.eu);
        taxes.set_rate(country("DE"), BasisPoints(1_600), None).await.unwrap();
        assert_eq!(label(&taxes, "DE").await, "MwSt 16%");
        shop.clock.set(time("2026-02-01T12:00:59Z"));
        assert_eq!(label(&other, "DE").await, "VAT 19%");
        shop.clock.set(time("2026-02-01T12:01:00Z"));
        assert_eq!(label(&other, "DE").await, "MwSt 16%");

        let set = taxes.set_rate(country("JP"), BasisPoints(1_000), None).await.unwrap();
        assert_eq!((set.name.as_str(), set.eu), ("VAT", false));
        assert_eq!(label(&taxes, "JP").await, "VAT 10%");
        taxes.set_rate(country("JP"), BasisPoints(0), None).await.unwrap();
        assert_eq!(label(&taxes, "JP").await, "No tax");
    })
    .await;
}

#[tokio::test]
async fn a_confirmed_business_abroad_accounts_for_the_tax() {
    each_database(async |shop: TestContext| {
        let vies = FakeVies::start().await;
        let taxes = vies.taxes(&shop);
        let decision = decide(&taxes, "FR", "fr 40 303 265 045").await;
        assert_eq!(decision.tax.label, "Reverse charge");
        assert_eq!(decision.vat_id.as_deref(), Some("FR40303265045"));
        assert!(decision.vat_verified);
        assert_eq!(
            decide(&taxes, "GR", "GR094259216").await.tax.kind,
            TaxKind::ReverseCharge
        );
        // VIES does not know it.
        let unknown = decide(&taxes, "FR", "FR83404833048").await;
        assert_eq!((unknown.tax.label.as_str(), unknown.vat_verified), ("VAT 20%", false));
        assert_eq!(vies.asked(), 3);
        // VIES is not asked about what is no EU id.
        let swiss = decide(&taxes, "CH", "CHE-107.787.577 TVA").await;
        assert_eq!((swiss.tax.label.as_str(), swiss.vat_verified), ("VAT 8.1%", false));
        let wrong = taxes.decide(country("FR"), Some("FR40303265046")).await;
        assert!(matches!(wrong, Err(TaxRefusal::Vat(VatError::CheckDigit))), "{wrong:?}");
        assert_eq!(vies.asked(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_confirmation_is_remembered_for_a_day() {
    each_database(async |shop: TestContext| {
        let vies = FakeVies::start().await;
        let taxes = vies.taxes(&shop);
        let reversed = async || decide(&taxes, "FR", "FR40303265045").await.tax.kind == TaxKind::ReverseCharge;
        assert!(reversed().await);
        vies.is(Mood::Broken);
        shop.clock.set(time("2026-02-02T11:59:59Z"));
        assert!(reversed().await);
        assert_eq!(vies.asked(), 1);
        shop.clock.set(time("2026-02-02T12:00:00Z"));
        assert!(!reversed().await);
        // That nobody could be asked is remembered for a minute.
        vies.is(Mood::Works);
        shop.clock.set(time("2026-02-02T12:00:59Z"));
        assert!(!reversed().await);
        assert_eq!(vies.asked(), 2);
        shop.clock.set(time("2026-02-02T12:01:00Z"));
        assert!(reversed().await);
    })
    .await;
}

#[tokio::test]
async fn an_authority_that_does_not_answer_confirms_nothing() {
    each_database(async |shop: TestContext| {
        let vies = FakeVies::start().await;
        for mood in [Mood::StateDown, Mood::Broken, Mood::Silent] {
            vies.is(mood);
            let decision = decide(&vies.taxes(&shop), "FR", "FR40303265045").await;
            assert_eq!((decision.tax.label.as_str(), decision.vat_verified), ("VAT 20%", false));
            assert_eq!(decision.vat_id.as_deref(), Some("FR40303265045"));
        }
        assert_eq!(vies.asked(), 3);
        // Nobody listens there, and nobody is configured.
        for url in [Some("http://127.0.0.1:1"), None] {
            let taxes = shop.taxes(verifier(url).unwrap());
            assert!(!decide(&taxes, "FR", "FR40303265045").await.vat_verified);
        }
    })
    .await;
}
