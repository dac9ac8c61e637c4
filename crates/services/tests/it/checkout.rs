//! The checkout: what a customer saw is what they pay.

use domain::Billing;
use domain::checkout::{CheckoutForm, ExpectedTotals, Step};
use domain::order::{OrderLine, OrderStatus};
use services::testing::shop::{TestShop, form};
use services::testing::{TestContext, each_database, plan, product};
use services::{PlaceError, SandboxAction};

use crate::bank::Bank;

#[tokio::test]
async fn nobody_pays_a_total_that_they_did_not_see() {
    each_database(async |context: TestContext| {
        context.import(&[product("rope").build()]).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        let seen = guest.see(&form()).await;
        assert_eq!(seen.total, 5_831, "49 and 19 % of it");
        let first = guest.place_at(seen, &form()).await.unwrap();

        // Without script the country is changed and the button pressed at once.
        let abroad = CheckoutForm {
            country: "US".to_owned(),
            region: "NY".to_owned(),
            ..form()
        };
        for total in [seen.total, 0, 1, -4_900, i64::MAX] {
            let refused = guest.place_at(ExpectedTotals { total, ..seen }, &abroad).await;
            assert!(matches!(refused, Err(PlaceError::TotalChanged)), "{total}: {refused:?}");
        }
        let orders = guest.orders().await;
        let statuses: Vec<_> = orders.iter().map(|order| order.status).collect();
        assert_eq!(statuses, [OrderStatus::Open], "no order was made, and none replaced");
        assert!(first.contains("/sandbox/pay/"));

        // The page shows what was typed, and what it comes to.
        let view = guest.checkout(None).await;
        assert_eq!((view.form.country.as_str(), view.totals.total), ("US", 4_900));
        let shown = ExpectedTotals { total: 4_900, ..seen };
        let url = guest.place_at(shown, &abroad).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        let orders = guest.orders().await.into_iter();
        let paid: Vec<_> = orders.filter(|order| order.status == OrderStatus::Paid).collect();
        let totals: Vec<_> = paid.iter().map(|order| order.totals.total).collect();
        assert_eq!(totals, [4_900]);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_order_of_the_form() {
    each_database(async |context: TestContext| {
        context.import(&[product("rope").build()]).await;
        let shop = TestShop::new(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        let wrong = async |step| {
            let view = guest.checkout(Some(step)).await;
            view.errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        let whole = ["email", "name", "country", "street", "city", "provider", "consent"];
        assert_eq!(wrong(Step::Payment).await, whole);
        assert_eq!(wrong(Step::Contact).await, whole[..2]);
    })
    .await;
}

#[tokio::test]
async fn what_is_charged_in_several_payments_is_what_was_shown() {
    each_database(async |context: TestContext| {
        let mut monthly = plan("starter", 3);
        monthly.billing = Billing::Monthly;
        context
            .import(&[
                product("pulse").plans(&[monthly.clone()]).build(),
                product("tides").plans(&[monthly]).build(),
            ])
            .await;
        let bank = Bank::paypal(&context).await;
        let shop = bank.shop(&context).await;
        let guest = shop.guest(&[("pulse", "starter", 1), ("tides", "starter", 1)]).await;
        guest.save(&bank.form()).await;
        // 19 % of 3 cents are a cent, twice; of 6 cents it would be one.
        let view = guest.checkout(None).await;
        assert_eq!((view.totals.net, view.totals.tax, view.totals.total), (6, 2, 8));
        let parts: i64 = view.offers[0].parts.iter().map(|part| part.total.amount).sum();
        assert_eq!(parts, 8);
        assert_eq!(view.lines.iter().map(OrderLine::total).sum::<i64>(), 8);
        guest.place(&bank.form()).await.unwrap();
        let charged: i64 = guest.orders().await.iter().map(|order| order.totals.total).sum();
        assert_eq!(charged, 8);
    })
    .await;
}
