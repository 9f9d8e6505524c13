//! The port, and connections that are given up when nothing moves on them.

use std::future::Future;
use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

use super::PORT;
use crate::diagnostic::Diagnostic;

/// How long nothing may move on a connection. Open pages get a beat more often than that, if they take it.
const PATIENCE: Duration = Duration::from_secs(45);

/// How many ports are tried if none was named.
const TRIED: u16 = 20;

/// Takes the port; without one, the first that is free.
pub(super) async fn bind(host: IpAddr, port: Option<u16>) -> std::result::Result<Door, Box<Diagnostic>> {
    let last = port.unwrap_or(PORT + TRIED - 1);
    for port in port.unwrap_or(PORT)..=last {
        let address = SocketAddr::from((host, port));
        match TcpListener::bind(address).await {
            Ok(listener) => {
                let address = listener.local_addr().unwrap_or(address);
                return Ok(Door { listener, address });
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse && port < last => {}
            Err(error) => return Err(Box::new(refused(address, &error))),
        }
    }
    Err(Box::new(Diagnostic::nowhere("cannot-serve", "there is no port to try")))
}

fn refused(address: SocketAddr, error: &Error) -> Diagnostic {
    let port = address.port();
    match error.kind() {
        ErrorKind::AddrInUse => {
            let taken = Diagnostic::nowhere("port-taken", format!("port {port} is taken by another program"));
            taken.help("name another with `--port N`, or let the system choose with `--port 0`")
        }
        ErrorKind::PermissionDenied => {
            let denied = Diagnostic::nowhere("cannot-serve", format!("this system lets not everyone listen on port {port}"));
            denied.help("name a port above 1023 with `--port N`")
        }
        ErrorKind::AddrNotAvailable => {
            let foreign = Diagnostic::nowhere("cannot-serve", format!("`{}` is no address of this machine", address.ip()));
            foreign.help("leave `--host` out, or name an address that this machine has")
        }
        _ => Diagnostic::nowhere("cannot-serve", format!("cannot listen on {address}: {error}")),
    }
}

/// Where connections come in.
#[derive(Debug)]
pub(super) struct Door {
    listener: TcpListener,
    address: SocketAddr,
}

impl Door {
    /// The address with the port that was found.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Listener for Door {
    type Io = Patient;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Patient, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Where it fails an answer comes a little later.
        _ = stream.set_nodelay(true);
        (Patient { stream, until: Box::pin(sleep(PATIENCE)) }, address)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        Ok(self.address)
    }
}

/// A connection that fails when nothing was read or written for a while.
#[derive(Debug)]
pub(super) struct Patient {
    stream: TcpStream,
    until: Pin<Box<Sleep>>,
}

impl Patient {
    /// Counts the time from now on, if something moved; else fails when it is over.
    fn watch<T>(&mut self, moved: Poll<Result<T>>, context: &mut Context<'_>) -> Poll<Result<T>> {
        if moved.is_ready() {
            self.until.as_mut().reset(Instant::now() + PATIENCE);
            return moved;
        }
        match self.until.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(Error::from(ErrorKind::TimedOut))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let moved = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(moved, context)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let moved = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(moved, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[std::io::IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let moved = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(moved, context)
    }
}
