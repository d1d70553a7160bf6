//! The routing table: from a verb and a path to a route.
//!
//! What is not in the table is a built file or does not exist.

use contract::routes;

/// What a request asks for. `serve` in `lib.rs` matches it exhaustively.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Route {
    /// A page that the edge renders.
    Page,
    /// The sign-in form.
    SignIn,
    /// The return from the directory.
    Callback,
    /// The sign-out form.
    SignOut,
    /// The overview, as JSON.
    Overview,
    /// Creation options for a passkey.
    BeginRegistration,
    /// The end of a registration, with what the authenticator made.
    FinishRegistration,
    /// The removal of a method.
    RemoveMethod,
    /// The end of the pass.
    RetirePass,
    /// Whether the edge is up.
    Health,
}

impl Route {
    /// The name of the route in the log.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::SignIn => "sign-in",
            Self::Callback => "callback",
            Self::SignOut => "sign-out",
            Self::Overview => "overview",
            Self::BeginRegistration => "registration-begin",
            Self::FinishRegistration => "registration-finish",
            Self::RemoveMethod => "removal",
            Self::RetirePass => "pass-retire",
            Self::Health => "health",
        }
    }
}

/// The verb of a route.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verb {
    /// `GET`, and `HEAD` with the same headers and no body.
    Get,
    /// `POST`.
    Post,
}

impl Verb {
    /// The value of the `Allow` header (RFC 9110 §10.2.1) of a route with this verb.
    pub(crate) const fn allow(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::Post => "POST",
        }
    }

    fn admits(self, method: &str) -> bool {
        match self {
            Self::Get => matches!(method, "GET" | "HEAD"),
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
    match TABLE.iter().find(|(row, ..)| *row == path) {
        Some((_, verb, route)) if verb.admits(method) => Match::Found(*route),
        Some((_, verb, _)) => Match::WrongVerb(*verb),
        None => Match::Unknown,
    }
}

/// Whether the answer of a path is JSON, for failures too.
pub(crate) fn is_call(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == routes::HEALTH
}

/// Every address of the edge except the built files.
pub(crate) const TABLE: &[(&str, Verb, Route)] = &[
    (routes::HOME, Verb::Get, Route::Page),
    (routes::ADD_PASSKEY, Verb::Get, Route::Page),
    (routes::REMOVE, Verb::Get, Route::Page),
    (routes::RETIRE_PASS, Verb::Get, Route::Page),
    (routes::SIGN_IN, Verb::Post, Route::SignIn),
    (routes::CALLBACK, Verb::Get, Route::Callback),
    (routes::SIGN_OUT, Verb::Post, Route::SignOut),
    (routes::OVERVIEW, Verb::Get, Route::Overview),
    (routes::BEGIN_REGISTRATION, Verb::Post, Route::BeginRegistration),
    (routes::FINISH_REGISTRATION, Verb::Post, Route::FinishRegistration),
    (routes::REMOVE_METHOD, Verb::Post, Route::RemoveMethod),
    (routes::RETIRE, Verb::Post, Route::RetirePass),
    (routes::HEALTH, Verb::Get, Route::Health),
];

#[cfg(test)]
mod tests;
