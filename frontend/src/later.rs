//! The later part of the app, its words and its code, which a first visit does not fetch.
//!
//! The build splits the module in two (see `xtask/src/build/split.rs`). The later one imports from the first what
//! both use, and enters itself into the table of the first.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

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
    let mut words = pin!(crate::words(&later.words));
    let mut code = pin!(async {
        match &later.code {
            Some(address) => fetch::module(address).await.ok(),
            None => Some(()),
        }
    });
    let (mut read, mut loaded) = (None, None);
    poll_fn(|context| {
        if read.is_none()
            && let Poll::Ready(came) = words.as_mut().poll(context)
        {
            read = Some(came);
        }
        if loaded.is_none()
            && let Poll::Ready(came) = code.as_mut().poll(context)
        {
            loaded = Some(came);
        }
        if read.is_some() && loaded.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    loaded??;
    read?
}
