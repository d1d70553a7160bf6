//! The methods that each path knows, for the `Allow` of a 405 (RFC 9110, section 15.5.6).

use crate::directory::collection::Collection;

#[cfg(test)]
mod tests;

/// The methods of a path, as the header lists them.
pub(super) fn methods(path: &[&str]) -> &'static str {
    match path {
        ["v1.0" | "beta", "me", rest @ ..] | ["v1.0" | "beta", "users", _, rest @ ..] => {
            of_person(rest)
        }
        ["v1.0" | "beta", rest @ ..] => of_graph(rest),
        ["embedded", ..] | ["oidc", "userinfo"] => "GET, POST",
        [_, rest @ ..] => of_authority(rest),
        [] => "",
    }
}

fn of_authority(path: &[&str]) -> &'static str {
    match path {
        ["oauth2", "v2.0", "token"]
        | ["login"]
        | ["security-info", "passkey-options" | "passkey"] => "POST",
        ["oauth2", "v2.0", "authorize" | "logout"] | ["register" | "security-info" | "phone"] => {
            "GET, POST"
        }
        _ => "GET",
    }
}

fn of_graph(path: &[&str]) -> &'static str {
    match path {
        ["$batch"] | ["identity", "conditionalAccess", "evaluate"] => "POST",
        ["identity", "conditionalAccess", "policies" | "namedLocations"] => "GET, POST",
        ["identity", "conditionalAccess", "policies" | "namedLocations", _]
        | ["policies", "authenticationMethodsPolicy", "authenticationMethodConfigurations", _] => {
            "GET, PATCH, DELETE"
        }
        ["policies", "authenticationMethodsPolicy", ..] | ["auditLogs", _, ..] => "GET",
        _ => "",
    }
}

fn of_person(path: &[&str]) -> &'static str {
    match path {
        ["revokeSignInSessions" | "microsoft.graph.revokeSignInSessions"] => "POST",
        ["authentication", "signInPreferences"] => "GET, PATCH",
        ["authentication", segment] => match Collection::from_segment(segment) {
            Some(Collection::Fido2 | Collection::TemporaryAccessPass) => "GET, POST",
            Some(_) | None => "GET",
        },
        ["authentication", segment, last] if *last != "creationOptions" => {
            match Collection::from_segment(segment) {
                Some(Collection::Password) | None => "GET",
                Some(_) => "GET, DELETE",
            }
        }
        _ => "GET",
    }
}
