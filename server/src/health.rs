//! For those who run the server. On the public address `/healthz` (the process answers) and `/readyz` (it can serve) say
//! yes or no; on `METRICS_ADDR` `/readyz` says why, and `/metrics` has the numbers.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use services::jobs::JobHealth;

use crate::problem::Problem;
use crate::state::AppState;

/// What anybody may ask.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
}

/// What only operators may.
pub fn operator_routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz_details))
        .route("/metrics", get(metrics))
}

async fn healthz() -> &'static str {
    "ok"
}

/// How the parts are that serving needs.
#[derive(Serialize)]
struct Report {
    ready: bool,
    products: usize,
    version: i64,
    /// `ok`, or what it cannot do.
    database: &'static str,
    /// `running`, `stuck` or `unknown`.
    jobs: &'static str,
    overdue_jobs: Vec<Overdue>,
}

/// The jobs of one kind that nobody has begun in time.
#[derive(Serialize)]
struct Overdue {
    kind: String,
    count: i64,
    /// For how long the first of them is overdue.
    seconds: i64,
}

impl Report {
    /// Looks at everything. Overdue jobs are told of, but another server would not do them sooner.
    async fn make(state: &AppState) -> Self {
        // One at a time: whoever asks often does not keep the database from its work.
        let _turn = state.checking.lock().await;
        let database = match database(state).await {
            Ok(()) => "ok",
            Err(problem) => problem,
        };
        let health = JobHealth::look(&state.store, &*state.clock, &state.jobs_pulse)
            .await
            .ok();
        let jobs = match &health {
            Some(health) if health.stuck => "stuck",
            Some(_) => "running",
            None => "unknown",
        };
        let now = state.clock.now().as_seconds();
        let overdue = health.map(|health| health.overdue).unwrap_or_default();
        let current = state.catalogue.current();
        Self {
            ready: database == "ok" && jobs == "running",
            products: current.snapshot.len(),
            version: current.version,
            database,
            jobs,
            overdue_jobs: overdue
                .into_iter()
                .map(|of| Overdue {
                    seconds: now - of.since.as_seconds(),
                    kind: of.kind,
                    count: of.count,
                })
                .collect(),
        }
    }

    fn status(&self) -> StatusCode {
        if self.ready {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// Reads, and writes, and so sees a catalogue that nobody could load and a disk that takes nothing.
async fn database(state: &AppState) -> Result<(), &'static str> {
    if let Err(error) = state.catalogue.refresh().await {
        tracing::warn!(error = %crate::chain(&error), "not ready");
        return Err("the catalogue cannot be read");
    }
    if let Err(error) = state.store.check_write().await {
        tracing::warn!(error = %crate::chain(&error), "not ready");
        return Err("nothing can be written");
    }
    Ok(())
}

async fn readyz(State(state): State<AppState>) -> Result<Response, Problem> {
    match Report::make(&state).await.ready {
        true => Ok(([(header::CACHE_CONTROL, "no-store")], "ready").into_response()),
        false => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "The server is not ready.",
        )),
    }
}

async fn readyz_details(State(state): State<AppState>) -> Response {
    let report = Report::make(&state).await;
    (report.status(), [(header::CACHE_CONTROL, "no-store")], Json(report)).into_response()
}

async fn metrics(State(state): State<AppState>) -> Response {
    let report = Report::make(&state).await;
    let mut text = state
        .metrics
        .render(report.products, report.version, state.pages.kept());
    add_health(&mut text, &report);
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response()
}

fn add_health(text: &mut String, report: &Report) {
    let mut gauge = |name: &str, help: &str, lines: &[(String, i64)]| {
        write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n").expect("a String takes every write");
        for (labels, value) in lines {
            writeln!(text, "{name}{labels} {value}").expect("a String takes every write");
        }
        text.push('\n');
    };
    let one = |value: bool| [(String::new(), i64::from(value))];
    gauge(
        "database_ready",
        "Whether the database can be read and written.",
        &one(report.database == "ok"),
    );
    gauge(
        "job_runner_running",
        "Whether the runner looks for jobs.",
        &one(report.jobs == "running"),
    );
    // Kinds are names of this program, or of another version of it.
    let label = |of: &Overdue| format!("{{kind=\"{}\"}}", of.kind.replace(['"', '\\', '\n'], "_"));
    let by = |value: fn(&Overdue) -> i64| -> Vec<(String, i64)> {
        report.overdue_jobs.iter().map(|of| (label(of), value(of))).collect()
    };
    gauge(
        "jobs_overdue",
        "Jobs that nobody has begun a minute after their time.",
        &by(|of| of.count),
    );
    gauge(
        "jobs_overdue_seconds",
        "For how long the first of them has waited.",
        &by(|of| of.seconds),
    );
}
