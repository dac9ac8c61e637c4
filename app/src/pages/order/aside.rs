//! Beside what was bought: the next steps, the sums, the documents, and who it is billed to.

use domain::Day;
use domain::order::{Buyer, Consent};
use leptos::prelude::*;
use views::order::{InvoiceLink, OrderView};

use super::next_steps::NextSteps;
use crate::api::orders::OrderVoid;
use crate::pages::checkout::{Totals, refusal};
use crate::ui::field::Message;

#[component]
pub(super) fn Aside(order: OrderView) -> impl IntoView {
    view! {
        <aside class="order-aside">
            <NextSteps order=order.clone() />
            <Amount order=order.clone() />
            <Documents invoices=order.invoices />
            <BilledTo address=order.billed_to buyer=order.buyer consent=order.consent.zip(order.agreed_on) />
            {order.guest.then(|| view! { <Link name=order.id key=order.key.unwrap_or_default() /> })}
        </aside>
    }
}

#[component]
fn Amount(order: OrderView) -> impl IntoView {
    let refunded = (order.refunded.amount > 0).then(|| {
        view! { <p class="hint">{format!("{} was paid back.", order.refunded)}</p> }
    });
    view! {
        <section aria-labelledby="sums">
            <h2 id="sums">"Amount"</h2>
            <Totals totals=order.totals tax=Some(order.tax) code=order.discount_code />
            {refunded}
        </section>
    }
}

/// Invoices and credit notes. They are files of the server, not pages of the app.
#[component]
fn Documents(invoices: Vec<InvoiceLink>) -> impl IntoView {
    (!invoices.is_empty()).then(|| {
        let links = invoices.into_iter().map(|invoice| {
            let name = if invoice.credit_note { "Credit note" } else { "Invoice" };
            view! {
                <li>
                    <a href=invoice.url rel="external">
                        {format!("{name} {} (PDF)", invoice.number)}
                    </a>
                </li>
            }
        });
        view! {
            <section aria-labelledby="documents">
                <h2 id="documents">"Documents"</h2>
                <ul class="documents">{links.collect_view()}</ul>
            </section>
        }
    })
}

/// Turns off the link that opens the page, as where it was forwarded.
#[component]
fn Link(name: String, key: String) -> impl IntoView {
    let void = ServerAction::<OrderVoid>::new();
    let pending = void.pending();
    view! {
        <section aria-labelledby="link">
            <h2 id="link">"Your link"</h2>
            <p class="hint">
                "Anyone with the link from our e-mail can open this order. If somebody else has it, turn it off. You can then ask for a new one by e-mail."
            </p>
            <Message text=Signal::derive(move || refusal(void)) bad=true />
            <ActionForm action=void>
                <input type="hidden" name="name" value=name />
                <input type="hidden" name="key" value=key />
                <button class="btn" disabled=move || pending.get()>
                    {move || if pending.get() { "Turning it off…" } else { "Turn off the link" }}
                </button>
            </ActionForm>
        </section>
    }
}

#[component]
fn BilledTo(address: Vec<String>, buyer: Buyer, consent: Option<(Consent, Day)>) -> impl IntoView {
    let vat_id = buyer.vat_id.map(|id| {
        let unconfirmed = if buyer.vat_verified { "" } else { " (not confirmed)" };
        format!("VAT id {id}{unconfirmed}")
    });
    let lines = address.into_iter().chain(vat_id).chain([buyer.email]);
    let lines = lines.map(|line| view! { <span>{line}</span> });
    let consent = consent.map(|(consent, day)| {
        view! { <p class="hint">{format!("You agreed on {day}: “{}”", consent.text)}</p> }
    });
    view! {
        <section aria-labelledby="buyer">
            <h2 id="buyer">"Billed to"</h2>
            <address class="buyer">{lines.collect_view()}</address>
            {consent}
        </section>
    }
}
