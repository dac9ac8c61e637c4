//! The legal pages, as the operator wrote them.

use domain::legal::LegalText;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::Failure;

/// A legal page by its name in the address; none where there is no such page.
#[server(name = LegalFn, prefix = "/api/fn", endpoint = "legal", input = GetUrl)]
pub async fn legal(page: String) -> Result<Option<LegalText>, Failure> {
    super::server::respond::cache_briefly();
    let texts = expect_context::<services::Legal>();
    Ok(domain::legal::LegalPage::parse(&page).map(|page| texts.page(page).clone()))
}

/// The address that customers write to.
#[server(name = ContactFn, prefix = "/api/fn", endpoint = "contact", input = GetUrl)]
pub async fn contact() -> Result<String, Failure> {
    super::server::respond::cache_briefly();
    Ok(super::server::orders()?.seller().email.clone())
}
