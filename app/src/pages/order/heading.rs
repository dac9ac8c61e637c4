//! The head of an order's page: its number, how it stands, and the way on from there.

use domain::order::OrderStatus;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use views::order::OrderView;

use super::pay::Pay;
use super::status::{Status, WayOn, status};
use crate::ui::MailTo;

/// `look` asks the server again.
#[component]
pub(super) fn Heading(order: OrderView, look: Callback<()>) -> impl IntoView {
    let Status {
        class,
        title,
        text,
        way_on,
    } = status(&order);
    let is_open = order.status == OrderStatus::Open;
    let owner = !order.guest;
    let (id, key, seller) = (order.id, order.key.unwrap_or_default(), order.seller_email);
    let way_on = match way_on {
        WayOn::None => ().into_any(),
        WayOn::Write => view! { <p><MailTo address=seller /></p> }.into_any(),
        WayOn::Look => view! { <LookAgain look /> }.into_any(),
        WayOn::Pay(label) => view! {
            <Pay name=id key label look />
            {is_open.then(|| view! { <LookAgain look /> })}
            <p>
                <a href="/checkout">"Choose another way to pay"</a>
            </p>
        }
        .into_any(),
    };
    view! {
        <header class=format!("order-head {class}")>
            {order.number.map(|number| view! { <p class="order-number">"Order " <b>{number}</b></p> })}
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            {way_on}
            {owner.then(|| view! { <p><a href="/account/purchases">"All your purchases"</a></p> })}
        </header>
    }
}

/// Asks how the order stands: without script the page is loaded again.
#[component]
fn LookAgain(look: Callback<()>) -> impl IntoView {
    let on_click = move |event: MouseEvent| {
        event.prevent_default();
        look.run(());
    };
    view! {
        <p>
            <a class="btn" href="" on:click=on_click>
                "Look again"
            </a>
        </p>
    }
}
