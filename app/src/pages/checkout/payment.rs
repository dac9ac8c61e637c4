//! How the order is paid, and what comes with it.

use domain::order::OrderLine;
use domain::{Billing, Money};
use leptos::prelude::*;

use super::consent::{Consent, Terms};
use super::entry::EntryError;
use super::offers::WaysToPay;
use super::place::{Notice, PlaceButton};
use super::state::Checkout;
use crate::api::checkout::CheckoutSubmit;
use crate::ui::MailTo;

#[component]
pub(super) fn Payment(submit: ServerAction<CheckoutSubmit>) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let promise = move || match checkout.view.with(|view| view.totals.total) {
        0 => "You get access as soon as the order is placed.",
        _ => "You pay on the provider’s page; we never see your card. You get access right after payment.",
    };
    view! {
        <fieldset class="checkout-part part-payment" id="payment" tabindex="-1">
            <legend>"Payment"</legend>
            <WaysToPay />
            <EntryError name="provider" error=checkout.error("provider") />
            <Renewals />
            <p class="hint">{promise}</p>
            <Consent />
            <Notice submit />
            <div class="checkout-place">
                <PlaceButton submit />
                <Terms />
            </div>
        </fieldset>
    }
}

/// What will be charged again, and how that ends.
#[component]
fn Renewals() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let renewal = Memo::new(move |_| {
        checkout.view.with(|view| {
            let taxed = view.totals.tax > 0;
            renewal(
                &view.lines,
                |sum| Money::new(sum, view.totals.currency),
                view.totals.total > 0,
                taxed,
            )
        })
    });
    let seller = checkout.view.with_untracked(|view| view.seller_email.clone());
    move || {
        let (text, renews) = renewal.get()?;
        let end = renews.then(|| view! { " Cancel any time: write to " <MailTo address=seller.clone() /> "." });
        Some(view! { <p class="hint">{text} {end}</p> })
    }
}

/// Says how the subscriptions among the lines go on, and whether they renew; none where there are none.
fn renewal(lines: &[OrderLine], money: impl Fn(i64) -> Money, is_paid: bool, is_taxed: bool) -> Option<(String, bool)> {
    if lines.iter().all(|line| line.billing == Billing::OneTime) {
        return None;
    }
    let sum = |billing: Billing, interval: &str| {
        let lines = lines.iter().filter(|line| line.billing == billing);
        let sum: i64 = lines.map(|line| line.unit * i64::from(line.quantity)).sum();
        (sum > 0).then(|| format!("{} a {interval}", money(sum)))
    };
    let sums = [sum(Billing::Monthly, "month"), sum(Billing::Yearly, "year")];
    let sums: Vec<String> = sums.into_iter().flatten().collect();
    if !is_paid || sums.is_empty() {
        let text = "Nothing renews: a month or year that costs nothing simply ends.";
        return Some((text.to_owned(), false));
    }
    let tax = if is_taxed { " plus tax" } else { "" };
    Some((format!("Renews at {}{tax} until you cancel.", sums.join(" and ")), true))
}

#[cfg(test)]
mod tests {
    use domain::{Currency, LicenseTerms};

    use super::*;

    fn line(billing: Billing, quantity: u32, unit: i64) -> OrderLine {
        let slug = || "x".parse().expect("a slug");
        OrderLine {
            product: slug(),
            plan: slug(),
            title: String::new(),
            plan_name: String::new(),
            billing,
            license: LicenseTerms::default(),
            quantity,
            unit,
            discount: 0,
            net: 0,
            tax: 0,
        }
    }

    #[test]
    fn renewal_sums_each_interval_and_says_when_nothing_renews() {
        let said = |lines: &[OrderLine], is_paid| {
            renewal(lines, |sum| Money::new(sum, Currency::USD), is_paid, false).map(|(text, _)| text)
        };
        let lines = [
            line(Billing::OneTime, 1, 4_900),
            line(Billing::Monthly, 1, 1_900),
            line(Billing::Monthly, 2, 500),
            line(Billing::Yearly, 1, 9_900),
        ];
        let all = said(&lines, true);
        assert_eq!(
            all.as_deref(),
            Some("Renews at $29.00 a month and $99.00 a year until you cancel.")
        );
        assert_eq!(said(&lines[..1], true), None);
        let nothing = "Nothing renews: a month or year that costs nothing simply ends.";
        assert_eq!(said(&lines, false).as_deref(), Some(nothing));
        assert_eq!(said(&[line(Billing::Monthly, 1, 0)], true).as_deref(), Some(nothing));
    }
}
