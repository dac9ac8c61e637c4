//! `/help`: how to find things, keys, accounts, contact.

use leptos::prelude::*;

use crate::head::Head;
use crate::ui::mail_to;

/// What can be typed, the address that shows it, and what it does.
const SYNTAX: [(&str, &str, &str); 9] = [
    (
        "maps geocoding",
        "/products?q=maps+geocoding",
        "Products with both words, in title, summary, tags or developer.",
    ),
    ("geoc", "/products?q=geoc", "The beginning of a word is enough."),
    (
        "geocodng",
        "/products?q=geocodng",
        "A slip is forgiven: one letter from four letters on, two from eight.",
    ),
    (
        "\"job board\"",
        "/products?q=%22job+board%22",
        "The words next to each other, in this order.",
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
        "Cheaper than 50; also >, <= and >=.",
    ),
    ("rating:>=4", "/products?q=rating:%3E%3D4", "Rated 4 stars or better."),
];

#[component]
pub(crate) fn HelpPage() -> impl IntoView {
    Head::page(
        "Help",
        "How to search and filter the catalogue, keyboard use, accounts and contact.",
        "/help",
    )
    .set();
    view! {
        <div class="wrap page narrow">
            <h1>"Help"</h1>
            {finding()}
            {syntax()}
            {keys()}
            {people()}
        </div>
    }
}

fn finding() -> impl IntoView {
    view! {
        <section class="prose" id="finding">
            <h2>"How to find things"</h2>
            <p>
                "Type into the search field at the top of every page, or open "<a href="/products">"all products"</a>
                " and narrow them down: by category, price, rating, what a product works with, tags and developer. Choices of one kind widen the results, choices of different kinds narrow them."
            </p>
            <p>
                "The address of the page holds everything you chose. Send it to somebody, bookmark it, or go back: the same results come up."
            </p>
        </section>
    }
}

fn syntax() -> impl IntoView {
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
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn keys() -> impl IntoView {
    view! {
        <section class="prose" id="keyboard">
            <h2>"Keyboard"</h2>
            <p>"Everything can be reached with " <kbd>"Tab"</kbd> " and opened with " <kbd>"Enter"</kbd> "."</p>
            <p>
                "In the search field " <kbd>"↓"</kbd> " and " <kbd>"↑"</kbd> " walk through the suggestions, "
                <kbd>"Enter"</kbd> " opens one, " <kbd>"Esc"</kbd> " closes them."
            </p>
        </section>
    }
}

fn people() -> impl IntoView {
    let seller = use_context::<services::Orders>().map(|orders| orders.seller().email.clone());
    view! {
        <section class="prose" id="accounts">
            <h2>"Accounts"</h2>
            <p>
                "You need no account to look around, to fill a cart or to buy: search, filters, prices and reviews are open to everyone. "
                <a href="/register">
                    "Create one"
                </a> " with your e-mail address and a password; a link in a mail confirms the address, and what you bought with it before is in your account. If you forget the password, "
                <a href="/reset">
                    "choose another one"
                </a> "."
            </p>
        </section>
        <section class="prose" id="buying">
            <h2>"Buying"</h2>
            <p>
                "A product's page lists its plans, each with a button that puts it into your "<a href="/cart">"cart"</a>
                ". A cart holds up to 50 plans, and up to 99 of one; subscriptions and plans that count calls are bought once per order. Should a price change or a plan be withdrawn while it is in your cart, the cart says so and waits for your word before you can go on."
            </p>
            <p>
                "Prices are shown before tax. The checkout adds what your country asks for. You pay on the payment provider's own page; license keys, downloads and the invoice are yours at once, on the order's page and by mail."
            </p>
        </section>
        <section class="prose" id="cookies">
            <h2>"Cookies"</h2>
            <p>
                "There are cookies for what you asked for, and none to watch you: your cart for 90 days after you last changed it, your choice of theme for a year, that you are logged in, for 30 days after you last used a device, where a registration goes on, for three days, and for a moment what a form has to say. In your account you can log out every device at once. No other site is told anything."
            </p>
        </section>
        <section class="prose" id="contact">
            <h2>"Contact"</h2>
            <p>
                "Questions about a product go to its developer: the product's page lists their website and support address. What is about an order, an invoice or the end of a subscription goes to the shop"
                {seller.map(|address| (": ", mail_to(&address)))} "."
            </p>
        </section>
    }
}
