//! What protects people: policies, origins, nonces.

use axum::http::Method;

use crate::support::{PRODUCTION, PUBLIC_URL, each_app, each_app_with};

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
            "max-age=31536000"
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
            let client = app.anonymous().header("host", "shop.example").header(name, value);
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
