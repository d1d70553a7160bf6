//! Which notes of begun registrations are kept.

use contract::{Timestamp, registration::RegistrationId};

use super::{NotedRegistration, Progress, begin};

const NOW: Timestamp = Timestamp(1_000_000);

fn note(id: &str, minutes: i64, progress: Progress) -> NotedRegistration {
    NotedRegistration {
        id: RegistrationId(id.to_owned()),
        challenge_digest: String::new(),
        relying_party: String::new(),
        expires_at: NOW.plus_minutes(minutes),
        known: Vec::new(),
        excluded: Vec::new(),
        progress,
    }
}

#[test]
fn three_are_open_at_once_and_what_was_sent_is_never_forgotten_for_them() {
    let sent = Progress::Sent { credential: String::new() };
    let mut notes = vec![note("over", 0, Progress::Begun), note("sent", -9, sent)];
    for id in ["a", "b", "c", "d"] {
        begin(&mut notes, note(id, 5, Progress::Begun), NOW);
    }
    let ids: Vec<&str> = notes.iter().map(|note| note.id.0.as_str()).collect();
    assert_eq!(ids, ["sent", "b", "c", "d"]);
}
