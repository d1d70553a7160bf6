//! Issued and unused challenges for new passkeys. Bounded in number and time.

use super::settings::RelyingParty;
use crate::{directory::person::PersonId, timestamp::Timestamp};

/// Maximum number of open challenges for one person; the oldest are dropped first.
const OPEN_LIMIT: usize = 32;

/// Issued and unused challenges.
#[derive(Default)]
pub(crate) struct Challenges(Vec<IssuedChallenge>);

/// A challenge with what it was given out for.
pub(crate) struct IssuedChallenge {
    pub(crate) challenge: Vec<u8>,
    pub(crate) person: PersonId,
    pub(crate) relying_party: RelyingParty,
    pub(crate) end: Timestamp,
}

impl Challenges {
    pub(crate) fn open(&mut self, issued: IssuedChallenge, now: Timestamp) {
        self.0.retain(|open| now < open.end);
        let of_person = self.0.iter().filter(|open| open.person == issued.person).count();
        if of_person >= OPEN_LIMIT
            && let Some(oldest) = self.0.iter().position(|open| open.person == issued.person)
        {
            self.0.remove(oldest);
        }
        self.0.push(issued);
    }

    pub(crate) fn find(
        &self,
        challenge: &[u8],
        person: &PersonId,
        now: Timestamp,
    ) -> Option<&IssuedChallenge> {
        self.0
            .iter()
            .find(|open| open.challenge == challenge && open.person == *person && now < open.end)
    }

    pub(crate) fn close(&mut self, challenge: &[u8]) {
        self.0.retain(|open| open.challenge != challenge);
    }
}
