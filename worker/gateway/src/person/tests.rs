//! How recent changes are remembered and applied to a list.

use contract::{AuthenticationMethod, MethodId, MethodKind, MethodState, PhoneType, Timestamp};

use super::{PersonKey, PersonRecord, Recovery};
use crate::SealKeys;
use crate::testing::method;

const NOW: Timestamp = Timestamp(1_000_000_000);

fn states(record: &PersonRecord, listed: &[&str], at: Timestamp) -> Vec<(String, MethodState)> {
    let listed = listed.iter().map(|id| method(id)).collect();
    let methods = record.overlay(listed, at, 5);
    methods.into_iter().map(|method| (method.id.0, method.state)).collect()
}

fn ids(record: &PersonRecord, listed: &[&str], at: Timestamp) -> Vec<String> {
    let listed = listed.iter().map(|id| method(id)).collect();
    let methods = record.overlay(listed, at, 5);
    methods.into_iter().map(|method| method.id.0).collect()
}

#[test]
fn a_confirmed_removal_hides_a_lingering_method_for_five_minutes() {
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId("a".into()), NOW, true);
    assert_eq!(ids(&record, &["a", "b"], NOW.plus_minutes(4)), ["b"]);
    assert_eq!(ids(&record, &["a", "b"], NOW.plus_minutes(5)), ["a", "b"]);
}

#[test]
fn what_lingers_longer_is_being_removed_as_long_as_the_removal_is_remembered() {
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId("a".into()), NOW, true);
    let lingers = [("a".to_owned(), MethodState::BeingRemoved)];
    assert_eq!(states(&record, &["a"], NOW.plus_minutes(10)), lingers);
    // A number that was registered again elsewhere has the same id, and is new.
    let created_at = Some(NOW.plus_minutes(1));
    let kind = MethodKind::Phone { number: "+1 5".into(), phone_type: PhoneType::Mobile };
    let again = AuthenticationMethod { created_at, kind, ..method("a") };
    let listed = record.overlay(vec![again], NOW.plus_minutes(2), 5);
    assert_eq!(listed[0].state, MethodState::Listed);
    // A passkey never has: the directory's clock was ahead when it was made.
    let same = AuthenticationMethod { created_at, ..method("a") };
    assert!(record.overlay(vec![same], NOW.plus_minutes(2), 5).is_empty());
}

#[test]
fn what_the_list_does_not_show_yet_is_appearing_and_what_may_be_gone_doubtful() {
    let mut record = PersonRecord::default();
    record.note_addition(&method("new"), NOW);
    record.note_removal(&MethodId("old".into()), NOW, false);
    let expected =
        [("old".to_owned(), MethodState::Doubtful), ("new".to_owned(), MethodState::Appearing)];
    assert_eq!(states(&record, &["old"], NOW.plus_minutes(4)), expected);
    // A list may lag for longer than it should.
    let expected = [("old".to_owned(), MethodState::Doubtful)];
    assert_eq!(states(&record, &["old"], NOW.plus_minutes(14)), expected);
    let expected = [("old".to_owned(), MethodState::Listed)];
    assert_eq!(states(&record, &["old"], NOW.plus_minutes(15)), expected);
}

#[test]
fn a_removal_whose_answer_was_lost_hides_nothing_but_is_remembered() {
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId("a".into()), NOW, false);
    assert_eq!(ids(&record, &["a"], NOW), ["a"]);
    assert!(record.has_removed(&MethodId("a".into())));
    assert!(!record.has_removed(&MethodId("b".into())));
}

#[test]
fn an_addition_shows_until_the_list_has_it_or_five_minutes_have_passed() {
    let mut record = PersonRecord::default();
    record.note_addition(&method("new"), NOW);
    assert_eq!(ids(&record, &["a"], NOW.plus_minutes(4)), ["a", "new"]);
    assert_eq!(ids(&record, &["new", "a"], NOW), ["new", "a"]);
    assert_eq!(ids(&record, &["a"], NOW.plus_minutes(5)), ["a"]);
}

#[test]
fn what_was_added_and_then_removed_is_gone_and_the_other_way_round_there() {
    let mut record = PersonRecord::default();
    record.note_addition(&method("x"), NOW);
    record.note_removal(&MethodId("x".into()), NOW, true);
    assert_eq!(ids(&record, &["x"], NOW), Vec::<String>::new());
    record.note_addition(&method("x"), NOW);
    assert_eq!(ids(&record, &[], NOW), ["x"]);
}

#[test]
fn the_record_expires_an_hour_after_its_last_change() {
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId("a".into()), NOW, true);
    record.note_addition(&method("b"), NOW.plus_minutes(3));
    assert_eq!(record.expires_at(), NOW.plus_minutes(63));
}

#[test]
fn the_object_of_a_person_is_named_by_a_digest_of_their_key() {
    let key = PersonKey { tenant_id: "tenant".into(), object_id: "person".into() };
    assert_eq!(key.object_name(), "rJqjw1U6yXKo5qtCyo1bfyigf_juJdjVlEoYdl_D1-0");
}

#[test]
fn the_log_calls_a_person_the_same_in_all_lines_and_tells_nobody_without_the_key() {
    let keys = |text: &str| SealKeys::parse(text).expect("keys");
    let (one, two) = (format!("k1:{}", "A".repeat(43)), format!("k2:{}", "B".repeat(42) + "A"));
    let person = |object: &str| PersonKey { tenant_id: "t".into(), object_id: object.into() };
    let ada = person("ada").in_log(&keys(&one));
    assert_eq!(ada.len(), 16);
    assert_eq!(ada, person("ada").in_log(&keys(&one)));
    assert_eq!(
        ada,
        person("ada").in_log(&keys(&format!("{one},{two}"))),
        "while its key is the first"
    );
    assert_ne!(ada, person("eva").in_log(&keys(&one)));
    assert_ne!(ada, person("ada").in_log(&keys(&two)), "it needs the key");
    let digests = [person("ada").object_name(), person("ada").page_key()];
    assert!(digests.iter().all(|digest| !digest.starts_with(&ada)));
}

#[test]
fn what_is_noted_of_one_method_leaves_what_is_noted_of_the_others() {
    let id = |id: &str| MethodId(id.to_owned());
    let mut record = PersonRecord::default();
    record.note_addition(&method("a"), NOW);
    record.note_addition(&method("b"), NOW);
    record.note_addition(&method("a"), NOW.plus_minutes(1));
    let mut shown = ids(&record, &[], NOW.plus_minutes(2));
    shown.sort_unstable();
    assert_eq!(shown, ["a", "b"], "each once");
    record.note_removal(&id("a"), NOW.plus_minutes(2), true);
    assert_eq!(ids(&record, &[], NOW.plus_minutes(2)), ["b"]);
    // The removals too: of each the latest is noted, and what may be gone counts on.
    record.note_removal(&id("d"), NOW, false);
    record.note_removal(&id("d"), NOW.plus_minutes(2), true);
    assert!(record.is_gone(&id("a")) && record.is_gone(&id("d")));
    assert_eq!(record.removals.len(), 2);
    // Registered again, it is lost no more; the others are.
    let told = contract::recovery::Recovery {
        loss: contract::recovery::Loss::Lost,
        began_at: NOW,
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: None,
        pass_ended_at: None,
    };
    record.recovery = Some(Recovery {
        told,
        lost: vec![id("a"), id("b"), id("c")],
        sent: Vec::new(),
        marked: Vec::new(),
    });
    record.note_addition(&method("a"), NOW.plus_minutes(3));
    assert_eq!(record.recovery.map(|it| it.lost), Some(vec![id("b"), id("c")]));
}

#[test]
fn what_is_registered_here_under_the_id_of_what_was_sent_shows_that_the_one_before_has_gone() {
    let told = contract::recovery::Recovery {
        loss: contract::recovery::Loss::Lost,
        began_at: NOW,
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: None,
        pass_ended_at: None,
    };
    let lost = vec![MethodId("a".into()), MethodId("b".into())];
    let marked =
        ["a", "b"].map(|id| contract::recovery::LostMethod { method: method(id), at: NOW });
    let recovery = Some(Recovery { told, lost, marked: marked.into(), sent: Vec::new() });
    let mut record = PersonRecord { recovery, ..PersonRecord::default() };
    record.note_sent(&method("a"), NOW);
    record.note_sent(&method("b"), NOW);
    record.note_addition(&method("a"), NOW.plus_minutes(1));
    // A list that lags shows neither.
    let shown = states(&record, &[], NOW.plus_minutes(1));
    let expected = [("a", MethodState::Appearing), ("b", MethodState::Lost)];
    assert_eq!(shown, expected.map(|(id, state)| (id.to_owned(), state)));
    let removed = |record: &PersonRecord| {
        let told = record.recovery.as_ref().map(|it| &it.told.removed);
        told.map(|it| it.iter().map(|gone| gone.method.id.0.clone()).collect::<Vec<_>>())
    };
    assert_eq!(removed(&record), Some(vec!["a".to_owned()]));
    // However long it takes to be listed, it is not the one that was removed.
    record.settle_by(&[method("b")], NOW.plus_minutes(10), 5);
    assert_eq!(removed(&record), Some(vec!["a".to_owned()]));
}

#[test]
fn the_key_of_a_page_is_that_of_one_person_and_of_nothing_else() {
    let key = |tenant: &str, person: &str| {
        let (tenant_id, object_id) = (tenant.to_owned(), person.to_owned());
        PersonKey { tenant_id, object_id }
    };
    let ada = key("t", "ada");
    assert_eq!(ada.page_key(), key("t", "ada").page_key());
    for other in [key("t", "lena").page_key(), key("u", "ada").page_key(), ada.object_name()] {
        assert_ne!(ada.page_key(), other);
    }
}
