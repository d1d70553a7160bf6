//! The built files of the app: found by name, sent compressed, cached by browsers for a year.
//!
//! Serves only what the build listed. A new build has new names.

use contract::{ProblemCode, TraceId};
use worker::{Env, wasm_bindgen::JsCast, wasm_bindgen_futures::JsFuture, web_sys};

use crate::{
    page,
    web::{
        failure::Failure,
        incoming::Incoming,
        negotiation::{self, Encoding},
        reply::{Body, Reply},
        service,
    },
};

/// The binding of the built files.
const ASSETS: &str = "ASSETS";
/// The folder of the built files in the page's addresses.
const FOLDER: &str = "/assets";
/// The script of an intranet page.
const EMBED: &str = "/assets/embed.js";

/// Finds the built file at a path.
pub(crate) fn find(path: &str) -> Option<&'static str> {
    page::FILES.iter().copied().find(|file| *file == path)
}

/// Sends a built file in the smallest encoding that the browser accepts.
///
/// # Errors
///
/// [`ProblemCode::VerbNotAllowed`], [`ProblemCode::NotFound`] when the file that the build listed
/// is gone, and [`ProblemCode::Broken`] when the files cannot be read at all; the operator can fix
/// the last two.
pub(crate) async fn send(
    env: &Env,
    incoming: &Incoming,
    file: &'static str,
) -> Result<Reply, Failure> {
    if !matches!(incoming.method.as_str(), "GET" | "HEAD") {
        return Err(incoming.failure(ProblemCode::VerbNotAllowed, "a file is only read"));
    }
    let name = file.rsplit('/').next().unwrap_or_default();
    send_as(env, incoming, file, name, "public, max-age=31536000, immutable").await
}

/// Sends the script of an intranet page, which has one address for ever: kept for ten minutes, then
/// asked for again. Any page may load it.
///
/// # Errors
///
/// Those of [`send`].
pub(crate) async fn send_embed(env: &Env, incoming: &Incoming) -> Result<Reply, Failure> {
    let kept = "public, max-age=600, stale-while-revalidate=86400";
    let reply = send_as(env, incoming, EMBED, page::EMBED_TAG, kept).await?;
    Ok(reply.with("cross-origin-resource-policy", "cross-origin"))
}

async fn send_as(
    env: &Env,
    incoming: &Incoming,
    file: &'static str,
    name: &'static str,
    kept: &'static str,
) -> Result<Reply, Failure> {
    let encoding = negotiation::encoding(&incoming.header("accept-encoding").unwrap_or_default());
    let tag = entity_tag(name, encoding);
    let known = incoming.header("if-none-match").is_some_and(|tags| is_among(&tags, &tag));
    let reply = Reply {
        status: if known { 304 } else { 200 },
        headers: vec![
            ("cache-control", kept.into()),
            ("vary", "accept-encoding".into()),
            ("etag", tag.into()),
        ],
        body: Body::Empty,
        failure: None,
    };
    if known {
        return Ok(reply);
    }
    let stream = read(env, file, encoding)
        .await
        .map_err(|fault| failure(&incoming.trace, file, encoding, &fault))?;
    let reply = reply.with("content-type", content_type(file));
    let reply = match encoding.name() {
        Some(name) => reply.with("content-encoding", name),
        None => reply,
    };
    Ok(Reply { body: Body::Stream(stream), ..reply })
}

/// The text of a built file, for the worker itself.
///
/// # Errors
///
/// As [`send`].
pub(crate) async fn text(
    env: &Env,
    trace: &TraceId,
    file: &'static str,
) -> Result<String, Failure> {
    let text = match fetch(env, file, Encoding::Identity).await {
        Ok(response) => match response.text() {
            Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
            Err(_) => None,
        }
        .ok_or(FileFault::Empty),
        Err(fault) => Err(fault),
    };
    text.map_err(|fault| failure(trace, file, Encoding::Identity, &fault))
}

fn failure(trace: &TraceId, file: &str, encoding: Encoding, fault: &FileFault) -> Failure {
    let (code, cause) = explain(fault);
    Failure::new(code, trace.clone(), format!("{file}{}: {cause}", encoding.suffix()))
}

/// Why a built file cannot be read.
#[derive(Debug)]
enum FileFault {
    /// The binding does not exist or does not answer.
    Unreachable,
    /// The binding answered with another status than 200.
    Status(u16),
    /// The binding answered without a body.
    Empty,
}

/// The code of a fault, and the cause for the log.
fn explain(fault: &FileFault) -> (ProblemCode, String) {
    match fault {
        FileFault::Unreachable => {
            (ProblemCode::Broken, format!("the binding {ASSETS} cannot be reached"))
        }
        FileFault::Status(404) => {
            let cause = "no longer in the folder of built files; a newer build has replaced it, or \
                         the worker and the files are of different builds";
            (ProblemCode::NotFound, cause.to_owned())
        }
        FileFault::Status(status) => {
            (ProblemCode::Broken, format!("the binding {ASSETS} answered with status {status}"))
        }
        FileFault::Empty => (ProblemCode::Broken, format!("the binding {ASSETS} sent no body")),
    }
}

async fn read(
    env: &Env,
    file: &str,
    encoding: Encoding,
) -> Result<web_sys::ReadableStream, FileFault> {
    let response = fetch(env, file, encoding).await?;
    let body = response.body().and_then(|body| body.dyn_into().ok());
    body.ok_or(FileFault::Empty)
}

async fn fetch(env: &Env, file: &str, encoding: Encoding) -> Result<web_sys::Response, FileFault> {
    let name = file.strip_prefix(FOLDER).unwrap_or(file);
    let address = format!("http://assets{name}{}", encoding.suffix());
    let response = service::get(env, ASSETS, &address).await.map_err(|_| FileFault::Unreachable)?;
    if response.status() != 200 {
        return Err(FileFault::Status(response.status()));
    }
    Ok(response)
}

/// The strong entity tag (RFC 9110 §8.8.3) of a file by a name that changes with its content.
fn entity_tag(name: &str, encoding: Encoding) -> String {
    format!("\"{name}{}\"", encoding.suffix())
}

/// Whether a tag is in the list of an `If-None-Match` header.
fn is_among(tags: &str, tag: &str) -> bool {
    tags.split(',')
        .map(str::trim)
        .any(|sent| sent == "*" || sent.strip_prefix("W/").unwrap_or(sent) == tag)
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
