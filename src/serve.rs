//! The server for authors: a built site from memory, on this machine only.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Method, Request, Response, StatusCode};

use crate::diagnostic::Diagnostic;
use crate::site::Artifact;

/// The files by address, without the first slash.
type Files = BTreeMap<String, Bytes>;

/// Serves the files on 127.0.0.1 until Ctrl-C; `ready` is told the address.
///
/// Only what was built can be asked for, so no path leads out of it, and only under a name of this machine: a page
/// elsewhere that points its own host name here gets nothing.
///
/// # Errors
/// A port that is taken.
pub fn serve(artifacts: Vec<Artifact>, port: u16, ready: impl FnOnce(&str)) -> Result<(), Box<Diagnostic>> {
    let files: Files = artifacts
        .into_iter()
        .map(|artifact| {
            (artifact.path, Bytes::from_owner(artifact.bytes))
        })
        .collect();
    let fault = |message: String| Box::new(Diagnostic::nowhere("cannot-serve", message));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| fault(format!("cannot start the server: {error}")))?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                let taken = Diagnostic::nowhere("port-taken", format!("port {port} is taken by another program"));
                Box::new(taken.help("name another with `--port N`, or let the system choose with `--port 0`"))
            }
            _ => fault(format!("cannot listen on {address}: {error}")),
        })?;
        let port = listener.local_addr().map_or(port, |address| address.port());
        let files = Arc::new(files);
        let answer = move |request: Request<Body>| {
            let files = files.clone();
            async move { respond(&files, port, &request) }
        };
        ready(&format!("http://127.0.0.1:{port}/"));
        let stop = async { _ = tokio::signal::ctrl_c().await };
        let router: Router = Router::new().fallback(answer);
        axum::serve(listener, router)
            .with_graceful_shutdown(stop)
            .await
            .map_err(|error| fault(format!("the server stopped: {error}")))
    })
}

fn respond(files: &Files, port: u16, request: &Request<Body>) -> Response<Body> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    if !is_this_machine(host, port) {
        return plain(StatusCode::FORBIDDEN, "this server answers only under a name of this machine\n");
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        refused.headers_mut().insert(ALLOW, axum::http::HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    let Some(path) = decode(request.uri().path().trim_start_matches('/')) else {
        return plain(StatusCode::BAD_REQUEST, "this address is not UTF-8\n");
    };
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    if let Some(bytes) = files.get(&name) {
        return file(StatusCode::OK, &name, bytes.clone());
    }
    if files.contains_key(&format!("{path}/index.html")) {
        let mut moved = plain(StatusCode::PERMANENT_REDIRECT, "");
        // Made of the request's own path, so that it is a header's text already.
        if let Ok(target) = format!("{}/", request.uri().path()).parse() {
            moved.headers_mut().insert(LOCATION, target);
        }
        return moved;
    }
    match files.get("404.html") {
        Some(bytes) => file(StatusCode::NOT_FOUND, "404.html", bytes.clone()),
        None => plain(StatusCode::NOT_FOUND, "not found\n"),
    }
}

/// Is a `Host` header one that a browser on this machine sends for this server.
fn is_this_machine(host: &str, port: u16) -> bool {
    let name = host.strip_suffix(&format!(":{port}")).unwrap_or(if port == 80 { host } else { "" });
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// Undoes percent encoding.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code =
            after.get(..2).filter(|_| byte == b'%').and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
}

fn file(status: StatusCode, name: &str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(content_type(name)));
    headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, axum::http::HeaderValue::from_static("nosniff"));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    file(status, "message.txt", Bytes::from_static(text.as_bytes()))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "txt" | "md" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, is_this_machine};

    #[test]
    fn hosts() {
        assert!(is_this_machine("127.0.0.1:4000", 4000));
        assert!(is_this_machine("localhost:4000", 4000));
        assert!(is_this_machine("[::1]:4000", 4000));
        assert!(!is_this_machine("evil.example:4000", 4000));
        assert!(!is_this_machine("127.0.0.1:4001", 4000));
        assert!(!is_this_machine("", 4000));
        assert!(is_this_machine("localhost", 80));
    }

    #[test]
    fn percent_encoding() {
        assert_eq!(decode("a%20b%2Fc").as_deref(), Some("a b/c"));
        assert_eq!(decode("%E3%81%82").as_deref(), Some("あ"));
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("%zz").as_deref(), Some("%zz"));
        assert_eq!(decode("%ff"), None);
    }
}
