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
fn eight_are_open_at_once_and_what_was_sent_is_never_forgotten_for_them() {
    let sent = Progress::Sent { credential: String::new() };
    let mut notes = vec![note("over", 0, Progress::Begun), note("sent", -9, sent)];
    for id in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
        begin(&mut notes, note(id, 5, Progress::Begun), NOW);
    }
    let ids: Vec<&str> = notes.iter().map(|note| note.id.0.as_str()).collect();
    assert_eq!(ids, ["sent", "b", "c", "d", "e", "f", "g", "h", "i"]);
}

#[test]
fn one_whose_challenge_ends_this_very_moment_is_open_no_more() {
    for (minutes, kept) in [(0, 1), (1, 2)] {
        let mut notes = vec![note("earlier", minutes, Progress::Begun)];
        begin(&mut notes, note("a", 5, Progress::Begun), NOW);
        assert_eq!(notes.len(), kept, "{minutes}");
    }
}
