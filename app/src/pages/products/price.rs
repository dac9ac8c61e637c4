//! The filter by price: a range to type, and steps to choose.

use catalog::{Ignored, Query, Results};
use domain::Money;
use domain::money::AmountError;
use leptos::prelude::*;

use super::filters::{Choice, ChoiceLink, Group};
use super::heading::address;
use super::toolbar::{Kept, go_on_submit};
use crate::state::currency;

/// The parameters of the range.
const LOWEST: &str = "min_price";
const HIGHEST: &str = "max_price";

#[component]
pub(super) fn PriceFilter<'a>(query: &'a Query, results: &'a Results, ignored: &'a [Ignored]) -> impl IntoView + use<> {
    let (low, high) = results.price_range.unzip();
    let PriceErrors { lowest, highest } = PriceErrors::of(query, ignored);
    let form = view! {
        <form class="price-form" action="/products" on:submit=go_on_submit()>
            <Kept query own=&[LOWEST, HIGHEST] />
            <Bound label="Lowest" id="min-price" name=LOWEST value=query.min_price hint=low error=lowest.clone() />
            <Bound label="Highest" id="max-price" name=HIGHEST value=query.max_price hint=high error=highest.clone() />
            <button class="btn" aria-label="Apply the price range">
                "Apply"
            </button>
            <BoundError id="min-price" error=lowest />
            <BoundError id="max-price" error=highest />
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
    error: Option<PriceError>,
) -> impl IntoView {
    let described = error.is_some().then(|| format!("{id}-error"));
    let invalid = error.is_some().then_some("true");
    // What was typed stays there to be mended.
    let typed = error.map(|error| error.typed);
    let value = typed.or_else(|| value.map(|amount| Money::new(amount, currency()).to_decimal()));
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
                aria-invalid=invalid
                aria-describedby=described
            />
        </label>
    }
}

/// What is wrong with one end of the range, under both.
#[component]
fn BoundError(id: &'static str, error: Option<PriceError>) -> impl IntoView {
    error.map(|error| {
        view! {
            <p class="field-error" id=format!("{id}-error")>
                {error.message}
            </p>
        }
    })
}

/// A price that was typed and cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PriceError {
    typed: String,
    message: String,
}

/// What is wrong with the range.
pub(super) struct PriceErrors {
    lowest: Option<PriceError>,
    highest: Option<PriceError>,
}

impl PriceErrors {
    /// A bound that was given twice is used once: that is no matter of the form.
    pub(super) fn of(query: &Query, ignored: &[Ignored]) -> Self {
        let error = |name: &str, label: &str, bound: Option<i64>| {
            let ignored = ignored.iter().find(|ignored| ignored.parameter == name);
            let typed = ignored.filter(|_| bound.is_none())?.value.clone();
            let message = match Money::parse_typed(&typed, currency()) {
                Ok(_) => format!("{label} price is below the lowest. Enter a higher one."),
                Err(AmountError::NotANumber) => {
                    format!("{label} price is not a number. Enter one such as 49 or 49.50.")
                }
                Err(AmountError::TooPrecise) => {
                    format!("{label} price has too many decimal places. Enter one such as 49 or 49.50.")
                }
                Err(AmountError::OutOfRange) => format!("{label} price is too large. Enter a lower one."),
            };
            Some(PriceError { typed, message })
        };
        Self {
            lowest: error(LOWEST, "The lowest", query.min_price),
            highest: error(HIGHEST, "The highest", query.max_price),
        }
    }

    /// Whether the form says what was left out.
    pub(super) fn are_about(&self, ignored: &Ignored) -> bool {
        self.lowest.is_some() && ignored.parameter == LOWEST || self.highest.is_some() && ignored.parameter == HIGHEST
    }

    /// The same above the results, for a phone, where the form is out of sight.
    pub(super) fn notice(self) -> impl IntoView {
        let messages: Vec<String> = [self.lowest, self.highest]
            .into_iter()
            .flatten()
            .map(|error| error.message)
            .collect();
        (!messages.is_empty()).then(|| view! { <p class="notice warn sheet-only">{messages.join(" ")}</p> })
    }
}

/// Whole amounts without their zeros: `$25`.
fn whole(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}
