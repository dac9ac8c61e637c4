//! A customer's browser without script.

use std::collections::BTreeMap;

use cookie::Cookie;

use crate::support::{Answer, Client, PUBLIC_URL, TestApp};

/// A browser without script: it keeps cookies with their paths, and asks for pages.
#[derive(Clone, Default)]
pub struct Browser {
    /// By path and name.
    pub cookies: BTreeMap<(String, String), String>,
    network: String,
    /// The path of the page that is open: forms are sent from there.
    page: String,
}

impl Browser {
    pub fn at(network: &str) -> Self {
        Self {
            network: network.to_owned(),
            ..Self::default()
        }
    }

    pub fn client(&self, app: &TestApp, path: &str) -> Client {
        let sent: Vec<_> = self
            .cookies
            .iter()
            .filter(|((under, _), _)| path.starts_with(under.as_str()))
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        app.anonymous()
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", &self.network)
            .header("cookie", &sent.join("; "))
            .header("referer", &format!("{PUBLIC_URL}{}", self.page))
    }

    pub async fn open(&mut self, app: &TestApp, path: &str) -> Answer {
        let answer = self.client(app, path).get(path).await;
        self.keep(&answer);
        path.clone_into(&mut self.page);
        answer
    }

    /// Sends a form; the answer leads to a page, and this is its address.
    pub async fn send(&mut self, app: &TestApp, name: &str, form: &str) -> String {
        let answer = self.answer(app, name, form).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.text());
        answer.header("location").to_owned()
    }

    pub async fn answer(&mut self, app: &TestApp, name: &str, form: &str) -> Answer {
        let path = format!("/api/fn/{name}");
        let answer = self.client(app, &path).post(&path, form).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        self.keep(&answer);
        answer
    }

    /// Sends a form and opens the page that the answer leads to.
    pub async fn submit(&mut self, app: &TestApp, name: &str, form: &str) -> Answer {
        let page = self.send(app, name, form).await;
        self.open(app, &page).await
    }

    fn keep(&mut self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            assert!(
                line.contains("; HttpOnly; SameSite=Lax; Secure"),
                "a cookie without care: {line}"
            );
            let cookie = Cookie::parse(line).unwrap();
            let (name, value) = (cookie.name(), cookie.value());
            let key = (cookie.path().unwrap().to_owned(), name.to_owned());
            if cookie.max_age().unwrap().is_zero() {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
    }

    pub fn session(&self) -> Option<&String> {
        self.cookies.get(&("/".to_owned(), "session".to_owned()))
    }
}

/// What the header of a page says of a cart with so many items.
pub fn cart_of(count: u32) -> String {
    let items = if count == 1 { "item" } else { "items" };
    format!(">{count}<span class=\"sr-only\"> {items} in the cart</span>")
}

/// The value of a hidden field of the page; the head has forms of its own.
pub fn hidden<'a>(page: &'a Answer, name: &str) -> &'a str {
    let field = format!("name=\"{name}\" value=\"");
    let (_, main) = page.text().split_once("<main").unwrap();
    main.split(&field).nth(1).unwrap_or_default().split('"').next().unwrap()
}
