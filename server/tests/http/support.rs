//! The harness: a whole application in this process, on a fresh database of each kind, with a clock that stands still.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use domain::{Billing, Product};
use serde_json::Value;
use server::config::Config;
use server::connections::{self, Limits};
use server::router::{operator_router, router};
use server::state::AppState;
use services::TokenGenerator;
use services::testing::{Relay, TestContext, behind_relay, developer, each_database, plan, product, time};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;

/// A title that would end the elements it stands in, were it taken for markup.
pub const ODD_TITLE: &str = "Valve </title></script><b>&</b>";
/// Of this machine, as development demands.
pub const PUBLIC_URL: &str = "https://shop.localhost";
const HOST: HeaderValue = HeaderValue::from_static("shop.localhost");

/// What production needs to start.
pub const PRODUCTION: [(&str, &str); 10] = [
    ("MINTREU_ENV", "production"),
    ("MINTREU_SECRET", "6f1d0a8c94b7e352fd08c6a1b93e7245"),
    ("SELLER_NAME", "Acme SARL"),
    ("SELLER_STREET", "1 rue du Test"),
    ("SELLER_CITY", "Paris"),
    ("SELLER_POSTAL_CODE", "75001"),
    ("SELLER_COUNTRY", "FR"),
    ("SELLER_EMAIL", "billing@acme.example"),
    ("SELLER_VAT_ID", "FR40303265045"),
    (
        "LEGAL_DIR",
        concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/services/legal"),
    ),
];

/// An application with the three products of [`products`].
pub struct TestApp {
    router: Router,
    pub state: AppState,
    pub context: TestContext,
    _folders: [TempDir; 2],
}

/// Runs a test against an application on SQLite, then against one on PostgreSQL.
pub async fn each_app(test: impl AsyncFn(TestApp)) {
    each_app_with(&[], test).await;
}

/// As [`each_app`], with some variables of the configuration set.
pub async fn each_app_with(variables: &[(&str, &str)], test: impl AsyncFn(TestApp)) {
    each_database(async |context| test(TestApp::new(context, variables).await).await).await;
}

/// Runs a test against an application on PostgreSQL, behind a relay that can fail.
pub async fn app_behind_relay(test: impl AsyncFn(TestApp, Relay)) {
    behind_relay(async |context, relay| test(TestApp::new(context, &[]).await, relay).await).await;
}

/// An answer, whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl TestApp {
    async fn new(context: TestContext, variables: &[(&str, &str)]) -> Self {
        let site = site();
        let site_root = site.path().display().to_string();
        let var = tempfile::tempdir().unwrap();
        let var_dir = var.path().display().to_string();
        let lookup = |name: &str| match name {
            "DATABASE_URL" => Some(context.database.url.clone()),
            "PUBLIC_URL" => Some(PUBLIC_URL.to_owned()),
            "LEPTOS_SITE_ROOT" => Some(site_root.clone()),
            "MAIL_DIR" => Some(format!("{var_dir}/mail")),
            "STORAGE_URL" => Some(format!("file://{var_dir}/files")),
            _ => None,
        };
        let lookup = |name: &str| {
            let given = variables.iter().find(|(n, _)| *n == name);
            given.map(|(_, value)| (*value).to_owned()).or_else(|| lookup(name))
        };
        let config = Config::from_lookup(lookup).unwrap();
        context.import(&products()).await;
        let (store, clock) = (context.database.store.clone(), context.clock.clone());
        let secrets = Arc::new(TokenGenerator::new([3; 32]));
        let state = AppState::new(&config, store, context.catalogue.clone(), clock, secrets).unwrap();
        Self {
            router: router(state.clone()),
            state,
            context,
            _folders: [site, var],
        }
    }

    /// A client without cookies or headers.
    pub fn anonymous(&self) -> Client {
        Client {
            router: self.router.clone(),
            headers: HeaderMap::new(),
        }
    }

    /// Answers on a port of this machine, for as long as the test runs.
    pub async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone();
        tokio::spawn(async move {
            // It stops with the test's runtime.
            let (_stop, stopped) = watch::channel(false);
            connections::serve(listener, router, Limits::default(), stopped).await;
        });
        address
    }

    /// Asks on the address of operators.
    pub fn operator(&self) -> Client {
        Client {
            router: operator_router(self.state.clone()),
            headers: HeaderMap::new(),
        }
    }

    /// A `GET` by [`TestApp::anonymous`].
    pub async fn get(&self, path: &str) -> Answer {
        self.anonymous().get(path).await
    }
}

/// Sends requests with some headers.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub headers: HeaderMap,
}

impl Client {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(
            name.parse::<HeaderName>().unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "").await
    }

    /// Opens the link to an order: the client that has its key in a cookie from then on, and the page, whose address
    /// has it no more. Any other answer is given back as it is.
    pub async fn opened(&self, link: &str) -> (Self, Answer) {
        let answer = self.get(link).await;
        let mut client = self.clone();
        let kept = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        if answer.status != 303 || !kept.starts_with("orders=") {
            return (client, answer);
        }
        let cookies = client
            .headers
            .get("cookie")
            .map(|cookies| cookies.to_str().unwrap().to_owned());
        let cookies = cookies.map_or(kept.clone(), |cookies| format!("{cookies}; {kept}"));
        client
            .headers
            .insert("cookie", HeaderValue::from_str(&cookies).unwrap());
        let page = client.get(answer.header("location")).await;
        (client, page)
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.send(Method::POST, path, form).await
    }

    pub async fn send(&self, method: Method, path: &str, body: &str) -> Answer {
        self.request(method, path, Body::from(body.to_owned())).await
    }

    /// Posts a form without saying how long it will be.
    pub async fn stream(&self, path: &str, form: String) -> Answer {
        let chunks = futures::stream::once(async { Ok::<_, std::io::Error>(form) });
        self.request(Method::POST, path, Body::from_stream(chunks)).await
    }

    async fn request(&self, method: Method, path: &str, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
        if request.method() == Method::POST {
            request
                .headers_mut()
                .insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        }
        request.headers_mut().extend(self.headers.clone());
        request.headers_mut().entry("host").or_insert(HOST);
        self.answer(request).await
    }

    /// Sends a request as it is.
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e} in {:?}", self.body))
    }

    /// A header's value; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a problem of this status, and gives it.
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{:?}",
            self.body
        );
        let problem = self.json();
        assert_eq!(
            (self.status.as_u16(), problem["status"].as_u64()),
            (status, Some(u64::from(status)))
        );
        problem
    }
}

/// A site's folder as a build leaves it.
fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &[u8]| {
        let path = site.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    write("pkg/mintreu.k3Jx.js", b"export default 1;");
    write("pkg/mintreu.k3Jx.js.br", b"(brotli)");
    write("pkg/mintreu.k3Jx.js.gz", b"(gzip)");
    write("pkg/mintreu.css", b"body{}");
    write("notes.txt", "für".as_bytes());
    write("favicon.ico", include_bytes!("../../../public/favicon.ico"));
    write("media/clip.mp4", b"0123456789");
    write("media/drawing.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site
}

/// Three products of two developers.
pub fn products() -> Vec<Product> {
    let mut acme = developer("acme");
    acme.website = Some("https://acme.example".to_owned());
    let mut pro = plan("pro", 4_900);
    pro.license.activation_limit = Some(3);
    pro.billing = Billing::Monthly;
    let geocode = product("swift-geocode")
        .developer(acme)
        .picture("/media/drawing.svg")
        .rating(4.5, 12)
        .plans(&[pro]);
    let ember = product("ember-theme").category("themes").plans(&[plan("pro", 1_900)]);
    let valve = product("valve")
        .category("packages")
        .plans(&[plan("pro", 900)])
        .title(ODD_TITLE);
    let of_fox =
        |day: &'static str| move |p: &mut Product| (p.published_at, p.developer) = (time(day), developer("blue-fox"));
    vec![
        geocode.with(|p| p.published_at = time("2026-01-01T00:00:00Z")).build(),
        ember.with(of_fox("2026-01-02T00:00:00Z")).build(),
        valve.with(of_fox("2026-01-03T00:00:00Z")).build(),
    ]
}

/// One product more.
pub fn another(name: &str) -> Product {
    product(name).build()
}

/// A product whose one plan `pro` costs so many cents.
pub fn plan_of(name: &str, amount: i64) -> Product {
    product(name).plans(&[plan("pro", amount)]).build()
}
