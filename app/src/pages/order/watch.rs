//! Follows an order that waits for its payment: the page asks again every few seconds, unless nobody looks at it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address::Address;
use super::status::{is_waiting, status};
use crate::api::Failure;
use crate::api::data::Data;
use crate::api::orders::{OrderAnswer, order};
use crate::state::Cart;

const PAUSE: Duration = Duration::from_secs(6);

type Answer = Result<OrderAnswer, Failure>;

/// Gives what is read out when the order stands otherwise.
pub(super) fn watch(data: Data<Answer>, address: Memo<Address>) -> RwSignal<String> {
    let said = RwSignal::new(String::new());
    let cart = expect_context::<Cart>();
    Effect::new(move |_| {
        let known = match data.get() {
            Some(Ok(OrderAnswer::Found(order))) if is_waiting(&order) => order,
            _ => return,
        };
        let look = move || {
            let known = known.clone();
            if !document().hidden() {
                spawn_local(async move {
                    let asked = address.get_untracked();
                    // A failure needs no word: it is asked again soon.
                    let Ok(answer) = order(asked.name.clone(), asked.key.clone()).await else {
                        return;
                    };
                    let is_here = address.try_with_untracked(|address| address.name == asked.name) == Some(true);
                    if let (OrderAnswer::Found(now), true) = (&answer, is_here)
                        && *now != known
                    {
                        said.set(status(now).title.to_owned());
                        cart.refresh();
                        data.set(Some(Ok(answer)));
                    }
                });
            }
        };
        if let Ok(interval) = set_interval_with_handle(look, PAUSE) {
            on_cleanup(move || interval.clear());
        }
    });
    said
}
