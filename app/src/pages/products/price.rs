//! The filter by price: a range to type, and steps to choose.

use catalog::{Query, Results};
use domain::Money;
use leptos::prelude::*;

use super::filters::{Choice, ChoiceLink, Group};
use super::heading::address;
use super::toolbar::{Kept, go_on_submit};
use crate::state::currency;

#[component]
pub(super) fn PriceFilter<'a>(query: &'a Query, results: &'a Results) -> impl IntoView + use<> {
    let (low, high) = results.price_range.unzip();
    let form = view! {
        <form class="price-form" action="/products" on:submit=go_on_submit()>
            <Kept query own=&["min_price", "max_price"] />
            <Bound label="Lowest" id="min-price" name="min_price" value=query.min_price hint=low />
            <Bound label="Highest" id="max-price" name="max_price" value=query.max_price hint=high />
            <button class="btn" aria-label="Apply the price range">
                "Apply"
            </button>
        </form>
    };
    let steps = results.price_steps.iter();
    let steps = steps.filter(|(step, count)| *count > 0 || query.max_price == Some(step.amount));
    let steps = steps.map(|&(step, count)| {
        let selected = query.min_price.is_none() && query.max_price == Some(step.amount);
        let to = Query {
            min_price: None,
            max_price: (!selected).then_some(step.amount),
            page: 1,
            ..query.clone()
        };
        let choice = Choice {
            id: format!("f-price-{}", step.amount),
            href: address(&to),
            count,
            selected,
            role: "radio",
        };
        view! { <ChoiceLink choice>{format!("Up to {}", whole(step))}</ChoiceLink> }
    });
    let steps = steps.collect_view();
    view! {
        <Group title="Price">
            {form}
            <ul role="radiogroup" aria-label="Price">
                {steps}
            </ul>
        </Group>
    }
}

/// One end of the range.
#[component]
fn Bound(
    label: &'static str,
    id: &'static str,
    name: &'static str,
    value: Option<i64>,
    /// What the results reach to.
    hint: Option<Money>,
) -> impl IntoView {
    let value = value.map(|amount| Money::new(amount, currency()).to_decimal());
    view! {
        <label>
            {label}
            <input
                class="field"
                id=id
                name=name
                inputmode="decimal"
                value=value.clone()
                prop:value=value.unwrap_or_default()
                placeholder=hint.map(Money::to_decimal)
            />
        </label>
    }
}

/// Whole amounts without their zeros: `$25`.
fn whole(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}
