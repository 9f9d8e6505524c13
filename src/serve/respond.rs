//! Answers requests from memory: pages with the script that keeps them current, everything else as it was built.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode};

use super::board::{Board, Site};
use super::events;
use crate::site::Content;

/// Below this address is what the server adds to the site.
const OWN: &str = "_babacus/";

/// What is shown while there was no good build yet; the errors come by the script.
const NOTHING_YET: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>babacus</title>\n\
                           </head>\n<body></body>\n</html>\n";

/// Answers requests.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) board: Arc<Board>,
    pub(super) address: SocketAddr,
}

impl Door {
    pub(super) async fn answer(&self, request: &Parts) -> Response<Body> {
        let host = request.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        if !is_this_machine(host, self.address) {
            return plain(StatusCode::FORBIDDEN, "this server answers only under a name of this machine\n");
        }
        if request.method != Method::GET && request.method != Method::HEAD {
            return with(plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n"), ALLOW, "GET, HEAD");
        }
        // A path that begins with two slashes would lead to another host where it is sent back.
        let raw = request.uri.path().trim_start_matches('/');
        let Some(path) = decode(raw) else {
            return plain(StatusCode::BAD_REQUEST, "this address is not UTF-8\n");
        };
        match path.strip_prefix(OWN) {
            Some("live.js") => file(StatusCode::OK, "live.js", Bytes::from_static(include_bytes!("live.js"))),
            Some("live.css") => file(StatusCode::OK, "live.css", Bytes::from_static(include_bytes!("live.css"))),
            Some("events") if request.method == Method::GET => self.follow(request.uri.query().unwrap_or("")),
            _ => page(&self.board.current().await, &path, raw, request.uri.query()),
        }
    }

    /// `?page=/ja/&lang=ja`.
    fn follow(&self, query: &str) -> Response<Body> {
        let get = |name: &str| {
            let found = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            found.and_then(decode).unwrap_or_default()
        };
        let name = name_of(get("page").trim_start_matches('/'));
        events::follow(&self.board, name, &get("lang"))
            .unwrap_or_else(|| with(plain(StatusCode::SERVICE_UNAVAILABLE, "too many pages are open\n"), RETRY_AFTER, "5"))
    }
}

/// The file at an address.
fn name_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() }
}

fn page(site: &Site, path: &str, raw: &str, query: Option<&str>) -> Response<Body> {
    let name = name_of(path);
    if let Some(bytes) = site.files.get(&name) {
        return with_script(StatusCode::OK, &name, bytes, site.build);
    }
    if site.files.contains_key(&format!("{path}/index.html")) {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        return with(plain(StatusCode::MOVED_PERMANENTLY, ""), LOCATION, &format!("/{raw}/{query}"));
    }
    match site.files.get("404.html") {
        Some(bytes) => with_script(StatusCode::NOT_FOUND, "404.html", bytes, site.build),
        None if site.build == 0 => {
            with_script(StatusCode::SERVICE_UNAVAILABLE, "none.html", &Content::from(NOTHING_YET.as_bytes()), 0)
        }
        None => plain(StatusCode::NOT_FOUND, "not found\n"),
    }
}

/// A file of the site; a page gets the script at the start of its head, so that it runs before those of the site.
fn with_script(status: StatusCode, name: &str, content: &Content, build: u64) -> Response<Body> {
    // Put together for this answer only: keeping every page whole would take as much room as the site.
    let mut room = Vec::new();
    let bytes = content.read(&mut room);
    let head = b"<head>\n";
    let at = bytes.windows(head.len()).position(|window| window == head).map(|at| at + head.len());
    let Some(at) = at.filter(|_| name.ends_with(".html")) else { return file(status, name, Bytes::copy_from_slice(bytes)) };
    let script = format!(
        "<script src=\"/{OWN}live.js?build={build}\" type=\"module\"></script>\n<link rel=\"stylesheet\" href=\"/{OWN}live.css\">\n"
    );
    file(status, name, [&bytes[..at], script.as_bytes(), &bytes[at..]].concat().into())
}

/// Is a `Host` header one that a browser sends for this server.
///
/// A name that somebody else's name server answers for is not: a page there could otherwise read what is served here.
/// Where the server listens for other machines, any address will do, since that is nobody's to answer for.
fn is_this_machine(host: &str, own: SocketAddr) -> bool {
    let port = own.port();
    let name = host.strip_suffix(&format!(":{port}")).unwrap_or(if port == 80 { host } else { "" });
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name).parse::<IpAddr>();
    match address {
        Ok(address) => address.is_loopback() || !own.ip().is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
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
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Adds a header; one that is no header's text is left out.
fn with(mut response: Response<Body>, name: HeaderName, value: &str) -> Response<Body> {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
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
        let own = |text: &str| text.parse().expect("an address");
        for host in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000"] {
            assert!(is_this_machine(host, own("127.0.0.1:4000")), "{host}");
        }
        for host in ["evil.example:4000", "127.0.0.1:4001", "127.0.0.1", "", "192.168.0.2:4000", "localhost.evil.example:4000"] {
            assert!(!is_this_machine(host, own("127.0.0.1:4000")), "{host}");
        }
        assert!(is_this_machine("localhost", own("127.0.0.1:80")));
        assert!(is_this_machine("192.168.0.2:4000", own("0.0.0.0:4000")));
        assert!(!is_this_machine("evil.example:4000", own("0.0.0.0:4000")));
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
