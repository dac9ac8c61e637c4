//! What an account owns, and who helps with it.

use domain::order::OrderStatus;
use services::SandboxAction;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, developer, each_database, plan, product, time};
use store::NewRelease;
use views::order::Support;

use crate::afterwards::tick;

const ADA: &str = "ada@example.com";

/// A shop with a rope that lasts, and one that lasts for 30 days.
async fn shop(context: &TestContext) -> TestShop {
    let mut month = plan("month", 900);
    month.license.duration_days = Some(30);
    let rope = product("rope").plans(&[plan("pro", 4_900), month]);
    context.import(&[rope.build(), product("night-theme").build()]).await;
    TestShop::new(context).await
}

/// Places an order of this; gives where it is paid.
async fn place(customer: &Guest, product: &str, plan: &str) -> String {
    customer.put(product, plan).await;
    customer.place(&form()).await.unwrap()
}

async fn owned(shop: &TestShop, account: i64, product: &str) -> Option<String> {
    shop.orders.owned(account, product).await.unwrap()
}

#[tokio::test]
async fn owned_is_the_newest_paid_order_of_the_account() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let (ada, eve) = (shop.account(ADA).await, shop.account("eve@example.com").await);
        let customer = Guest::logged_in(&shop, ada, ADA);
        let url = place(&customer, "rope", "pro").await;
        assert_eq!(owned(&shop, ada, "rope").await, None, "not paid yet");
        shop.act(&url, SandboxAction::Pay).await;
        let first = Some("/orders/M-2026-000001".to_owned());
        assert_eq!(owned(&shop, ada, "rope").await, first);
        assert_eq!(owned(&shop, eve, "rope").await, None, "another account");
        for other in ["night-theme", "", "Rope", "rope\0", "no-such", &"x".repeat(500)] {
            assert_eq!(owned(&shop, ada, other).await, None, "{other}");
        }

        tick(&context);
        let url = place(&customer, "rope", "pro").await;
        shop.act(&url, SandboxAction::Pay).await;
        assert_eq!(
            owned(&shop, ada, "rope").await.as_deref(),
            Some("/orders/M-2026-000002")
        );
        shop.orders.refund("M-2026-000002", None).await.unwrap();
        assert_eq!(
            owned(&shop, ada, "rope").await,
            first,
            "the refunded one is owned no more"
        );
        shop.orders.refund("M-2026-000001", Some(1)).await.unwrap();
        assert_eq!(owned(&shop, ada, "rope").await, None);
    })
    .await;
}

#[tokio::test]
async fn owned_rests_while_a_payment_is_disputed() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let ada = shop.account(ADA).await;
        let customer = Guest::logged_in(&shop, ada, ADA);
        let url = place(&customer, "rope", "pro").await;
        shop.act(&url, SandboxAction::Pay).await;
        shop.act(&url, SandboxAction::Dispute).await;
        assert_eq!(customer.stored().await.status, OrderStatus::Disputed);
        assert_eq!(owned(&shop, ada, "rope").await, None);
        shop.act(&url, SandboxAction::EndDispute).await;
        assert!(owned(&shop, ada, "rope").await.is_some());
    })
    .await;
}

#[tokio::test]
async fn owned_ends_with_the_license_unless_there_is_a_file() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        // Bought as a guest; the account that claims it owns it.
        let guest = shop.guest(&[("rope", "month", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        let ada = shop.account(ADA).await;
        assert_eq!(owned(&shop, ada, "rope").await, None);
        shop.orders.claim(ada, ADA).await.unwrap();
        assert!(owned(&shop, ada, "rope").await.is_some());

        context.clock.set(time("2026-03-03T12:00:00Z"));
        assert_eq!(owned(&shop, ada, "rope").await, None, "30 days are over");
        let release = NewRelease {
            product: &"rope".parse().unwrap(),
            version: "1.0.0",
            file: "rope-1.0.0.zip",
            size: 1,
            sha256: [0; 32],
            notes: "",
            path: "rope/1",
            published_at: time("2026-02-01T00:00:00Z"),
        };
        assert!(context.database.store.add_release(&release).await.unwrap());
        assert!(owned(&shop, ada, "rope").await.is_some(), "its download stands");
    })
    .await;
}

#[tokio::test]
async fn a_paid_order_names_the_support_of_each_product_as_sold_today() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1), ("night-theme", "pro", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        let support = async || {
            let lines = guest.order().await.lines;
            lines.into_iter().map(|line| line.support).collect::<Vec<_>>()
        };
        assert_eq!(support().await, [None, None], "not paid yet");
        shop.act(&url, SandboxAction::Pay).await;
        let named = |name: &str| Support {
            name: name.to_owned(),
            website: None,
            email: None,
        };
        assert_eq!(support().await, [Some(named("Acme")), Some(named("Acme"))]);

        let mut knots = developer("knots");
        knots.website = Some("https://knots.example".to_owned());
        knots.support_email = Some("help@knots.example".to_owned());
        context.import(&[product("rope").developer(knots).build()]).await;
        let expected = Support {
            website: Some("https://knots.example".to_owned()),
            email: Some("help@knots.example".to_owned()),
            ..named("Knots")
        };
        assert_eq!(support().await, [Some(expected), Some(named("Acme"))]);
    })
    .await;
}
