//! What was shown is what is sold: a plan that changes while it lies in a cart is placed by nobody who was not asked.

use std::io::Cursor;

use domain::cart::{CartChange, Difference};
use domain::{Billing, LicenseTerms, Plan, Product};
use services::cart::ChangeError;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, lines, plan, product, time};
use services::{CartOwner, PlaceError};
use views::cart::{CartView, LineState};

type Change = fn(&mut Product);

/// Each thing of a plan that a buyer was told, changed.
const CHANGES: [(&str, Change); 14] = [
    ("price", |p| p.plans[0].amount = 4_800),
    ("to monthly at the same price", |p| {
        p.plans[0].billing = Billing::Monthly
    }),
    ("to yearly", |p| p.plans[0].billing = Billing::Yearly),
    ("name of the plan", |p| p.plans[0].name = "Basic".to_owned()),
    ("title", |p| p.title = "Something else".to_owned()),
    ("shorter", |p| p.plans[0].license.duration_days = Some(30)),
    ("for ever", |p| p.plans[0].license.duration_days = None),
    ("fewer activations", |p| p.plans[0].license.activation_limit = Some(1)),
    ("more activations", |p| p.plans[0].license.activation_limit = None),
    ("domains", |p| p.plans[0].license.domain_limit = Some(1)),
    ("counted calls", |p| p.plans[0].license.monthly_calls = Some(10)),
    ("without updates", |p| p.plans[0].features.clear()),
    ("sold no more", |p| p.plans = vec![plan("other", 4_900)]),
    ("published later", |p| p.published_at = time("2027-01-01T00:00:00Z")),
];

fn geo() -> Product {
    let pro = Plan {
        license: LicenseTerms {
            duration_days: Some(365),
            activation_limit: Some(3),
            ..LicenseTerms::default()
        },
        ..plan("pro", 4_900)
    };
    product("geo").plans(&[pro]).build()
}

fn changed(change: Change) -> Product {
    let mut product = geo();
    change(&mut product);
    product
}

async fn confirm(shop: &TestShop, guest: &Guest) {
    let version = guest.cart().await.version;
    let done = shop
        .carts
        .change(&guest.network, Some(&guest.owner), Some(version), &CartChange::Confirm)
        .await;
    done.unwrap();
}

#[tokio::test]
async fn whatever_changed_is_asked_about_before_it_is_placed() {
    each_database(async |context: TestContext| {
        let shop = TestShop::new(&context).await;
        for (what, change) in CHANGES {
            context.import(&[geo(), product("rope").build()]).await;
            let guest = shop.guest(&[("geo", "pro", 2), ("rope", "pro", 1)]).await;
            let seen = guest.see(&form()).await;
            context.import(&[changed(change)]).await;

            let cart = guest.cart().await;
            assert!(cart.must_confirm(), "{what}");
            assert_ne!(cart.lines[0].state, LineState::Same, "{what}");
            assert_eq!(cart.lines[1].state, LineState::Same, "{what}");
            for seen in [seen, guest.see(&form()).await] {
                let refused = guest.place_at(seen, &form()).await;
                assert!(
                    matches!(refused, Err(PlaceError::CartNeedsReview)),
                    "{what}: {refused:?}"
                );
            }
            assert_eq!(guest.orders().await, [], "{what}");

            confirm(&shop, &guest).await;
            assert!(!guest.cart().await.must_confirm(), "{what}");
            guest.place(&form()).await.unwrap();
            let order = guest.stored().await;
            let now = changed(change);
            let is_sold = !matches!(what, "sold no more" | "published later");
            assert_eq!(order.lines.len(), 1 + usize::from(is_sold), "{what}");
            if is_sold {
                let (line, plan) = (&order.lines[0], &now.plans[0]);
                assert_eq!((line.unit, line.billing), (plan.amount, plan.billing), "{what}");
                assert_eq!((&line.license, &line.title), (&plan.license, &now.title), "{what}");
                let only_one = plan.billing != Billing::OneTime || plan.license.monthly_calls.is_some();
                assert_eq!(line.quantity, if only_one { 1 } else { 2 }, "{what}");
            }
        }
    })
    .await;
}

/// The catalogue that this process has in memory is the one of before: the transaction of the order knows better.
#[tokio::test]
async fn place_looks_at_the_plan_of_the_moment() {
    each_database(async |context: TestContext| {
        let shop = TestShop::new(&context).await;
        let elsewhere = context.another_process().await;
        for (what, change) in CHANGES {
            context.import(&[geo()]).await;
            let guest = shop.guest(&[("geo", "pro", 1)]).await;
            let seen = guest.see(&form()).await;
            elsewhere.import(Cursor::new(lines(&[changed(change)]))).await.unwrap();
            assert!(!guest.cart().await.must_confirm(), "{what}: not heard of yet");
            let refused = guest.place_at(seen, &form()).await;
            assert!(
                matches!(refused, Err(PlaceError::CartNeedsReview)),
                "{what}: {refused:?}"
            );
            assert_eq!(guest.orders().await, [], "{what}");
            assert!(guest.cart().await.must_confirm(), "{what}: its page says so");
        }
        // What matters to nobody holds up nobody.
        let harmless: [Change; 4] = [
            |p| p.title = p.title.to_uppercase(),
            |p| p.plans[0].features.push("One thing more".to_owned()),
            |p| p.summary = "Another line".to_owned(),
            |p| p.plans.push(plan("other", 100)),
        ];
        for change in harmless {
            context.import(&[geo()]).await;
            let guest = shop.guest(&[("geo", "pro", 1)]).await;
            let seen = guest.see(&form()).await;
            elsewhere.import(Cursor::new(lines(&[changed(change)]))).await.unwrap();
            guest.place_at(seen, &form()).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_quantity_of_before_its_limit_is_asked_about() {
    each_database(async |context: TestContext| {
        context.import(&[geo()]).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[("geo", "pro", 3)]).await;
        // Into an account's cart that has some too.
        let account = shop.account("ada@example.com").await;
        let owner = CartOwner::Account(account);
        let kim = Guest::logged_in(&shop, account, "ada@example.com");
        kim.put("geo", "pro").await;
        kim.put("geo", "pro").await;
        context
            .import(&[changed(|p| p.plans[0].billing = Billing::Monthly)])
            .await;
        let CartOwner::Guest(token) = &guest.owner else {
            panic!("a guest");
        };
        shop.carts.merge(token, account).await.unwrap();
        let cart = shop.carts.view(Some(&owner)).await.unwrap();
        let LineState::Changed(differences) = &cart.lines[0].state else {
            panic!("{:?}", cart.lines[0].state)
        };
        assert!(differences.contains(&Difference::Quantity(1)), "{differences:?}");
        assert_eq!((cart.lines[0].quantity, cart.subtotal.amount), (2, 4_900));
        assert!(matches!(kim.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        confirm(&shop, &kim).await;
        kim.place(&form()).await.unwrap();
        assert_eq!(kim.stored().await.lines[0].quantity, 1);
    })
    .await;
}

/// The plan changes once more while the customer looks at what has changed.
#[tokio::test]
async fn confirming_takes_what_was_shown_and_nothing_else() {
    each_database(async |context: TestContext| {
        let shop = TestShop::new(&context).await;
        for (what, change) in CHANGES {
            context.import(&[geo()]).await;
            let guest = shop.guest(&[("geo", "pro", 1)]).await;
            context.import(&[changed(|p| p.plans[0].amount = 5_900)]).await;
            let shown = guest.cart().await;
            context.import(&[changed(change)]).await;
            let accept = async |shown: &CartView| {
                let change = CartChange::ConfirmShown(shown.fingerprint());
                let (network, owner) = (&guest.network, Some(&guest.owner));
                shop.carts.change(network, owner, Some(shown.version), &change).await
            };
            let Err(ChangeError::Stale(now)) = accept(&shown).await else {
                panic!("{what}: it was confirmed unseen")
            };
            assert!(guest.cart().await.must_confirm(), "{what}");
            accept(&now).await.unwrap();
            assert!(!guest.cart().await.must_confirm(), "{what}");
        }
    })
    .await;
}

/// Carts that were filled by a version that kept prices alone.
#[tokio::test]
async fn a_cart_of_before_is_looked_at_once() {
    each_database(async |context: TestContext| {
        context.import(&[geo()]).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[("geo", "pro", 1)]).await;
        let old = r#"[{"product":"geo","plan":"pro","quantity":1,"seen":{"amount":4900,"currency":"USD"}}]"#;
        let sql = match context.database.engine {
            "sqlite" => format!("UPDATE carts SET lines = '{old}'"),
            _ => format!("UPDATE carts SET lines = '{old}'::jsonb"),
        };
        context.database.store.run_sql(&sql).await.unwrap();
        let cart = guest.cart().await;
        assert_eq!(cart.lines[0].state, LineState::Changed(vec![Difference::Unrecorded]));
        assert!(matches!(guest.place(&form()).await, Err(PlaceError::CartNeedsReview)));
        confirm(&shop, &guest).await;
        guest.place(&form()).await.unwrap();
    })
    .await;
}
