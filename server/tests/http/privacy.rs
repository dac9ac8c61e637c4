//! Nobody sees another's cart, order, invoice or download: a walk over all their addresses, as nobody in particular, as a
//! guest and as a customer, each with whatever keys they may have.

use crate::accounts::{customer, each_app};
use crate::browser::Browser;
use crate::checkout::{buy, fill_cart, submit};
use crate::support::{Answer, TestApp};

/// The bytes of the file that everybody bought.
const CONTENT: &[u8] = b"0123456789abcdef";

/// A purchase, and what nobody else may read of it.
struct Purchase {
    /// The order's number, and its id: both name it.
    names: [String; 2],
    /// The key of the link, of a guest's order.
    key: Option<String>,
    invoice: String,
    /// The token of the file's link.
    download: String,
    secrets: [String; 3],
}

impl Purchase {
    async fn new(app: &TestApp, browser: &mut Browser, email: &str) -> Self {
        let path = buy(app, browser, email).await;
        let page = opened(app, browser, &path).await;
        assert_eq!(page.status, 200, "{path}");
        let (order, key) = match path.split_once("?key=") {
            Some((order, key)) => (order, Some(key.to_owned())),
            None => (path.as_str(), None),
        };
        let number = order.strip_prefix("/orders/").unwrap().to_owned();
        let store = &app.context.database.store;
        let stored = store.order_by_number_or_id(&number).await.unwrap().unwrap();
        let invoices = store.invoices_of_order(&stored.order.id).await.unwrap();
        let download = between(&page, "\"/downloads/", "\"");
        Self {
            names: [number, stored.order.id],
            key,
            invoice: invoices[0].number.clone(),
            secrets: [email.to_owned(), between(&page, "<code>", "</code>"), download.clone()],
            download,
        }
    }

    /// Expects an answer without anything of this purchase.
    fn tells_nothing(&self, answer: &Answer, what: &str) {
        let body = String::from_utf8_lossy(&answer.body);
        for secret in &self.secrets {
            assert!(!body.contains(secret.as_str()), "{what} tells {secret}");
        }
        assert!(
            !answer.body.starts_with(CONTENT) && !answer.body.starts_with(b"%PDF"),
            "{what}"
        );
    }
}

/// Opens an order's page, by its link or as its owner.
async fn opened(app: &TestApp, browser: &mut Browser, path: &str) -> Answer {
    let answer = browser.open(app, path).await;
    match answer.status.as_u16() {
        303 => browser.open(app, answer.header("location")).await,
        _ => answer,
    }
}

fn between(page: &Answer, start: &str, end: &str) -> String {
    let found = page.text().split_once(start).map(|(_, rest)| rest);
    let found = found.unwrap_or_else(|| panic!("{start} in {}", page.text()));
    found.split(end).next().unwrap().to_owned()
}

/// The same text with one letter changed.
fn turned(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    String::from_utf8(bytes).unwrap()
}

/// What one token says, signed as another is.
fn grafted(token: &str, other: &str) -> String {
    let (says, _) = token.rsplit_once('.').unwrap();
    let (_, signature) = other.rsplit_once('.').unwrap();
    format!("{says}.{signature}")
}

async fn release(app: &TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ember.zip");
    std::fs::write(&file, CONTENT).unwrap();
    let releases = &app.state.services.releases;
    releases.add("ember-theme", "1.0.0", &file, "New.").await.unwrap();
}

/// Tries every address of a purchase in a browser that it does not belong to, with these keys.
async fn walk(app: &TestApp, who: &str, browser: &mut Browser, purchase: &Purchase, keys: &[String]) {
    for name in &purchase.names {
        for key in keys {
            for path in [
                format!("/orders/{name}{key}"),
                format!("/orders/{name}/invoices/{}.pdf{key}", purchase.invoice),
                format!("/orders/{name}/invoices/{}.xml{key}", purchase.invoice),
            ] {
                let answer = browser.open(app, &path).await;
                assert_eq!(answer.status, 404, "{who}: {path}");
                purchase.tells_nothing(&answer, &path);
            }
            let back = browser.open(app, &format!("/checkout/return/{name}{key}")).await;
            assert_eq!(back.header("location"), "/orders/unknown", "{who}: {name}{key}");
            let key = key.trim_start_matches("?key=");
            let path = format!("/api/fn/order?name={name}&key={key}");
            let program = browser.client(app, &path).header("accept", "application/json");
            let answer = program.get(&path).await;
            assert_eq!(answer.text(), "\"Missing\"", "{who}: {path}");
            let pay = format!("name={name}&key={key}");
            let program = browser.client(app, "/").header("accept", "application/json");
            let answer = program.post("/api/fn/order_pay", &pay).await;
            assert_eq!(answer.status, 404, "{who} pays: {pay}");
            // People are led to the page that stays closed.
            let answer = browser.answer(app, "order_pay", &pay).await;
            let page = browser.open(app, answer.header("location")).await;
            assert_eq!(page.status, 404, "{who} pays: {pay}");
            purchase.tells_nothing(&page, &pay);
        }
    }
}

#[tokio::test]
async fn nobody_walks_into_what_is_anothers() {
    each_app(async |app| {
        release(&app).await;
        let mut ada = customer(&app, "192.0.2.1", "ada@example.com").await;
        let of_ada = Purchase::new(&app, &mut ada, "ada@example.com").await;
        let mut bob = Browser::at("192.0.2.2");
        let of_bob = Purchase::new(&app, &mut bob, "bob@example.com").await;

        // Each of them bought the same, so each has links and keys of their own.
        let mut eve = customer(&app, "192.0.2.3", "eve@example.com").await;
        Purchase::new(&app, &mut eve, "eve@example.com").await;
        let mut mallory = Browser::at("192.0.2.4");
        let of_mallory = Purchase::new(&app, &mut mallory, "mallory@example.com").await;
        let foreign = of_mallory.key.clone().unwrap();

        for (owner, purchase) in [("ada", &of_ada), ("bob", &of_bob)] {
            let mut keys = vec![
                String::new(),
                "?key=".to_owned(),
                "?key=made.up".to_owned(),
                format!("?key={foreign}"),
                // A token for something else.
                format!("?key={}", of_mallory.download),
            ];
            let mut tokens = vec![
                turned(&purchase.download, 0),
                turned(&purchase.download, purchase.download.len() - 2),
                grafted(&purchase.download, &of_mallory.download),
                foreign.clone(),
            ];
            if let Some(key) = &purchase.key {
                keys.extend([turned(key, 0), grafted(key, &foreign)].map(|key| format!("?key={key}")));
                tokens.push(key.clone());
            }
            let mut nobody = Browser::at("192.0.2.5");
            for (who, browser) in [
                ("nobody", &mut nobody),
                ("a guest", &mut mallory),
                ("a customer", &mut eve),
            ] {
                let who = format!("{who} at {owner}'s");
                walk(&app, &who, browser, purchase, &keys).await;
                for token in &tokens {
                    let answer = browser.open(&app, &format!("/downloads/{token}")).await;
                    assert_eq!(answer.status, 404, "{who}: {token}");
                    purchase.tells_nothing(&answer, token);
                }
                if purchase.key.is_none() {
                    // The very link of an account's page, passed on.
                    let answer = browser.open(&app, &format!("/downloads/{}", purchase.download)).await;
                    assert_eq!(answer.status, 403, "{who}");
                    purchase.tells_nothing(&answer, &who);
                }
            }
        }

        // The owners are let in.
        let open = async |browser: &mut Browser, path: &str| opened(&app, browser, path).await.status.as_u16();
        let [number, id] = &of_ada.names;
        let invoice = format!("/orders/{number}/invoices/{}.pdf", of_ada.invoice);
        for path in [&format!("/orders/{number}"), &format!("/orders/{id}"), &invoice] {
            assert_eq!(open(&mut ada, path).await, 200, "{path}");
        }
        let key = of_bob.key.clone().unwrap();
        assert_eq!(
            open(&mut bob, &format!("/orders/{}?key={key}", of_bob.names[0])).await,
            200
        );
        assert_eq!(open(&mut ada, &format!("/downloads/{}", of_ada.download)).await, 200);
    })
    .await;
}

#[tokio::test]
async fn carts_checkouts_and_purchases_are_their_owners_alone() {
    each_app(async |app| {
        release(&app).await;
        let mut ada = customer(&app, "192.0.2.1", "ada@example.com").await;
        let of_ada = Purchase::new(&app, &mut ada, "ada@example.com").await;
        fill_cart(&app, &mut ada).await;
        let typed = [("street", "12 Privet Drive")];
        submit(&app, &mut ada, &typed, "billing").await;
        let mut bob = Browser::at("192.0.2.2");
        fill_cart(&app, &mut bob).await;
        submit(&app, &mut bob, &typed, "billing").await;

        let mut eve = customer(&app, "192.0.2.3", "eve@example.com").await;
        fill_cart(&app, &mut eve).await;
        let mut mallory = Browser::at("192.0.2.4");
        fill_cart(&app, &mut mallory).await;
        let mut nobody = Browser::at("192.0.2.5");
        let mut forger = Browser::at("192.0.2.6");
        for name in ["cart", "session"] {
            let cookie = bob.cookies.values().next().unwrap();
            forger
                .cookies
                .insert(("/".to_owned(), name.to_owned()), turned(cookie, 0));
        }
        for (who, browser) in [
            ("nobody", &mut nobody),
            ("a guest", &mut mallory),
            ("a customer", &mut eve),
            ("a forger", &mut forger),
        ] {
            for path in [
                "/cart",
                "/checkout",
                "/account",
                "/account/purchases",
                "/api/fn/cart",
                "/api/fn/checkout?checked=",
                "/api/fn/purchases",
            ] {
                let answer = browser.open(&app, path).await;
                of_ada.tells_nothing(&answer, path);
                assert!(!answer.text().contains("Privet"), "{who}: {path}");
                assert!(!answer.text().contains(&of_ada.names[0]), "{who}: {path}");
            }
        }
        for mut owner in [ada, bob] {
            let page = owner.open(&app, "/checkout").await;
            assert!(page.text().contains("Privet"), "{}", page.text());
        }
    })
    .await;
}
