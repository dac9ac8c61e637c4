//! `/account/purchases`: the orders of the customer, the newest first.

use domain::Day;
use domain::order::{Order, OrderStatus};
use leptos::prelude::*;

use super::nav::AccountNav;
use super::no_store;
use super::redirect::RedirectTo;
use crate::api::account::with_back;
use crate::api::data::data;
use crate::api::orders::purchases;
use crate::pages::{Loaded, ready};
use crate::ui::empty::Empty;
use crate::ui::head::Head;
use crate::ui::number::counted;

lazy_page!(PurchasesRoute, orders, super::page);

const PATH: &str = "/account/purchases";
/// So many products of an order are named; the others are counted.
const NAMED: usize = 3;

async fn page() -> AnyView {
    no_store();
    let orders = data(|| (), |()| purchases());
    ready(orders).await;
    let shown = |orders: Option<Vec<(Order, Day)>>| match orders {
        Some(orders) => view! { <Purchases orders /> }.into_any(),
        None => view! { <RedirectTo to=with_back("/login", PATH) /> }.into_any(),
    };
    view! { <Loaded data=orders page=shown /> }.into_any()
}

#[component]
fn Purchases(orders: Vec<(Order, Day)>) -> impl IntoView {
    let list = if orders.is_empty() {
        view! { <NoPurchases /> }.into_any()
    } else {
        let rows = orders
            .into_iter()
            .map(|(order, placed_on)| view! { <Purchase order placed_on /> });
        view! { <ul class="purchases">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <Head title="Purchases" description="Everything you bought." path=PATH noindex=true />
        <div class="wrap page">
            <AccountNav current=PATH />
            <h1>"Purchases"</h1>
            {list}
        </div>
    }
}

#[component]
fn NoPurchases() -> impl IntoView {
    view! {
        <Empty title="No purchases yet">
            <p>
                "Your orders appear here, with license keys, downloads and invoices. So do orders that you placed as a guest with your e-mail address."
            </p>
            <a class="btn primary" href="/products">
                "Browse products"
            </a>
        </Empty>
    }
}

/// One order: what was bought, its number and day, how it stands, and its total.
#[component]
fn Purchase(order: Order, placed_on: Day) -> impl IntoView {
    let href = format!("/orders/{}", order.number.as_ref().unwrap_or(&order.id));
    let (badge, status) = status(order.status);
    view! {
        <li>
            <a href=href>
                <span>
                    <b>{products(&order)}</b>
                    <span class="hint">
                        {order.number.map(|number| format!("{number}, "))}
                        <time datetime=order.placed_at.to_string()>{placed_on.to_string()}</time>
                    </span>
                </span>
                <span class=badge>{status}</span>
                <span class="amount">{order.totals.total().to_string()}</span>
            </a>
        </li>
    }
}

/// What was bought: `Swift Geocode, Blue Theme`.
fn products(order: &Order) -> String {
    let titles: Vec<&str> = order.lines.iter().take(NAMED).map(|line| line.title.as_str()).collect();
    match order.lines.len() - titles.len() {
        0 => titles.join(", "),
        more => format!("{} and {} more", titles.join(", "), counted(more as u64, "product")),
    }
}

/// The class of the badge, and what it says.
fn status(status: OrderStatus) -> (&'static str, &'static str) {
    match status {
        OrderStatus::Paid => ("badge good", "Paid"),
        OrderStatus::Open => ("badge", "Not paid yet"),
        OrderStatus::Pending => ("badge", "Payment pending"),
        OrderStatus::Failed => ("badge", "Payment failed"),
        OrderStatus::Superseded => ("badge", "Replaced"),
        OrderStatus::Refunded => ("badge", "Refunded"),
        OrderStatus::Disputed => ("badge", "Disputed"),
    }
}
