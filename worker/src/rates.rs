//! Refuses what comes too often, before anything else is done for it.

use contract::parse_account;
use gateway::{Ports, Refusal, SessionId, card, rates::Counted};

use crate::{
    exchange::Exchange,
    routes::Route,
    web::{cookies, failure::Failure},
};

/// Counts a request by its session, if it has one. What has none is drawn without asking anyone, and
/// is the proxy's to limit; the steps of a sign-in are counted where they begin to cost something.
pub(crate) fn admit(exchange: &Exchange<'_>, route: Route) -> Result<(), Failure> {
    match route {
        // Whoever floods a session, or has stolen it, does not keep its person from ending it.
        Route::SignOut | Route::EndSessions | Route::SignOutEverywhere => Ok(()),
        Route::SignIn
        | Route::Language
        | Route::Start
        | Route::Continue
        | Route::Callback
        | Route::Health
        | Route::Ready
        | Route::Metrics
        | Route::AuthenticatorCode
        | Route::Leaflet
        | Route::LeafletCode
        | Route::CardDone
        // Counted by its code, once that is read.
        | Route::TradeCode
        | Route::Logo
        | Route::Embed => Ok(()),
        // Each code that its window gets may wake an object.
        Route::CardWindow => admit_address(exchange),
        Route::Card => {
            let cookie = exchange.incoming.cookie(cookies::CARD);
            match cookie.and_then(|cookie| card::session(&exchange.gateway, &cookie)) {
                // Apart from the session's own requests: the page around the card decides how often.
                Some(session) => {
                    let key = ["card ", session.name().as_str()].concat();
                    count(exchange, Counted::Session, &key)
                }
                None => Ok(()),
            }
        }
        Route::Page
        | Route::OtherDeviceCode
        | Route::Sessions
        | Route::Why
        | Route::Overview
        | Route::Glance
        | Route::Look
        | Route::BeginRegistration
        | Route::AnswerPassword
        | Route::BeginProof
        | Route::FinishProof
        | Route::Change(_) => {
            let cookie = exchange.incoming.cookie(cookies::SESSION);
            let keys = &exchange.edge.settings.seal_keys;
            match cookie.and_then(|cookie| SessionId::parse(keys, &cookie)) {
                Some(session) => count(exchange, Counted::Session, session.name().as_str()),
                None => Ok(()),
            }
        }
    }
}

/// Counts a step of a sign-in by its address, where addresses are known.
pub(crate) fn admit_address(exchange: &Exchange<'_>) -> Result<(), Failure> {
    match &exchange.gateway.origin.address {
        Some(address) => count(exchange, Counted::Address, address),
        None => Ok(()),
    }
}

/// Counts a question for the session that a code is worth: its frame asks again and again.
pub(crate) fn admit_code(exchange: &Exchange<'_>, code: &str) -> Result<(), Failure> {
    if card::is_code(&exchange.gateway, code) {
        return count(exchange, Counted::Session, &card::tag(code));
    }
    // Refused for what it is, and nothing is kept of it.
    Ok(())
}

/// Counts a sign-in that begins, by its address and by its account from there. Never by the account
/// alone: anyone could keep somebody out by their name, and to begin costs and stores nothing.
pub(crate) fn admit_sign_in(exchange: &Exchange<'_>, account: &str) -> Result<(), Failure> {
    admit_address(exchange)?;
    match (parse_account(account), &exchange.gateway.origin.address) {
        (Ok(account), Some(address)) => {
            count(exchange, Counted::Account, &[&account, " ", address].concat())
        }
        // An account that is none is refused for what it is.
        (Ok(_) | Err(_), _) => Ok(()),
    }
}

fn count(exchange: &Exchange<'_>, counted: Counted, key: &str) -> Result<(), Failure> {
    let most = exchange.edge.settings.rates.of(counted);
    exchange
        .edge
        .rates
        .admit(counted, key, most, exchange.gateway.ports.now())
        .map_err(|excess| exchange.failure(&Refusal::from(excess).into()))
}
