//! How often anybody may do what costs something: a table of what is done, and how often it is admitted.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::cart::{CartChange, CartError};
use domain::order::ProviderId;
use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use domain::vat::VatId;
use futures::future::join_all;
use services::cart::ChangeError;
use services::tax::{Lookup, TaxRefusal, VatVerifier};
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, TestDatabase, each_database, plan, product};
use services::{Access, CartOwner, Limit, LimitError, Limiter, PayError, PlaceError, WebhookRefusal};

use crate::bank::Bank;

const HERE: &str = "192.0.2.1";
const THERE: &str = "198.51.100.1";

async fn shop(context: &TestContext) -> TestShop {
    let ember = product("ember").plans(&[plan("pro", 1_900), plan("free", 0)]);
    context.import(&[ember.build()]).await;
    TestShop::new(context).await
}

fn add(plan: &str) -> CartChange {
    CartChange::Add {
        product: "ember".parse().unwrap(),
        plan: plan.parse().unwrap(),
        key: None,
        seen: None,
    }
}

/// A guest whose cart was begun elsewhere.
async fn guest_at(shop: &TestShop, network: &str, plan: &str) -> Guest {
    let mut guest = shop.guest(&[("ember", plan, 1)]).await;
    guest.network = network.to_owned();
    guest
}

/// How often something is admitted before it is refused, and that all else that is tried then is refused too.
async fn admitted(most: usize, attempt: impl AsyncFn(usize) -> bool) -> usize {
    for n in 0..most {
        if !attempt(n).await {
            assert!(!attempt(n + 1).await, "refused, and admitted right after");
            return n;
        }
    }
    most
}

#[tokio::test]
async fn carts_are_begun_so_often_from_one_network() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let begin = async |network: &str| shop.carts.change(network, None, None, &add("pro")).await;
        let begun = admitted(700, async |_| match begin(HERE).await {
            Ok(_) => true,
            Err(ChangeError::TooMany(error)) => error.seconds > 3_600,
            Err(error) => panic!("{error}"),
        });
        assert_eq!(begun.await, 600);
        let (_, token) = begin(THERE).await.unwrap();
        // What is in a cart already goes on being changed.
        let owner = CartOwner::Guest(token.unwrap());
        shop.carts.change(HERE, Some(&owner), None, &add("pro")).await.unwrap();
        context.pass(Duration::from_secs(3_600));
        begin(HERE).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn codes_are_guessed_so_often_by_cart_and_by_network() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guess = async |guest: &Guest, n: usize| {
            let change = CartChange::Code(format!("GUESS-{n}"));
            match shop
                .carts
                .change(&guest.network, Some(&guest.owner), None, &change)
                .await
            {
                Err(ChangeError::Refused(CartError::CodeUnknown)) => true,
                Err(ChangeError::TooMany(error)) => error.seconds > 15 * 60,
                other => panic!("{other:?}"),
            }
        };
        for _ in 0..3 {
            let guest = guest_at(&shop, HERE, "pro").await;
            assert_eq!(admitted(100, async |n| guess(&guest, n).await).await, 20);
        }
        let fourth = guest_at(&shop, HERE, "pro").await;
        assert!(!guess(&fourth, 0).await, "another cart of the same network");
        // Nobody else waits, and a code can be taken away.
        assert!(guess(&guest_at(&shop, THERE, "pro").await, 0).await);
        let none = CartChange::Code(String::new());
        shop.carts.change(HERE, Some(&fourth.owner), None, &none).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn orders_are_placed_so_often_by_cart_and_by_network() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let place = async |guest: &Guest| match guest.place(&form()).await {
            Ok(_) => true,
            Err(PlaceError::TooMany(_)) => false,
            Err(error) => panic!("{error}"),
        };
        for _ in 0..3 {
            let guest = guest_at(&shop, HERE, "pro").await;
            assert_eq!(admitted(30, async |_| place(&guest).await).await, 20);
        }
        assert!(!place(&guest_at(&shop, HERE, "pro").await).await);
        assert!(place(&guest_at(&shop, THERE, "pro").await).await);
    })
    .await;
}

/// An order of nothing to pay mails whatever address was typed, at once.
/// Whoever leaves orders unpaid takes the uses of a code from nobody: not of many carts, and not by paying again.
#[tokio::test]
async fn nobody_holds_all_uses_of_a_code() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let code = |code: &str, limit| Discount {
            code: code.to_owned(),
            off: Off::Percent(BasisPoints(1_000)),
            products: Vec::new(),
            starts_at: None,
            ends_at: None,
            limit,
            used: 0,
        };
        shop.put_discount(&code("SCARCE", Some(20))).await;
        shop.put_discount(&code("PLENTY", None)).await;
        let place = async |network: &str, code: &str| {
            let guest = guest_at(&shop, network, "pro").await;
            guest.code(code).await;
            match guest.place(&form()).await {
                Ok(_) => true,
                Err(PlaceError::TooMany(_)) => false,
                Err(error) => panic!("{error}"),
            }
        };
        assert_eq!(admitted(20, async |_| place(HERE, "SCARCE").await).await, 5);
        assert!(place(THERE, "SCARCE").await, "others have it");
        assert!(place(HERE, "PLENTY").await, "one without a limit is nobody's to take");
    })
    .await;
}

#[tokio::test]
async fn free_orders_fill_nobodys_mailbox() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let place = async |network: &str, email: &str| {
            let guest = guest_at(&shop, network, "free").await;
            let form = domain::checkout::CheckoutForm {
                email: email.to_owned(),
                ..form()
            };
            match guest.place(&form).await {
                Ok(_) => true,
                Err(PlaceError::TooMany(_)) => false,
                Err(error) => panic!("{error}"),
            }
        };
        let victim = async |n| {
            place(
                &format!("198.51.100.{n}"),
                ["ada@example.com", "ADA@Example.com"][n % 2],
            )
            .await
        };
        assert_eq!(admitted(20, victim).await, 10);
        let written = shop.letters().await;
        assert_eq!(written.iter().filter(|letter| *letter == "OrderPaid").count(), 10);
        let network = async |n| place(HERE, &format!("{n}@example.com")).await;
        assert_eq!(admitted(40, network).await, 30);
    })
    .await;
}

#[tokio::test]
async fn links_to_orders_fill_nobodys_mailbox() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let mut orders = Vec::new();
        for n in 0..8 {
            let guest = guest_at(&shop, &format!("198.51.100.{n}"), "pro").await;
            guest.place(&form()).await.unwrap();
            orders.push(guest.stored().await.id);
        }
        for order in &orders {
            // The answer is the same: it tells nothing of the address.
            shop.orders.mail_link(order).await.unwrap();
        }
        let written = shop.letters().await;
        assert_eq!(written.iter().filter(|letter| *letter == "OrderLink").count(), 5);
    })
    .await;
}

#[tokio::test]
async fn payments_are_begun_and_looked_at_so_often() {
    each_database(async |context: TestContext| {
        let ember = product("ember").plans(&[plan("pro", 1_900)]);
        context.import(&[ember.build()]).await;
        let bank = Bank::paypal(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[("ember", "pro", 1)]).await;
        guest.place(&bank.form()).await.unwrap();
        let order = guest.stored().await.id;
        let key = shop.key(&order);
        let access = Access {
            key: Some(&key),
            network: HERE,
            ..Access::default()
        };
        let pay = async |_| match shop.orders.pay(&order, access).await {
            Ok(_) => true,
            Err(PayError::TooMany(_)) => false,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(admitted(20, pay).await, 10);
        // The page opens all the same, and shows what is known.
        let reference = bank.fake.find(&order).unwrap();
        for _ in 0..30 {
            shop.orders.view(&order, access).await.unwrap().unwrap();
        }
        bank.fake.pay(&reference).unwrap();
        let status = async || shop.orders.view(&order, access).await.unwrap().unwrap().status.as_str();
        assert_eq!(status().await, "open", "it was looked at too often to be asked about");
        context.pass(Duration::from_secs(60));
        assert_eq!(status().await, "paid");
    })
    .await;
}

#[tokio::test]
async fn forged_events_are_refused_before_a_provider_is_asked() {
    each_database(async |context: TestContext| {
        context.import(&[product("ember").build()]).await;
        for bank in Bank::both(&context).await {
            let shop = bank.shop(&context).await;
            let header = |_: &str| Some("forged".to_owned());
            let forge = async |network: &str| shop.orders.webhook(network, bank.id, &header, b"{\"id\": \"x\"}").await;
            let forged = admitted(80, async |_| match forge(HERE).await {
                Err(WebhookRefusal::Bad(_)) => true,
                Err(WebhookRefusal::TooMany(_)) => false,
                other => panic!("{other:?}"),
            });
            let is_limited = bank.id == ProviderId::Paypal;
            assert_eq!(forged.await, if is_limited { 60 } else { 80 }, "{:?}", bank.id);
            assert!(matches!(forge(THERE).await, Err(WebhookRefusal::Bad(_))));
            // Genuine ones count for nothing, however many come.
            for _ in 0..4 {
                bank.sell(&shop, &[("ember", "pro", 1)]).await;
            }
            for _ in 0..20 {
                bank.hear(&shop).await;
            }
        }
    })
    .await;
}

/// Confirms nothing, and counts how often it was asked.
struct Counting(AtomicUsize);

impl VatVerifier for Counting {
    fn confirms<'a>(&'a self, _: &'a VatId) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(false))
    }
}

#[tokio::test]
async fn vat_ids_are_looked_up_so_often() {
    each_database(async |context: TestContext| {
        let verifier = Arc::new(Counting(AtomicUsize::new(0)));
        let taxes = context.taxes(verifier.clone());
        let france: domain::Country = "FR".parse().unwrap();
        let place = france.into();
        // The two digits of a French id follow from the nine after them.
        let ids: Vec<String> = (0_u64..9_000)
            .filter_map(|n| {
                let siren = 400_000_000 + n;
                let id = format!("FR{:02}{siren}", (12 + 3 * (siren % 97)) % 97);
                VatId::parse(&id, france).ok().map(|_| id)
            })
            .take(70)
            .collect();
        assert_eq!(ids.len(), 70);
        let limiter = context.limiter();
        let lookup = Lookup::Limited {
            limiter: &limiter,
            network: HERE,
            cart: "a cart",
        };
        let ask = async |n: usize| match taxes.decide_by(&place, Some(&ids[n]), lookup).await {
            Ok(_) => true,
            Err(TaxRefusal::TooMany(_)) => false,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(admitted(69, ask).await, 60);
        assert_eq!(verifier.0.load(Ordering::Relaxed), 60);
        assert!(ask(0).await, "what was answered is remembered");
        // A page that only shows asks nobody.
        taxes.decide_by(&place, Some(&ids[69]), Lookup::Never).await.unwrap();
        assert_eq!(verifier.0.load(Ordering::Relaxed), 60);
    })
    .await;
}

/// Every limit, by the network and by the subject, from several servers of one database at once.
#[tokio::test]
async fn limits_are_one_for_all_servers() {
    each_database(async |context: TestContext| {
        let limiters: Vec<Limiter> = [context.limiter(), another(&context).await].into();
        let count = async |limit: &Limit, names: &[(&str, &str)]| {
            let attempts = (0..40).flat_map(|n| names.iter().map(move |name| (n, name)));
            let admit = attempts.map(|(n, (network, subject))| limiters[n % 2].check(limit, network, subject));
            let answers = join_all(admit).await;
            let admitted = answers.iter().filter(|answer| answer.is_ok()).count();
            let refused = |answer: &Result<(), LimitError>| matches!(answer, Ok(()) | Err(LimitError::TooMany(_)));
            assert!(answers.iter().all(refused), "{answers:?}");
            admitted
        };
        assert_eq!(count(&Limit::MAIL, &[(HERE, "ada")]).await, 5);
        assert_eq!(count(&Limit::RESET_MAIL, &[(HERE, "ada")]).await, 5);
        let subjects = ["a", "b", "c", "d", "e", "f"].map(|subject| (THERE, subject));
        assert_eq!(count(&Limit::MAIL, &subjects).await, 20);
    })
    .await;
}

async fn another(context: &TestContext) -> Limiter {
    let TestDatabase { url, .. } = &context.database;
    let store = store::Store::open(url).await.unwrap();
    let signer = services::Signer::new(services::testing::SECRET);
    Limiter::new(store, context.clock.clone(), signer)
}

#[tokio::test]
async fn webhooks_of_a_provider_that_is_not_offered_count_for_nothing() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        for _ in 0..100 {
            let answer = shop.orders.webhook(HERE, ProviderId::Stripe, &|_| None, b"").await;
            assert!(matches!(answer, Err(WebhookRefusal::NotOffered)), "{answer:?}");
        }
    })
    .await;
}
