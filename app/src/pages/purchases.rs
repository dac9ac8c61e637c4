//! `/account/purchases`: the orders of whoever is logged in, the newest first.

use domain::order::{Order, OrderStatus};
use leptos::prelude::*;

use crate::api;
use crate::head::Head;
use crate::ui::error::error_page;
use crate::ui::number::counted;
use crate::ui::owned;

#[component]
pub(crate) fn PurchasesPage() -> impl IntoView {
    Head {
        noindex: true,
        ..Head::page("Purchases", "Everything you bought.", "/account/purchases")
    }
    .set();
    let orders = Resource::new(|| (), |()| api::purchases());
    move || {
        Suspend::new(async move {
            owned(match orders.await {
                Ok(orders) => page(&orders).into_any(),
                Err(error) => error_page(error).into_any(),
            })
        })
    }
}

fn page(orders: &[Order]) -> impl IntoView + use<> {
    let rows: Vec<_> = orders.iter().map(row).collect();
    let list = if rows.is_empty() {
        view! {
            <div class="empty">
                <h2>"Nothing yet"</h2>
                <p>
                    "What you buy stands here, with keys, downloads and invoices. What you bought as a guest with your address is here too once the address is confirmed."
                </p>
                <a class="btn primary" href="/products">
                    "Browse products"
                </a>
            </div>
        }
        .into_any()
    } else {
        view! { <ul class="purchases">{rows}</ul> }.into_any()
    };
    view! {
        <div class="wrap page">
            <h1>"Purchases"</h1>
            {list}
        </div>
    }
}

fn row(order: &Order) -> impl IntoView + use<> {
    let name = order.number.as_ref().unwrap_or(&order.id);
    let titles: Vec<&str> = order.lines.iter().take(3).map(|line| line.title.as_str()).collect();
    let more = order.lines.len().saturating_sub(titles.len()) as u64;
    let more = match more {
        0 => String::new(),
        more => format!(" and {} more", counted(more, "product")),
    };
    let status = match order.status {
        OrderStatus::Paid => None,
        OrderStatus::Open => Some("Not paid yet"),
        OrderStatus::Pending => Some("Payment on its way"),
        OrderStatus::Failed => Some("Not paid"),
        OrderStatus::Superseded => Some("Replaced"),
        OrderStatus::Refunded => Some("Paid back"),
        OrderStatus::Disputed => Some("Disputed"),
    };
    view! {
        <li>
            <a href=format!("/orders/{name}")>
                <span>
                    <b>{format!("{}{more}", titles.join(", "))}</b>
                    <span class="hint">
                        {order.number.clone().map(|number| format!("{number}, "))}
                        <time datetime=order.placed_at.to_string()>{order.placed_at.day()}</time>
                    </span>
                </span>
                {status.map(|status| view! { <span class="badge">{status}</span> })}
                <span class="amount">{order.totals.total().to_string()}</span>
            </a>
        </li>
    }
}
