//! Refuses what comes too often, before anything else is done for it.

use contract::parse_account;
use gateway::{Ports, Refusal, SessionId, card, rates::Counted};

use crate::{
    exchange::Exchange,
    routes::Route,
    web::{cookies, failure::Failure},
};

/// Counts a request: a step of a sign-in by its address, and any other by its session. What has
/// neither is drawn without asking anyone, and is the proxy's to limit.
pub(crate) fn admit(exchange: &Exchange<'_>, route: Route) -> Result<(), Failure> {
    match route {
        Route::SignIn | Route::Start | Route::Callback => match &exchange.gateway.origin.address {
            Some(address) => count(exchange, Counted::Address, address),
            None => Ok(()),
        },
        Route::Health | Route::Ready | Route::CardDone | Route::TradeCode | Route::Embed => Ok(()),
        Route::Card => {
            let cookie = exchange.incoming.cookie(cookies::CARD);
            match cookie.and_then(|cookie| card::session(&exchange.gateway, &cookie)) {
                Some(session) => count(exchange, Counted::Session, session.name().as_str()),
                None => Ok(()),
            }
        }
        Route::Page
        | Route::CardWindow
        | Route::SignOut
        | Route::Sessions
        | Route::EndSessions
        | Route::SignOutEverywhere
        | Route::Overview
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

/// Counts a sign-in that begins for an account: for each address apart where addresses are known, so
/// that a stranger elsewhere cannot keep somebody out by their name.
pub(crate) fn admit_account(exchange: &Exchange<'_>, account: &str) -> Result<(), Failure> {
    match parse_account(account) {
        Ok(account) => {
            let address = exchange.gateway.origin.address.as_deref().unwrap_or_default();
            count(exchange, Counted::Account, &[&account, " ", address].concat())
        }
        // It is refused for what it is.
        Err(_) => Ok(()),
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
