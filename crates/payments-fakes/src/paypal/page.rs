//! The page where the customer approves.

use super::books::{Books, Deal, Funding, Kind};
use crate::page::{notice, page, table};
use crate::wire::{Exchange, Reply};
use maud::html;

pub fn answer(books: &mut Books, call: &Exchange) -> Reply {
    let id = call.param("token").unwrap_or_default().to_owned();
    let Ok(deal) = books.deal(&id).cloned() else {
        return Reply::html(404, notice("This link has expired", None));
    };
    if call.method != "POST" {
        return Reply::html(200, approve(&deal, None));
    }
    let form = call.form();
    let funding = match form
        .iter()
        .find(|(name, _)| name == "funding")
        .map(|(_, value)| value.as_str())
    {
        Some("balance") => Funding::Good,
        Some("declined") => Funding::Declined,
        Some("echeck") => Funding::Later,
        _ => return Reply::html(200, approve(&deal, Some("Choose how to pay."))),
    };
    if let Err(error) = books.approve(&id, funding) {
        return Reply::html(409, notice("This did not work", Some(&error)));
    }
    if deal.kind == Kind::Subscription && funding == Funding::Declined {
        return Reply::html(
            200,
            approve(&deal, Some("Your card was declined. Choose another way to pay.")),
        );
    }
    let back = &deal.context.return_url;
    let join = if back.contains('?') { '&' } else { '?' };
    Reply::redirect(&match deal.kind {
        Kind::Order => format!("{back}{join}token={id}&PayerID=QYR5Z8XDVJNXQ"),
        Kind::Subscription => format!("{back}{join}subscription_id={id}&token={id}"),
    })
}

fn approve(deal: &Deal, message: Option<&str>) -> String {
    let mut rows = deal.rows.clone();
    rows.push(("Total due today".to_owned(), deal.price.to_string()));
    let main = html! {
        p { "Paying " (deal.context.brand_name) }
        (table(&rows))
        form method="post" {
            fieldset {
                legend { "Pay with" }
                label { input type="radio" name="funding" value="balance" checked; " PayPal balance" }
                label { input type="radio" name="funding" value="declined"; " A card that is declined" }
                label { input type="radio" name="funding" value="echeck"; " eCheck (takes days)" }
            }
            button { "Agree and pay" }
        }
        p { a href=(deal.context.cancel_url) { "Cancel and return to the shop" } }
    };
    page("PayPal test approval", message, &main)
}
