//! What the cart comes to, the discount code, and the way to the checkout.

use domain::cart::{CartChange, MAX_CODE};
use domain::{Billing, Money};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use views::cart::{CartView, LineState};

use super::desk::Desk;
use super::place::Place;
use super::quantity::Version;
use crate::api::cart::CartCodeFn;
use crate::ui::number::counted;

#[component]
pub(super) fn Summary() -> impl IntoView {
    view! {
        <aside class="cart-sum" aria-labelledby="sum">
            <h2 id="sum">"Summary"</h2>
            <Amounts />
            <div class="cart-go">
                <Renewals />
                <CheckoutLink />
            </div>
            <div class="cart-code">
                <Code />
            </div>
        </aside>
    }
}

#[component]
fn Amounts() -> impl IntoView {
    let view = expect_context::<Desk>().cart.shown();
    let discount = move || {
        let (code, off) = view.with(|view| view.code.clone().zip(view.discount))?;
        Some(view! {
            <dt>{format!("Discount ({code})")}</dt>
            <dd>{format!("−{off}")}</dd>
        })
    };
    view! {
        <dl class="amounts">
            <dt>{move || view.with(|view| format!("Subtotal ({})", counted(view.count.into(), "item")))}</dt>
            <dd>{move || view.with(|view| view.subtotal.to_string())}</dd>
            {discount}
            <dt>"Tax"</dt>
            <dd class="later">"at checkout"</dd>
            <dt class="total">"Total before tax"</dt>
            <dd class="total">{move || view.with(|view| view.net().to_string())}</dd>
        </dl>
    }
}

/// What will be charged again.
#[component]
fn Renewals() -> impl IntoView {
    let view = expect_context::<Desk>().cart.shown();
    move || view.with(renewals).map(|text| view! { <p class="hint">{text}</p> })
}

fn renewals(view: &CartView) -> Option<String> {
    let sum = |billing: Billing, interval: &str| {
        let lines = view.lines.iter().filter(|line| line.billing == billing);
        let sum: i64 = lines.map(|line| line.total.amount).sum();
        (sum > 0).then(|| format!("{} a {interval}", Money::new(sum, view.subtotal.currency)))
    };
    let sums = [sum(Billing::Monthly, "month"), sum(Billing::Yearly, "year")];
    let sums: Vec<String> = sums.into_iter().flatten().collect();
    (!sums.is_empty()).then(|| format!("Renews at {} until you cancel.", sums.join(" and ")))
}

/// Closed while something waits to be confirmed.
#[component]
fn CheckoutLink() -> impl IntoView {
    let view = expect_context::<Desk>().cart.shown();
    let open = Memo::new(move |_| {
        view.with(|view| !view.must_confirm() && view.lines.iter().any(|line| line.state != LineState::Gone))
    });
    move || match open.get() {
        true => view! { <a class="btn primary big block" href="/checkout">"Checkout"</a> }.into_any(),
        false => view! {
            <a class="btn primary big block" role="link" aria-disabled="true" aria-describedby="closed">
                "Checkout"
            </a>
            <p class="hint" id="closed">
                "Accept the changes in your cart first."
            </p>
        }
        .into_any(),
    }
}

/// How the discount code stands: what was typed, what is wrong with it, and the code that is applied.
#[derive(Clone, PartialEq)]
struct CodeState {
    applied: Option<String>,
    typed: Option<String>,
    problem: Option<String>,
    discounted: bool,
}

impl CodeState {
    fn of(desk: Desk) -> Self {
        let refused = desk.trouble().filter(|trouble| trouble.at == Place::Code);
        desk.cart.shown().with(|view| {
            let applied = view.code.clone().filter(|_| refused.is_none());
            let wrong = view.code_error.clone().filter(|_| refused.is_none());
            let typed = match &refused {
                Some(refused) => refused.typed.clone(),
                None => applied.clone().filter(|_| wrong.is_some()),
            };
            Self {
                applied,
                typed,
                problem: refused.map(|refused| refused.text).or(wrong),
                discounted: view.discount.is_some(),
            }
        })
    }
}

#[component]
fn Code() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let state = Memo::new(move |_| CodeState::of(desk));
    let enters = Memo::new(move |_| state.with(|state| state.applied.is_none() || state.problem.is_some()));
    // While a code is looked at it is shown as applied: the field goes, and comes back with the refusal.
    let submitted = StoredValue::new(false);
    view! {
        <Show when=move || enters.get()>
            <CodeEntry state submitted />
        </Show>
        {move || state.with(|state| state.applied.clone()).map(|code| view! { <AppliedCode code state /> })}
    }
}

#[component]
fn AppliedCode(code: String, state: Memo<CodeState>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.change(Place::Code, CartChange::Code(String::new()), None);
    };
    let counts = state.with_untracked(|state| state.problem.is_none());
    let later = state.with_untracked(|state| state.problem.is_none() && !state.discounted);
    view! {
        <form class="applied" method="post" action=CartCodeFn::url() on:submit=on_submit>
            <Version />
            <input type="hidden" name="code" value="" />
            {counts.then(|| view! { <span>"Discount code " <b>{code}</b></span> })}
            <button class="quiet">"Remove " <span class="sr-only">"the discount code"</span></button>
        </form>
        {later.then(|| view! { <p class="hint">"The discount is shown at the checkout."</p> })}
    }
}

/// The field for a code. A refused one keeps the focus in the field, and is read out as an error.
#[component]
fn CodeEntry(state: Memo<CodeState>, submitted: StoredValue<bool>) -> impl IntoView {
    let (desk, field) = (expect_context::<Desk>(), NodeRef::<Input>::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        submitted.set_value(true);
        desk.change(Place::Code, CartChange::Code(typed.clone()), Some(typed));
    };
    let problem = move || state.with(|state| state.problem.clone());
    let typed = move || state.with(|state| state.typed.clone()).unwrap_or_default();
    Effect::new(move |_| {
        if problem().is_some()
            && submitted.get_value()
            && let Some(field) = field.get()
        {
            submitted.set_value(false);
            _ = field.focus();
        }
    });
    let has_problem = move || problem().is_some();
    view! {
        <details open=has_problem>
            <summary>"Add a discount code"</summary>
            <form method="post" action=CartCodeFn::url() on:submit=on_submit>
                <Version />
                <label class="sr-only" for="code">
                    "Discount code"
                </label>
                <input
                    class="field"
                    id="code"
                    name="code"
                    required=true
                    maxlength=MAX_CODE
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    placeholder="Discount code"
                    aria-invalid=move || has_problem().then_some("true")
                    aria-describedby=move || has_problem().then_some("code-problem")
                    value=typed
                    prop:value=typed
                    node_ref=field
                />
                <button class="btn">"Apply"</button>
            </form>
            {move || problem().map(|text| view! { <p class="problem" id="code-problem" role="alert">{text}</p> })}
        </details>
    }
}
