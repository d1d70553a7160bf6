//! What the isolate keeps between requests: settings, the directory's keys, headers, drawn pages.
//!
//! Created at the first request. A setting that cannot be parsed fails every request, with the
//! setting's name in the log. Holds nothing about a person.

use std::cell::OnceCell;

use contract::{ProblemCode, TraceId};
use gateway::{DirectoryCache, Settings};
use worker::{Env, js_sys::Reflect, wasm_bindgen::JsValue, web_sys::Headers};

use crate::{
    drawing::Drawings,
    page,
    web::{
        cookies::Jar,
        failure::Failure,
        headers::{self, HeaderSettings},
    },
};

/// State shared by all requests of an isolate.
pub(crate) struct Edge {
    /// The settings of this installation.
    pub(crate) settings: Settings,
    /// The directory's discovery document and signing keys.
    pub(crate) directory: DirectoryCache,
    /// How cookies are named and kept.
    pub(crate) jar: Jar,
    /// The headers of every response.
    pub(crate) headers: Headers,
    /// Parsed catalogs and rendered pages.
    pub(crate) drawings: Drawings,
}

impl Edge {
    /// Returns the edge of this isolate, creating it at the first call.
    ///
    /// # Errors
    ///
    /// [`ProblemCode::Broken`] when a setting is missing or malformed; the operator can fix it.
    pub(crate) fn of(env: &Env, trace: &TraceId) -> Result<&'static Self, Failure> {
        thread_local! {
            static EDGE: OnceCell<Result<&'static Edge, String>> = const { OnceCell::new() };
        }
        EDGE.with(|edge| {
            // Leaked, once, so that a request can hold it across its awaits.
            let made = edge.get_or_init(|| Self::new(env).map(|edge| &*Box::leak(Box::new(edge))));
            made.clone().map_err(|cause| Failure::new(ProblemCode::Broken, trace.clone(), cause))
        })
    }

    fn new(env: &Env) -> Result<Self, String> {
        // Not `Env::var`: workerd binds a variable that is absent from its environment as `null`,
        // and asking `null` for its class throws.
        let read = |name: &str| Reflect::get(env, &JsValue::from_str(name)).ok()?.as_string();
        let settings = Settings::parse(read).map_err(|fault| fault.to_string())?;
        // No origin may frame the page until embedding has a setting for it.
        let framed_by = [];
        let every = headers::for_every_answer(&HeaderSettings {
            app_origin: &settings.app_origin,
            framed_by: &framed_by,
            script_hashes: page::SCRIPT_HASHES,
            style_hashes: page::STYLE_HASHES,
        });
        let headers = runtime_headers(&every)
            .map_err(|_| "the runtime refuses a header of every answer".to_owned())?;
        Ok(Self {
            jar: Jar { danger_plain: settings.danger_plain_cookies() },
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
