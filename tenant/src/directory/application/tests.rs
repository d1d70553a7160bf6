//! Tests for `application`.

use super::*;

fn application(secret: Option<ClientSecret>, address: &str) -> Application {
    Application {
        client_id: String::from(CLIENT_ID),
        name: String::new(),
        redirect_addresses: vec![String::from(address)],
        secret,
        consented: vec!["User.Read".into()],
        application_permissions: Vec::new(),
        registration: Registration::default(),
    }
}

fn secret() -> Option<ClientSecret> {
    Some(ClientSecret::new("s".to_owned()))
}

#[test]
fn a_confidential_client_is_sent_back_to_exactly_what_it_registered() {
    let application = application(secret(), "http://localhost:8787/callback");
    assert!(application.allows_redirect("http://localhost:8787/callback"));
    for other in [
        "http://localhost:8787/callback/",
        "http://localhost:8787/callback?x=1",
        "http://localhost:9999/callback",
        "http://evil.example/callback",
    ] {
        assert!(!application.allows_redirect(other), "{other}");
    }
}

#[test]
fn a_confidential_client_that_registered_localhost_without_a_port_may_use_any() {
    let application = application(secret(), "http://localhost");
    assert!(application.allows_redirect("http://localhost:51234"));
    for other in [
        "http://localhost:51234/elsewhere",
        "https://localhost:51234",
        "http://127.0.0.1:51234",
        "http://evil.example",
    ] {
        assert!(!application.allows_redirect(other), "{other}");
    }
}

#[test]
fn a_public_client_may_use_any_port_of_its_own_machine() {
    let application = application(None, "http://localhost:1");
    assert!(application.allows_redirect("http://localhost:51234"));
    assert!(application.allows_redirect("http://localhost:51234/"));
    assert!(!application.allows_redirect("http://localhost:51234/elsewhere"));
    assert!(!application.allows_redirect("http://evil.example"));
}
