//! `/orders/{number}`: what was bought and everything that came with it; or how paying goes on.

mod state;

use domain::checkout::{DownloadView, OrderView, OrderViewLine};
use domain::order::OrderStatus;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::checkout::{names, totals};
use crate::api::{self, OrderAnswer};
use crate::flash::Flash;
use crate::head::Head;
use crate::ui::error::error_page;
use crate::ui::field::messages;
use crate::ui::number::size;
use crate::ui::owned;

#[component]
pub(crate) fn OrderPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let name = params.with_untracked(|params| params.get_str("name").unwrap_or_default().to_owned());
    let key = query.with_untracked(|query| query.get_str("key").map(str::to_owned));
    let sent = query.with_untracked(|query| query.get_str("sent").is_some());
    let failed = query.with_untracked(|query| query.get_str("failed").map(str::to_owned));
    let flash = Flash::take();
    let asked = name.clone();
    let order = Resource::new(|| (), move |()| api::order(asked.clone(), key.clone()));
    move || {
        let (name, flash, failed) = (name.clone(), flash.clone(), failed.clone());
        Suspend::new(async move {
            owned(match order.await {
                Ok(OrderAnswer::Found(order)) => page(&order, failed.as_deref()).into_any(),
                Ok(OrderAnswer::Expired) => locked(name, true, sent, &flash).into_any(),
                Ok(OrderAnswer::Missing) => locked(name, false, sent, &flash).into_any(),
                Err(error) => error_page(error).into_any(),
            })
        })
    }
}

fn head(title: String) {
    Head {
        noindex: true,
        ..Head::page(title, "Your order at Mintreu Marketplace.", "/orders")
    }
    .set();
}

/// `failed`: why paying could not be begun.
fn page(order: &OrderView, failed: Option<&str>) -> impl IntoView + use<> {
    head(match &order.number {
        Some(number) => format!("Order {number}"),
        None => "Your order".to_owned(),
    });
    let granted = matches!(
        order.status,
        OrderStatus::Paid | OrderStatus::Disputed | OrderStatus::Refunded
    );
    let lines: Vec<_> = order.lines.iter().map(|line| line_view(line, granted)).collect();
    let failed = failed.filter(|_| order.payable).and_then(|why| {
        let text = match why {
            "code" => {
                "The discount code of this order was used up meanwhile. Nothing was charged. Take the code out of your cart, and place the order again."
            }
            "refused" => "This order cannot be paid this way. Nothing was charged. Please choose another way to pay.",
            "unavailable" => {
                "The payment provider does not answer at the moment. Nothing was charged. Please try again in a minute."
            }
            _ => return None,
        };
        let cart = (why == "code").then(|| view! { " " <a href="/cart">"Open the cart"</a> });
        Some(view! { <p class="notice warn" role="alert">{text} {cart}</p> })
    });
    let next = order.next.clone().map(|(address, total, waiting)| {
        let missing = match waiting {
            1 => format!("One more payment of {total} completes your cart. "),
            _ => format!("{waiting} more payments complete your cart; the next one is {total}. "),
        };
        view! {
            <p class="notice next-order">
                {missing}
                <a class="btn primary" href=address>
                    "Go on to the next payment"
                </a>
            </p>
        }
    });
    view! {
        <div class="wrap page order">
            {state::heading(order)}
            {failed}
            {next}
            <div class="order-parts">
                <section aria-labelledby="bought">
                    <h2 id="bought">{if granted { "What you bought" } else { "What you chose" }}</h2>
                    <ul class="order-lines">{lines}</ul>
                </section>
                <aside class="order-aside">
                    {state::next_steps(order)}
                    {sums(order)}
                    {documents(order)}
                    {buyer(order)}
                    {state::register(order)}
                </aside>
            </div>
        </div>
    }
}

fn line_view(line: &OrderViewLine, granted: bool) -> impl IntoView + use<> {
    let keys: Vec<_> = line.licenses.iter().map(|(key, status)| license(key, status)).collect();
    let downloads: Vec<_> = line.downloads.iter().map(download).collect();
    let (title, plan) = names(line.quantity, &line.title, &line.plan_name, line.billing);
    let expires = line.expires_at.map(|at| {
        view! {
            <p class="hint">
                "Valid until " <time datetime=at.to_string()>{at.day()}</time>
            </p>
        }
    });
    let refunded = line.refunded.then(|| view! { <span class="badge">"Refunded"</span> });
    view! {
        <li class="order-line">
            <div class="order-line-head">
                <div>
                    <h3>
                        <a href=format!("/products/{}", line.product)>{title}</a>
                    </h3>
                    <p class="hint">{plan} {refunded}</p>
                </div>
                <span class="amount">{line.list.to_string()}</span>
            </div>
            {(granted && !keys.is_empty())
                .then(|| {
                    view! {
                        <h4>{if keys.len() == 1 { "License key" } else { "License keys" }}</h4>
                        <ul class="keys">{keys}</ul>
                        {expires}
                    }
                })}
            {(granted && !downloads.is_empty())
                .then(|| {
                    view! {
                        <h4>"Downloads"</h4>
                        <ul class="downloads">{downloads}</ul>
                    }
                })}
        </li>
    }
}

fn license(key: &str, status: &str) -> impl IntoView + use<> {
    let state = match status {
        "active" => None,
        "suspended" => Some("Suspended"),
        _ => Some("Ended"),
    };
    let copy = state.is_none().then(|| {
        view! {
            <button class="btn copy" type="button" data-copy=key.to_owned()>
                "Copy"
            </button>
        }
    });
    view! {
        <li>
            <code>{key.to_owned()}</code>
            {state.map(|state| view! { <span class="badge">{state}</span> })}
            {copy}
        </li>
    }
}

fn download(download: &DownloadView) -> impl IntoView + use<> {
    let DownloadView {
        file,
        version,
        size: bytes,
        sha256,
        notes,
        url,
    } = download;
    let notes = (!notes.is_empty()).then(|| view! { <p class="hint">{notes.clone()}</p> });
    view! {
        <li>
            <a href=url.clone() download="">
                {file.clone()}
            </a>
            <span class="hint">{format!("version {version}, {}", size(*bytes))}</span>
            {notes}
            <details>
                <summary>"Checksum"</summary>
                <p>"SHA-256"</p>
                <code class="hash">{sha256.clone()}</code>
            </details>
        </li>
    }
}

fn sums(order: &OrderView) -> impl IntoView + use<> {
    let refunded = (order.refunded.amount > 0).then(|| {
        view! {
            <p class="hint">{format!("{} was paid back.", order.refunded)}</p>
        }
    });
    view! {
        <section aria-labelledby="sums">
            <h2 id="sums">"Amount"</h2>
            {totals(order.totals, &order.tax, order.discount_code.as_deref())}
            {refunded}
        </section>
    }
}

fn documents(order: &OrderView) -> impl IntoView + use<> {
    let links: Vec<_> = order
        .invoices
        .iter()
        .map(|invoice| {
            let name = if invoice.credit_note { "Credit note" } else { "Invoice" };
            view! {
                <li>
                    <a href=invoice.url.clone()>
                        {format!("{name} {} (PDF)", invoice.number)}
                    </a>
                </li>
            }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <section aria-labelledby="documents">
                <h2 id="documents">"Documents"</h2>
                <ul class="documents">{links}</ul>
            </section>
        }
    })
}

fn buyer(order: &OrderView) -> impl IntoView + use<> {
    let buyer = &order.buyer;
    let lines = [
        buyer.company.clone(),
        Some(buyer.name.clone()),
        Some(buyer.street.clone()),
        Some(format!("{} {}", buyer.postal_code, buyer.city)),
        buyer.region.clone(),
        Some(buyer.country.name().to_owned()),
        buyer.vat_id.as_ref().map(|id| {
            let unconfirmed = if buyer.vat_verified { "" } else { " (not confirmed)" };
            format!("VAT id {id}{unconfirmed}")
        }),
        Some(buyer.email.clone()),
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .flatten()
        .map(|line| view! { <span>{line}</span> })
        .collect();
    view! {
        <section aria-labelledby="buyer">
            <h2 id="buyer">"Billed to"</h2>
            <address class="buyer">{lines}</address>
        </section>
    }
}

/// In place of an order that the reader may not see, whether there is one or not: the way to a new link.
fn locked(name: String, expired: bool, sent: bool, flash: &Flash) -> impl IntoView + use<> {
    // Who asked too often has a status already.
    if flash.retry_after.is_none() {
        crate::route::status(if expired {
            http::StatusCode::GONE
        } else {
            http::StatusCode::NOT_FOUND
        });
    }
    let (title, text) = if expired {
        (
            "This link has expired",
            "Links to orders count for a month. We mail a new one to the address that the order was placed with.",
        )
    } else {
        (
            "This order opens with its link",
            "Log in with the account it was bought with, or open it from the link in our mail. If you cannot find the mail, we send a new link to the address that the order was placed with.",
        )
    };
    head(title.to_owned());
    let done = sent.then(|| {
        view! {
            <p class="notice" role="status">
                "If there is such an order, a new link is on its way to the address it was placed with."
            </p>
        }
    });
    view! {
        <div class="wrap page">
            <div class="empty">
                <h1>{title}</h1>
                <p>{text}</p>
                {done}
                {messages(flash)}
                <form method="post" action="/api/fn/order_link">
                    <input type="hidden" name="name" value=name />
                    <button class="btn primary">"Mail me a new link"</button>
                </form>
                <a href="/login">"Log in"</a>
            </div>
        </div>
    }
}
