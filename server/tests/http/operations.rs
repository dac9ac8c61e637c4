//! For those who run it: health, metrics, request ids, limits.

use std::io::Cursor;
use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use services::Jobs;
use services::testing::{NOW, lines, time};
use store::NewJob;

use crate::support::{another, each_app, each_app_with};

#[tokio::test]
async fn it_is_healthy_and_ready() {
    each_app(async |app| {
        assert_eq!(app.get("/healthz").await.text(), "ok");
        assert_eq!(app.get("/readyz").await.text(), "ready");
        let ready = app.operator().get("/readyz").await;
        assert_eq!(
            (ready.status.as_u16(), ready.json()),
            (
                200,
                json!({"ready": true, "products": 3, "version": ready.json()["version"], "database": "ok",
                    "jobs": "running", "overdue_jobs": []})
            )
        );
    })
    .await;
}

#[tokio::test]
async fn customers_are_not_told_what_operators_are() {
    each_app(async |app| {
        assert_eq!(app.get("/metrics").await.status, 404);
        assert!(!app.get("/readyz").await.text().contains("products"));
    })
    .await;
}

#[tokio::test]
async fn overdue_jobs_and_a_stuck_runner_are_told_of() {
    each_app(async |app| {
        let store = &app.context.database.store;
        let mut write = store.write().await.unwrap();
        let now = time(NOW);
        let (kind, payload) = ("refund", json!({}));
        for key in ["a", "b"] {
            let key = Some(key);
            let payload = payload.clone();
            write
                .push_job(
                    &NewJob {
                        kind,
                        key,
                        payload,
                        run_at: now,
                    },
                    now,
                )
                .await
                .unwrap();
        }
        write.save().await.unwrap();
        app.context.pass(Duration::from_secs(90));
        let ready = app.operator().get("/readyz").await;
        assert_eq!(ready.status, 200, "another server would do them no sooner");
        let overdue = json!([{"kind": "refund", "count": 2, "seconds": 90}]);
        assert_eq!(ready.json()["overdue_jobs"], overdue);
        let metrics = app.operator().get("/metrics").await;
        for line in [
            "jobs_overdue{kind=\"refund\"} 2\n",
            "jobs_overdue_seconds{kind=\"refund\"} 90\n",
            "database_ready 1\n",
            "job_runner_running 1\n",
        ] {
            assert!(
                metrics.text().contains(line),
                "{line} is missing in\n{}",
                metrics.text()
            );
        }

        // A runner that looked for jobs once, and does no more.
        let pulse = app.state.jobs_pulse.clone();
        let jobs = Jobs::new(store.clone(), app.context.clock.clone()).pulse(pulse);
        jobs.run(std::future::ready(())).await;
        assert_eq!(app.operator().get("/readyz").await.status, 200);
        app.context.pass(Duration::from_secs(90));
        assert_eq!(app.operator().get("/readyz").await.json()["jobs"], "stuck");
        app.get("/readyz").await.problem(503);
        assert!(
            app.operator()
                .get("/metrics")
                .await
                .text()
                .contains("job_runner_running 0\n")
        );
    })
    .await;
}

#[tokio::test]
async fn without_its_database_it_is_healthy_but_not_ready() {
    each_app(async |app| {
        app.context.database.store.close().await;
        app.get("/readyz").await.problem(503);
        let details = app.operator().get("/readyz").await;
        assert_eq!(
            (details.status.as_u16(), details.json()["ready"].as_bool()),
            (503, Some(false))
        );
        assert!(
            app.operator()
                .get("/metrics")
                .await
                .text()
                .contains("database_ready 0\n")
        );
        assert_eq!(app.get("/healthz").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn metrics_count_requests_by_route() {
    each_app(async |app| {
        for path in [
            "/api/v1/products/valve",
            "/api/v1/products/swift-geocode",
            "/api/v1/products/nothing",
        ] {
            app.get(path).await;
        }
        app.get("/nowhere/at/all").await;
        let answer = app.operator().get("/metrics").await;
        let version = app.context.catalogue.current().version;
        for line in [
            r#"http_requests_total{route="/api/v1/products/{slug}",method="GET",status="200"} 2"#,
            r#"http_requests_total{route="/api/v1/products/{slug}",method="GET",status="404"} 1"#,
            r#"http_requests_total{route="other",method="GET",status="404"} 1"#,
            r#"http_request_duration_seconds_count{route="/api/v1/products/{slug}",method="GET"} 3"#,
            "catalogue_products 3",
            &format!("catalogue_version {version}"),
        ] {
            assert!(
                answer.text().contains(&format!("{line}\n")),
                "{line} is missing in\n{}",
                answer.text()
            );
        }
        assert!(!answer.text().contains("valve"), "a path became a label");
    })
    .await;
}

#[tokio::test]
async fn every_answer_has_a_request_id() {
    each_app(async |app| {
        let sent = app.anonymous().header("x-request-id", "edge-42").get("/healthz").await;
        assert_ne!(sent.header("x-request-id"), "edge-42", "no proxy is trusted");
        let (first, second) = (app.get("/nowhere").await, app.get("/nowhere").await);
        assert!(first.header("x-request-id").len() > 8);
        assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    })
    .await;
}

#[tokio::test]
async fn a_trusted_proxys_request_id_is_kept() {
    each_app_with(&[("MINTREU_TRUST_PROXY", "true")], async |app| {
        let sent = app.anonymous().header("x-request-id", "edge-42").get("/healthz").await;
        assert_eq!(sent.header("x-request-id"), "edge-42");
    })
    .await;
}

#[tokio::test]
async fn what_is_too_long_is_refused() {
    each_app(async |app| {
        let long = format!("/api/v1/products?q={}", "x".repeat(9_000));
        app.get(&long).await.problem(414);
        let page = app
            .anonymous()
            .header("accept", "text/html")
            .get(&long.replace("/api/v1", ""))
            .await;
        assert_eq!(
            (page.status.as_u16(), page.header("content-type")),
            (414, "text/html; charset=utf-8")
        );
        let body = "x".repeat((1 << 20) + 1);
        app.anonymous().post("/api/fn/set_theme", &body).await.problem(413);
        app.anonymous().stream("/api/fn/set_theme", body).await.problem(413);
    })
    .await;
}

#[tokio::test]
async fn heads_have_no_body() {
    each_app(async |app| {
        for path in ["/", "/api/v1/products", "/feed.xml", "/media/clip.mp4"] {
            let answer = app.anonymous().send(Method::HEAD, path, "").await;
            assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0), "{path}");
        }
    })
    .await;
}

/// What `mintreu import` does in another process, a running server shows within a second.
#[tokio::test]
async fn a_changed_catalogue_is_picked_up_by_itself() {
    each_app(async |app| {
        let watch = tokio::spawn(app.context.catalogue.clone().watch());
        let line = lines(&[another("late")]);
        app.context
            .another_process()
            .await
            .import(Cursor::new(line))
            .await
            .unwrap();
        let seen = async {
            while app.get("/api/v1/products").await.json()["total"] != 4 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(1), seen)
            .await
            .expect("within a second");
        assert_eq!(
            app.anonymous()
                .header("accept", "text/html")
                .get("/products/late")
                .await
                .status,
            200
        );
        watch.abort();
    })
    .await;
}
