//! What the isolate keeps between requests: settings, the directory's keys, headers, drawn pages.
//!
//! Created at the first request. A setting that cannot be parsed fails every request; the log and a
//! page for operators name it. Holds nothing about a person.

use std::cell::OnceCell;

use gateway::{DirectoryCache, Note, Settings, SettingsFault, rates::Rates, settings};
use worker::{Env, console_log, js_sys::Reflect, wasm_bindgen::JsValue, web_sys::Headers};

use crate::{
    drawing::{Drawings, brand::Brand},
    page,
    web::{
        cookies::Jar,
        headers::{self, HeaderSettings},
    },
};

/// State shared by all requests of an isolate.
pub(crate) struct Edge {
    /// The settings of this installation.
    pub(crate) settings: Settings,
    /// The directory's discovery document and signing keys.
    pub(crate) directory: DirectoryCache,
    /// What came lately.
    pub(crate) rates: Rates,
    /// How cookies are named and kept.
    pub(crate) jar: Jar,
    /// The headers of every response.
    pub(crate) headers: Headers,
    /// Parsed catalogs and rendered pages.
    pub(crate) drawings: Drawings,
}

/// Why there is no edge: the operator can correct it.
#[derive(Clone, Debug)]
pub(crate) struct Unready {
    /// Every faulty setting.
    pub(crate) faults: Vec<SettingsFault>,
    /// What the log says.
    pub(crate) cause: String,
}

impl Edge {
    /// Returns the edge of this isolate, creating it at the first call.
    ///
    /// # Errors
    ///
    /// [`Unready`] when a setting is missing or malformed.
    pub(crate) fn of(env: &Env) -> Result<&'static Self, Unready> {
        thread_local! {
            static EDGE: OnceCell<Result<&'static Edge, Unready>> = const { OnceCell::new() };
        }
        EDGE.with(|edge| {
            // Leaked, once, so that a request can hold it across its awaits.
            let made = edge.get_or_init(|| Self::new(env).map(|edge| &*Box::leak(Box::new(edge))));
            made.clone()
        })
    }

    fn new(env: &Env) -> Result<Self, Unready> {
        // Not `Env::var`: workerd binds a variable that is absent from its environment as `null`,
        // and asking `null` for its class throws.
        let read = |name: &str| Reflect::get(env, &JsValue::from_str(name)).ok()?.as_string();
        let settings = Settings::parse(read).map_err(|_| Unready::of(settings::faults(read)))?;
        let has_note = settings.note != Note::default();
        let brand = Brand::of(settings.accent, settings.logo.as_ref(), has_note);
        if settings.accent.is_some_and(|accent| accent.is_darkened) {
            console_log!("{DARKENED}");
        }
        if settings.accent.is_some_and(|accent| accent.is_lightened) {
            console_log!("{LIGHTENED}");
        }
        let headers = headers_of_every_answer(&settings.app_origin, &brand.hash);
        let headers = headers.ok_or_else(|| Unready {
            faults: Vec::new(),
            cause: "the runtime refuses a header of every answer".to_owned(),
        })?;
        Ok(Self {
            jar: Jar { danger_plain: settings.danger_plain_cookies() },
            drawings: {
                let (organization, note) = (settings.organization.clone(), settings.note.clone());
                Drawings::new(env, organization, brand, note)
            },
            settings,
            directory: DirectoryCache::default(),
            rates: Rates::default(),
            headers,
        })
    }
}

impl Unready {
    fn of(faults: Vec<SettingsFault>) -> Self {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Self { cause: lines.join("; "), faults }
    }
}

/// What the log says of a colour without contrast on light pages.
const DARKENED: &str = "{\"setting\":\"ACCENT_COLOR\",\"note\":\"a darker one stands for it on light pages, where words in it would not be readable\"}";

/// The same on dark ones.
const LIGHTENED: &str = "{\"setting\":\"ACCENT_COLOR\",\"note\":\"a lighter one stands for it on dark pages, where words in it would not be readable\"}";

/// The headers of every answer of an app with this origin, which is empty where none is set, and with the
/// style of this hash.
pub(crate) fn headers_of_every_answer(app_origin: &str, brand: &str) -> Option<Headers> {
    let mut every = headers::for_every_answer(&HeaderSettings {
        app_origin,
        script_hashes: page::SCRIPT_HASHES,
        style_hashes: page::STYLE_HASHES,
    });
    for (_, policy) in every.iter_mut().filter(|(name, _)| *name == "content-security-policy") {
        *policy = headers::with_style(policy, brand);
    }
    runtime_headers(&every).ok()
}

fn runtime_headers(every: &[(&str, String)]) -> Result<Headers, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in every {
        headers.set(name, value)?;
    }
    Ok(headers)
}
