//! The routing table: from a verb and a path to a route.
//!
//! What is not in the table is a built file or does not exist.

use contract::routes::{self, ChangeCall};

/// What a request asks for. `serve` in `lib.rs` matches it exhaustively.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Route {
    /// A page that the edge renders.
    Page,
    /// The page on which the language is chosen.
    Language,
    /// The sign-in form.
    SignIn,
    /// The link of an invitation.
    Start,
    /// The code that leads to Microsoft Authenticator, as a picture.
    AuthenticatorCode,
    /// The code for another device, as a picture.
    OtherDeviceCode,
    /// What that code opens there.
    Continue,
    /// The return from the directory.
    Callback,
    /// The sign-out form.
    SignOut,
    /// The page of the person's sessions.
    Sessions,
    /// The page that says why a passkey cannot be added.
    Why,
    /// The sheet for the first day.
    Leaflet,
    /// The code on that sheet, as a picture.
    LeafletCode,
    /// The form that ends sessions.
    EndSessions,
    /// The form that signs out everywhere.
    SignOutEverywhere,
    /// The overview, as JSON.
    Overview,
    /// The overview, for a page that nobody uses.
    Glance,
    /// The overview, for a page that waits.
    Look,
    /// Creation options for a passkey.
    BeginRegistration,
    /// What the person says of their password.
    AnswerPassword,
    /// A challenge for a new passkey.
    BeginProof,
    /// What a new passkey signed.
    FinishProof,
    /// A change of the person's sign-in methods.
    Change(ChangeCall),
    /// The card that an intranet page frames.
    Card,
    /// The first page of a card's window.
    CardWindow,
    /// The last page of a card's window.
    CardDone,
    /// A code for a session of the card.
    TradeCode,
    /// The company's logo.
    Logo,
    /// The script of the intranet page.
    Embed,
    /// Whether the edge is up.
    Health,
    /// Whether the directory answers.
    Ready,
    /// What was counted, for operators.
    Metrics,
}

impl Route {
    /// Whether it is a page that is of use under the configured host name alone: elsewhere its forms look
    /// forged, its cookies are not sent, and a code that it takes would be used up for nothing. The card and
    /// its window stay where the script of their page was loaded from.
    pub(crate) const fn is_at_home_alone(self) -> bool {
        matches!(
            self,
            Self::Page | Self::Language | Self::Start | Self::Continue | Self::Sessions | Self::Why
        )
    }

    /// The name of the route in the log.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Language => "language",
            Self::SignIn => "sign-in",
            Self::Start => "start",
            Self::AuthenticatorCode => "authenticator-code",
            Self::OtherDeviceCode => "other-device-code",
            Self::Continue => "continue",
            Self::Callback => "callback",
            Self::SignOut => "sign-out",
            Self::Sessions => "sessions",
            Self::Why => "why",
            Self::Leaflet => "leaflet",
            Self::LeafletCode => "leaflet-code",
            Self::EndSessions => "sessions-end",
            Self::SignOutEverywhere => "sessions-everywhere",
            Self::Overview => "overview",
            Self::Glance => "glance",
            Self::Look => "look",
            Self::BeginRegistration => "registration-begin",
            Self::AnswerPassword => "password",
            Self::BeginProof => "proof-begin",
            Self::FinishProof => "proof-finish",
            Self::Change(call) => call.name(),
            Self::Card => "card",
            Self::CardWindow => "card-window",
            Self::CardDone => "card-done",
            Self::TradeCode => "card-trade",
            Self::Logo => "logo",
            Self::Embed => "embed",
            Self::Health => "health",
            Self::Ready => "ready",
            Self::Metrics => "metrics",
        }
    }
}

/// The verb of a route.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verb {
    /// `GET`, and `HEAD` with the same headers and no body.
    Get,
    /// `GET` alone, where a `HEAD` would use up what only one request may.
    GetAlone,
    /// `POST`.
    Post,
}

impl Verb {
    /// The value of the `Allow` header (RFC 9110 §10.2.1) of a route with this verb.
    pub(crate) const fn allow(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::GetAlone => "GET",
            Self::Post => "POST",
        }
    }

    fn admits(self, method: &str) -> bool {
        match self {
            Self::Get => matches!(method, "GET" | "HEAD"),
            Self::GetAlone => method == "GET",
            Self::Post => method == "POST",
        }
    }
}

/// The result of a look-up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Match {
    /// The route of this verb and path.
    Found(Route),
    /// The path exists, for another verb.
    WrongVerb(Verb),
    /// The path is not in the table.
    Unknown,
}

/// Looks up a verb and a path without query.
pub(crate) fn find(method: &str, path: &str) -> Match {
    match row(path) {
        Some((verb, route)) if verb.admits(method) => Match::Found(route),
        Some((verb, _)) => Match::WrongVerb(verb),
        None => Match::Unknown,
    }
}

fn row(path: &str) -> Option<(Verb, Route)> {
    if routes::PAGES.contains(&path) {
        return Some((Verb::Get, Route::Page));
    }
    if let Some(call) = ChangeCall::find(path) {
        return Some((Verb::Post, Route::Change(call)));
    }
    TABLE.iter().find(|(row, ..)| *row == path).map(|(_, verb, route)| (*verb, *route))
}

/// Whether the answer of a path is JSON, for failures too.
pub(crate) fn is_call(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || [routes::HEALTH, routes::READY].contains(&path)
}

/// Every address of the edge except the built files, [`routes::PAGES`] and [`ChangeCall::ALL`].
pub(crate) const TABLE: &[(&str, Verb, Route)] = &[
    (routes::LANGUAGE, Verb::Get, Route::Language),
    (routes::SIGN_IN, Verb::Post, Route::SignIn),
    (routes::START, Verb::Get, Route::Start),
    (routes::AUTHENTICATOR_CODE, Verb::Get, Route::AuthenticatorCode),
    (routes::OTHER_DEVICE_CODE, Verb::GetAlone, Route::OtherDeviceCode),
    (routes::CONTINUE, Verb::GetAlone, Route::Continue),
    (routes::CALLBACK, Verb::GetAlone, Route::Callback),
    (routes::SIGN_OUT, Verb::Post, Route::SignOut),
    (routes::SESSIONS, Verb::Get, Route::Sessions),
    (routes::WHY, Verb::Get, Route::Why),
    (routes::LEAFLET, Verb::Get, Route::Leaflet),
    (routes::LEAFLET_CODE, Verb::Get, Route::LeafletCode),
    (routes::END_SESSIONS, Verb::Post, Route::EndSessions),
    (routes::SIGN_OUT_EVERYWHERE, Verb::Post, Route::SignOutEverywhere),
    (routes::OVERVIEW, Verb::Get, Route::Overview),
    (routes::GLANCE, Verb::Get, Route::Glance),
    (routes::LOOK, Verb::Get, Route::Look),
    (routes::BEGIN_REGISTRATION, Verb::Post, Route::BeginRegistration),
    (routes::ANSWER_PASSWORD, Verb::Post, Route::AnswerPassword),
    (routes::BEGIN_PROOF, Verb::Post, Route::BeginProof),
    (routes::FINISH_PROOF, Verb::Post, Route::FinishProof),
    (routes::CARD, Verb::Get, Route::Card),
    (routes::CARD_WINDOW, Verb::Get, Route::CardWindow),
    (routes::CARD_DONE, Verb::Get, Route::CardDone),
    (routes::TRADE_CODE, Verb::Post, Route::TradeCode),
    (routes::LOGO, Verb::Get, Route::Logo),
    (routes::EMBED, Verb::Get, Route::Embed),
    (routes::HEALTH, Verb::Get, Route::Health),
    (routes::READY, Verb::Get, Route::Ready),
    (routes::METRICS, Verb::Get, Route::Metrics),
];

#[cfg(test)]
mod tests;
