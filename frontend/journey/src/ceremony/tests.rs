//! Every outcome told apart, by what browsers and password managers have been seen to do.

use super::{Answer, Member, Rejection, SignedAnswer};
use crate::{CeremonyFault, ErrorName};

#[test]
fn every_refusal_is_told_apart_by_name_time_and_visibility() {
    let minutes = 5 * 60 * 1000;
    for (name, milliseconds, was_hidden, fault) in [
        ("NotAllowedError", 20, false, CeremonyFault::RefusedAtOnce),
        ("NotAllowedError", 99, false, CeremonyFault::RefusedAtOnce),
        ("NotAllowedError", 100, false, CeremonyFault::Declined),
        ("NotAllowedError", 20, true, CeremonyFault::Hidden),
        ("NotAllowedError", minutes - 1_001, false, CeremonyFault::Declined),
        ("NotAllowedError", minutes - 1_000, false, CeremonyFault::TimedOut),
        ("NotAllowedError", minutes + 40, true, CeremonyFault::TimedOut),
        ("TimeoutError", 4_000, false, CeremonyFault::TimedOut),
        ("AbortError", 4_000, false, CeremonyFault::Declined),
        ("InvalidStateError", 20, false, CeremonyFault::AlreadyRegistered),
        ("OperationError", 2, false, CeremonyFault::Pending),
        ("NotSupportedError", 2, false, CeremonyFault::NoAuthenticator),
        ("ConstraintError", 4_000, false, CeremonyFault::AuthenticatorUnsuitable),
        ("SecurityError", 2, false, CeremonyFault::RelyingPartyMismatch),
        ("UnknownError", 4_000, false, CeremonyFault::Unexplained(ErrorName::of("UnknownError"))),
        ("TypeError", 2, false, CeremonyFault::Unexplained(ErrorName::of("TypeError"))),
        ("", 2, false, CeremonyFault::Unexplained(ErrorName::NONE)),
    ] {
        let rejection = Rejection { name, milliseconds, timeout: minutes, was_hidden };
        assert_eq!(rejection.fault(), fault, "{rejection:?}");
    }
    let unknown =
        Rejection { name: "NotAllowedError", milliseconds: 900_000, ..Rejection::default() };
    assert_eq!(unknown.fault(), CeremonyFault::Declined, "without a timeout nobody can tell");
}

fn whole() -> Answer {
    Answer {
        id: Member::Here("AQ".to_owned()),
        decoded_id: Some(vec![1]),
        raw_id: Member::Here(vec![1]),
        attestation_object: Member::Here(vec![2]),
        client_data_json: Member::Here(vec![3]),
    }
}

fn raw_id(answer: Answer) -> Result<Vec<u8>, CeremonyFault> {
    answer.credential().map(|credential| credential.0.raw_id)
}

#[test]
fn a_whole_answer_is_a_credential_and_an_empty_one_is_as_declined() {
    assert_eq!(raw_id(whole()), Ok(vec![1]));
    assert_eq!(raw_id(Answer::default()), Err(CeremonyFault::Declined));
}

#[test]
fn a_raw_id_that_cannot_be_used_is_decoded_from_the_id() {
    for raw in [Member::Unusable, Member::Missing, Member::Here(Vec::new())] {
        assert_eq!(raw_id(Answer { raw_id: raw.clone(), ..whole() }), Ok(vec![1]));
        let neither = Answer { raw_id: raw, decoded_id: None, ..whole() };
        assert_eq!(raw_id(neither), Err(CeremonyFault::Unreadable));
    }
}

#[test]
fn nothing_that_is_empty_or_cannot_be_read_is_a_credential() {
    for broken in [Member::Unusable, Member::Missing, Member::Here(Vec::new())] {
        for answer in [
            Answer { attestation_object: broken.clone(), ..whole() },
            Answer { client_data_json: broken.clone(), ..whole() },
        ] {
            assert_eq!(raw_id(answer), Err(CeremonyFault::Unreadable));
        }
    }
    let throws = Answer { id: Member::Unusable, ..Answer::default() };
    assert_eq!(raw_id(throws), Err(CeremonyFault::Unreadable), "something was made");
}

#[test]
fn what_signed_is_whole_or_not_at_all() {
    let signed = || SignedAnswer {
        answer: Answer { attestation_object: Member::Missing, ..whole() },
        authenticator_data: Member::Here(vec![4]),
        signature: Member::Here(vec![5]),
    };
    let assertion = signed().assertion().expect("whole");
    assert_eq!((assertion.raw_id, assertion.signature), (vec![1], vec![5]));
    let nothing = SignedAnswer::default().assertion();
    assert_eq!(nothing.err(), Some(CeremonyFault::Declined));
    for broken in [Member::Unusable, Member::Missing, Member::Here(Vec::new())] {
        for answer in [
            SignedAnswer { signature: broken.clone(), ..signed() },
            SignedAnswer { authenticator_data: broken.clone(), ..signed() },
            SignedAnswer {
                answer: Answer { client_data_json: broken.clone(), ..whole() },
                ..signed()
            },
        ] {
            assert_eq!(answer.assertion().err(), Some(CeremonyFault::Unreadable));
        }
    }
}
