//! What the edge knows for as long as its program runs: settings, the directory's keys, headers.
//!
//! Made once, at the first request; a setting that is not understood refuses every request then,
//! with its name in the log. Next: `exchange`.

use std::cell::OnceCell;

use contract::{ProblemCode, TraceId};
use gateway::{DirectoryCache, Settings};
use worker::{Env, wasm_bindgen::JsValue, web_sys::Headers};

use crate::{
    drawing::Drawings,
    failure::Failure,
    headers::{self, HeaderSettings},
    page,
};

/// What is kept between requests; nothing of a person.
pub(crate) struct Edge {
    /// How this installation is set up.
    pub(crate) settings: Settings,
    /// The directory's discovery document and keys.
    pub(crate) directory: DirectoryCache,
    /// The headers of every answer.
    pub(crate) headers: Headers,
    /// Catalogs and pages that were drawn before.
    pub(crate) drawings: Drawings,
}

impl Edge {
    /// The edge of this program, made at the first call.
    pub(crate) fn of(env: &Env, trace: &TraceId) -> Result<&'static Self, Failure> {
        thread_local! {
            static EDGE: OnceCell<Result<&'static Edge, String>> = const { OnceCell::new() };
        }
        EDGE.with(|edge| {
            // Kept until the program ends, so that a request can hold it over its waits.
            let made = edge.get_or_init(|| Self::new(env).map(|edge| &*Box::leak(Box::new(edge))));
            made.clone().map_err(|cause| Failure::new(ProblemCode::Broken, trace.clone(), cause))
        })
    }

    fn new(env: &Env) -> Result<Self, String> {
        let read = |name: &str| env.var(name).ok().map(|value| value.to_string());
        let settings = Settings::parse(read).map_err(|fault| fault.to_string())?;
        // Nobody yet: a page that is embedded will list its hosts in the settings.
        let framed_by = [];
        let every = headers::for_every_answer(&HeaderSettings {
            app_origin: &settings.app_origin,
            directory_origin: &settings.directory_origin().unwrap_or_default(),
            framed_by: &framed_by,
            script_hashes: page::SCRIPT_HASHES,
            style_hashes: page::STYLE_HASHES,
        });
        let headers = runtime_headers(&every).map_err(|_| "a header of every answer".to_owned())?;
        Ok(Self {
            settings,
            directory: DirectoryCache::default(),
            headers,
            drawings: Drawings::default(),
        })
    }
}

fn runtime_headers(every: &[(&str, String)]) -> Result<Headers, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in every {
        headers.set(name, value)?;
    }
    Ok(headers)
}
