//! `mintreu serve`: the listeners, what runs beside them, and how it ends.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::Clock;
use services::{Catalogue, Cleanup, TokenGenerator};
use store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::cli::Error;
use crate::config::{Config, Environment};
use crate::connections::{self, Limits};
use crate::process::raise_file_limit;
use crate::router::{operator_router, router};
use crate::state::AppState;

/// How much longer than the grace of requests and jobs everything may take to end. Then the process ends itself.
const LAST_GRACE: Duration = Duration::from_secs(5);
/// How often recorded durations are folded into the metrics' buckets.
const UPKEEP: Duration = Duration::from_secs(5);

/// Serves and does jobs until SIGTERM or SIGINT, then lets what is under way end.
///
/// # Errors
/// [`Error`] when an address cannot be had.
pub async fn serve(
    config: &Config,
    store: Store,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    secrets: Arc<TokenGenerator>,
) -> Result<(), Error> {
    let limits = Limits::default();
    let limits = Limits {
        connections: raise_file_limit(limits.connections),
        ..limits
    };
    let state = AppState::new(config, store, catalogue.clone(), clock, secrets)?;
    let listener = listen(config.site_addr).await?;
    let operators = operators(config).await?;
    tracing::info!(
        address = %listener.local_addr().unwrap_or(config.site_addr),
        products = catalogue.current().snapshot.len(),
        "serving {}",
        config.public_url
    );
    if let (Environment::Production, Some(folder)) = (config.environment, state.services.mailer.folder()) {
        tracing::warn!(
            "SMTP_URL is not set: mail is kept in {} and reaches nobody",
            folder.path().display()
        );
    }
    let (told, stop) = watch::channel(false);
    let cleanup = Cleanup::new(
        state.store.clone(),
        state.clock.clone(),
        state.services.accounts.clone(),
        state.services.carts.clone(),
        state.services.orders.clone(),
    );
    cleanup.schedule(0).await?;
    state.services.exchange_rates.schedule(0).await?;
    tell_missing_rates(config, &state).await?;
    let jobs = cleanup.on_jobs(state.services.jobs(state.store.clone(), state.clock.clone()));
    let jobs = jobs.pulse(state.jobs_pulse.clone());
    let mut jobs_stop = stop.clone();
    let jobs = tokio::spawn(jobs.run(async move { _ = jobs_stop.wait_for(|stop| *stop).await }));
    let mut beside = vec![
        tokio::spawn(catalogue.watch()),
        tokio::spawn(upkeep(state.clone())),
        tokio::spawn(tell_to_stop(told, limits.grace).await.map_err(Error::Serve)?),
    ];
    if let Some(listener) = operators {
        let router = operator_router(state.clone());
        beside.push(tokio::spawn(connections::serve(listener, router, limits, stop.clone())));
    }
    connections::serve(listener, router(state), limits, stop).await;
    // Whatever of its grace the requests have left: the thread that ends the process counts from the signal.
    if !matches!(tokio::time::timeout(limits.grace, jobs).await, Ok(Ok(()))) {
        tracing::error!("jobs were not done to the end");
    }
    beside.iter().for_each(|task| task.abort());
    Ok(())
}

/// Says that invoices lack what the law wants of them: no sale is refused for it.
async fn tell_missing_rates(config: &Config, state: &AppState) -> Result<(), Error> {
    let (from, to) = (config.currency, config.invoicing.currency);
    let missing = state.services.exchange_rates.missing(from, to).await?;
    if let (Some(first), None) = (missing.first(), &config.invoicing.exchange_rates_url) {
        tracing::warn!(
            "invoices in {from} with VAT of the EU must state it in {to} too, and no exchange rate is known: set \
             EXCHANGE_RATES_URL, or run `mintreu tax exchange-rate set {first} RATE`"
        );
    }
    Ok(())
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, Error> {
    let listening = TcpListener::bind(addr).await;
    listening.map_err(|source| Error::Listen { addr, source })
}

/// Where operators ask. The default port may be another server's on a developer's machine; one that was asked for must
/// be had.
async fn operators(config: &Config) -> Result<Option<TcpListener>, Error> {
    match listen(config.metrics_addr).await {
        Ok(listener) => {
            tracing::info!(address = %config.metrics_addr, "metrics are at /metrics");
            Ok(Some(listener))
        }
        Err(error) if config.metrics_addr_given => Err(error),
        Err(error) => {
            tracing::warn!("no metrics: {error}; METRICS_ADDR names another address");
            Ok(None)
        }
    }
}

/// Waits for the signal to stop and tells everything. Whatever hangs then, the process ends.
async fn tell_to_stop(told: watch::Sender<bool>, grace: Duration) -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        // In a thread of its own: the runtime may be what hangs.
        std::thread::spawn(move || {
            std::thread::sleep(grace + LAST_GRACE);
            tracing::error!("something did not end in time: the process ends without it");
            std::process::exit(1);
        });
        told.send_replace(true);
        // Dropped, it would tell nothing to who listens later.
        std::future::pending::<()>().await;
    })
}

async fn upkeep(state: AppState) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        state.metrics.upkeep();
    }
}
