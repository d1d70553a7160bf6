//! Notes on their way to the person's object.

use contract::{
    MethodId, MethodKind, Timestamp,
    sessions::{ActiveMethod, Browser, Happened, Program, System},
};

use super::{Begun, Note, active, kind, read_kind};
use crate::{PersonKey, SessionName, testing::method};

fn key() -> PersonKey {
    PersonKey { tenant_id: "tenant".to_owned(), object_id: "person".to_owned() }
}

fn renamed(name: &str) -> ActiveMethod {
    let mut method = method("id");
    method.name = Some(name.to_owned());
    active(&method)
}

#[test]
fn a_note_arrives_as_it_was_sent() {
    let name = |name: &str| SessionName::stored(name);
    let begun = |replaces: Option<&str>| {
        let replaces = replaces.map(SessionName::stored);
        Some(Begun { name: name("one"), ends_at: Timestamp(1_000), replaces })
    };
    let browser = Browser { program: Program::SamsungInternet, system: System::ChromeOs };
    for note in [
        Note::default(),
        Note { browser, begun: begun(None), ..Note::default() },
        Note { begun: begun(Some("two")), ended: vec![name("a"), name("b")], ..Note::default() },
        Note { happened: Some(Happened::SignedIn), ..Note::default() },
        Note { happened: Some(Happened::Added(renamed("Blue key"))), ..Note::default() },
        Note { happened: Some(Happened::Removed(active(&method("id")))), ..Note::default() },
        Note { happened: Some(Happened::PassEnded), ..Note::default() },
        Note { happened: Some(Happened::SessionsEnded), ..Note::default() },
        Note { happened: Some(Happened::SignedOutEverywhere), ..Note::default() },
    ] {
        assert_eq!(Note::read(&note.written(&key())), Some((key(), note)));
    }
}

#[test]
fn no_name_can_pass_for_another_line() {
    let happened = Some(Happened::Added(renamed("a\nended\tb\r\u{0}c")));
    let note = Note { happened, ..Note::default() };
    let (_, read) = Note::read(&note.written(&key())).expect("a note");
    assert!(read.ended.is_empty());
    let Some(Happened::Added(method)) = read.happened else { panic!("{read:?}") };
    assert_eq!(method.label.as_deref(), Some("a ended b  c"));
}

#[test]
fn what_is_no_note_is_none() {
    for text in ["", "tenant", "t\to\tb\nbegun\tname", "t\to\tb\nbegun\tn\tx\t", "t\to\tb\nnews"] {
        assert_eq!(Note::read(text), None, "{text:?}");
    }
}

#[test]
fn every_kind_has_its_word_and_what_is_particular_to_a_method_is_left_out() {
    for word in [
        "passkey",
        "authenticator",
        "windows-hello",
        "platform",
        "phone",
        "software-oath",
        "hardware-oath",
        "qr-code-pin",
        "external",
        "password",
        "email",
        "unknown",
    ] {
        assert_eq!(kind(&read_kind(word)), word);
    }
    let phone = MethodKind::Phone {
        number: "+1 ••••23".to_owned(),
        phone_type: contract::PhoneType::Mobile,
    };
    let phone = contract::AuthenticationMethod { kind: phone, ..method("p") };
    let told = active(&phone);
    assert_eq!((told.id, told.label.as_deref()), (MethodId("p".to_owned()), Some("+1 ••••23")));
    assert!(matches!(told.kind, MethodKind::Phone { number, .. } if number.is_empty()));
}
