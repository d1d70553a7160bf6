//! The page on which the language is chosen. The choice is kept in a cookie, which says nothing else.
//!
//! Needs no session, and works without script.

use contract::routes::{HOME, LANGUAGE, LANGUAGE_QUERY, RETURN_TO_FIELD};
use gateway::sign_in;

use crate::{
    drawing::PlainPage,
    exchange::Exchange,
    page,
    routes::{self, Match},
    web::{cookies, deep_link, incoming::field, reply::Reply},
};

/// The page; the way back to the page before it for whoever has chosen a language.
pub(crate) async fn page(exchange: &Exchange<'_>) -> Reply {
    let incoming = exchange.incoming;
    let origin = &exchange.edge.settings.app_origin;
    // The address bar may show another page than the one that was drawn: the browser tells which.
    let came_from = || Some(incoming.header("referer")?.strip_prefix(&**origin)?.to_owned());
    let wanted = field(&incoming.query, RETURN_TO_FIELD).or_else(came_from).unwrap_or_default();
    let return_to = back_to(&sign_in::page_here(&wanted, origin));
    let asked = field(&incoming.query, LANGUAGE_QUERY);
    let chosen = asked.and_then(|tag| page::LANGUAGES.iter().find(|known| known.tag == tag));
    // A link on another site only shows the page: nobody else chooses for a person (Fetch Metadata §2.3).
    let from = incoming.header("sec-fetch-site");
    let is_own = matches!(from.as_deref(), None | Some("same-origin" | "none"));
    match chosen.filter(|_| is_own) {
        Some(chosen) => {
            let seconds = cookies::LANGUAGE_SECONDS;
            let kept = incoming.jar.keep(cookies::LANGUAGE, chosen.tag, seconds);
            Reply::see_other(return_to).with("set-cookie", kept)
        }
        None => {
            let page = PlainPage::Languages(return_to);
            // In the language that the page before was pinned to, if it was.
            exchange.edge.drawings.plain(incoming, 200, &wanted, page).await
        }
    }
}

/// The page without the language that its address pins; the first page in place of this one, and of what
/// only a form leads to.
fn back_to(page: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    if path == LANGUAGE || matches!(routes::find("GET", path), Match::WrongVerb(_)) {
        return HOME.to_owned();
    }
    deep_link::with_rest(path, query, &[LANGUAGE_QUERY])
}
