//! What protects people: policies, origins, nonces.

use std::collections::BTreeSet;

use axum::http::Method;

use crate::support::{PRODUCTION, PUBLIC_URL, each_app, each_app_with};

/// The cookies of a request count under the names that production gives them, and only so.
#[tokio::test]
async fn production_has_cookies_that_no_other_host_can_set() {
    each_app_with(&PRODUCTION, async |app| {
        let add = "product=valve&plan=pro";
        let answer = app.anonymous().post("/api/fn/cart_add", add).await;
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.starts_with("__Host-cart="), "{cookie}");
        for word in ["; Path=/", "; Secure", "; HttpOnly"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        assert!(!cookie.to_ascii_lowercase().contains("domain="), "{cookie}");
        // Every cookie is one of those: browsers drop a `__Host-` cookie that is not.
        let mut seen = BTreeSet::new();
        for (function, form) in [
            ("set_theme", "theme=dark"),
            ("register", "email=ada@example.com&name=Ada&password=correct+horse"),
            ("ask_reset", "email=ada@example.com"),
            ("cart_code", "version=one&code=a"),
            ("log_in", "email=ada@example.com&password=wrong+horse"),
            ("log_out", ""),
        ] {
            let browser = app.anonymous().header("accept", "text/html");
            let answer = browser.post(&format!("/api/fn/{function}"), form).await;
            for line in answer.headers.get_all("set-cookie") {
                let line = line.to_str().unwrap();
                assert!(line.starts_with("__Host-"), "{function}: {line}");
                let script_may = line.starts_with("__Host-theme=");
                for word in ["; Path=/", "; Secure", "; HttpOnly"] {
                    assert!(
                        line.contains(word) || script_may && word == "; HttpOnly",
                        "{function}: {line}"
                    );
                }
                seen.insert(line.split('=').next().unwrap().to_owned());
            }
        }
        for name in ["theme", "registering", "mailed", "refused", "session", "orders"] {
            assert!(seen.contains(&format!("__Host-{name}")), "{name}: {seen:?}");
        }
        let dark = app.anonymous().header("cookie", "__Host-theme=dark").get("/help").await;
        assert!(dark.text().contains("data-theme=\"dark\""), "the choice counts");
        let pair = cookie.split(';').next().unwrap();
        let count = async |cookie: &str| {
            let cart = app.anonymous().header("cookie", cookie).get("/api/fn/cart").await;
            cart.json()["count"].as_u64()
        };
        assert_eq!(count(pair).await, Some(1));
        let planted = pair.trim_start_matches("__Host-");
        assert_eq!(count(planted).await, Some(0), "a cookie that another host may have set");
    })
    .await;
}

/// A form without script is led back by its `Referer`, which another site may have made up.
#[tokio::test]
async fn functions_lead_to_no_other_site() {
    each_app(async |app| {
        for form in [
            "set_theme",
            "log_in",
            "cart_add",
            "checkout_submit",
            "register",
            "nothing",
        ] {
            for referer in [
                "https://evil.example/a?b=c",
                "https://evil.example@shop.localhost/",
                "//evil.example",
            ] {
                let client = app.anonymous().header("accept", "text/html").header("referer", referer);
                let answer = client
                    .post(&format!("/api/fn/{form}"), "theme=dark&back=https://evil.example")
                    .await;
                let location = answer.header("location");
                let ours = location.is_empty() || location.starts_with('/') || location.starts_with(PUBLIC_URL);
                assert!(ours && !location.starts_with("//"), "{form}, {referer}: {location}");
                assert!(!location.contains("evil"), "{form}, {referer}: {location}");
            }
        }
    })
    .await;
}

/// The value between `start` and the next `end`, for each place that `start` stands.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> Vec<&'a str> {
    text.split(start)
        .skip(1)
        .map(|rest| rest.split(end).next().unwrap())
        .collect()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    each_app(async |app| {
        for path in [
            "/",
            "/products/nothing",
            "/api/v1/products",
            "/media/clip.mp4",
            "/healthz",
            "/nowhere",
        ] {
            let answer = app.get(path).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "strict-origin-when-cross-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("strict-transport-security", ""),
            ] {
                assert_eq!(answer.header(name), value, "{name} of {path}");
            }
            assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
            assert!(
                answer
                    .header("content-security-policy")
                    .contains("frame-ancestors 'none'"),
                "{path}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn production_insists_on_https() {
    each_app_with(&PRODUCTION, async |app| {
        assert_eq!(
            app.get("/").await.header("strict-transport-security"),
            "max-age=31536000; includeSubDomains"
        );
    })
    .await;
}

#[tokio::test]
async fn a_pages_scripts_carry_the_nonce_of_its_policy() {
    each_app(async |app| {
        let mut nonces = Vec::new();
        for path in ["/", "/products?q=maps", "/products/swift-geocode", "/nowhere"] {
            let page = app.anonymous().header("accept", "text/html").get(path).await;
            let policy = page.header("content-security-policy");
            let nonce = between(policy, "'nonce-", "'")[0];
            assert!(nonce.len() >= 22, "{policy}");
            assert_eq!(
                policy,
                format!(
                    "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
                     style-src 'self'; img-src 'self' https: data:; media-src 'self' https:; connect-src 'self'; \
                     object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://checkout.stripe.com \
                     https://*.paypal.com http://127.0.0.1:*"
                )
            );
            let scripts = between(page.text(), "<script", ">");
            assert!(!scripts.is_empty(), "{path} has no script");
            for script in scripts {
                let is_data = script.contains("application/ld+json");
                assert!(
                    is_data || script.contains(&format!("nonce=\"{nonce}\"")),
                    "{path}: <script{script}>"
                );
            }
            assert!(!page.text().contains(" style=\""), "{path} has an inline style");
            nonces.push(nonce.to_owned());
        }
        nonces.sort_unstable();
        nonces.dedup();
        assert_eq!(nonces.len(), 4, "a nonce came twice");
    })
    .await;
}

#[tokio::test]
async fn another_sites_mutation_is_refused() {
    each_app(async |app| {
        let form = "theme=dark&back=%2F";
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let client = app.anonymous().header("host", "shop.localhost").header(name, value);
            client.post("/api/fn/set_theme", form).await.problem(403);
            client.send(Method::DELETE, "/nowhere", "").await.problem(403);
        }
        for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", PUBLIC_URL)] {
            let answer = app
                .anonymous()
                .header(name, value)
                .post("/api/fn/set_theme", form)
                .await;
            assert!(answer.status.as_u16() < 400, "{}", answer.status);
        }
    })
    .await;
}
