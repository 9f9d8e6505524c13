//! What open pages are told, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use serde_json::{Value as Json, json};

use super::board::{Board, Site};

/// More open pages than this are not told.
const FOLLOWERS: usize = 256;

/// How often a page that nothing happens to is told so: a connection that takes nothing is cut off.
const BEAT: Duration = Duration::from_secs(10);

/// The stream of events for the page of this name, in this language; `None` if there are too many already.
pub(super) fn follow(board: &Arc<Board>, page: String, language: &str) -> Option<Response<Body>> {
    if board.followers() >= FOLLOWERS {
        return None;
    }
    let mut texts = Some(language.to_string());
    let states = stream::unfold(board.follow(), move |mut states| {
        let (page, texts) = (page.clone(), texts.take());
        async move {
            loop {
                states.changed().await.ok()?;
                let site = states.borrow_and_update().clone();
                if let Some(site) = site {
                    let event = Event::default().data(state(&site, &page, texts.as_deref()).to_string());
                    return Some((Ok::<_, Infallible>(event), states));
                }
            }
        }
    });
    Some(Sse::new(states).keep_alive(KeepAlive::new().interval(BEAT)).into_response())
}

/// What a page needs to know. The texts in its language come with the first event.
fn state(site: &Site, page: &str, language: Option<&str>) -> Json {
    json!({
        "build": site.build,
        "faults": *site.faults,
        "beside": site.changes.as_ref().map(|changes| changes.beside(page)),
        "texts": language.map(|language| site.texts.get(language).cloned()),
    })
}
