//! The later part of the app, its words and its code, which a first visit does not fetch.
//!
//! The build splits the module in two (see `xtask/src/build/split.rs`). The later one imports from the first what
//! both use, and enters itself into the table of the first.

use futures_util::future::join;
use views::Catalog;

use crate::{
    effects::{fetch, focus},
    member,
};

/// Where the later part is.
#[derive(Clone)]
pub(crate) struct Later {
    /// The address of its words.
    pub(crate) words: String,
    /// The address of its code, unless that is here.
    pub(crate) code: Option<String>,
}

/// The address of the later module; none where the app is in one.
pub(crate) fn code() -> Option<String> {
    let element = focus::find("meta[name=later]")?;
    member::text(&element, "content")
}

/// Fetches words and code at once; nothing if either cannot be had.
pub(crate) async fn fetch(later: Later) -> Option<Catalog> {
    let code = async {
        match &later.code {
            Some(address) => fetch::module(address).await.ok(),
            None => Some(()),
        }
    };
    let (words, code) = join(crate::words(&later.words), code).await;
    code.and(words)
}
