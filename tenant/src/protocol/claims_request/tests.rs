//! Wishes in a request.

use super::ClaimsRequest;
use crate::{
    directory::{
        person::PersonId,
        session::{Proof, SignIn, SignInId},
    },
    testing::START,
    timestamp::Timestamp,
    web::request::Fields,
};

fn read(name: &str, value: &str) -> Option<ClaimsRequest> {
    let encoded = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    ClaimsRequest::read(&Fields::parse(encoded.as_bytes())).ok()
}

/// The oldest sign-in, in seconds, that a wish accepts; none where it accepts none.
fn check(name: &str, value: &str, oldest: Option<i64>) {
    let wish = read(name, value).unwrap();
    let accepts = |seconds: i64| {
        let sign_in = SignIn {
            id: SignInId::new(String::new()),
            person: PersonId::new(String::new()),
            at: START.plus_seconds(-seconds),
            proof: Proof::Pass {
                pass_id: String::new(),
                end: Timestamp::default(),
                one_time: false,
            },
            remembered: None,
        };
        wish.accepts(&sign_in, START)
    };
    match oldest {
        Some(seconds) => assert!(accepts(seconds) && !accepts(seconds + 1), "{value}"),
        None => assert!(!accepts(0), "{value}"),
    }
}

#[test]
fn every_kind_of_wish_says_how_old_a_sign_in_may_be() {
    check("max_age", "30", Some(30));
    check("amr_values", "ngcmfa", Some(600));
    check("claims", r#"{"id_token":{"amr":{"value":"ngcmfa"}}}"#, Some(600));
    check("claims", r#"{"access_token":{"amr":{"values":["x","ngcmfa"]}}}"#, Some(600));
    let second = START.plus_seconds(-90).unix_seconds();
    let claims = format!(r#"{{"access_token":{{"nbf":{{"essential":true,"value":"{second}"}}}}}}"#);
    check("claims", &claims, Some(90));
    check("claims", r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#, None);
    check("claims", r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"#, None);
}

#[test]
fn what_cannot_be_read_is_refused_and_what_is_not_known_is_left_out() {
    assert_eq!(read("claims", "{"), None);
    assert_eq!(read("max_age", "-1"), None);
    let unknown = r#"{"access_token":{"nbf":{"value":7},"acrs":[],"xms_cc":{"values":"cp1"}}}"#;
    assert_eq!(read("claims", unknown), Some(ClaimsRequest::default()));
}
