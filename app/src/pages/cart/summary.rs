//! What the cart comes to, the discount code, and the way to the checkout.

use domain::cart::{CartView, LineState, MAX_CODE};
use domain::{Billing, Money};
use leptos::prelude::*;

use super::{Place, Trouble, version};
use crate::ui::html::{Html, html};
use crate::ui::number::counted;

pub(super) fn summary(view: &CartView, trouble: Option<&Trouble>) -> impl IntoView + use<> {
    let discount = view.code.clone().zip(view.discount).map(|(code, off)| {
        view! {
            <dt>{format!("Discount ({code})")}</dt>
            <dd>{format!("−{off}")}</dd>
        }
    });
    view! {
        <aside class="cart-sum" aria-labelledby="sum">
            <h2 id="sum">"Summary"</h2>
            <dl class="amounts" data-part="amounts">
                <dt>{format!("Subtotal ({})", counted(view.count.into(), "item"))}</dt>
                <dd>{view.subtotal.to_string()}</dd>
                {discount}
                <dt>"Tax"</dt>
                <dd class="later">"at checkout"</dd>
                <dt class="total">"Total before tax"</dt>
                <dd class="total">{view.net().to_string()}</dd>
            </dl>
            <div data-part="checkout">{renewals(view)} {checkout(view)}</div>
            <div class="cart-code" data-part="code">
                {code(view, trouble.filter(|trouble| trouble.at == Place::Code))}
            </div>
        </aside>
    }
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
fn checkout(view: &CartView) -> Html {
    let open = !view.must_confirm() && view.lines.iter().any(|line| line.state != LineState::Gone);
    if open {
        return html(view! {
            <a class="btn primary big block" href="/checkout">
                "Checkout"
            </a>
        });
    }
    html(view! {
        <a class="btn primary big block" role="link" aria-disabled="true" aria-describedby="closed">
            "Checkout"
        </a>
        <p class="hint" id="closed">
            "Accept the changes in your cart first."
        </p>
    })
}

fn code(view: &CartView, trouble: Option<&Trouble>) -> Html {
    match &view.code {
        Some(code) => html(applied(view, code)),
        None => html(entry(view, trouble)),
    }
}

fn applied(view: &CartView, code: &str) -> impl IntoView + use<> {
    let word = match &view.code_error {
        Some(error) => Some(html(view! { <p class="problem" role="alert">{error.clone()}</p> })),
        None if view.discount.is_some() => None,
        None => Some(html(
            view! { <p class="hint">"What it takes off shows at the checkout."</p> },
        )),
    };
    view! {
        <form class="applied" method="post" action="/api/fn/cart_code">
            {version(view.version)}
            <input type="hidden" name="code" value="" />
            <span>"Discount code " <b>{code.to_owned()}</b></span>
            <button class="quiet">"Remove" <span class="unseen">" the discount code"</span></button>
        </form>
        {word}
    }
}

fn entry(view: &CartView, trouble: Option<&Trouble>) -> impl IntoView + use<> {
    let problem = trouble.map(|trouble| {
        view! { <p class="problem" id="code-problem" role="alert">{trouble.text.clone()}</p> }
    });
    let typed = trouble.and_then(|trouble| trouble.typed.clone());
    view! {
        <details open=trouble.is_some()>
            <summary>"Add a discount code"</summary>
            <form method="post" action="/api/fn/cart_code">
                {version(view.version)}
                <label class="unseen" for="code">
                    "Discount code"
                </label>
                <input
                    class="field"
                    id="code"
                    name="code"
                    required
                    maxlength=MAX_CODE.to_string()
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    placeholder="Discount code"
                    aria-invalid=trouble.map(|_| "true")
                    aria-describedby=trouble.map(|_| "code-problem")
                    value=typed
                />
                <button class="btn">"Apply"</button>
            </form>
            {problem}
        </details>
    }
}
