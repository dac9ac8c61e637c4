//! `/checkout`: contact, billing details, payment and review in one form. A phone shows one part at a time; every part
//! is in the page all the same, so nothing is lost between them. A plain document: it works the same without script.

mod summary;

use domain::checkout::{CheckoutForm, CheckoutView, FormError, Offer, Step};
use domain::order::OrderLine;
use domain::{Billing, Country};
use http::StatusCode;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::summary::summary;
pub(crate) use self::summary::{names, totals};
use crate::api;
use crate::head::Head;
use crate::route;
use crate::ui::error::error_page;
use crate::ui::input::{input, select};
use crate::ui::{mail_to, owned};

#[component]
pub(crate) fn CheckoutPage() -> impl IntoView {
    Head {
        noindex: true,
        ..Head::page("Checkout", "Pay for what is in your cart.", "/checkout")
    }
    .set();
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get_str(name).map(str::to_owned));
    let step = asked("step")
        .and_then(|step| Step::parse(&step))
        .unwrap_or(Step::Contact);
    let checked = asked("check").unwrap_or_default();
    let upto = Step::parse(&checked).unwrap_or(Step::Payment);
    let notice = asked("notice");
    let view = Resource::new(|| (), move |()| api::checkout(checked.clone()));
    move || {
        let notice = notice.clone();
        Suspend::new(async move {
            owned(match view.await {
                Ok(Some(view)) => page(view, step, upto, notice.as_deref()).into_any(),
                Ok(None) => nothing().into_any(),
                Err(error) => error_page(error).into_any(),
            })
        })
    }
}

fn nothing() -> impl IntoView {
    view! {
        <div class="wrap page">
            <h1>"Checkout"</h1>
            <div class="empty">
                <h2>"Your cart is empty"</h2>
                <p>"Put something into it first; then you can pay for it here."</p>
                <a class="btn primary" href="/products">
                    "Browse products"
                </a>
            </div>
        </div>
    }
}

/// `upto`: the last part of the form that was checked.
fn page(view: CheckoutView, step: Step, upto: Step, notice: Option<&str>) -> impl IntoView {
    if !view.errors.is_empty() {
        route::status(StatusCode::UNPROCESSABLE_ENTITY);
    } else if matches!(notice, Some("stale" | "total")) {
        route::status(StatusCode::CONFLICT);
    }
    let other_total = notice == Some("total");
    let notice = notice.filter(|_| !other_total).and_then(|notice| {
        let text = match notice {
            "stale" => "Your cart was changed in another window. This is how it stands now: please look at it again.",
            "unavailable" => {
                "The payment provider does not answer at the moment. Nothing was charged. Please try again in a minute, or choose another way to pay."
            }
            "earlier" => {
                "You began to pay for this cart before, and its payment page cannot be closed at the moment. Nothing was charged, and so that nothing is paid twice this order was not placed. Please try again in a minute."
            }
            "refused" => "This order cannot be paid this way. Nothing was charged. Please choose another way to pay.",
            _ => return None,
        };
        Some(view! { <p class="notice warn" role="alert">{text}</p> })
    });
    let summed_up = view.errors.len();
    let wrong = (summed_up > 0).then(|| {
        view! {
            <div class="notice warn" role="alert" id="wrong" tabindex="-1">
                <p>"Please look at these fields:"</p>
                <ul>{view.errors.iter().map(|error| wrong_field(error, upto)).collect::<Vec<_>>()}</ul>
            </div>
        }
    });
    let class = format!("till at-{}", step.as_str());
    view! {
        <div class="wrap page">
            <h1>"Checkout"</h1>
            {notice}
            {wrong}
            <form
                class=class
                method="post"
                action="/api/fn/checkout_submit"
                novalidate=""
                data-fresh="total payment summary"
            >
                // The first button is the one that Enter presses: it goes on from here.
                <button class="unseen" name="step" value=step.as_str() tabindex="-1" aria-hidden="true">
                    "Continue"
                </button>
                {steps(step)}
                <input type="hidden" name="version" value=view.cart.version />
                // Compared when the order is placed: nobody pays a total that they did not see.
                <input type="hidden" id="total" name="total" value=view.totals.total />
                <div class="till-form">
                    {contact(&view)}
                    {billing(&view)}
                    {payment(&view, other_total)}
                </div>
                {summary(&view)}
            </form>
        </div>
    }
}

fn wrong_field(error: &FormError, upto: Step) -> impl IntoView + use<> {
    let step = Step::of_field(&error.field);
    let (step, upto) = (step.as_str(), upto.as_str());
    let href = format!("/checkout?step={step}&check={upto}#field-{}", error.field);
    view! { <li><a href=href>{error.message.clone()}</a></li> }
}

/// Where a phone is in the form; wide windows show everything.
fn steps(now: Step) -> impl IntoView {
    let names = ["Contact", "Billing details", "Payment"];
    let items: Vec<_> = Step::ALL
        .into_iter()
        .zip(names)
        .map(|(step, name)| {
            let current = (step == now).then_some("step");
            // Buttons, so that what was typed goes along.
            view! {
                <li>
                    <button name="step" value=format!("to-{}", step.as_str()) aria-current=current>
                        {name}
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="till-steps" aria-label="Steps of the checkout">
            <ol>{items}</ol>
        </nav>
    }
}

fn message<'a>(errors: &'a [FormError], field: &str) -> Option<&'a str> {
    errors
        .iter()
        .find(|error| error.field == field)
        .map(|error| error.message.as_str())
}

fn contact(view: &CheckoutView) -> impl IntoView + use<> {
    let CheckoutForm { email, name, .. } = &view.form;
    let errors = &view.errors;
    let known = match &view.account {
        Some(address) => view! { <p class="hint">{format!("You are logged in as {address}.")}</p> }.into_any(),
        None => view! {
            <p class="hint">
                "You need no account. "
                <button class="as-link" name="step" value="log_in">"Log in"</button>
                " or "
                <button class="as-link" name="step" value="register">"register"</button>
                " if you like; your cart and what you typed stay."
            </p>
        }
        .into_any(),
    };
    view! {
        <fieldset class="till-part part-contact" id="contact">
            <legend>"Contact"</legend>
            {known}
            {input("email", "E-mail", "email", "email", email, message(errors, "email"), Some("Order, keys and invoice go here."))}
            {input("name", "Name", "text", "name", name, message(errors, "name"), None)}
            <div class="till-go">
                <button class="btn primary big block" name="step" value="contact">
                    "Continue to billing details"
                </button>
            </div>
        </fieldset>
    }
}

fn billing(view: &CheckoutView) -> impl IntoView + use<> {
    let form = &view.form;
    let at = |field: &str| message(&view.errors, field);
    let countries = Country::all().map(|country| (country.code().to_owned(), country.name().to_owned()));
    view! {
        <fieldset class="till-part part-billing" id="billing">
            <legend>"Billing details"</legend>
            {select("country", "Country", "country", &form.country, countries.collect(), at("country"), true)}
            {input("street", "Street and number", "text", "address-line1", &form.street, at("street"), None)}
            <div class="till-row">
                {input("postal_code", "Postal code", "text", "postal-code", &form.postal_code, at("postal_code"), None)}
                {input("city", "City", "text", "address-level2", &form.city, at("city"), None)}
            </div>
            {input("region", "State or region (optional)", "text", "address-level1", &form.region, at("region"), None)}
            {input("company", "Company (optional)", "text", "organization", &form.company, at("company"), None)}
            <div data-submit="">
                {input(
                    "vat_id",
                    "VAT id (optional)",
                    "text",
                    "off",
                    &form.vat_id,
                    at("vat_id"),
                    Some("For businesses in the EU, the UK and Switzerland, with its country: DE136695976."),
                )}
            </div>
            <div class="till-go">
                <button class="btn primary big block" name="step" value="billing">
                    "Continue to payment"
                </button>
            </div>
        </fieldset>
    }
}

/// `other_total`: the customer meant to pay another.
fn payment(view: &CheckoutView, other_total: bool) -> impl IntoView + use<> {
    let error = message(&view.errors, "provider").map(|text| {
        view! { <p class="field-error" id="error-provider">{text.to_owned()}</p> }
    });
    let offers: Vec<_> = view.offers.iter().map(|o| offer(o, &view.form.provider)).collect();
    let total = view.totals.total();
    let choice = if view.totals.total == 0 {
        view! { <p class="hint">"There is nothing to pay."</p> }.into_any()
    } else if offers.is_empty() {
        view! {
            <p class="notice warn">"This shop has no way to pay set up at the moment. Nothing in your cart is lost."</p>
        }
        .into_any()
    } else {
        view! { <div class="pay-choices" id="field-provider">{offers}</div> }.into_any()
    };
    let button = if view.totals.total == 0 {
        "Place the order".to_owned()
    } else {
        format!("Pay {total}")
    };
    let recurring = recurring(&view.lines).then(|| {
        let text = if view.totals.total == 0 {
            "Nothing renews by itself: what is for a month or a year ends with it."
        } else {
            "Subscriptions renew by themselves at their full price until they are ended."
        };
        let ended = (view.totals.total > 0)
            .then(|| view! { " A word to us is enough, at any time: " {mail_to(&view.seller_email)} "." });
        view! { <p class="hint">{text} {ended}</p> }
    });
    let other_total = other_total.then(|| {
        view! {
            <p class="notice warn" role="alert">
                {format!(
                    "With these billing details the total is {total} ({}). Nothing was charged: please look at it again, and pay if it is right.",
                    view.tax.label,
                )}
            </p>
        }
    });
    let blocked = view.offers.is_empty() && view.totals.total > 0;
    view! {
        <fieldset class="till-part part-payment" id="payment">
            <legend>"Payment"</legend>
            {choice}
            {error}
            {recurring}
            <p class="hint">
                {(view.totals.total > 0)
                    .then_some("You pay on the provider’s own page: this shop never sees your card. ")} "What is bought is yours at once."
            </p>
            {other_total}
            <div class="till-place">
                <button class="btn primary big block" name="step" value="place" disabled=blocked>
                    {button}
                </button>
            </div>
        </fieldset>
    }
}

fn recurring(lines: &[OrderLine]) -> bool {
    lines.iter().any(|line| line.billing != Billing::OneTime)
}

fn offer(offer: &Offer, chosen: &str) -> impl IntoView + use<> {
    let id = offer.provider.as_str();
    let parts = (offer.parts.len() > 1).then(|| {
        let parts: Vec<_> = offer
            .parts
            .iter()
            .map(|part| view! { <li>{format!("{}: {}", part.total, part.what.join(", "))}</li> })
            .collect();
        view! {
            <p>{format!("{} cannot take this cart in one payment. You pay {} times, one after the other:", offer.label, offer.parts.len())}</p>
            <ol>{parts}</ol>
        }
    });
    view! {
        <div class="pay-choice">
            <input type="radio" id=format!("pay-{id}") name="form[provider]" value=id checked=id == chosen />
            <label for=format!("pay-{id}")>{offer.label.clone()}</label>
            <div class="pay-parts">{parts}</div>
        </div>
    }
}
