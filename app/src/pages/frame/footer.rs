//! The foot of every page.

use domain::legal::LegalPage;
use leptos::prelude::*;

#[component]
pub(crate) fn Footer() -> impl IntoView {
    let legal = LegalPage::ALL.into_iter().map(|page| {
        view! { <li><a href=format!("/legal/{}", page.as_str())>{page.title()}</a></li> }
    });
    view! {
        <footer class="foot">
            <div class="wrap foot-row">
                <div class="foot-about">
                    <p>
                        <b>"Mintreu Marketplace"</b>
                    </p>
                    <p>"APIs, code packages and themes from independent developers, ready to build on."</p>
                </div>
                <nav aria-labelledby="foot-browse">
                    <h2 id="foot-browse">"Browse"</h2>
                    <ul>
                        <li><a href="/products">"All products"</a></li>
                        <li><a href="/products?sort=newest">"New arrivals"</a></li>
                        <li><a href="/products?sort=popular">"Most popular"</a></li>
                        <li><a href="/products?sort=rating">"Best rated"</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="foot-help">
                    <h2 id="foot-help">"Help"</h2>
                    <ul>
                        <li><a href="/help">"How to find things"</a></li>
                        <li><a href="/help#syntax">"Search syntax"</a></li>
                        <li><a href="/help#accounts">"Accounts"</a></li>
                        <li><a href="/account/purchases">"Your purchases"</a></li>
                        <li><a href="/help#contact">"Contact"</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="foot-legal">
                    <h2 id="foot-legal">"Legal"</h2>
                    <ul>{legal.collect_view()}</ul>
                </nav>
                <nav aria-labelledby="foot-programs">
                    <h2 id="foot-programs">"Developers"</h2>
                    <ul>
                        <li><a href="/api/openapi.json" rel="external">"Catalogue API"</a></li>
                        <li><a href="/feed.xml" rel="external">"Feed of new arrivals"</a></li>
                        <li><a href="/sitemap.xml" rel="external">"Sitemap"</a></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
