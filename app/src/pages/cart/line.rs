//! One plan in the cart: what it is, how many, what that comes to, and the way out.

use domain::cart::{CartChange, CartViewLine, LineState, MAX_QUANTITY, read_quantity};
use domain::{Billing, Money};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;

use super::desk::{Desk, Place, Trouble};
use crate::cart::sentence;
use crate::ui::cover::{Fetch, picture};

pub(super) fn line(line: CartViewLine, desk: Desk) -> AnyView {
    let place = Place::Line(line.product.clone(), line.plan.clone());
    let trouble = desk.trouble_at(place);
    let id = format!("{}--{}", line.product, line.plan);
    let href = format!("/products/{}", line.product);
    let picture = picture(line.image.clone(), line.product.as_str(), &line.title, Fetch::Eager);
    let name = line.title.clone();
    let plan_name = line.plan_name.clone();
    let out = remove(&line, desk);
    // A line that is on its way out stays as it was.
    let now = Memo::new(move |before: Option<&CartViewLine>| {
        let found = |view: &domain::cart::CartView| view.line(&line.product, &line.plan).cloned();
        desk.shown()
            .with(found)
            .unwrap_or_else(|| before.unwrap_or(&line).clone())
    });
    let error = format!("problem-{id}");
    let problem = {
        let error = error.clone();
        move || {
            trouble
                .get()
                .map(|t| view! { <p class="problem" id=error.clone() role="alert">{t.text}</p> })
        }
    };
    view! {
        <li class="cart-line" id=id>
            <a class="cart-picture" href=href.clone() tabindex="-1" aria-hidden="true">
                {picture}
            </a>
            <div class="cart-what">
                <h3>
                    <a href=href>{name}</a>
                </h3>
                <p class="by">{plan_name} {move || now.with(billing)}</p>
                {move || now.with(changed)}
                {problem}
            </div>
            <div class="cart-count">{quantity(now, desk, trouble, error)}</div>
            <p class="cart-total">
                <b>{move || now.with(|line| amount(line.total, line.state))}</b>
                {move || now.with(each)}
            </p>
            {out}
        </li>
    }
    .into_any()
}

fn billing(line: &CartViewLine) -> &'static str {
    match line.billing {
        _ if line.state == LineState::Gone => "",
        _ if line.price.amount == 0 => " · Free",
        Billing::OneTime => " · One-time payment",
        Billing::Monthly => " · Billed monthly",
        Billing::Yearly => " · Billed yearly",
    }
}

fn amount(total: Money, state: LineState) -> String {
    match state {
        LineState::Gone => "–".to_owned(),
        _ if total.amount == 0 => "Free".to_owned(),
        _ => total.to_string(),
    }
}

fn each(line: &CartViewLine) -> Option<impl IntoView + use<>> {
    let each = match line.billing.suffix() {
        _ if line.state == LineState::Gone || line.price.amount == 0 => return None,
        "" if line.quantity == 1 => return None,
        "" => format!("{} each", line.price),
        suffix => suffix.to_owned(),
    };
    Some(view! { <span>{each}</span> })
}

fn changed(line: &CartViewLine) -> Option<impl IntoView + use<>> {
    let text = match line.state {
        LineState::Same => return None,
        LineState::Was(old) => format!("Was {old}, now {}", line.price),
        LineState::Gone => "Not sold any more: it will be taken out".to_owned(),
    };
    Some(view! { <p class="cart-changed">{text}</p> })
}

/// The number of a line: a field between − and +, each a button that sends the form.
fn quantity(now: Memo<CartViewLine>, desk: Desk, trouble: Memo<Option<Trouble>>, error: String) -> impl IntoView {
    let fixed = Memo::new(move |_| now.with(|line| line.only_one || line.state == LineState::Gone));
    let number = Memo::new(move |_| now.with(|line| line.quantity));
    move || {
        if fixed.get() {
            return view! {
                <span class="cart-one">
                    <span class="unseen">"Quantity "</span>
                    {move || number.get()}
                </span>
            }
            .into_any();
        }
        stepper(now, number, desk, trouble, error.clone())
    }
}

fn stepper(
    now: Memo<CartViewLine>,
    number: Memo<u32>,
    desk: Desk,
    trouble: Memo<Option<Trouble>>,
    error: String,
) -> AnyView {
    let (title, product, plan) = now.with_untracked(|line| {
        let title = format!("{}, {}", line.title, line.plan_name);
        (title, line.product.clone(), line.plan.clone())
    });
    let field = NodeRef::<Input>::new();
    let place = Place::Line(product.clone(), plan.clone());
    let set = {
        let (place, product, plan) = (place.clone(), product.clone(), plan.clone());
        move |quantity: u32| {
            if quantity != number.get_untracked() {
                let (product, plan) = (product.clone(), plan.clone());
                let change = CartChange::Set {
                    product,
                    plan,
                    quantity,
                };
                desk.change(place.clone(), change, None);
            }
        }
    };
    // What Return took is not taken again when the field is left, as by a line that leaves.
    let taken = StoredValue::new(None::<String>);
    // What cannot be meant is said at once, and what was typed stays.
    let typed = {
        let set = set.clone();
        move || {
            let Some(field) = field.get_untracked() else { return };
            let typed = field.value();
            if taken.get_value().as_deref() == Some(typed.as_str()) {
                return;
            }
            taken.set_value(Some(typed.clone()));
            match read_quantity(&typed, 0) {
                Ok(quantity) => {
                    desk.trouble.set(None);
                    set(quantity);
                }
                Err(error) => desk.trouble.set(Some(Trouble {
                    at: place.clone(),
                    text: sentence(error),
                    typed: Some(typed),
                })),
            }
        }
    };
    let on_submit = {
        let typed = typed.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            typed();
        }
    };
    // Return takes the number here: a line that leaves must not take a form with it that is just being sent.
    let on_key = {
        let typed = typed.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                typed();
            }
        }
    };
    let step = |by: i32, sign: &'static str, label: &'static str| {
        let set = set.clone();
        let limit = if by < 0 { 1 } else { MAX_QUANTITY };
        view! {
            <button
                name="step"
                value=by.to_string()
                aria-label=format!("{label}: {title}")
                disabled=move || number.get() == limit
                on:click=move |event| {
                    event.prevent_default();
                    set(number.get_untracked().saturating_add_signed(by));
                }
            >
                {sign}
            </button>
        }
    };
    let text = move || {
        let typed = trouble.with(|t| t.as_ref()?.typed.clone());
        typed.unwrap_or_else(|| number.get().to_string())
    };
    view! {
        <form class="stepper" method="post" action="/api/fn/cart_set" novalidate on:submit=on_submit>
            {desk.version()}
            <input type="hidden" name="product" value=product.to_string() />
            <input type="hidden" name="plan" value=plan.to_string() />
            // Return in the field sends the number as it stands: the first button of a form is its default.
            <button hidden tabindex="-1">"Update"</button>
            {step(-1, "−", "One less")}
            <input
                node_ref=field
                class="field"
                name="quantity"
                type="number"
                min="0"
                max=MAX_QUANTITY.to_string()
                inputmode="numeric"
                autocomplete="off"
                aria-label=format!("Quantity: {title}")
                aria-invalid=move || trouble.with(|t| t.is_some().then_some("true"))
                aria-describedby=move || trouble.with(|t| t.is_some().then(|| error.clone()))
                value=text
                prop:value=text
                on:input=move |_| taken.set_value(None)
                on:keydown=on_key
                on:change=move |_| typed()
            />
            {step(1, "+", "One more")}
            <button class="btn without-script">"Update"</button>
        </form>
    }
    .into_any()
}

fn remove(line: &CartViewLine, desk: Desk) -> impl IntoView + use<> {
    let (product, plan) = (line.product.clone(), line.plan.clone());
    let title = format!("{}, {}", line.title, line.plan_name);
    let place = Place::Line(product.clone(), plan.clone());
    let fields = [("product", product.to_string()), ("plan", plan.to_string())];
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let take_out = move |event: SubmitEvent| {
        event.prevent_default();
        let (product, plan) = (product.clone(), plan.clone());
        let change = CartChange::Set {
            product,
            plan,
            quantity: 0,
        };
        desk.change(place.clone(), change, None);
        // The button that had the focus goes away with its line.
        if let Some(title) = desk.title.get_untracked() {
            _ = title.focus();
        }
    };
    view! {
        <form class="cart-remove" method="post" action="/api/fn/cart_set" on:submit=take_out>
            {desk.version()}
            {fields}
            <input type="hidden" name="quantity" value="0" />
            <button class="quiet">"Remove" <span class="unseen">{format!("({title})")}</span></button>
        </form>
    }
}
