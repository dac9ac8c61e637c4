//! A relay between a store and its PostgreSQL that can fall silent, cut all connections, and be well again.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How the relay treats what passes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// Everything passes.
    Open,
    /// Nothing passes and nobody is told, as behind a firewall that forgot its connections.
    Silent,
    /// Connections are cut, and new ones too.
    Cut,
}

/// See the module. Dropped, it ends with its connections.
pub struct Relay {
    address: SocketAddr,
    line: Arc<watch::Sender<Line>>,
    listening: JoinHandle<()>,
}

impl Relay {
    /// A relay to the server of a `postgres://` URL.
    ///
    /// # Panics
    /// Where there is no port for it.
    pub async fn to(url: &str) -> Self {
        let server = authority(url).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let line = Arc::new(watch::Sender::new(Line::Open));
        let sender = line.clone();
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(relay(client, server.clone(), sender.subscribe()));
            }
        });
        Self {
            address,
            line,
            listening,
        }
    }

    /// The URL by which a database is reached through this relay.
    pub fn url(&self, url: &str) -> String {
        url.replace(authority(url), &self.address.to_string())
    }

    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// Makes the connections that exist now silent for good; new ones are as before.
    pub fn forget_connections(&self) {
        // A connection notices that it was silent once, and stays so.
        self.line.send_replace(Line::Silent);
        self.line.send_replace(Line::Open);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.line.send_replace(Line::Cut);
        self.listening.abort();
    }
}

/// `host:port` of a URL.
fn authority(url: &str) -> &str {
    let (_, rest) = url.split_once('@').expect("the test's URL names a user");
    rest.split('/').next().expect("a split has a first part")
}

async fn relay(client: TcpStream, server: String, line: watch::Receiver<Line>) {
    if *line.borrow() == Line::Cut {
        return;
    }
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let mut cut = line.clone();
    tokio::select! {
        () = pass(from_client, to_server, line.clone()) => {}
        () = pass(from_server, to_client, line) => {}
        _ = cut.wait_for(|line| *line == Line::Cut) => {}
    }
}

/// Passes bytes on while the line is open. Once it changed under a connection, that one passes nothing any more.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut line: watch::Receiver<Line>) {
    let mut buffer = vec![0; 16 << 10];
    if *line.borrow_and_update() == Line::Open {
        loop {
            let read = tokio::select! {
                biased;
                _ = line.changed() => break,
                read = from.read(&mut buffer) => read,
            };
            let Ok(read @ 1..) = read else { return };
            let bytes = buffer.get(..read).unwrap_or_default();
            if to.write_all(bytes).await.is_err() {
                return;
            }
        }
    }
    std::future::pending().await
}
