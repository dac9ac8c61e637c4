//! `/developers/{slug}`: who they are, how to reach them, what they make.

use leptos::prelude::*;

use super::not_found::NotFound;
use super::{Loaded, last_part, own_address, ready};
use crate::api::catalogue::{DeveloperPage, developer};
use crate::api::data::data;
use crate::state::Kept;
use crate::ui::card::CardGrid;
use crate::ui::cover::Cover;
use crate::ui::head::Head;
use crate::ui::left_out::LeftOut;
use crate::ui::number::counted;
use crate::ui::pager::Pager;

lazy_page!(DeveloperRoute, browse, super::page);

async fn page() -> AnyView {
    let kept = expect_context::<Kept>();
    let address = own_address(|path| path.starts_with("/developers/"));
    let data = data(
        move || address.get(),
        move |(path, search)| kept.or_ask(format!("{path}?{search}"), developer(last_part(&path), search)),
    );
    ready(data).await;
    let shown = |found: Option<DeveloperPage>| match found {
        Some(page) => view! { <DeveloperView page /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    };
    view! { <Loaded data page=shown /> }.into_any()
}

#[component]
fn DeveloperView(page: DeveloperPage) -> impl IntoView {
    let DeveloperPage {
        developer,
        cards,
        ignored,
        total,
        page,
        pages,
    } = page;
    let path = format!("/developers/{}", developer.slug);
    let products = counted(total.into(), "product");
    let href = move |page: u32| match page {
        0 | 1 => path.clone(),
        page => format!("{path}?page={page}"),
    };
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
            <Head
                title=developer.name.clone()
                description=format!("{products} by {}, with prices, ratings and support channels.", developer.name)
                path=href(page)
                image=cards.first().and_then(|card| card.image.clone())
            />
            <LeftOut ignored />
            <header class="maker-page">
                <Cover slug=developer.slug.to_string() title=developer.name.clone() />
                <div>
                    <h1>{developer.name.clone()}</h1>
                    <p class="lead">{format!("{products} on Mintreu")}</p>
                    {channels}
                </div>
            </header>
            <section aria-labelledby="their-products">
                <h2 id="their-products">"Products"</h2>
                {none}
                <CardGrid cards eager=4 />
                <Pager page pages href />
            </section>
        </div>
    }
}
