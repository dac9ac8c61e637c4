//! The plans side by side: price, what each includes, and what its license allows, in words.

use domain::Plan;
use leptos::prelude::*;
use views::product::ProductDetail;

use super::add::AddToCart;
use crate::ui::price::Price;
use crate::ui::terms::Terms;

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
    let terms = Terms::of(&plan.license, plan.billing, plan.amount == 0);
    let terms = terms.all(is_api).map(|term| view! { <li>{term}</li> }).collect_view();
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
