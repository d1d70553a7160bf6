//! The card that an intranet page frames, the window that it opens, and the trade between them.
//!
//! The card never reads the person's own cookie, and its own opens nothing but the card.

use contract::{
    Overview, ProblemCode, StartScreen,
    card::{CodeTraded, TradeCode},
    routes::{self, LANGUAGE_QUERY, TASK_QUERY},
};
use gateway::{
    Fault, Ports, Secret,
    card::{self, Traded},
};
use views::{CardWindowKind, CardWithout};

use crate::{
    drawing::CardDrawing,
    exchange::Exchange,
    flows::call,
    json::to_json,
    rates,
    web::{
        cookies::{self, ATTEMPT_SECONDS},
        failure::Failure,
        headers::FramedBy,
        incoming::{Incoming, field},
        reply::Reply,
    },
};

/// The query parameter with the origin of the page around the card.
const HOST: &str = "host";
/// The query parameter by which a card says that it has just traded a code.
const TRADED: &str = "traded";
/// The query parameter with the hash of the frame's secret.
const HASH: &str = "hash";
/// The query parameter by which a page says that it is the window of a card.
const WINDOW: &str = "card";
/// What stands in the cookie of a code before the tag of the attempt that its window has begun.
const ATTEMPT: &str = "~";
/// The query parameter with the key of the person whom the card shows.
const PERSON: &str = "person";

/// The card. A page that is not listed gets one that says so, and nothing is read for it.
pub(crate) async fn card(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, .. } = exchange;
    check_offered(exchange)?;
    let listed = &edge.settings.embed_origins;
    let asked = field(&incoming.query, HOST);
    let Some(host) = listed.iter().find(|listed| asked.as_deref() == Some(listed.as_str())) else {
        let drawing = CardDrawing {
            host: asked.as_deref().filter(|asked| is_origin(asked)),
            framed_by: FramedBy::Anybody,
            screen: nobody(),
            without: CardWithout::Permission,
        };
        return Ok(edge.drawings.card(incoming, 403, drawing).await);
    };
    let is_traded = field(&incoming.query, TRADED).is_some();
    let is_fetched = incoming.header("sec-fetch-dest").as_deref() == Some("empty");
    // What the script fetches, nobody asked for.
    let is_automatic = is_fetched && !is_traded;
    let read = match incoming.cookie(cookies::CARD) {
        Some(cookie) => Some(read(exchange, &cookie, is_automatic).await),
        None => None,
    };
    let mut failure = None;
    let (screen, without) = match read {
        Some(Ok(overview)) => (StartScreen::SignedIn { overview }, CardWithout::SignIn),
        Some(Err(fault)) if fault.code() == ProblemCode::SignInRequired => {
            (nobody(), CardWithout::SignIn)
        }
        Some(Err(fault)) => {
            let failed = exchange.failure(&fault);
            let problem = failed.problem.clone();
            failure = Some(failed);
            (StartScreen::Failed { problem }, CardWithout::SignIn)
        }
        None if is_traded => (nobody(), CardWithout::Storage),
        None => (nobody(), CardWithout::SignIn),
    };
    // Not where the script looks: a trade that goes on meanwhile may set a newer one.
    let has_ended = !is_fetched
        && without == CardWithout::SignIn
        && incoming.cookie(cookies::CARD).is_some()
        && matches!(screen, StartScreen::Welcome { .. });
    let drawing =
        CardDrawing { host: Some(host), framed_by: FramedBy::These(listed), screen, without };
    let status = failure.as_ref().map_or(200, |failure| failure.problem.code.status());
    let mut reply = edge.drawings.card(incoming, status, drawing).await;
    if has_ended {
        reply = reply.with("set-cookie", incoming.jar.keep_in_frame(cookies::CARD, "", 0));
    }
    Ok(match failure {
        Some(failure) => reply.failed(incoming, failure),
        None => reply,
    })
}

/// Reads what the card shows.
async fn read(
    exchange: &Exchange<'_>,
    cookie: &str,
    is_automatic: bool,
) -> Result<Overview, Fault> {
    let mut session = card::open(&exchange.gateway, cookie).await?;
    exchange.note_actor(&session.person_key());
    card::read(&exchange.gateway, &mut session, is_automatic).await
}

/// The first page of the window: leaves the session for the card if somebody is signed in, hands the
/// code over, and goes on to the task.
pub(crate) async fn window(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    check_offered(exchange)?;
    let Exchange { incoming, edge, gateway, .. } = exchange;
    let task = field(&incoming.query, TASK_QUERY).unwrap_or_default();
    let is_sign_in = task == routes::CARD_SIGN_IN;
    let hash = field(&incoming.query, HASH).unwrap_or_default();
    // A window that another site opens is that of no card, and says nothing of the person: it only
    // goes on to the page.
    let is_of_card = incoming
        .header("sec-fetch-site")
        .is_none_or(|site| site == "same-origin" || site == "none");
    let (mut code, mut session) = (None, None);
    if is_of_card {
        let begun = card::begin(gateway, &hash, is_sign_in);
        code = begun.map_err(|fault| exchange.failure(&fault))?;
        session = call::session(exchange).await.ok();
    }
    let wanted = field(&incoming.query, PERSON);
    if let Some(session) = &session {
        let person = session.person();
        if wanted.is_some_and(|wanted| wanted != person.key) {
            let address = incoming.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            let is_other = |pair: &&str| !pair.starts_with("person=");
            let rest: Vec<&str> = query.split('&').filter(is_other).collect();
            let kind = CardWindowKind::SomebodyElse {
                account: person.account,
                address: [path, "?", &rest.join("&")].concat(),
            };
            return Ok(edge.drawings.card_window(incoming, kind, None).await);
        }
        if let Some(code) = &code {
            let left = card::leave(gateway, code.expose(), session.id()).await;
            left.map_err(|fault| exchange.failure(&fault))?;
        }
    }
    let page = routes::TASKS.iter().find(|(name, _)| *name == task).map(|(_, page)| *page);
    let page = match page {
        None if is_sign_in && session.is_some() => routes::CARD_DONE,
        page => page.unwrap_or(routes::HOME),
    };
    let tag = code.as_ref().map(|code| card::tag(code.expose()));
    let kind = CardWindowKind::Onward(onward(page, &incoming.query, tag.as_deref()));
    let reply = edge.drawings.card_window(incoming, kind, code.as_ref().map(Secret::expose)).await;
    Ok(match code {
        Some(code) => reply.with(
            "set-cookie",
            incoming.jar.keep(cookies::CARD_CODE, code.expose(), ATTEMPT_SECONDS),
        ),
        None => reply,
    })
}

/// The last page of a window that only signs in.
pub(crate) async fn done(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, .. } = exchange;
    let reply = edge.drawings.card_window(incoming, CardWindowKind::Done, None).await;
    Ok(reply.with("set-cookie", incoming.jar.forget(cookies::CARD_CODE)))
}

/// The call of the card: trades the code of its window for a session of its own.
pub(crate) async fn trade(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    check_offered(exchange)?;
    let request: TradeCode = call::read(exchange).await?;
    rates::admit_code(exchange, &request.code)?;
    let traded = card::trade(&exchange.gateway, &request).await;
    let traded = traded.map_err(|fault| exchange.failure(&fault))?;
    let is_ready = traded != Traded::Waiting;
    let reply = Reply::json(200, to_json(&CodeTraded { is_ready }));
    Ok(match traded {
        Traded::Waiting => reply,
        Traded::Session { cookie, ends_at, person } => {
            exchange.note_actor(&person);
            let seconds = exchange.gateway.ports.now().seconds_until(ends_at);
            let jar = exchange.incoming.jar;
            reply.with("set-cookie", jar.keep_in_frame(cookies::CARD, cookie.expose(), seconds))
        }
    })
}

/// Refuses everything of the card where no page may show it.
fn check_offered(exchange: &Exchange<'_>) -> Result<(), Failure> {
    let Exchange { incoming, edge, .. } = exchange;
    if edge.settings.embed_origins.is_empty() {
        return Err(incoming.failure(ProblemCode::NotFound, "no page may show the card"));
    }
    Ok(())
}

fn nobody() -> StartScreen {
    StartScreen::Welcome { account: String::new(), reason: None }
}

/// A page in the language that the card was in, if its address named one, that says whose window it is.
fn onward(page: &str, query: &str, tag: Option<&str>) -> String {
    let is_tag = |tag: &String| {
        !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let language = field(query, LANGUAGE_QUERY).filter(is_tag);
    let mut address = page.to_owned();
    for (name, value) in [(LANGUAGE_QUERY, language.as_deref()), (WINDOW, tag)] {
        if let Some(value) = value {
            let separator = if address.contains('?') { "&" } else { "?" };
            address = [&address, separator, name, "=", value].concat();
        }
    }
    address
}

/// The cookie that ties the code of a card to a sign-in, if it begins in the window of that card: only
/// the address of the page there tells, since the browser's other pages have the same cookies.
pub(crate) fn tied(incoming: &Incoming, attempt: &str) -> Option<String> {
    let cookie = incoming.cookie(cookies::CARD_CODE)?;
    let code = cookie.split(ATTEMPT).next().unwrap_or_default();
    let referer = incoming.header("referer").unwrap_or_default();
    let (_, query) = referer.split_once('?')?;
    let value = [code, ATTEMPT, attempt].concat();
    (field(query, WINDOW)? == card::tag(code))
        .then(|| incoming.jar.keep(cookies::CARD_CODE, &value, ATTEMPT_SECONDS))
}

/// The code of the card in whose window the sign-in with this attempt began.
pub(crate) fn code_of(incoming: &Incoming, attempt: &str) -> Option<String> {
    let cookie = incoming.cookie(cookies::CARD_CODE)?;
    let (code, tag) = cookie.split_once(ATTEMPT)?;
    (tag == attempt).then(|| code.to_owned())
}

/// A page as the window of the card with this code.
pub(crate) fn in_window(page: &str, code: &str) -> String {
    onward(page, "", Some(&card::tag(code)))
}

/// Whether a text has the form of an origin that a message can be sent to.
fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest.len() < 256
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte))
    })
}
