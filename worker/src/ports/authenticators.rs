//! The table of authenticators among the built files: read when the first passkey without a model is
//! listed, and kept in the isolate.

use std::cell::Cell;

use contract::TraceId;
use worker::{Env, console_log};

use crate::web::assets;

/// The file; its first line says where it comes from, and of which day it is.
const FILE: &str = "/assets/authenticators.txt";

/// Reads it; where that is not possible, the log says why.
pub(super) async fn read(env: &Env, trace: &TraceId) -> Option<&'static str> {
    thread_local! {
        static KEPT: Cell<Option<&'static str>> = const { Cell::new(None) };
    }
    if let Some(kept) = KEPT.get() {
        return Some(kept);
    }
    match assets::text(env, trace, FILE).await {
        Ok(text) => {
            // Leaked, once, as the settings are.
            KEPT.set(Some(text.leak()));
            KEPT.get()
        }
        Err(failure) => {
            let (trace, cause) = (&trace.0, failure.cause);
            console_log!(r#"{{"what":"authenticators","trace":"{trace}","cause":"{cause}"}}"#);
            None
        }
    }
}
