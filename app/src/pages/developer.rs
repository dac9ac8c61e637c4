//! `/developers/{slug}`: who they are, how to reach them, what they make.

use leptos::prelude::*;

use super::not_found::NotFoundPage;
use crate::data::DeveloperView;
use crate::head::Head;
use crate::ui::card::grid;
use crate::ui::cover::cover;
use crate::ui::error::error_page;
use crate::ui::html::shown;
use crate::ui::left_out::left_out;
use crate::ui::number::counted;
use crate::ui::owned;
use crate::ui::pager::pager;
use crate::{api, route};

#[component]
pub(crate) fn DeveloperPage() -> impl IntoView {
    let found = api::developer(route::slug(), route::search());
    Suspend::new(async move {
        owned(match found.await {
            Ok(Some(found)) => page(found).into_any(),
            Ok(None) => view! { <NotFoundPage /> }.into_any(),
            Err(error) => error_page(error).into_any(),
        })
    })
}

fn page(found: DeveloperView) -> impl IntoView {
    let DeveloperView {
        developer,
        cards,
        ignored,
        total,
        page,
        pages,
    } = found;
    let path = format!("/developers/{}", developer.slug);
    let products = counted(total.into(), "product");
    let address = move |page: u32| {
        if page > 1 {
            format!("{path}?page={page}")
        } else {
            path.clone()
        }
    };
    Head {
        image: cards.first().and_then(|card| card.image.clone()),
        ..Head::page(
            developer.name.clone(),
            format!(
                "{products} by {}, with prices, ratings and support channels.",
                developer.name
            ),
            address(page),
        )
    }
    .set();
    let website = developer.website.clone().map(|website| {
        view! { <li><a class="chip" href=website rel="nofollow noopener">"Website"</a></li> }
    });
    let email = developer.support_email.clone().map(|email| {
        view! { <li><a class="chip" href=format!("mailto:{email}")>{format!("Support: {email}")}</a></li> }
    });
    let channels = (website.is_some() || email.is_some())
        .then(|| view! { <ul class="chips" aria-label="Channels">{website}{email}</ul> });
    let none = cards
        .is_empty()
        .then(|| view! { <p class="hint">"No products at the moment."</p> });
    view! {
        <div class="wrap page">
            {shown(left_out(&ignored))}
            <header class="maker-page">
                {shown(cover(developer.slug.as_str(), &developer.name))}
                <div>
                    <h1>{developer.name.clone()}</h1>
                    <p class="lead">{format!("{products} on Mintreu")}</p>
                    {channels}
                </div>
            </header>
            <section aria-labelledby="their-products">
                <h2 id="their-products">"Products"</h2>
                {none}
                {shown(grid(&cards, "grid", 4))}
                {shown(pager(page, pages, address))}
            </section>
        </div>
    }
}
