//! The checkout that answers after each change: everything is kept, checked and priced in one step.

use domain::checkout::{CheckoutForm, Step};
use services::CartOwner;
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, product};

#[tokio::test]
async fn update_keeps_the_draft_and_tells_all_errors() {
    each_database(async |context: TestContext| {
        context.import(&[product("rope").build()]).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        assert_eq!(guest.draft().await, None);

        let begun = CheckoutForm {
            email: "ada@example.com".to_owned(),
            country: "FR".to_owned(),
            ..CheckoutForm::default()
        };
        let view = guest.update(&begun).await;
        let fields: Vec<_> = view.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "street", "postal_code", "city", "provider", "consent"]);
        assert_eq!(
            (view.tax.unwrap().label.as_str(), view.totals.total),
            ("VAT 20%", 5_880)
        );
        assert!(view.asks_consent && !view.from_last_order);
        assert_eq!(guest.draft().await, Some(begun));

        let whole = guest.update(&form()).await;
        assert_eq!((&whole.errors[..], &whole.form), (&[][..], &form()));
        assert_eq!(whole, guest.checkout(Some(Step::Payment)).await);
        assert!(guest.orders().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn update_of_an_empty_cart_keeps_nothing() {
    each_database(async |context: TestContext| {
        context.import(&[product("rope").build()]).await;
        let shop = TestShop::new(&context).await;
        let emptied = shop.guest(&[("rope", "pro", 1)]).await;
        emptied.take_out("rope", "pro").await;
        let planted = Guest::of(&shop, CartOwner::Guest("planted".to_owned()));
        for nobody in [emptied, planted] {
            let view = nobody.update(&form()).await;
            assert!(view.lines.is_empty() && view.cart.lines.is_empty() && !view.asks_consent);
            assert_eq!(nobody.draft().await, None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_blank_address_is_the_accounts() {
    each_database(async |context: TestContext| {
        context.import(&[product("rope").build()]).await;
        let shop = TestShop::new(&context).await;
        let eve = Guest::logged_in(&shop, shop.account("eve@example.com").await, "eve@example.com");
        eve.put("rope", "pro").await;
        let blank = CheckoutForm {
            email: " ".to_owned(),
            ..form()
        };
        assert!(eve.update(&blank).await.errors.is_empty());
        eve.place(&blank).await.unwrap();
        assert_eq!(eve.stored().await.buyer.email, "eve@example.com");
    })
    .await;
}
