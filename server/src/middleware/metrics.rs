//! Request metrics in Prometheus's format: a counter and a histogram for each route, method and status.
//!
//! Handles are looked up once and kept: recording a request takes a read lock and no allocation.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder, Unit};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
const PRODUCTS: &str = "catalogue_products";
const VERSION: &str = "catalogue_version";
const PAGES: &str = "pages_kept";

/// Upper bounds in seconds: most pages take well under a millisecond.
const BUCKETS: [f64; 12] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0,
];

static METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// The metrics of one server.
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    /// By route: a look-up borrows its name.
    series: RwLock<HashMap<String, OfRoute>>,
    products: Gauge,
    version: Gauge,
    pages: Gauge,
}

type OfRoute = HashMap<(Method, StatusCode), Series>;

#[derive(Clone)]
struct Series {
    count: Counter,
    duration: Histogram,
}

impl Metrics {
    /// # Errors
    /// [`BuildError`], never with the buckets of this module.
    pub fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
        let seconds = Some(Unit::Seconds);
        recorder.describe_counter(
            REQUESTS.into(),
            None,
            "Requests answered, by route, method and status.".into(),
        );
        recorder.describe_histogram(DURATION.into(), seconds, "Time until the response's headers.".into());
        recorder.describe_gauge(PRODUCTS.into(), None, "Products in the catalogue being served.".into());
        recorder.describe_gauge(VERSION.into(), None, "Version of the catalogue being served.".into());
        recorder.describe_gauge(PAGES.into(), None, "RenderedEmail pages that are kept.".into());
        Ok(Self {
            pages: recorder.register_gauge(&Key::from_static_name(PAGES), &METADATA),
            products: recorder.register_gauge(&Key::from_static_name(PRODUCTS), &METADATA),
            version: recorder.register_gauge(&Key::from_static_name(VERSION), &METADATA),
            handle: recorder.handle(),
            series: RwLock::default(),
            recorder,
        })
    }

    /// Counts one answered request. `route` is a pattern of the router, never a path that a client made up.
    pub fn record(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let key = (known(method), status);
        let kept = {
            let series = self.series.read().unwrap_or_else(PoisonError::into_inner);
            series.get(route).and_then(|of_route| of_route.get(&key)).cloned()
        };
        let series = kept.unwrap_or_else(|| self.add(route, key));
        series.count.increment(1);
        series.duration.record(took.as_secs_f64());
    }

    fn add(&self, route: &str, key: (Method, StatusCode)) -> Series {
        let mut labels = vec![
            Label::new("route", route.to_owned()),
            Label::new("method", key.0.as_str().to_owned()),
        ];
        let duration = self
            .recorder
            .register_histogram(&Key::from_parts(DURATION, labels.clone()), &METADATA);
        labels.push(Label::new("status", key.1.as_str().to_owned()));
        let count = self
            .recorder
            .register_counter(&Key::from_parts(REQUESTS, labels), &METADATA);
        let series = Series { count, duration };
        let mut all = self.series.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(route.to_owned()).or_default().insert(key, series.clone());
        series
    }

    /// The text that Prometheus scrapes, with the gauges of the catalogue and of the pages that are kept.
    pub fn render(&self, products: usize, version: i64, pages: usize) -> String {
        self.pages.set(pages as f64);
        self.products.set(products as f64);
        self.version.set(version as f64);
        self.handle.render()
    }

    /// Folds recorded durations into the buckets; without it they pile up between scrapes.
    pub fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

/// Methods that anyone may make up must not become labels.
fn known(method: &Method) -> Method {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.clone()
        }
        _ => Method::from_bytes(b"OTHER").expect("letters make a method"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_route_method_and_status() {
        let metrics = Metrics::new().unwrap();
        let odd = Method::from_bytes(b"BREW").unwrap();
        for method in [&Method::GET, &Method::GET, &odd] {
            metrics.record("/products", method, StatusCode::OK, Duration::from_micros(300));
        }
        metrics.upkeep();
        let text = metrics.render(60, 3, 7);
        for line in [
            r#"http_requests_total{route="/products",method="GET",status="200"} 2"#,
            r#"http_request_duration_seconds_bucket{route="/products",method="GET",le="0.0005"} 2"#,
            r#"http_request_duration_seconds_bucket{route="/products",method="GET",le="0.00025"} 0"#,
            "catalogue_products 60",
            "catalogue_version 3",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
        assert!(text.contains("OTHER") && !text.contains("BREW"), "{text}");
    }
}
