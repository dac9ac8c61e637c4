//! `mintreu serve`: the listener, what runs beside it, and how it ends.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use domain::Clock;
use services::{Carts, Catalogue, Orders, Secrets};
use store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::cli::Error;
use crate::config::{Config, Environment};
use crate::router::router;
use crate::state::AppState;

/// How long requests under way may take to end once the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How often old carts are looked for.
const FORGET: Duration = Duration::from_secs(60 * 60);
/// How often recorded durations are folded into the metrics' buckets.
const UPKEEP: Duration = Duration::from_secs(5);

/// Serves and does jobs until SIGTERM or SIGINT, then lets what is under way end.
///
/// # Errors
/// [`Error`] when the address cannot be had.
pub async fn serve(
    config: &Config,
    store: Store,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    secrets: Arc<Secrets>,
) -> Result<(), Error> {
    let state = AppState::new(config, store, catalogue.clone(), clock, secrets)?;
    let listener = TcpListener::bind(config.site_addr)
        .await
        .map_err(|source| Error::Listen {
            addr: config.site_addr,
            source,
        })?;
    tracing::info!(
        address = %listener.local_addr().unwrap_or(config.site_addr),
        products = catalogue.current().snapshot.len(),
        "serving {}",
        config.public_url
    );
    if let (Environment::Production, Some(folder)) = (config.environment, state.sales.mailer.folder()) {
        tracing::warn!(
            "SMTP_URL is not set: mail is kept in {} and reaches nobody",
            folder.path().display()
        );
    }
    let (stop_jobs, stopped) = oneshot::channel::<()>();
    let jobs = state.sales.jobs(state.store.clone(), state.clock.clone());
    let jobs = tokio::spawn(jobs.run(async { drop(stopped.await) }));
    let beside = [
        tokio::spawn(catalogue.watch()),
        tokio::spawn(state.sales.accounts.clone().keep_tidy()),
        tokio::spawn(upkeep(state.clone())),
        tokio::spawn(forget_old(state.sales.carts.clone(), state.sales.orders.clone())),
    ];
    let ended = run(listener, state).await;
    drop(stop_jobs);
    if let Err(error) = jobs.await {
        tracing::error!(%error, "jobs were not done to the end");
    }
    beside.iter().for_each(|task| task.abort());
    ended.map_err(Error::Serve)
}

async fn run(listener: TcpListener, state: AppState) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (told, stopping) = oneshot::channel::<()>();
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        // Nobody waits any more where the server has ended by itself.
        let _ = told.send(());
    };
    // A streamed page is many small writes, and the kernel would hold each back for 40 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stop);
    tokio::select! {
        ended = server => ended,
        () = async { stopping.await.ok(); tokio::time::sleep(GRACE).await } => {
            tracing::warn!("stopped with requests under way");
            Ok(())
        }
    }
}

async fn upkeep(state: AppState) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        state.metrics.upkeep();
    }
}

async fn forget_old(carts: Carts, orders: Orders) {
    let mut ticks = tokio::time::interval(FORGET);
    loop {
        ticks.tick().await;
        match carts.forget_old().await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old carts were forgotten"),
            Err(error) => tracing::error!(error = %crate::chain(&error), "old carts cannot be forgotten"),
        }
        match orders.give_up_old().await {
            Ok(0) => {}
            Ok(given_up) => tracing::info!(given_up, "old orders that nobody paid were given up"),
            Err(error) => tracing::error!(error = %crate::chain(&error), "old orders cannot be given up"),
        }
    }
}
