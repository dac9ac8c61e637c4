//! A socket that breaks off where its client stalls: sends no first byte, reads nothing of what is there, or does nothing
//! at all for long.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

use super::Limits;

/// See the module.
pub(super) struct Unstalled {
    stream: TcpStream,
    /// Until something passes.
    quiet: Pin<Box<Sleep>>,
    /// When that will be over by now: the timer is set anew only when it rings.
    quiet_until: Instant,
    idle: Duration,
    writing: Duration,
    /// While a write waits for the client.
    write: Option<Pin<Box<Sleep>>>,
}

impl Unstalled {
    /// The first byte must come within the time of the headers.
    pub(super) fn new(stream: TcpStream, limits: Limits) -> Self {
        let until = now() + limits.headers;
        Self {
            stream,
            quiet: Box::pin(tokio::time::sleep_until(until)),
            quiet_until: until,
            idle: limits.idle,
            writing: limits.writing,
            write: None,
        }
    }

    fn passed(&mut self) {
        self.quiet_until = now() + self.idle;
    }

    fn poll_quiet(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        while self.quiet.as_mut().poll(cx).is_ready() {
            if self.quiet_until <= now() {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            let until = self.quiet_until;
            self.quiet.as_mut().reset(until);
        }
        Poll::Pending
    }

    /// What a write came to, unless it has waited too long.
    fn written<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.write = None;
            self.passed();
            return written;
        }
        let limit = self.writing;
        let write = self.write.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        write.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a deadline")]
    Instant::now()
}

impl AsyncRead for Unstalled {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        match Pin::new(&mut this.stream).poll_read(cx, buffer) {
            Poll::Ready(read) => {
                this.passed();
                Poll::Ready(read)
            }
            Poll::Pending => this.poll_quiet(cx).map(Err),
        }
    }
}

impl AsyncWrite for Unstalled {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
