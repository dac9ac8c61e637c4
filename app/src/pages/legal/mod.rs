//! `/legal/{page}`: the operator's terms, privacy policy, imprint, refunds.

use domain::legal::{LegalPage, LegalText};
use leptos::prelude::*;

use super::not_found::NotFound;
use super::{Loaded, last_part, own_address, ready};
use crate::api::data::data;
use crate::api::legal::legal;
use crate::state::Kept;
use crate::ui::head::Head;

lazy_page!(LegalRoute, texts, super::page);

async fn page() -> AnyView {
    let kept = expect_context::<Kept>();
    let address = own_address(|path| path.starts_with("/legal/"));
    let data = data(
        move || address.with(|(path, _)| path.clone()),
        move |path| kept.or_ask(path.clone(), legal(last_part(&path))),
    );
    ready(data).await;
    let shown = |found: Option<LegalText>| match found {
        Some(text) => view! { <LegalView text /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    };
    view! { <Loaded data page=shown /> }.into_any()
}

#[component]
fn LegalView(text: LegalText) -> impl IntoView {
    let LegalText { page, html, sample } = text;
    let title = page.title();
    // A sample is nothing for search engines.
    let noindex = sample;
    let sample = sample.then(|| {
        view! {
            <p class="notice warn">
                "This is a sample. The operator of this shop replaces it with their own text before selling."
            </p>
        }
    });
    let others = LegalPage::ALL.into_iter().filter(|other| *other != page).map(|other| {
        view! { <li><a class="chip" href=format!("/legal/{}", other.as_str())>{other.title()}</a></li> }
    });
    view! {
        <Head
            title=title
            description=format!("{title} of Mintreu Marketplace.")
            path=format!("/legal/{}", page.as_str())
            noindex=noindex
        />
        <div class="wrap page narrow">
            <h1>{title}</h1>
            {sample}
            <div class="prose" inner_html=html></div>
            <ul class="chips" aria-label="Other legal pages">
                {others.collect_view()}
            </ul>
        </div>
    }
}
