//! The plans side by side: price, what each includes, and what its license allows, in words.

use domain::storefront::ProductDetail;
use domain::{Billing, LicenseTerms, Plan};
use leptos::prelude::*;

use super::add::add;
use crate::ui::html::shown;
use crate::ui::number::{counted, grouped};
use crate::ui::price::price;

pub(super) fn plans(product: &ProductDetail) -> AnyView {
    let plans: Vec<_> = product.plans.iter().map(|plan| card(product, plan)).collect();
    view! {
        <section class="part" id="plans" aria-labelledby="plans-title">
            <h2 id="plans-title">"Plans"</h2>
            <ul class="plans">{plans}</ul>
        </section>
    }
    .into_any()
}

fn card(product: &ProductDetail, plan: &Plan) -> impl IntoView + use<> {
    let features: Vec<_> = plan
        .features
        .iter()
        .map(|feature| view! { <li>{feature.clone()}</li> })
        .collect();
    let terms: Vec<_> = terms(&plan.license, plan.billing)
        .into_iter()
        .map(|term| view! { <li>{term}</li> })
        .collect();
    view! {
        <li class="plan" id=format!("plan-{}", plan.slug)>
            <div>
                <h3>{plan.name.clone()}</h3>
                {shown(price(plan.price(), plan.billing, false))}
            </div>
            <ul class="ticks">{features}</ul>
            <div class="terms">
                <h4>"License"</h4>
                <ul>{terms}</ul>
            </div>
            {add(product, plan, "btn primary block")}
        </li>
    }
}

/// A license's terms; an absent one is no limit.
fn terms(license: &LicenseTerms, billing: Billing) -> [String; 4] {
    let limit = |limit: Option<u64>, noun: &str| match limit {
        Some(n) => format!("Up to {}", counted(n, noun)),
        None => format!("Any number of {noun}s"),
    };
    let duration = match (license.duration_days, billing) {
        (Some(days), _) => format!("Valid for {}", duration(days)),
        (None, Billing::OneTime) => "Valid for good".to_owned(),
        (None, _) => "Valid while subscribed".to_owned(),
    };
    let calls = match license.monthly_calls {
        Some(n) => format!("{} calls a month", grouped(n)),
        None => "Calls without limit".to_owned(),
    };
    [
        duration,
        limit(license.activation_limit.map(u64::from), "activation"),
        limit(license.domain_limit.map(u64::from), "domain"),
        calls,
    ]
}

/// Days in the largest unit that divides them: 365 is a year.
fn duration(days: u32) -> String {
    match days {
        days if days % 365 == 0 && days > 0 => counted(u64::from(days / 365), "year"),
        days if days % 7 == 0 && days > 0 && days <= 28 => counted(u64::from(days / 7), "week"),
        days => counted(days.into(), "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_license_terms_in_words() {
        let all = LicenseTerms {
            duration_days: Some(365),
            activation_limit: Some(1),
            domain_limit: Some(3),
            monthly_calls: Some(100_000),
        };
        assert_eq!(
            terms(&all, Billing::OneTime),
            [
                "Valid for 1 year",
                "Up to 1 activation",
                "Up to 3 domains",
                "100,000 calls a month"
            ]
        );
        let none = LicenseTerms::default();
        assert_eq!(
            terms(&none, Billing::Monthly),
            [
                "Valid while subscribed",
                "Any number of activations",
                "Any number of domains",
                "Calls without limit"
            ]
        );
        assert_eq!(terms(&none, Billing::OneTime)[0], "Valid for good");
        assert_eq!(duration(730), "2 years");
        assert_eq!(duration(14), "2 weeks");
        assert_eq!(duration(90), "90 days");
    }
}
