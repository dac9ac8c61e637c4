//! What letters say.

use domain::order::{Order, ProviderId};
use domain::tax::BasisPoints;
use domain::{Billing, Money};
use services::mail::{AccountEmail, Email, RefundEmail, render};
use services::testing::{NOW, time};

use crate::mail::{SHOP, order_letter};

/// The text of the mail about an order that was paid.
fn text_of_paid(change: impl FnOnce(&mut Order)) -> String {
    let mut letter = order_letter();
    change(&mut letter.order);
    render(&Email::OrderPaid(Box::new(letter)), SHOP).text
}

#[test]
fn order_paid_links_account_or_invites_guest() {
    let (purchases, register) = ("https://shop.example/account/purchases\n", "#register\n");
    let guest = text_of_paid(|_| {});
    assert!(guest.contains(register) && !guest.contains(purchases), "{guest}");
    let customer = text_of_paid(|order| order.account = Some(7));
    assert!(
        customer.contains(purchases) && !customer.contains(register),
        "{customer}"
    );
}

#[test]
fn order_paid_says_what_renews_at_which_price() {
    let api = |order: &mut Order| {
        let line = &mut order.lines[0];
        (line.billing, line.quantity, line.unit) = (Billing::Monthly, 1, 1_900);
        (line.discount, line.net, line.tax) = (190, 1_710, 325);
    };
    let says = |change: &dyn Fn(&mut Order), expected: &str| {
        let text = text_of_paid(|order| {
            api(order);
            change(order);
        });
        assert!(text.contains(expected), "{text}");
    };
    let untaxed = |order: &mut Order| order.tax.rate = BasisPoints(0);
    says(&untaxed, "\nRenews at €19.00 a month until you cancel.\n");
    // The discount counts once; the tax is due again.
    says(
        &|_| {},
        "\nRenews at €22.61 a month until you cancel (VAT 19% included).\n",
    );
    let beside = |order: &mut Order| {
        let mut theme = order.lines[0].clone();
        (theme.billing, theme.title) = (Billing::OneTime, "Night theme".to_owned());
        order.lines.push(theme);
    };
    says(&beside, "\nTabula Grid renews at €22.61 a month until");
    let two = |order: &mut Order| order.lines.push(order.lines[0].clone());
    says(&two, "\nYour subscriptions renew at €45.22 a month until");
    let free = |order: &mut Order| (order.provider, order.totals.total) = (ProviderId::Free, 0);
    says(
        &free,
        "\nYour subscription access ends after one month. It doesn’t renew automatically.\n",
    );
    assert!(!text_of_paid(|_| {}).contains("enew"), "what is paid once renews");
}

#[test]
fn every_letter_says_who_what_and_where() {
    let account = || AccountEmail {
        email: "ada@customer.example".to_owned(),
        name: "Ada <b>".to_owned(),
        link: format!("{SHOP}/verify?token=a&b=c"),
    };
    let order = || {
        let mut letter = order_letter();
        letter.order.buyer.name = "Ada <b>".to_owned();
        letter.link = format!("{SHOP}/verify?token=a&b=c");
        Box::new(letter)
    };
    let refund = RefundEmail {
        credit_note: "C-2026-000001".to_owned(),
        amount: Money::new(10_496, "EUR".parse().unwrap()),
    };
    let letters = [
        Email::VerifyAddress(account()),
        Email::ResetPassword(account()),
        Email::AlreadyRegistered(account()),
        Email::PasswordChanged(account(), time(NOW)),
        Email::OrderPaid(order()),
        Email::OrderLink(order()),
        Email::Refunded(order(), refund.clone()),
        Email::DisputeLost(order(), refund),
        Email::Suspended(order(), "Your bank disputes the payment.".to_owned()),
        Email::PaymentPending(order()),
        Email::PaymentFailed(order()),
        Email::SentBack(order(), Money::new(10_496, "EUR".parse().unwrap())),
    ];
    let mut subjects = std::collections::BTreeSet::new();
    for letter in &letters {
        let mail = render(letter, SHOP);
        assert_eq!(
            (mail.to.as_str(), mail.to_name.as_str()),
            ("ada@customer.example", "Ada <b>")
        );
        assert!(mail.text.starts_with("Hello Ada <b>,\n"), "{}", mail.text);
        assert!(
            mail.text.contains(&format!("{SHOP}/verify?token=a&b=c\n")),
            "{}",
            mail.text
        );
        assert!(
            mail.html
                .contains("href=\"https://shop.example/verify?token=a&amp;b=c\""),
            "{}",
            mail.html
        );
        assert!(!mail.html.contains("<b>"), "{}", mail.html);
        assert!(
            mail.html.lines().all(|line| line.len() < 998),
            "a line is too long for SMTP"
        );
        subjects.insert(mail.subject);
    }
    assert_eq!(subjects.len(), letters.len());
}
