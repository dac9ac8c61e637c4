//! The parts of the form: where a phone is among them, and what is wrong with those that were sent.

use domain::checkout::{FormError, Step};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::entry::field_id;
use super::focus::{focus, show};
use super::state::Checkout;

/// Where a phone is in the form; wide windows show everything. They are buttons, so that without script what was typed
/// goes along.
#[component]
pub(super) fn Steps() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let navigate = use_navigate();
    let steps = Step::ALL.map(|step| {
        let navigate = navigate.clone();
        let go = move |event: MouseEvent| {
            event.prevent_default();
            navigate(&address(step), NavigateOptions::default());
        };
        let current = move || checkout.asked.with(|asked| asked.step == step).then_some("step");
        view! {
            <li>
                <button name="step" value=format!("to-{}", step.as_str()) aria-current=current on:click=go>
                    {name(step)}
                </button>
            </li>
        }
    });
    view! {
        <nav class="checkout-steps" aria-label="Steps of the checkout">
            <ol>{steps.into_iter().collect_view()}</ol>
        </nav>
    }
}

/// Takes view and focus to a part when the address says another.
pub(super) fn focus_part(checkout: Checkout) {
    let step = Memo::new(move |_| checkout.asked.with(|asked| asked.step));
    Effect::new(move |before: Option<Step>| {
        let step = step.get();
        if before.is_some_and(|before| before != step) {
            show(step.as_str());
        }
        step
    });
}

/// The fields that keep the form from being taken, each a link to it.
#[component]
pub(super) fn Refusals() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let refused = Memo::new(move |_| checkout.refusals());
    view! {
        <Show when=move || refused.with(|refused| !refused.is_empty())>
            <div class="notice warn" role="alert" id="wrong" tabindex="-1">
                <p>"Please check these fields:"</p>
                <ul>
                    <For
                        each=move || refused.get()
                        key=|error| (error.field.clone(), error.message.clone())
                        children=|error| view! { <Refusal error /> }
                    />
                </ul>
            </div>
        </Show>
    }
}

#[component]
fn Refusal(error: FormError) -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let navigate = use_navigate();
    let FormError { field, message } = error;
    let field = StoredValue::new(field);
    let href = move || {
        let upto = checkout.asked.with(|asked| asked.check).unwrap_or(Step::Payment);
        let (step, upto) = field.with_value(|field| (Step::of_field(field).as_str(), upto.as_str()));
        format!(
            "/checkout?step={step}&check={upto}#{}",
            field.with_value(|field| field_id(field))
        )
    };
    let go = move |event: MouseEvent| {
        event.prevent_default();
        navigate(&untrack(href), NavigateOptions::default());
        focus(&field.with_value(|field| field_id(field)));
    };
    view! {
        <li>
            <a href=href on:click=go>
                {message}
            </a>
        </li>
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Contact => "Contact",
        Step::Billing => "Billing details",
        Step::Payment => "Payment",
    }
}

fn address(step: Step) -> String {
    format!("/checkout?step={step}#{step}", step = step.as_str())
}
