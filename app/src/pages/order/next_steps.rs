//! What to do with what was bought.

use std::collections::BTreeSet;

use domain::order::OrderStatus;
use leptos::prelude::*;
use views::order::{OrderView, OrderViewLine, Support};

use crate::ui::MailTo;

#[component]
pub(super) fn NextSteps(order: OrderView) -> impl IntoView {
    let has = |what: fn(&OrderViewLine) -> bool| order.lines.iter().any(what);
    let steps = [
        (
            has(|line| !line.downloads.is_empty()),
            "Download the files. Use the checksum to verify the download.",
        ),
        (
            has(|line| !line.licenses.is_empty()),
            "Enter the license key where the product asks for it.",
        ),
    ];
    let steps: Vec<_> = steps.into_iter().filter(|(applies, _)| *applies).collect();
    let helps = helps(order.lines);
    let is_shown = order.status == OrderStatus::Paid && !(steps.is_empty() && helps.is_empty() && !order.guest);
    let keep = order.guest.then(|| {
        view! {
            <li>
                "Keep our e-mail: its link opens this page without an account, for a month. After that, this page e-mails you a new one."
            </li>
        }
    });
    is_shown.then(|| {
        view! {
            <section aria-labelledby="next-steps">
                <h2 id="next-steps">"Next steps"</h2>
                <ol class="next-steps">
                    {steps.into_iter().map(|(_, step)| view! { <li>{step}</li> }).collect_view()}
                    {helps.into_iter().map(|(title, support)| view! { <Help title support /> }).collect_view()}
                    {keep}
                </ol>
            </section>
        }
    })
}

/// Who helps with each product, by its title.
fn helps(lines: Vec<OrderViewLine>) -> Vec<(String, Support)> {
    let mut named = BTreeSet::new();
    let mut help = |line: OrderViewLine| {
        let new = named.insert(line.product);
        line.support.filter(|_| new).map(|support| (line.title, support))
    };
    lines.into_iter().filter_map(&mut help).collect()
}

/// Where a product's documentation and support are.
#[component]
fn Help(title: String, support: Support) -> impl IntoView {
    let Support { name, website, email } = support;
    let by = match (&website, &email) {
        (None, None) => format!("{title} is by {name}."),
        _ => format!("{title} is by {name}. "),
    };
    let website = website.map(|website| {
        let shown = website
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        view! { "Documentation: " <a href=website rel="external">{shown}</a> ". " }
    });
    let email = email.map(|address| view! { "Support: " <MailTo address /> "." });
    view! { <li>{by} {website} {email}</li> }
}
