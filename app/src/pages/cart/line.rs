//! One plan in the cart: what it is, how many, what that comes to, and a way to remove it.

use domain::{Billing, Money, Slug};
use leptos::prelude::*;
use views::cart::{CartViewLine, LineState};

use super::changed::changes;
use super::desk::Desk;
use super::quantity::{Remove, Stepper};
use crate::ui::cover::{Fetch, Picture};
use crate::ui::terms::Terms;

/// Which line it is, and how it stands in the cart.
#[derive(Clone)]
pub(super) struct LineOf {
    pub product: Slug,
    pub plan: Slug,
    /// For screen readers: `Swift Geocode, Pro`.
    pub name: String,
    /// On the page.
    pub id: String,
    pub now: Memo<Option<CartViewLine>>,
}

impl LineOf {
    pub(super) fn with<T>(&self, read: impl FnOnce(&CartViewLine) -> T) -> Option<T> {
        self.now.with(|line| line.as_ref().map(read))
    }
}

/// A line is what it is by its plan; the rest follows the cart.
#[component]
pub(super) fn Line(product: Slug, plan: Slug) -> impl IntoView {
    let view = expect_context::<Desk>().cart.shown();
    let of = (product.clone(), plan.clone());
    let now = Memo::new(move |before: Option<&Option<CartViewLine>>| {
        // A line on its way out is shown as it was.
        let line = view.with(|view| view.line(&of.0, &of.1).cloned());
        line.or_else(|| before.cloned().flatten())
    });
    now.get_untracked().map(|line| {
        let of = LineOf {
            id: format!("{product}--{plan}"),
            name: format!("{}, {}", line.title, line.plan_name),
            product,
            plan,
            now,
        };
        let (id, href) = (of.id.clone(), format!("/products/{}", of.product));
        view! {
            <li class="cart-line" id=id>
                <a class="cart-picture" href=href tabindex="-1" aria-hidden="true">
                    <Picture
                        image=line.image.clone()
                        slug=of.product.to_string()
                        title=line.title.clone()
                        fetch=Fetch::Eager
                    />
                </a>
                <div class="cart-what">
                    <What line=line now />
                    <Problem of=of.clone() />
                </div>
                <div class="cart-count">
                    <Quantity of=of.clone() />
                </div>
                <Amount now />
                <Remove of />
            </li>
        }
    })
}

/// Why the last change of the line was not made.
#[component]
fn Problem(of: LineOf) -> impl IntoView {
    let desk = expect_context::<Desk>();
    move || {
        desk.trouble_of(&of.product, &of.plan).map(|trouble| {
            view! {
                <p class="problem" id=format!("problem-{}", of.id) role="alert">
                    {trouble.text}
                </p>
            }
        })
    }
}

/// The quantity: a field, but of what can be bought once.
#[component]
fn Quantity(of: LineOf) -> impl IntoView {
    let counted = {
        let of = of.clone();
        Memo::new(move |_| {
            of.with(|line| !line.only_one && line.state != LineState::Gone)
                .unwrap_or(false)
        })
    };
    move || match counted.get() {
        true => view! { <Stepper of=of.clone() /> }.into_any(),
        false => view! { <One now=of.now /> }.into_any(),
    }
}

/// Title, plan, what its license allows, and what has changed about it.
#[component]
fn What(line: CartViewLine, now: Memo<Option<CartViewLine>>) -> impl IntoView {
    let href = format!("/products/{}", line.product);
    let of_now = move |read: fn(&CartViewLine) -> String| now.with(|line| line.as_ref().map(read));
    let changed = move || now.with(|line| line.as_ref().map(changes)).unwrap_or_default();
    view! {
        <h3>
            <a href=href>{line.title.clone()}</a>
        </h3>
        <p class="by">
            {move || of_now(|line| line.plan_name.clone())} {move || of_now(|line| billing(line).to_owned())}
        </p>
        {move || of_now(license).map(|text| view! { <p class="by">{text}</p> })}
        {move || {
            let changed = changed().into_iter();
            changed.map(|text| view! { <p class="cart-changed">{text}</p> }).collect_view()
        }}
    }
}

/// The quantity of what can be bought once.
#[component]
fn One(now: Memo<Option<CartViewLine>>) -> impl IntoView {
    let quantity = move || now.with(|line| line.as_ref().map(|line| line.quantity));
    view! {
        <span class="cart-one">
            <span class="sr-only">"Quantity "</span>
            {quantity}
        </span>
    }
}

#[component]
fn Amount(now: Memo<Option<CartViewLine>>) -> impl IntoView {
    let amount = move || now.with(|line| line.as_ref().map(|line| amount(line.total, &line.state)));
    let each = move || now.with(|line| line.as_ref().and_then(each));
    view! {
        <p class="cart-total">
            <b>{amount}</b>
            {move || each().map(|each| view! { <span>{each}</span> })}
        </p>
    }
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

fn amount(total: Money, state: &LineState) -> String {
    match state {
        LineState::Gone => "–".to_owned(),
        _ if total.amount == 0 => "Free".to_owned(),
        _ => total.to_string(),
    }
}

fn each(line: &CartViewLine) -> Option<String> {
    match line.billing.suffix() {
        _ if line.state == LineState::Gone || line.price.amount == 0 => None,
        "" if line.quantity == 1 => None,
        "" => Some(format!("{} each", line.price)),
        suffix => Some(suffix.to_owned()),
    }
}

fn license(line: &CartViewLine) -> String {
    match line.state {
        LineState::Gone => String::new(),
        _ => format!(
            "License: {}",
            Terms::of(&line.license, line.billing, line.price.amount == 0).brief()
        ),
    }
}
