//! The consent to immediate delivery: asked where buyers may withdraw, kept with the order, asked anew for the next one.

use domain::Clock as _;
use domain::checkout::{CONSENT, CheckoutForm, Step};
use domain::order::{Consent, OrderStatus};
use services::mail::{Email, EmailData as _, EmailJob, render};
use services::testing::shop::{PUBLIC_URL, TestShop, form};
use services::testing::{TestContext, each_database, product};
use services::{PlaceError, SandboxAction};

use crate::accounts::letters;

/// The form with this in the field of the consent.
fn ticked(consent: &str) -> CheckoutForm {
    CheckoutForm {
        consent: consent.to_owned(),
        ..form()
    }
}

async fn shop(context: &TestContext) -> TestShop {
    context.import(&[product("rope").build()]).await;
    TestShop::new(context).await
}

#[tokio::test]
async fn place_without_consent_is_refused_and_with_it_the_order_keeps_it() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        for missing in ["", "no", "Yes", "on"] {
            let refused = guest.place(&ticked(missing)).await;
            assert!(
                matches!(refused, Err(PlaceError::Form(Step::Payment))),
                "{missing}: {refused:?}"
            );
        }
        let view = guest.checkout(Some(Step::Payment)).await;
        let errors: Vec<_> = view
            .errors
            .iter()
            .map(|e| (e.field.as_str(), e.message.as_str()))
            .collect();
        let message = "Please agree to immediate delivery, or we can’t deliver right after payment.";
        assert_eq!((view.asks_consent, &errors[..]), (true, &[("consent", message)][..]));
        assert!(guest.checkout(Some(Step::Billing)).await.errors.is_empty());
        assert!(guest.orders().await.is_empty());

        let url = guest.place(&ticked("yes")).await.unwrap();
        let consent = Some(Consent {
            at: context.clock.now(),
            text: CONSENT.to_owned(),
        });
        assert_eq!(guest.stored().await.consent, consent);
        shop.act(&url, SandboxAction::Pay).await;
        let order = guest.order().await;
        assert_eq!((order.status, &order.consent), (OrderStatus::Paid, &consent));

        // The mail is what the buyer keeps of it (Directive 2011/83/EU, article 8(7)(b)).
        let accounts = context.accounts();
        let paid = EmailJob::OrderPaid { order: order.id };
        let contents = letters(&context, &accounts)
            .await
            .contents(paid)
            .await
            .unwrap()
            .unwrap();
        let Email::OrderPaid(letter) = &contents else {
            panic!("{contents:?}")
        };
        assert_eq!(letter.order.consent, consent);
        let mail = render(&contents, PUBLIC_URL);
        let said = format!("You agreed on 1 February 2026 to immediate delivery: “{CONSENT}”");
        for part in [&mail.text, &mail.html] {
            assert!(part.contains(&said), "{part}");
        }
    })
    .await;
}

#[tokio::test]
async fn consent_stays_within_a_checkout_and_ends_with_its_order() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        guest.save(&form()).await;
        assert!(guest.checkout(None).await.form.has_consent());
        let first = guest.place(&form()).await.unwrap();
        assert_eq!(guest.draft().await, Some(ticked("")), "all but the consent is kept");

        shop.act(&first, SandboxAction::Decline).await;
        let order = guest.order().await;
        let second = shop.orders.pay(&order.id, guest.access(&order)).await.unwrap();
        assert!(order.consent.is_some(), "the order that is tried again has its consent");

        let draft = guest.draft().await.unwrap();
        let refused = guest.place(&draft).await;
        assert!(
            matches!(refused, Err(PlaceError::Form(Step::Payment))),
            "a new order needs its own: {refused:?}"
        );
        shop.act(&second, SandboxAction::Pay).await;
        assert_eq!(guest.draft().await, None);
    })
    .await;
}

#[tokio::test]
async fn consent_is_not_asked_where_nobody_may_withdraw() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        for consent in ["", "yes"] {
            let guest = shop.guest(&[("rope", "pro", 1)]).await;
            let abroad = CheckoutForm {
                country: "US".to_owned(),
                region: "NY".to_owned(),
                ..ticked(consent)
            };
            let url = guest.place(&abroad).await.unwrap();
            assert!(!guest.checkout(Some(Step::Payment)).await.asks_consent);
            shop.act(&url, SandboxAction::Pay).await;
            assert_eq!(guest.order().await.consent, None);
        }
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        assert!(guest.checkout(None).await.asks_consent, "the seller's country");
        guest.take_out("rope", "pro").await;
        assert!(!guest.checkout(None).await.asks_consent, "nothing is bought");
    })
    .await;
}
