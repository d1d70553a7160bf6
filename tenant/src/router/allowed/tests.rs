//! Tests for `allowed`.

use http::{Method, Request, StatusCode, header};

use crate::{
    TENANT_ID,
    people::ADA,
    testing::{Tokens, World},
};

fn status(world: &mut World, tokens: &Tokens, method: &str, path: &str) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", tokens.access))
        .body(Vec::new())
        .unwrap();
    let reply = world.tenant.handle(&request, world.now);
    let allow = reply.headers().get(header::ALLOW);
    let allow = allow.map_or_else(String::new, |value| value.to_str().unwrap().to_owned());
    (reply.status(), allow)
}

#[test]
fn whatever_a_405_says_is_allowed_is_allowed_and_nothing_else_is() {
    const METHODS: [Method; 5] =
        [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let pages = [
        "oauth2/v2.0/token",
        "oauth2/v2.0/authorize",
        "oauth2/v2.0/logout",
        "v2.0/.well-known/openid-configuration",
        "discovery/v2.0/keys",
        "discovery/instance",
        "login",
        "login/approval",
        "home-realm",
        "register",
        "security-info",
        "security-info/add-passkey",
        "security-info/passkey",
        "security-info/passkey-options",
        "phone",
        "phone/pending",
    ];
    let others = [
        "/embedded/settings",
        "/embedded/applications/7c9e4f52-1b8d-4e63-8f2a-3d5b7a9c1e22",
        "/oidc/userinfo",
        "/v1.0/$batch",
        "/v1.0/me",
        "/v1.0/me/revokeSignInSessions",
        "/v1.0/me/authentication/methods",
        "/v1.0/me/authentication/fido2Methods",
        "/v1.0/me/authentication/fido2Methods/creationOptions",
        "/v1.0/me/authentication/temporaryAccessPassMethods",
        "/v1.0/me/authentication/phoneMethods",
        "/v1.0/me/authentication/phoneMethods/x",
        "/v1.0/me/authentication/passwordMethods/28c10230-6103-485e-b985-444c60001490",
        "/beta/me/authentication/signInPreferences",
    ];
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let pages = pages.iter().map(|page| format!("/{TENANT_ID}/{page}"));
    for path in pages.chain(others.map(String::from)) {
        let mut answers = Vec::new();
        for method in METHODS {
            answers.push((method.clone(), status(&mut world, &tokens, method.as_str(), &path)));
        }
        let known: Vec<String> = answers
            .iter()
            .filter(|(_, (status, _))| *status != StatusCode::METHOD_NOT_ALLOWED)
            .map(|(method, _)| method.to_string())
            .collect();
        for (method, (status, allow)) in &answers {
            let expected = match *status == StatusCode::METHOD_NOT_ALLOWED {
                true => known.join(", "),
                false => String::new(),
            };
            assert_eq!(*allow, expected, "{method} {path}: {status}");
        }
        assert!(known.len() < METHODS.len(), "{path}");
    }
}
