//! The checkout of a customer who has bought before: their details stand in the form, and nobody else's.

use domain::checkout::CheckoutForm;
use services::SandboxAction;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, product};

use crate::afterwards::tick;

const ADA: &str = "ada@example.com";

async fn shop(context: &TestContext) -> TestShop {
    context.import(&[product("rope").build()]).await;
    TestShop::new(context).await
}

/// Buys the rope and pays.
async fn buy(shop: &TestShop, customer: &Guest, form: &CheckoutForm) {
    customer.put("rope", "pro").await;
    let url = customer.place(form).await.unwrap();
    shop.act(&url, SandboxAction::Pay).await;
}

#[tokio::test]
async fn view_fills_the_form_from_the_newest_paid_order() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let ada = Guest::logged_in(&shop, shop.account(ADA).await, ADA);
        ada.put("rope", "pro").await;
        let first = ada.checkout(None).await;
        let empty = CheckoutForm {
            email: ADA.to_owned(),
            provider: "sandbox".to_owned(),
            ..CheckoutForm::default()
        };
        assert_eq!((first.form, first.from_last_order), (empty, false));

        buy(&shop, &ada, &form()).await;
        tick(&context);
        let moved = CheckoutForm {
            email: "billing@example.com".to_owned(),
            company: "Analytical Engines".to_owned(),
            city: "Wien".to_owned(),
            postal_code: "1010".to_owned(),
            country: "AT".to_owned(),
            vat_id: "ATU13585627".to_owned(),
            ..form()
        };
        buy(&shop, &ada, &moved).await;

        ada.put("rope", "pro").await;
        let again = ada.checkout(None).await;
        let expected = CheckoutForm {
            email: ADA.to_owned(),
            consent: String::new(),
            ..moved
        };
        assert_eq!((&again.form, again.from_last_order), (&expected, true));
        assert_eq!(
            again.tax.map(|tax| tax.country.code().to_owned()).as_deref(),
            Some("AT")
        );
        assert_eq!(ada.draft().await, None, "nothing was typed yet");

        ada.save(&form()).await;
        let typed = ada.checkout(None).await;
        assert_eq!((typed.form, typed.from_last_order), (form(), false));
    })
    .await;
}

#[tokio::test]
async fn view_fills_nothing_from_orders_of_others_or_unpaid_ones() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let ada = Guest::logged_in(&shop, shop.account(ADA).await, ADA);
        buy(&shop, &ada, &form()).await;

        let eve = Guest::logged_in(&shop, shop.account("eve@example.com").await, "eve@example.com");
        eve.put("rope", "pro").await;
        // Somebody without an account buys as Eve, and does not pay; her account claims the order.
        let stranger = shop.guest(&[("rope", "pro", 1)]).await;
        let as_eve = CheckoutForm {
            email: "eve@example.com".to_owned(),
            ..form()
        };
        stranger.place(&as_eve).await.unwrap();
        let (account, _) = eve.shopper().account.unwrap();
        assert_eq!(shop.orders.claim(account, "eve@example.com").await.unwrap(), 1);

        let somebody = shop.guest(&[("rope", "pro", 1)]).await;
        for other in [&eve, &somebody] {
            let view = other.checkout(None).await;
            assert!(!view.from_last_order);
            assert_eq!((view.form.name.as_str(), view.form.city.as_str()), ("", ""));
        }
    })
    .await;
}
