//! Words of people who mean no good, through every route, page and server function: nothing fails and nothing panics,
//! nothing that was sent stands in a header as it is, and no answer leads to another site.

mod words;

use std::collections::BTreeSet;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use self::words::{MARK, ROUTES, WORDS, encoded, fields, header, json, word};
use crate::accounts::{self, customer};
use crate::browser::Browser;
use crate::checkout::fill_cart;
use crate::support::{Answer, PUBLIC_URL, TestApp};

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Counts what panics anywhere from now on, as the log would show it.
fn count_panics() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            before(info);
        }));
    });
}

/// A browser with a session and a cart, and every kind of request.
struct Attack<'a> {
    app: &'a TestApp,
    browser: Browser,
    sent: usize,
}

impl Attack<'_> {
    async fn send(
        &mut self,
        method: Method,
        path: &str,
        kind: &str,
        body: &str,
        headers: &[(&'static str, HeaderValue)],
    ) {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.browser.client(self.app, path).headers {
            request = request.header(name, value);
        }
        // Each from a network of its own: nothing is refused for having been tried too often.
        self.sent += 1;
        let network = format!("10.{}.{}.{}", self.sent >> 16, self.sent >> 8 & 255, self.sent & 255);
        let request = request.header("host", "shop.localhost").header("content-type", kind);
        // What is no address is refused before it is a request.
        let Ok(mut request) = request.body(Body::from(body.to_owned())) else {
            return;
        };
        request
            .headers_mut()
            .insert("x-forwarded-for", network.parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.clone());
        }
        let what = format!("{} {path}\n{body}\n{headers:?}", request.method());
        let answer = self.app.anonymous().answer(request).await;
        check(&answer, &what);
    }
}

fn check(answer: &Answer, what: &str) {
    assert!(
        answer.status.as_u16() < 500,
        "{}: {what}\n{:?}",
        answer.status,
        answer.body
    );
    assert_eq!(PANICS.load(Ordering::SeqCst), 0, "a panic: {what}");
    for (name, value) in &answer.headers {
        let name = name.as_str();
        assert!(!name.contains("injected"), "{name}: {what}");
        let value = value.to_str().unwrap_or_else(|_| panic!("{name} is no text: {what}"));
        assert!(!value.contains(['<', '\\']), "{name}: {value}: {what}");
        match name {
            "location" => assert!(is_inside(value), "leads to {value}: {what}"),
            "set-cookie" => assert_eq!(
                value.matches(';').count(),
                value.matches("; ").count(),
                "{value}: {what}"
            ),
            // What a client calls its request, in letters that break no line.
            "x-request-id" => {}
            _ => assert!(!value.contains(MARK), "{name}: {value}: {what}"),
        }
    }
}

/// Whether a redirect stays on this site.
fn is_inside(to: &str) -> bool {
    let path = to.strip_prefix(PUBLIC_URL).unwrap_or(to);
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\")
}

/// An address of a route, with a word in each gap.
fn filled(route: &str, words: &[Vec<u8>]) -> String {
    let mut words = words.iter();
    let parts = route.split('/').map(|part| match part.starts_with('{') {
        true => words.next().map(|word| encoded(word)).unwrap_or_default(),
        false => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Each word where it can stand, and then as many requests at random as fit the time.
#[tokio::test]
async fn hostile_words_get_no_5xx_and_lead_nowhere() {
    count_panics();
    accounts::each_app(async |app| {
        let mut browser = customer(&app, "192.0.2.1", "ada@example.com").await;
        fill_cart(&app, &mut browser).await;
        let mut attack = Attack {
            app: &app,
            browser,
            sent: 0,
        };
        for word in WORDS
            .iter()
            .map(|word| word.as_bytes().to_vec())
            .chain([vec![0xff], vec![b'a'; 300]])
        {
            for route in ROUTES.into_iter().filter(|route| route.contains('{')) {
                attack
                    .send(
                        Method::GET,
                        &filled(route, &[word.clone(), word.clone()]),
                        "text/plain",
                        "",
                        &[],
                    )
                    .await;
            }
        }
        let functions: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths()
            .map(|(path, _)| path)
            .collect();
        assert!(functions.len() > 30, "{functions:?}");
        let mut runner = TestRunner::deterministic();
        let case = (
            prop::collection::vec(word(), 2),
            fields(),
            fields(),
            json(),
            prop::collection::vec(header(), 0..3),
        );
        for n in 0..ROUNDS {
            let (words, query, form, json, headers) = case.new_tree(&mut runner).unwrap().current();
            let route = ROUTES[n % ROUTES.len()];
            let path = format!("{}?{query}", filled(route, &words));
            let method =
                [Method::GET, Method::GET, Method::HEAD, Method::POST, Method::PUT][n / ROUTES.len() % 5].clone();
            attack
                .send(method, &path, "application/x-www-form-urlencoded", &form, &headers)
                .await;
            let function = functions.iter().nth(n % functions.len()).unwrap();
            // Until then there is a session to be attacked.
            if function.contains("log_out") && n < ROUNDS - 100 {
                continue;
            }
            let (kind, body) = match n % 3 {
                0 => ("application/json", &json),
                _ => ("application/x-www-form-urlencoded", &form),
            };
            attack.send(Method::POST, function, kind, body, &headers).await;
            attack
                .send(Method::GET, &format!("{function}?{query}"), kind, "", &headers)
                .await;
        }
    })
    .await;
}

/// On each database.
const ROUNDS: usize = 900;

/// A route that nobody attacks is found here.
#[test]
fn every_route_is_attacked() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut missing = Vec::new();
    let app = std::fs::read_to_string(format!("{root}/app/src/lib.rs")).unwrap();
    for path in app
        .split("path!(\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
    {
        let parts = path.split('/').map(|part| match part.chars().next() {
            Some(':') => format!("{{{}}}", part.trim_matches([':', '?'])),
            Some('*') => format!("{{{part}}}"),
            _ => part.to_owned(),
        });
        missing.push(parts.collect::<Vec<_>>().join("/"));
    }
    let mut folders = vec![std::path::PathBuf::from(format!("{root}/server/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let text = text.replace("route_service(", ".route(");
                let routes = text
                    .split(".route(")
                    .skip(1)
                    .filter_map(|rest| rest.trim_start().strip_prefix('"'));
                missing.extend(routes.map(|rest| rest.split('"').next().unwrap().to_owned()));
            }
        }
    }
    assert!(missing.len() > 30, "{missing:?}");
    missing.retain(|route| !ROUTES.contains(&route.as_str()));
    assert!(missing.is_empty(), "{missing:?}");
}
