//! What the cart comes to, the discount code, and the way to the checkout.

use domain::cart::{CartChange, CartView, LineState, MAX_CODE};
use domain::{Billing, Money};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::desk::{Desk, Place};
use crate::ui::number::counted;

pub(super) fn summary(desk: Desk) -> AnyView {
    let shown = desk.shown();
    let discount = move || {
        let (code, off) = shown.with(|view| Some((view.code.clone()?, view.discount?)))?;
        let row = view! {
            <dt>{format!("Discount ({code})")}</dt>
            <dd>{format!("−{off}")}</dd>
        };
        Some(row)
    };
    view! {
        <aside class="cart-sum" aria-labelledby="sum">
            <h2 id="sum">"Summary"</h2>
            <dl class="amounts">
                <dt>{move || format!("Subtotal ({})", counted(shown.with(|v| v.count).into(), "item"))}</dt>
                <dd>{move || shown.with(|view| view.subtotal.to_string())}</dd>
                {discount}
                <dt>"Tax"</dt>
                <dd class="later">"at checkout"</dd>
                <dt class="total">"Total before tax"</dt>
                <dd class="total">{move || shown.with(|view| view.net().to_string())}</dd>
            </dl>
            {move || shown.with(renewals)}
            {checkout(desk)}
            {code(desk)}
        </aside>
    }
    .into_any()
}

/// What comes again by itself.
fn renewals(view: &CartView) -> Option<impl IntoView + use<>> {
    let sum = |billing: Billing| {
        let lines = view.lines.iter().filter(|line| line.billing == billing);
        let sum: i64 = lines.map(|line| line.total.amount).sum();
        (sum > 0).then(|| format!("{} {}", Money::new(sum, view.subtotal.currency), billing.suffix()))
    };
    let sums: Vec<String> = [Billing::Monthly, Billing::Yearly]
        .into_iter()
        .filter_map(sum)
        .collect();
    let text = format!("Renews at {} until you cancel.", sums.join(" and "));
    (!sums.is_empty()).then(|| view! { <p class="hint">{text}</p> })
}

/// Closed while something waits to be confirmed.
fn checkout(desk: Desk) -> AnyView {
    let open =
        move |view: &CartView| !view.must_confirm() && view.lines.iter().any(|line| line.state != LineState::Gone);
    let open = Memo::new(move |_| desk.shown().with(open));
    let button = move || {
        if open.get() {
            return view! {
                <a class="btn primary big block" href="/checkout" rel="external">
                    "Checkout"
                </a>
            }
            .into_any();
        }
        view! {
            <a class="btn primary big block" role="link" aria-disabled="true" aria-describedby="closed">
                "Checkout"
            </a>
            <p class="hint" id="closed">
                "Accept the changes in your cart first."
            </p>
        }
        .into_any()
    };
    button.into_any()
}

fn code(desk: Desk) -> AnyView {
    let code = Memo::new(move |_| desk.shown().with(|view| view.code.clone()));
    view! {
        <div class="cart-code">
            {move || match code.get() {
                Some(code) => applied(desk, code),
                None => entry(desk),
            }}
        </div>
    }
    .into_any()
}

fn applied(desk: Desk, code: String) -> AnyView {
    let remove = move |event: SubmitEvent| {
        event.prevent_default();
        desk.change(Place::Code, CartChange::Code(String::new()), None);
    };
    let word = move || {
        let (error, known) = desk
            .shown()
            .with(|view| (view.code_error.clone(), view.discount.is_some()));
        match error {
            Some(error) => view! { <p class="problem" role="alert">{error}</p> }.into_any(),
            None if known => ().into_any(),
            None => view! { <p class="hint">"What it takes off shows at the checkout."</p> }.into_any(),
        }
    };
    view! {
        <form class="applied" method="post" action="/api/fn/cart_code" on:submit=remove>
            {desk.version()}
            <input type="hidden" name="code" value="" />
            <span>"Discount code " <b>{code}</b></span>
            <button class="quiet">"Remove" <span class="unseen">" the discount code"</span></button>
        </form>
        {word}
    }
    .into_any()
}

fn entry(desk: Desk) -> AnyView {
    let trouble = desk.trouble_at(Place::Code);
    let field = NodeRef::<Input>::new();
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(typed) = field.get_untracked().map(|field| field.value()) else {
            return;
        };
        if !typed.trim().is_empty() {
            desk.change(Place::Code, CartChange::Code(typed.clone()), Some(typed));
        }
    };
    let typed = move || trouble.get().and_then(|trouble| trouble.typed).unwrap_or_default();
    view! {
        <details open=trouble.with_untracked(|trouble| trouble.is_some())>
            <summary>"Add a discount code"</summary>
            <form method="post" action="/api/fn/cart_code" on:submit=apply>
                {desk.version()}
                <label class="unseen" for="code">
                    "Discount code"
                </label>
                <input
                    node_ref=field
                    class="field"
                    id="code"
                    name="code"
                    maxlength=MAX_CODE.to_string()
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    placeholder="Discount code"
                    aria-invalid=move || trouble.with(|t| t.is_some().then_some("true"))
                    aria-describedby=move || trouble.with(|t| t.is_some().then_some("code-problem"))
                    value=typed
                />
                <button class="btn">"Apply"</button>
            </form>
            {move || {
                trouble.get().map(|t| view! { <p class="problem" id="code-problem" role="alert">{t.text}</p> })
            }}
        </details>
    }
    .into_any()
}
