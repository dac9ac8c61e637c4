//! `/orders/{number}`: what was bought and everything that came with it, or how paying goes on.

mod address;
mod aside;
mod heading;
mod lines;
mod locked;
mod next_steps;
mod pay;
mod register;
mod status;
mod watch;

use leptos::prelude::*;
use views::order::OrderView;

use self::address::{Address, forget_key};
use self::aside::Aside;
use self::heading::Heading;
use self::lines::Lines;
use self::locked::Locked;
use self::pay::{Failed, NextOrder};
use self::register::Register;
use self::watch::watch;
use super::{Loaded, ready};
use crate::api::data::data;
use crate::api::orders::{OrderAnswer, order};
use crate::ui::head::Head;

lazy_page!(OrderRoute, orders, super::page);

async fn page() -> AnyView {
    let address = Address::current();
    let data = data(
        move || address.with(|address| (address.name.clone(), address.key.clone())),
        |(name, key)| order(name, key),
    );
    ready(data).await;
    let said = watch(data, address);
    let look = Callback::new(move |()| data.refetch());
    let shown = move |answer: OrderAnswer| match answer {
        OrderAnswer::Found(order) => view! { <OrderPage order=*order address look /> }.into_any(),
        OrderAnswer::Expired => view! { <Locked expired=true address /> }.into_any(),
        OrderAnswer::Missing => view! { <Locked expired=false address /> }.into_any(),
    };
    view! {
        <p class="sr-only" role="status">
            {move || said.get()}
        </p>
        <Loaded data page=shown />
    }
    .into_any()
}

/// What `<head>` says of an order. Search engines stay out.
#[component]
fn OrderHead(#[prop(into)] title: String) -> impl IntoView {
    view! { <Head title description="Your order at Mintreu Marketplace." path="/orders" noindex=true /> }
}

/// `look` asks the server again.
#[component]
fn OrderPage(order: OrderView, address: Memo<Address>, look: Callback<()>) -> impl IntoView {
    let title = match &order.number {
        Some(number) => format!("Order {number}"),
        None => "Your order".to_owned(),
    };
    let granted = status::is_granted(&order);
    forget_key(address);
    view! {
        <OrderHead title />
        <div class="wrap page order">
            <Heading order=order.clone() look />
            {register::applies(&order).then(|| view! { <Register order=order.clone() /> })}
            {order.payable.then(|| view! { <Failed address /> })}
            {order.next.clone().map(|(address, total, waiting)| view! { <NextOrder address total waiting /> })}
            <div class="order-parts">
                <section aria-labelledby="bought">
                    <h2 id="bought">{if granted { "What you bought" } else { "What you chose" }}</h2>
                    <Lines lines=order.lines.clone() granted />
                </section>
                <Aside order />
            </div>
        </div>
    }
}
