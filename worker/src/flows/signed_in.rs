//! The pages that the edge draws alone for someone who is signed in: their sessions, and why they cannot
//! add a passkey.
//!
//! They work without script.

use contract::ProblemCode;
use gateway::{Fault, session, sessions, why};

use crate::{
    drawing::PlainPage,
    exchange::Exchange,
    flows::{overview, sessions::notice},
    web::{cookies, failure::Failure, reply::Reply},
};

/// Which page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Page {
    /// The person's sessions.
    Sessions,
    /// Why they cannot add a passkey.
    Why,
}

/// The page; the first page for anyone who is not signed in.
pub(crate) async fn page(exchange: &Exchange<'_>, page: Page) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, gateway, .. } = exchange;
    let cookie = incoming.cookie(cookies::SESSION);
    let kept = match page {
        Page::Sessions => incoming.cookie(cookies::NOTICE),
        Page::Why => None,
    };
    let found = async {
        let mut session = session::open(gateway, cookie.as_deref()).await?;
        exchange.note_actor(&session.person_key());
        Ok::<_, Fault>(match page {
            Page::Sessions => {
                let sessions = sessions::list(gateway, &mut session).await?;
                PlainPage::Sessions(Box::new(sessions), kept.as_deref().and_then(notice))
            }
            Page::Why => {
                let why = why::read(gateway, &mut session).await?;
                PlainPage::Why(Box::new(why), &edge.settings.app_origin)
            }
        })
    };
    let page = match found.await {
        Ok(page) => page,
        Err(fault) if fault.code() == ProblemCode::SignInRequired => {
            return overview::page(exchange).await;
        }
        Err(fault) => return Err(exchange.failure(&fault)),
    };
    let reply = edge.drawings.plain(incoming, 200, &incoming.address(), page).await;
    Ok(match kept {
        Some(_) => reply.with("set-cookie", incoming.jar.forget(cookies::NOTICE)),
        None => reply,
    })
}
