//! Buying: from a cart to an order with everything that belongs to it, told through the sandbox.

use domain::checkout::{CheckoutForm, Step};
use domain::invoice::InvoiceKind;
use domain::order::OrderStatus;
use domain::pricing::{Discount, Off};
use domain::tax::{BasisPoints, TaxKind};
use domain::{Billing, Clock as _, LicenseTerms};
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, plan, product, time};
use services::{Access, CartOwner, PlaceError, RefundError, SandboxAction};

/// A shop with a theme for 49 dollars, a package of two plans and an API by the month.
pub async fn shop(context: &TestContext) -> TestShop {
    let mut monthly = plan("starter", 1_900);
    monthly.billing = Billing::Monthly;
    monthly.license = LicenseTerms {
        monthly_calls: Some(10_000),
        ..LicenseTerms::default()
    };
    let mut year = plan("year", 9_900);
    year.license.duration_days = Some(365);
    context
        .import(&[
            product("night-theme").category("themes").build(),
            product("rope").plans(&[plan("solo", 2_000), year]).build(),
            product("swift-geocode").plans(&[monthly]).build(),
        ])
        .await;
    TestShop::new(context).await
}

#[tokio::test]
async fn a_guest_pays_and_holds_everything_at_once() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop
            .guest(&[("night-theme", "pro", 2), ("swift-geocode", "starter", 1)])
            .await;
        let url = guest.place(&form()).await.unwrap();
        let reference = url.rsplit('/').next().unwrap();
        assert!(url.contains("/sandbox/pay/"), "{url}");
        let order = guest.order().await;
        assert_eq!((order.status, order.number.clone()), (OrderStatus::Open, None));
        assert!(order.lines.iter().all(|line| line.licenses.is_empty()));

        shop.sandbox.act(reference, SandboxAction::Pay).await.unwrap();
        let path = shop
            .orders
            .returned(&order.id, guest.access(&order))
            .await
            .unwrap()
            .unwrap();
        assert!(path.starts_with("/orders/M-2026-000001?key="), "{path}");
        let order = guest.order().await;
        assert_eq!(order.status, OrderStatus::Paid);
        // Germany: 19 % of 117.00.
        let totals = order.totals;
        assert_eq!((totals.list, totals.tax, totals.total), (11_700, 2_223, 13_923));
        let keys: Vec<usize> = order.lines.iter().map(|line| line.licenses.len()).collect();
        assert_eq!(keys, [2, 1]);
        assert_eq!(order.invoices.len(), 1);
        assert_eq!(order.invoices[0].number, "2026-000001");
        assert_eq!(guest.cart().await.count, 0, "what was bought left the cart");

        let again = guest.place(&form()).await.unwrap();
        assert!(again.starts_with("/orders/M-2026-000001"), "{again}");
        assert_eq!(guest.orders().await.len(), 1, "nothing is bought twice");
    })
    .await;
}

#[tokio::test]
async fn a_declined_card_can_be_tried_again() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let first = guest.place(&form()).await.unwrap();
        shop.act(&first, SandboxAction::Decline).await;
        let order = guest.order().await;
        assert_eq!(order.status, OrderStatus::Failed);
        assert_eq!(order.reason.as_deref(), Some("The bank declined the payment."));
        assert_eq!(guest.cart().await.count, 1, "nothing was bought");

        let second = shop.orders.pay(&order.id, guest.access(&order)).await.unwrap();
        assert_ne!(first, second, "another attempt");
        shop.act(&second, SandboxAction::Pay).await;
        assert_eq!(guest.order().await.status, OrderStatus::Paid);
        assert_eq!(guest.orders().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn money_that_takes_its_time_completes_the_order_when_it_comes() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Wait).await;
        assert_eq!(guest.order().await.status, OrderStatus::Pending);
        assert_eq!(shop.letters().await, ["PaymentPending"]);
        shop.act(&url, SandboxAction::Settle).await;
        assert_eq!(guest.order().await.status, OrderStatus::Paid);
        assert_eq!(shop.letters().await, ["PaymentPending", "OrderPaid"]);

        let other = shop.guest(&[("rope", "solo", 1)]).await;
        let url = other.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Wait).await;
        shop.act(&url, SandboxAction::Fail).await;
        assert_eq!(other.order().await.status, OrderStatus::Failed);
        assert_eq!(shop.letters().await[2..], ["PaymentPending", "PaymentFailed"]);
    })
    .await;
}

#[tokio::test]
async fn two_windows_are_one_charge() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let first = guest.place(&form()).await.unwrap();
        let second = guest.place(&form()).await.unwrap();
        assert_ne!(first, second);
        // The first window's payment was called off: paying there is refused.
        assert!(!shop.try_act(&first, SandboxAction::Pay).await);
        shop.act(&second, SandboxAction::Pay).await;
        let paid: Vec<_> = guest
            .orders()
            .await
            .into_iter()
            .filter(|o| o.status == OrderStatus::Paid)
            .collect();
        assert_eq!(paid.len(), 1);
        assert_eq!(context.database.store.invoice_numbers().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn logging_in_with_an_order_that_is_not_paid_is_one_charge() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        for (email, pays_first) in [("ada@example.com", false), ("bob@example.com", true)] {
            let invoices = context.database.store.invoice_numbers().await.unwrap().len();
            let guest = shop.guest(&[("rope", "solo", 1)]).await;
            let CartOwner::Guest(token) = &guest.owner else {
                unreachable!("a guest")
            };
            let first = guest.place(&form()).await.unwrap();
            let account = shop.account(email).await;
            shop.carts.merge(token, account).await.unwrap();

            let customer = Guest::of(&shop, CartOwner::Account(account));
            assert_eq!(customer.cart().await.count, 1);
            if pays_first {
                shop.act(&first, SandboxAction::Pay).await;
                assert_eq!(customer.cart().await.count, 0, "what was paid left the cart");
            } else {
                let second = customer.place(&form()).await.unwrap();
                assert!(!shop.try_act(&first, SandboxAction::Pay).await);
                shop.act(&second, SandboxAction::Pay).await;
            }
            let orders = customer.orders().await.into_iter();
            assert_eq!(orders.filter(|order| order.status == OrderStatus::Paid).count(), 1);
            let now = context.database.store.invoice_numbers().await.unwrap().len();
            assert_eq!(now, invoices + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn the_form_says_what_is_wrong_and_keeps_what_was_typed() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let bad = CheckoutForm {
            email: "ada@".to_owned(),
            vat_id: "DE123456780".to_owned(),
            provider: "cash".to_owned(),
            ..form()
        };
        let refused = guest.place(&bad).await;
        assert!(matches!(refused, Err(PlaceError::Form(Step::Contact))), "{refused:?}");
        let view = guest.checkout(Some(Step::Payment)).await;
        let fields: Vec<_> = view.errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["email", "vat_id", "provider"]);
        assert_eq!((view.form.email.as_str(), view.form.city.as_str()), ("ada@", "Berlin"));
        assert!(guest.orders().await.is_empty());
        let only_contact = guest.checkout(Some(Step::Contact)).await;
        assert_eq!(only_contact.errors.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_discount_counts_once_per_order_and_never_below_nothing() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let code = |code: &str, off| Discount {
            code: code.to_owned(),
            off,
            products: vec![],
            starts_at: None,
            ends_at: Some(time("2026-12-31T00:00:00Z")),
            limit: Some(1),
            used: 0,
        };
        shop.put_discount(&code("SPRING", Off::Percent(BasisPoints(2_500))))
            .await;
        shop.put_discount(&code("GIFT", Off::Amount(1_000_000))).await;

        let late = shop.guest(&[("rope", "solo", 1)]).await;
        late.code("SPRING").await;
        let guest = shop.guest(&[("rope", "solo", 2)]).await;
        guest.code("spring").await;
        let view = guest.checkout(None).await;
        assert_eq!((view.totals.discount, view.totals.net), (1_000, 3_000));
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        assert_eq!(guest.order().await.totals.total, 3_570);

        let view = late.checkout(None).await;
        assert_eq!(
            view.discount_error.as_deref(),
            Some("The code SPRING has been used up.")
        );
        assert!(matches!(late.place(&form()).await, Err(PlaceError::CartNeedsReview)));

        late.code("GIFT").await;
        let path = late.place(&form()).await.unwrap();
        assert!(path.starts_with("/orders/M-2026-000002?key="), "nothing to pay: {path}");
        let order = late.order().await;
        assert_eq!((order.status, order.totals.total), (OrderStatus::Paid, 0));
        assert_eq!(order.lines[0].licenses.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn tax_follows_the_buyer_and_only_a_verified_id_reverses_the_charge() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let taxed = async |country: &str, vat_id: &str| {
            let typed = CheckoutForm {
                country: country.to_owned(),
                postal_code: if country == "AT" { "1010" } else { "10117" }.to_owned(),
                region: "NY".to_owned(),
                vat_id: vat_id.to_owned(),
                ..form()
            };
            guest.save(&typed).await;
            let view = guest.checkout(Some(Step::Payment)).await;
            assert_eq!(view.errors, []);
            (view.tax.unwrap().kind, view.totals.tax)
        };
        assert_eq!(taxed("DE", "").await, (TaxKind::Standard, 380));
        assert_eq!(taxed("FR", "").await, (TaxKind::Standard, 400));
        assert_eq!(taxed("US", "").await, (TaxKind::OutOfScope, 0));
        // Form and checksum are right, but nobody confirmed it.
        assert_eq!(taxed("AT", "ATU13585627").await, (TaxKind::Standard, 400));
    })
    .await;
}

#[tokio::test]
async fn refunds_end_what_was_granted_and_write_credit_notes() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1), ("night-theme", "pro", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        let number = guest.order().await.number.unwrap();

        let line = shop.orders.refund(&number, Some(2)).await.unwrap();
        assert_eq!((line.amount.amount, line.credit_note.as_str()), (5_831, "2026-000002"));
        let again = shop.orders.refund(&number, Some(2)).await;
        assert!(matches!(again, Err(RefundError::LineDone(2))), "{again:?}");
        assert!(matches!(
            shop.orders.refund(&number, Some(3)).await,
            Err(RefundError::NoLine { lines: 2, .. })
        ));
        let order = guest.order().await;
        assert_eq!(order.status, OrderStatus::Paid);
        assert_eq!(order.lines[1].licenses[0].1.as_str(), "revoked");
        assert_eq!(order.lines[0].licenses[0].1.as_str(), "active");

        let rest = shop.orders.refund(&number, None).await.unwrap();
        assert_eq!(rest.amount.amount, 2_380);
        let order = guest.order().await;
        assert_eq!((order.status, order.refunded.amount), (OrderStatus::Refunded, 8_211));
        let notes = context.database.store.invoices_of_order(&order.id).await.unwrap();
        let kinds: Vec<_> = notes.iter().map(|n| (n.kind, n.totals.total)).collect();
        assert_eq!(
            kinds,
            [
                (InvoiceKind::Invoice, 8_211),
                (InvoiceKind::CreditNote, 5_831),
                (InvoiceKind::CreditNote, 2_380)
            ]
        );
        let paid_back = shop
            .sandbox
            .payment(url.rsplit('/').next().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(paid_back.refunded, 8_211);
        assert!(matches!(
            shop.orders.refund(&number, None).await,
            Err(RefundError::NotPaid(_))
        ));
        assert!(matches!(
            shop.orders.refund("M-1", None).await,
            Err(RefundError::NotFound(_))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_registered_address_claims_what_it_bought_as_a_guest() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        let account = shop.account("ADA@example.com").await;
        assert_eq!(shop.orders.claim(account, "ADA@example.com").await.unwrap(), 1);
        let order = guest.stored().await;
        let own = Access {
            account: Some(account),
            key: None,
            ..Default::default()
        };
        assert!(shop.orders.view(&order.id, own).await.unwrap().is_some());
        assert_eq!(shop.orders.of_account(account).await.unwrap().len(), 1);
        assert_eq!(shop.orders.claim(account, "ada@example.com").await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_order_is_found_by_its_number_in_any_case() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        let order = guest.order().await;
        let number = order.number.clone().unwrap();
        let id = guest.stored().await.id;
        let access = guest.access(&order);
        for name in [
            number.to_lowercase(),
            number.clone(),
            format!(" {} ", number.to_lowercase()),
            id.to_uppercase(),
        ] {
            let found = shop.orders.view(&name, access).await.unwrap();
            assert_eq!(found.and_then(|order| order.number), Some(number.clone()), "{name}");
            assert!(shop.orders.is_opened_by_link(&name, access).await.unwrap(), "{name}");
            let invoices = context.database.store.invoices_of_order(&id).await.unwrap();
            let invoice = invoices[0].number.to_lowercase();
            assert!(
                shop.orders.invoice(&name, &invoice, access).await.unwrap().is_some(),
                "{name}"
            );
            shop.orders.mail_link(&name).await.unwrap();
        }
        assert_eq!(
            shop.letters()
                .await
                .iter()
                .filter(|letter| *letter == "OrderLink")
                .count(),
            1
        );
        assert!(shop.orders.view("m-2026", access).await.unwrap().is_none());
        shop.orders.refund(&number.to_lowercase(), None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_anothers_order() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "solo", 1)]).await;
        let url = guest.place(&form()).await.unwrap();
        shop.act(&url, SandboxAction::Pay).await;
        let order = guest.order().await;
        let other = shop.guest(&[("rope", "solo", 1)]).await;
        other.place(&form()).await.unwrap();
        let foreign = other.order().await.key.unwrap();
        let stranger = shop.account("eve@example.com").await;
        let number = order.number.clone().unwrap();
        for access in [
            Access::default(),
            Access {
                account: Some(stranger),
                key: None,
                ..Default::default()
            },
            Access {
                account: None,
                key: Some(&foreign),
                ..Default::default()
            },
            Access {
                account: None,
                key: Some("made.up"),
                ..Default::default()
            },
        ] {
            assert!(shop.orders.view(&number, access).await.unwrap().is_none(), "{access:?}");
            assert!(
                shop.orders.returned(&order.id, access).await.unwrap().is_none(),
                "{access:?}"
            );
            assert!(
                shop.orders
                    .invoice(&number, "2026-000001", access)
                    .await
                    .unwrap()
                    .is_none()
            );
            assert!(shop.orders.pay(&number, access).await.is_err());
        }
        // A link counts for a month.
        let now = context.clock.now();
        context.clock.set(now.plus_days(31));
        let key = order.key.unwrap();
        let late = Access {
            account: None,
            key: Some(&key),
            ..Default::default()
        };
        assert!(shop.orders.view(&number, late).await.unwrap().is_none());
        assert!(shop.orders.is_expired(&number, &key));
    })
    .await;
}
