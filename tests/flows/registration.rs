//! Registration of a passkey, from the explanation to the list.

use contract::{ProblemCode, routes};
use journey::{
    Action, Advice, CeremonyFault, Effect, Event, Fault, Route,
    clock::{PassClock, pass_clock},
    registration::{self, Registration},
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{ADA, CHIDI, GALA, LENA, NILS};

use crate::journeys::{adds_a_passkey, names_a_passkey, overview, passkeys, registration, reread};

#[tokio::test]
async fn a_new_hire_registers_a_passkey_and_the_banner_goes() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    assert!(
        matches!(registration(&visitor), Registration::Saved { .. }),
        "{:?}",
        registration(&visitor)
    );
    assert!(
        overview(&visitor).verdict() == contract::Verdict::Yes,
        "the list grew without a second fetch"
    );
    assert!(!visitor.effects.iter().any(
        |effect| matches!(effect, Effect::Call { call, .. } if (call.path == routes::OVERVIEW || call.path == routes::LOOK))
    ));
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

#[tokio::test]
async fn a_declined_prompt_keeps_the_name_and_can_be_tried_again() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    visitor.declines = Some(CeremonyFault::Declined);
    adds_a_passkey(&mut visitor, "Blue key").await;
    let Registration::Naming(naming) = registration(&visitor) else {
        panic!("{:?}", registration(&visitor));
    };
    assert_eq!(naming.name, "Blue key");
    let failure = naming.failure.as_ref().expect("it is told");
    assert_eq!(failure.fault, Fault::Ceremony(CeremonyFault::Declined));
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

#[tokio::test]
async fn an_authenticator_that_is_registered_already_is_told_apart() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    visitor.does(Event::Registration(registration::Event::AnotherChosen)).await;
    visitor.does(Event::Registration(registration::Event::NameTyped("Same key".to_owned()))).await;
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    let Registration::Naming(naming) = registration(&visitor) else {
        panic!("{:?}", registration(&visitor));
    };
    let failure = naming.failure.as_ref().expect("it is told");
    assert_eq!(failure.fault, Fault::Ceremony(CeremonyFault::AlreadyRegistered));
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

#[tokio::test]
async fn a_lost_answer_never_makes_a_second_key_and_never_loses_one() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    names_a_passkey(&mut visitor, "Blue key").await;
    visitor.lost_answers = 1;
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    assert_eq!(visitor.lost_answers, 0, "the answer to the first finish was lost");
    assert!(
        matches!(registration(&visitor), Registration::Saved { .. }),
        "{:?}",
        registration(&visitor)
    );
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

#[tokio::test]
async fn a_challenge_of_over_five_minutes_is_replaced_without_being_asked() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, NILS.account, "/").await;
    names_a_passkey(&mut visitor, "Blue key").await;
    edge.wait(6 * 60 * 1000);
    visitor.does(Event::Resumed(edge.now())).await;
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    if !matches!(registration(&visitor), Registration::Saved { .. }) {
        visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    }
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

#[tokio::test]
async fn five_minutes_after_the_sign_in_a_fresher_one_comes_before_the_name_and_before_the_prompt()
{
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    names_a_passkey(&mut visitor, "Blue key").await;
    edge.wait(5 * 60 * 1000);
    visitor.does(Event::Resumed(edge.now())).await;
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    assert!(matches!(registration(&visitor), Registration::StepUp { .. }));
    visitor.opens("/add-passkey").await;
    assert!(matches!(registration(&visitor), Registration::StepUp { .. }));
    assert!(passkeys(&reread(&mut visitor).await).is_empty());
}

#[tokio::test]
async fn a_one_time_pass_registers_within_ten_minutes_and_not_after() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, NILS.account, "/").await;
    edge.wait(9 * 60 * 1000);
    adds_a_passkey(&mut visitor, "In time").await;
    assert_eq!(passkeys(&reread(&mut visitor).await), ["In time"]);

    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, NILS.account, "/").await;
    edge.wait(10 * 60 * 1000 + 1);
    adds_a_passkey(&mut visitor, "Too late").await;
    assert!(!matches!(registration(&visitor), Registration::Saved { .. }));
    assert!(passkeys(&reread(&mut visitor).await).is_empty());
}

#[tokio::test]
async fn a_one_time_pass_beside_an_old_phone_has_its_window_and_then_leads_to_the_help_desk() {
    // Whether the phone is at hand, nobody knows: it is not marked as lost.
    let edge = Edge::new();
    let pass = edge.issues_a_pass_for_one_sign_in(LENA.account);
    let mut visitor = Visitor::stranger(&edge, "/").await;
    visitor.types_the_pass(LENA.account, &pass, "/").await;
    assert!(!overview(&visitor).methods.is_empty() && !overview(&visitor).is_proved);
    let clock = |visitor: &Visitor| pass_clock(overview(visitor), edge.now());
    let Some(PassClock::Window(window)) = clock(&visitor) else {
        panic!("no window: {:?}", clock(&visitor));
    };
    assert_eq!(window.ends_at, edge.now().plus_minutes(10));

    edge.wait(11 * 60 * 1000);
    for _ in 0..2 {
        visitor.does(Event::LinkFollowed(Route::AddPasskey)).await;
        let Registration::Stopped { failure } = registration(&visitor) else {
            panic!("not to another sign-in: {:?}", registration(&visitor));
        };
        assert_eq!(Advice::of(&failure.fault).action, Action::AskHelpDesk);
        let code = failure.fault.code();
        assert_eq!(code, Some(ProblemCode::RegistrationWindowOver));
        // The same when the edge is asked anew.
        assert_eq!(
            pass_clock(&reread(&mut visitor).await, edge.now()),
            Some(PassClock::WindowOver)
        );
    }
}

#[tokio::test]
async fn a_directory_that_registers_on_its_own_page_is_handed_the_passkey() {
    for account in [CHIDI.account, GALA.account] {
        let edge = Edge::new();
        let mut visitor = Visitor::signed_in(&edge, account, "/").await;
        adds_a_passkey(&mut visitor, "Blue key").await;
        assert!(matches!(registration(&visitor), Registration::HandOff(_)), "{account}");
        // The session has learned it: nothing is typed in vain again, not after a reload either.
        visitor.opens("/add-passkey").await;
        assert!(matches!(registration(&visitor), Registration::HandOff(_)), "{account}");
        let overview = reread(&mut visitor).await;
        assert!(overview.is_handed_off && !overview.security_info.is_empty());
    }
}

mod finish {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use contract::registration::{BeginRegistration, FinishRegistration};
    use gateway::session;
    use latchkey_tests::{authenticator::SoftwareAuthenticator, world::APP_ORIGIN};

    use super::*;

    /// A finish that would succeed.
    async fn good(edge: &Edge, cookie: &str) -> FinishRegistration {
        let gateway = edge.gateway();
        let mut session = session::open(&gateway, Some(cookie)).await.expect("a session");
        let request = BeginRegistration {};
        let begun = gateway::registration::begin(&gateway, &mut session, request).await;
        let begun = begun.expect("options");
        let mut authenticator = SoftwareAuthenticator::new();
        let credential = authenticator.create(APP_ORIGIN, &begun.options).await.expect("a key");
        FinishRegistration { registration: begun.registration, name: "Blue key".into(), credential }
    }

    async fn sends(
        edge: &Edge,
        cookie: &str,
        finish: FinishRegistration,
    ) -> Result<(), ProblemCode> {
        let gateway = edge.gateway();
        let mut session = session::open(&gateway, Some(cookie)).await.expect("a session");
        let finished = gateway::registration::finish(&gateway, &mut session, finish).await;
        finished.map(|_| ()).map_err(|fault| fault.code())
    }

    fn change_client_data(finish: &mut FinishRegistration, from: &str, to: &str) {
        let data = &finish.credential.response.client_data_json;
        let text = String::from_utf8(data.clone()).expect("client data is text");
        assert!(text.contains(from), "{from} is in {text}");
        finish.credential.response.client_data_json = text.replace(from, to).into_bytes();
    }

    type Tamper = fn(&mut FinishRegistration);

    #[tokio::test]
    async fn what_was_tampered_with_is_refused_and_registers_nothing() {
        let cases: [(&str, Tamper, ProblemCode); 8] = [
            (
                "an id that was not given out",
                |f| f.registration.0.push('x'),
                ProblemCode::RegistrationUnknown,
            ),
            ("an empty name", |f| f.name = "  ".into(), ProblemCode::NameInvalid),
            ("a name of 31 characters", |f| f.name = "n".repeat(31), ProblemCode::NameInvalid),
            (
                "a challenge that was not issued",
                |f| {
                    let challenge = URL_SAFE_NO_PAD.encode([7; 32]);
                    let data = format!(
                        r#"{{"type":"webauthn.create","challenge":"{challenge}","origin":"{APP_ORIGIN}","crossOrigin":false}}"#
                    );
                    f.credential.response.client_data_json = data.into_bytes();
                },
                ProblemCode::RegistrationRefused,
            ),
            (
                "an origin that is not ours",
                |f| change_client_data(f, APP_ORIGIN, "https://evil.example"),
                ProblemCode::RegistrationRefused,
            ),
            (
                "a ceremony of another type",
                |f| change_client_data(f, "webauthn.create", "webauthn.get"),
                ProblemCode::RegistrationRefused,
            ),
            (
                "an attestation object cut short",
                |f| {
                    let object: Vec<u8> = f.credential.response.attestation_object.clone();
                    f.credential.response.attestation_object = object[..object.len() / 2].to_vec();
                },
                ProblemCode::RegistrationRefused,
            ),
            (
                "another relying party's hash",
                |f| {
                    use sha2::Digest as _;
                    let hash = sha2::Sha256::digest(b"localhost");
                    let mut object: Vec<u8> = f.credential.response.attestation_object.clone();
                    let at = object
                        .windows(32)
                        .position(|w| w == hash.as_slice())
                        .expect("the hash is in it");
                    object[at] ^= 1;
                    f.credential.response.attestation_object = object;
                },
                ProblemCode::RegistrationRefused,
            ),
        ];
        for (case, tamper, code) in cases {
            let edge = Edge::new();
            let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
            let cookie = visitor.cookie.clone().expect("a session");
            let mut finish = good(&edge, &cookie).await;
            tamper(&mut finish);
            assert_eq!(sends(&edge, &cookie, finish).await, Err(code), "{case}");
            assert!(passkeys(&reread(&mut visitor).await).is_empty(), "{case} registers nothing");
        }
    }

    #[tokio::test]
    async fn the_same_twice_is_one_key_and_another_key_is_refused() {
        let edge = Edge::new();
        let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
        let cookie = visitor.cookie.clone().expect("a session");
        let finish = good(&edge, &cookie).await;
        sends(&edge, &cookie, finish.clone()).await.expect("the first time");
        sends(&edge, &cookie, finish.clone()).await.expect("the second time");
        let mut other = finish;
        other.credential.id.push('A');
        other.credential.raw_id = vec![9; 16];
        assert_eq!(sends(&edge, &cookie, other).await, Err(ProblemCode::RegistrationUnknown));
        assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
    }

    #[tokio::test]
    async fn five_minutes_are_all_it_has() {
        for (minutes, outcome) in [(4, Ok(())), (6, Err(ProblemCode::RegistrationExpired))] {
            let edge = Edge::new();
            let visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
            let cookie = visitor.cookie.clone().expect("a session");
            let finish = good(&edge, &cookie).await;
            edge.wait(minutes * 60 * 1000);
            assert_eq!(sends(&edge, &cookie, finish).await, outcome, "after {minutes} minutes");
        }
    }
}
