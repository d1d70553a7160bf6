//! Tests for `client_authentication`.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, Request, StatusCode, header};

use crate::{
    CLIENT_ID, LOCAL_SERVER_CLIENT_ID, PUBLIC_CLIENT_ID, TENANT_ID,
    testing::{World, text},
    web::reply::Reply,
};

/// Sends a token request as it stands.
fn send(world: &mut World, form: &str, authorization: Option<&str>) -> Reply {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(format!("/{TENANT_ID}/oauth2/v2.0/token"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(authorization) = authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    world.tenant.handle(&request.body(form.as_bytes().to_vec()).unwrap(), world.now)
}

fn basic(client: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client}:{secret}")))
}

#[test]
fn two_ways_to_prove_itself_are_one_too_many() {
    let mut world = World::new();
    let right = basic(CLIENT_ID, &world.secret());
    let form = "grant_type=refresh_token&refresh_token=x";
    let kind =
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    let own = format!("client_id={CLIENT_ID}");
    for (added, header) in [
        ("client_secret=x".to_owned(), Some(&right)),
        (format!("{kind}&client_assertion=x"), Some(&right)),
        (format!("{own}&{kind}&client_assertion=x&client_secret=x"), None),
        (format!("client_id={PUBLIC_CLIENT_ID}"), Some(&right)),
        (format!("{own}&client_assertion=x"), None),
        (format!("{own}&{kind}"), None),
        (format!("{own}&client_assertion_type=other&client_assertion=x"), None),
    ] {
        let refused = send(&mut world, &format!("{form}&{added}"), header.map(String::as_str));
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{added}");
        assert!(text(&refused).contains("\"error\":\"invalid_request\""), "{added}");
    }
    // The same client in both places is one way.
    let refused = send(&mut world, &format!("{form}&{own}"), Some(&right));
    assert!(text(&refused).contains("AADSTS9002313"), "{}", text(&refused));
}

#[test]
fn whoever_used_the_header_badly_is_told_its_scheme() {
    let mut world = World::new();
    for header in [&basic(CLIENT_ID, "wrong"), "Basic", "Basic !", "basic eA=="] {
        let refused = send(&mut world, "grant_type=refresh_token", Some(header));
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(refused.headers()[header::WWW_AUTHENTICATE], "Basic realm=\"\"", "{header}");
        assert!(text(&refused).contains("invalid_client"), "{header}");
    }
}

#[test]
fn a_parameter_that_is_sent_twice_is_refused() {
    let mut world = World::new();
    let form = format!("grant_type=refresh_token&client_id={CLIENT_ID}&scope=openid&scope=openid");
    let refused = send(&mut world, &form, None);
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert!(text(&refused).contains("The parameter 'scope' is duplicated."));
}

#[test]
fn where_secrets_are_forbidden_the_grant_of_this_computer_still_works() {
    let mut world = World::new();
    world.tenant.settings.switches.client_secrets_forbidden = true;
    let clients = world.tenant.describe().clients;
    let local = clients.into_iter().find(|client| client.client_id == LOCAL_SERVER_CLIENT_ID);
    let secret = local.and_then(|client| client.secret).unwrap();
    let of = |grant: &str| {
        format!(
            "grant_type={grant}&client_id={LOCAL_SERVER_CLIENT_ID}&client_secret={secret}\
             &username=igor%40contoso.example&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
        )
    };
    let refused = send(&mut world, &of("client_credentials"), None);
    assert!(text(&refused).contains("AADSTS7000215"), "{}", text(&refused));
    let granted = send(&mut world, &of("urn%3Alatchkey%3Adanger-local"), None);
    assert_eq!(granted.status(), StatusCode::OK, "{}", text(&granted));
}
