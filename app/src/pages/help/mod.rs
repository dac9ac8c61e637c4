//! `/help`: how to search, keys, accounts, buying, contact.

use leptos::prelude::*;

use super::ready;
use crate::api::Failure;
use crate::api::data::{Data, data};
use crate::api::legal::contact;
use crate::ui::MailTo;
use crate::ui::head::Head;

lazy_page!(HelpRoute, texts, super::page);

/// What can be typed, the address that shows it, and what it does.
const SYNTAX: [(&str, &str, &str); 10] = [
    (
        "maps geocoding",
        "/products?q=maps+geocoding",
        "Products with both words in title, tags, developer, summary, description, category or what they work with.",
    ),
    ("geoc", "/products?q=geoc", "The beginning of a word is enough."),
    (
        "nextjs",
        "/products?q=nextjs",
        "Other spellings of a name are found too: Next.js, postgres, k8s, wifi.",
    ),
    (
        "geocodng",
        "/products?q=geocodng",
        "Typos are forgiven: one letter in words of four or more, two from eight.",
    ),
    (
        "\"job board\"",
        "/products?q=%22job+board%22",
        "These words next to each other, in this order.",
    ),
    (
        "theme -dark",
        "/products?q=theme+-dark",
        "Without the word after the minus sign.",
    ),
    (
        "tag:maps",
        "/products?q=tag:maps",
        "With this tag. category: and compat: work alike.",
    ),
    ("dev:kestrel-data", "/products?q=dev:kestrel-data", "By this developer."),
    (
        "price:<50",
        "/products?q=price:%3C50",
        "Cheaper than 50; also >, <= and >=, or from 10 to 50: price:10-50.",
    ),
    ("rating:>=4", "/products?q=rating:%3E%3D4", "Rated 4 stars or better."),
];

async fn page() -> AnyView {
    let seller = data(|| (), |()| contact());
    ready(seller).await;
    view! {
        <Head
            title="Help"
            description="How to search and filter the catalogue, keyboard use, accounts, buying and contact."
            path="/help"
        />
        <div class="wrap page narrow">
            <h1>"Help"</h1>
            <Searching />
            <Syntax />
            <Keyboard />
            <Accounts />
            <Buying />
            <Cookies />
            <Contact seller />
        </div>
    }
    .into_any()
}

#[component]
fn Searching() -> impl IntoView {
    view! {
        <section class="prose" id="finding">
            <h2>"Search and filters"</h2>
            <p>
                "Type into the search field at the top of every page, or open " <a href="/products">"all products"</a>
                " and filter them by category, price, rating, what a product works with, tags and developer. Several choices in one group show products that match any of them; choices in different groups must all match."
            </p>
            <p>"The address of the page holds everything you chose, so you can bookmark it or send it to someone."</p>
        </section>
    }
}

#[component]
fn Syntax() -> impl IntoView {
    let rows = SYNTAX.map(|(typed, href, meaning)| {
        view! {
            <tr>
                <td>
                    <a href=href>
                        <code>{typed}</code>
                    </a>
                </td>
                <td>{meaning}</td>
            </tr>
        }
    });
    view! {
        <section id="syntax">
            <h2>"Search syntax"</h2>
            <div class="table-wrap">
                <table class="specs syntax">
                    <thead>
                        <tr>
                            <th scope="col">"Type"</th>
                            <th scope="col">"To find"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Keyboard() -> impl IntoView {
    view! {
        <section class="prose" id="keyboard">
            <h2>"Keyboard"</h2>
            <p>
                "You can reach everything with " <kbd>"Tab"</kbd> ", open links with " <kbd>"Enter"</kbd>
                " and choose filters with " <kbd>"Space"</kbd> "."
            </p>
            <p>
                "In the search field " <kbd>"↓"</kbd> " and " <kbd>"↑"</kbd> " move through the suggestions, "
                <kbd>"Enter"</kbd> " opens one, " <kbd>"Esc"</kbd> " closes them."
            </p>
        </section>
    }
}

#[component]
fn Accounts() -> impl IntoView {
    view! {
        <section class="prose" id="accounts">
            <h2>"Accounts"</h2>
            <p>
                "You don’t need an account to browse, fill a cart or buy. With one, all your orders, downloads and license keys are under "
                <a href="/account/purchases">"Purchases"</a> ". " <a href="/register">"Create an account"</a>
                " with your e-mail address and a password; a link in an e-mail confirms the address, and what you bought with it before is added to your account."
            </p>
            <p>"Forgot your password? " <a href="/reset">"Choose a new one"</a> "."</p>
        </section>
    }
}

#[component]
fn Buying() -> impl IntoView {
    view! {
        <section class="prose" id="buying">
            <h2>"Buying"</h2>
            <p>
                "A product’s page lists its plans, each with a button that adds it to your "<a href="/cart">"cart"</a>
                ". A cart holds up to 50 plans, and up to 99 of one; subscriptions and plans with API calls can be bought once per order. If a plan changes while it is in your cart (its price, how it is billed, what its license allows) or is withdrawn, the cart tells you, and you confirm before you go on."
            </p>
            <p>
                "Prices are shown before tax. The checkout adds the tax of your country. You pay on the payment provider’s page, and get license keys, downloads and the invoice right after payment, on the order’s page and by e-mail."
            </p>
        </section>
    }
}

#[component]
fn Cookies() -> impl IntoView {
    view! {
        <section class="prose" id="cookies">
            <h2>"Cookies"</h2>
            <p>
                "We use cookies only for what you ask for, never to track you: your cart (90 days after you last changed it), your theme (a year), your log-in (30 days after you last used a device), a registration that waits for its e-mail (three days), what a form has to tell you (a few minutes), and what you typed into the checkout after you were logged out (a day). Nothing is shared with other sites."
            </p>
        </section>
    }
}

#[component]
fn Contact(seller: Data<Result<String, Failure>>) -> impl IntoView {
    let address = move || seller.get()?.ok().map(|address| view! { ": " <MailTo address /> });
    view! {
        <section class="prose" id="contact">
            <h2>"Contact"</h2>
            <p>
                "For questions about a product, write to its developer: the product’s page has their website and support address. For questions about an order, an invoice or a subscription, write to us"
                <Transition>{address}</Transition> "."
            </p>
        </section>
    }
}
