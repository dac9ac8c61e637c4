//! The plans side by side: price, what each includes, and what its license allows, in words.

use domain::storefront::ProductDetail;
use domain::{Billing, LicenseTerms, Plan};
use leptos::prelude::*;

use super::add::AddToCart;
use crate::ui::number::{counted, grouped};
use crate::ui::price::Price;

#[component]
pub(super) fn Plans<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let plans = product.plans.iter().map(|plan| view! { <PlanCard product plan /> });
    let plans = plans.collect_view();
    view! {
        <section class="part" id="plans" aria-labelledby="plans-title">
            <h2 id="plans-title">"Plans"</h2>
            <ul class="plans">{plans}</ul>
        </section>
    }
}

#[component]
fn PlanCard<'a>(product: &'a ProductDetail, plan: &'a Plan) -> impl IntoView + use<> {
    let features = plan.features.iter().map(|feature| view! { <li>{feature.clone()}</li> });
    let features = features.collect_view();
    let is_api = product.category.as_str() == "apis";
    let terms = terms(&plan.license, plan.billing, is_api).into_iter();
    let terms = terms.map(|term| view! { <li>{term}</li> }).collect_view();
    view! {
        <li class="plan" id=format!("plan-{}", plan.slug)>
            <div>
                <h3>{plan.name.clone()}</h3>
                <Price price=plan.price() billing=plan.billing />
            </div>
            <ul class="ticks">{features}</ul>
            <div class="terms">
                <h4>"License"</h4>
                <ul>{terms}</ul>
            </div>
            <AddToCart product plan class="btn primary block" />
        </li>
    }
}

/// A license's terms; an absent one is no limit. Calls are told of APIs, and wherever they are counted.
fn terms(license: &LicenseTerms, billing: Billing, is_api: bool) -> Vec<String> {
    let limit = |limit: Option<u64>, noun: &str| match limit {
        Some(n) => format!("Up to {}", counted(n, noun)),
        None => format!("Unlimited {noun}s"),
    };
    let duration = match (license.duration_days, billing) {
        (Some(days), _) => format!("Valid for {}", duration(days)),
        (None, Billing::OneTime) => "Never expires".to_owned(),
        (None, _) => "Valid while you subscribe".to_owned(),
    };
    let calls = match license.monthly_calls {
        Some(n) => Some(format!("{} API calls a month", grouped(n))),
        None => is_api.then(|| "Unlimited API calls".to_owned()),
    };
    [
        Some(duration),
        Some(limit(license.activation_limit.map(u64::from), "activation")),
        Some(limit(license.domain_limit.map(u64::from), "domain")),
        calls,
    ]
    .into_iter()
    .flatten()
    .collect()
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
    fn terms_of_a_license_are_in_words() {
        let all = LicenseTerms {
            duration_days: Some(365),
            activation_limit: Some(1),
            domain_limit: Some(3),
            monthly_calls: Some(100_000),
        };
        assert_eq!(
            terms(&all, Billing::OneTime, false),
            [
                "Valid for 1 year",
                "Up to 1 activation",
                "Up to 3 domains",
                "100,000 API calls a month"
            ]
        );
        let none = LicenseTerms::default();
        assert_eq!(
            terms(&none, Billing::Monthly, true),
            [
                "Valid while you subscribe",
                "Unlimited activations",
                "Unlimited domains",
                "Unlimited API calls"
            ]
        );
        assert_eq!(
            terms(&none, Billing::OneTime, false),
            ["Never expires", "Unlimited activations", "Unlimited domains"]
        );
        assert_eq!(duration(730), "2 years");
        assert_eq!(duration(14), "2 weeks");
        assert_eq!(duration(90), "90 days");
    }
}
