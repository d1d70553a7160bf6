//! Signing out: the end of a session here, and the way to that of the directory.
//!
//! Never fails for what is stored here: whoever signs out is signed out of this browser.

use url::Url;

use super::{SessionId, delete, read};
use crate::{
    Gateway, Ports,
    fault::{Fault, UpstreamFault},
    sessions::note::Note,
};

/// Ends the session that the cookie names. The result is the URL that ends the directory's own
/// session, if it is known: that one may live on when ours has ended by itself.
///
/// # Errors
///
/// [`UpstreamFault::SignedOutHere`] when the directory does not tell how to end its session, and
/// [`Fault::SessionsRemain`] when the store fails and there is no such way, or it is not told. A session that no longer exists is
/// a success.
pub async fn sign_out<P: Ports>(
    gateway: &Gateway<'_, P>,
    cookie: Option<&str>,
) -> Result<Option<String>, Fault> {
    let (mut hint, mut ended) = (None, Ok(()));
    if let Some(id) = cookie.and_then(|it| SessionId::parse(&gateway.settings.seal_keys, it)) {
        // Also one that cannot be read: its cookie goes, and the directory's session is still to end.
        let record = read(gateway, &id).await.unwrap_or_default();
        ended = delete(gateway, &id).await;
        if let Some(record) = record {
            if ended.is_ok() {
                let note = Note { ended: vec![id.name()], ..Note::default() };
                // It has ended, whether or not the list of sessions forgets it now.
                let _ = gateway.ports.note(&record.person.key(), &note).await;
            }
            hint = record.person.logout_hint;
        }
    }
    let remains = |_| Fault::SessionsRemain("the session cannot be deleted");
    let Ok(discovery) = gateway.directory.discovery(gateway).await else {
        return ended.map_err(remains).and(Err(UpstreamFault::SignedOutHere.into()));
    };
    let Some(mut address) =
        discovery.end_session_endpoint.as_deref().and_then(|address| Url::parse(address).ok())
    else {
        return ended.map(|()| None).map_err(remains);
    };
    if let Err(fault) = ended {
        gateway.ports.log_fault(&gateway.trace, &fault);
    }
    address
        .query_pairs_mut()
        .append_pair("post_logout_redirect_uri", &format!("{}/", gateway.settings.app_origin));
    if let Some(hint) = hint {
        address.query_pairs_mut().append_pair("logout_hint", &hint);
    }
    Ok(Some(address.into()))
}
