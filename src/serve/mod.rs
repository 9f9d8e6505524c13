//! The server for authors: the site in memory, built again when a file changes, and pushed to open pages.
//!
//! A thread waits for changes ([`watch`]), reads what they touch and builds ([`rebuild`]); what comes of it is on a
//! [`board`], from which requests are answered ([`respond`]) and open pages are told ([`events`]). What a page needs
//! for that is in `live.js` and `live.css`, which are all that is put into it.

mod board;
mod changes;
mod events;
mod listen;
mod rebuild;
mod respond;
mod watch;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::{Artifact, Project};
use board::Board;
use respond::Door;

/// Where the server looks for a port if none is named.
pub const PORT: u16 = 4000;

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; without one, [`PORT`] or the next that is free.
    pub port: Option<u16>,
}

/// What the server has to tell the person who started it.
#[derive(Debug)]
pub enum News<'a> {
    /// It can be asked, at this address.
    Ready(&'a str),
    /// The site was built, or could not be: then there are errors, and the last good one stays.
    Built {
        /// The site as it was read.
        project: &'a Project,
        /// What was found, sorted.
        diagnostics: &'a Diagnostics,
        /// What was read again; nothing for the first time.
        changed: &'a [String],
    },
    /// Something is not as it should be, though the server works.
    Notice(Diagnostic),
}

/// Builds all files of a site: [`build`](crate::build) with what it remembers of the last time.
pub type Build = Box<dyn FnMut(&Project, &mut Diagnostics) -> Vec<Artifact> + Send>;

/// Is told the news, by whichever thread has some.
pub type Tell = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// Serves a site until Ctrl-C.
///
/// Only what was built can be asked for, so no path leads out of it; and only under a name of this machine: a page
/// elsewhere that points its own host name here gets nothing.
///
/// # Errors
/// A port that is taken, or an address that is not this machine's.
pub fn serve(options: &Options, build: Build, tell: &Tell) -> Result<(), Box<Diagnostic>> {
    let fault = |message: String| Box::new(Diagnostic::nowhere("cannot-serve", message));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| fault(format!("cannot start the server: {error}")))?;
    let served = runtime.block_on(async {
        let listener = listen::bind(options.host, options.port).await?;
        let address = listener.address();
        let board = Arc::new(Board::new());
        let (site, news, shown) = (options.site.clone(), tell.clone(), board.clone());
        std::thread::Builder::new()
            .name("rebuild".to_string())
            .spawn(move || rebuild::run(&site, build, &news, &shown))
            .map_err(|error| fault(format!("cannot start the server: {error}")))?;
        let door = Arc::new(Door { board: board.clone(), address });
        let answer = move |request: Request<Body>| {
            let door = door.clone();
            async move { door.answer(&request.into_parts().0).await }
        };
        let router: Router = Router::new().fallback(answer);
        let ready = async {
            board.current().await;
            tell(News::Ready(&shown_address(address)));
            std::future::pending::<()>().await;
        };
        tokio::select! {
            served = axum::serve(listener, router) => served.map_err(|error| fault(format!("the server stopped: {error}"))),
            () = ready => Ok(()),
            () = stopped() => Ok(()),
        }
    });
    // Pages that are open hold their connections: they are not waited for.
    runtime.shutdown_background();
    served
}

/// Ctrl-C, or what ends a program politely.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    _ = tokio::signal::ctrl_c().await;
}

/// The address that a browser on this machine is to be given.
fn shown_address(address: SocketAddr) -> String {
    let port = address.port();
    match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{port}/"),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}/"),
        IpAddr::V4(ip) => format!("http://{ip}:{port}/"),
    }
}
