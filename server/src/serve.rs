//! `mintreu serve`: the listener, what runs beside it, and how it ends.

use std::io;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use domain::Clock;
use services::Catalogue;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::cli::Error;
use crate::config::Config;
use crate::router::router;
use crate::state::AppState;

/// How long requests under way may take to end once the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How often recorded durations are folded into the metrics' buckets.
const UPKEEP: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT, then lets requests under way end.
///
/// # Errors
/// [`Error`] when the address cannot be had.
pub async fn serve(config: &Config, catalogue: Catalogue, clock: &dyn Clock) -> Result<(), Error> {
    let state = AppState::new(config, catalogue.clone(), clock)?;
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
    let beside = [tokio::spawn(catalogue.watch()), tokio::spawn(upkeep(state.clone()))];
    let ended = run(listener, state).await;
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
    let server = axum::serve(listener, router(state)).with_graceful_shutdown(stop);
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
