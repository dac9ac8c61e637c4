//! How many of a line: a field between − and +, each a button that sends the form; and the button that removes the line.

use domain::cart::MAX_QUANTITY;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::desk::Desk;
use super::line::LineOf;
use crate::api::cart::CartSetFn;

/// The fields by which a form names its line, and the version of the cart that it is made for.
#[component]
fn LineFields(of: LineOf) -> impl IntoView {
    view! {
        <Version />
        <input type="hidden" name="product" value=of.product.to_string() />
        <input type="hidden" name="plan" value=of.plan.to_string() />
    }
}

/// The version of the cart that a form is made for.
#[component]
pub(super) fn Version() -> impl IntoView {
    let view = expect_context::<Desk>().cart.shown();
    view! { <input type="hidden" name="version" value=move || view.with(|view| view.version) /> }
}

#[component]
pub(super) fn Stepper(of: LineOf) -> impl IntoView {
    let (desk, field) = (expect_context::<Desk>(), NodeRef::<Input>::new());
    let quantity = {
        let of = of.clone();
        Memo::new(move |_| of.with(|line| line.quantity).unwrap_or_default())
    };
    let take = {
        let (product, plan) = (of.product.clone(), of.plan.clone());
        move |step: i32| {
            let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
            desk.set(product.clone(), plan.clone(), &typed, step);
        }
    };
    let on_submit = {
        let take = take.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            take(step_of(&event));
        }
    };
    let name = of.name.clone();
    view! {
        <form class="stepper" method="post" action=CartSetFn::url() novalidate="" on:submit=on_submit>
            <LineFields of=of.clone() />
            // Return in the field sends the number as it stands: the first button of a form is its default.
            <button hidden tabindex="-1">
                "Update"
            </button>
            <StepButton
                id=format!("less-{}", of.id)
                step=-1
                label=format!("One less: {name}")
                disabled=Signal::derive(move || quantity.get() <= 1)
            />
            <QuantityField of=of.clone() quantity field take=Callback::new(move |()| take(0)) />
            <StepButton
                id=format!("more-{}", of.id)
                step=1
                label=format!("One more: {name}")
                disabled=Signal::derive(move || quantity.get() >= MAX_QUANTITY)
            />
            <button class="btn without-script">"Update"</button>
        </form>
    }
}

/// The field says what is in the cart; what was typed and refused stays.
#[component]
fn QuantityField(of: LineOf, quantity: Memo<u32>, field: NodeRef<Input>, take: Callback<()>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let LineOf {
        product,
        plan,
        id,
        name,
        ..
    } = of;
    let trouble = Memo::new(move |_| desk.trouble_of(&product, &plan));
    let wrong = move || trouble.with(Option::is_some);
    let value = move || {
        let typed = trouble.with(|trouble| trouble.as_ref().and_then(|trouble| trouble.typed.clone()));
        typed.unwrap_or_else(|| quantity.get().to_string())
    };
    // Return takes the number here: the field's change would take it once more.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            take.run(());
        }
    };
    let problem = format!("problem-{id}");
    view! {
        <input
            class="field"
            id=format!("quantity-{id}")
            name="quantity"
            type="number"
            min="0"
            max=MAX_QUANTITY
            inputmode="numeric"
            autocomplete="off"
            aria-label=format!("Quantity: {name}")
            aria-invalid=move || wrong().then_some("true")
            aria-describedby=move || wrong().then(|| problem.clone())
            value=value
            prop:value=value
            node_ref=field
            on:change=move |_| take.run(())
            on:keydown=on_key
        />
    }
}

#[component]
fn StepButton(id: String, step: i32, label: String, disabled: Signal<bool>) -> impl IntoView {
    view! {
        <button id=id name="step" value=step.to_string() aria-label=label disabled=move || disabled.get()>
            {if step < 0 { "−" } else { "+" }}
        </button>
    }
}

/// The step that the pressed button stands for.
#[cfg(feature = "hydrate")]
fn step_of(event: &SubmitEvent) -> i32 {
    let button = event.submitter();
    button
        .and_then(|button| button.get_attribute("value")?.parse().ok())
        .unwrap_or(0)
}

#[cfg(feature = "ssr")]
fn step_of(_: &SubmitEvent) -> i32 {
    0
}

#[component]
pub(super) fn Remove(of: LineOf) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (product, plan) = (of.product.clone(), of.plan.clone());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.set(product.clone(), plan.clone(), "0", 0);
    };
    let name = format!("({})", of.name);
    view! {
        <form class="cart-remove" method="post" action=CartSetFn::url() on:submit=on_submit>
            <LineFields of />
            <input type="hidden" name="quantity" value="0" />
            <button class="quiet">"Remove " <span class="sr-only">{name}</span></button>
        </form>
    }
}
