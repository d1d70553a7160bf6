//! Pending approval requests with a number to match, between the sign-in page and the phone.
//!
//! A wrong number denies the request.

use super::phone::{Phone, Phones};
use crate::{
    directory::{Directory, person::PersonId},
    randomness::Randomness,
    timestamp::Timestamp,
};

/// How long a request waits for the phone, in seconds.
const SECONDS: i64 = 120;
/// Maximum number of requests; the oldest are dropped first.
const LIMIT: usize = 500;

/// One sign-in that waits for a phone.
#[derive(Clone, Debug)]
pub(crate) struct ApprovalRequest {
    pub(crate) id: String,
    pub(crate) person: PersonId,
    /// What the person signs in to.
    pub(crate) application: String,
    /// Two digits, shown on the sign-in page and nowhere else.
    number: u8,
    asked: Timestamp,
    decision: Option<Decision>,
}

#[derive(Clone, Debug)]
enum Decision {
    Approved { method_id: String },
    Denied,
    WrongNumber,
}

/// The status of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Waiting,
    /// Approved with this registration of Microsoft Authenticator.
    Approved {
        method_id: String,
    },
    Denied,
    WrongNumber,
    Late,
}

impl Phones {
    /// Opens a request and returns its id.
    pub(crate) fn ask_approval(
        &mut self,
        randomness: &mut Randomness,
        person: PersonId,
        application: String,
        now: Timestamp,
    ) -> String {
        if self.requests.len() >= LIMIT {
            self.requests.remove(0);
        }
        // A person answers the newest request only.
        self.requests.retain(|request| request.person != person);
        let id = randomness.token();
        let drawn = randomness.bytes(1).first().copied().unwrap_or_default();
        self.requests.push(ApprovalRequest {
            id: id.clone(),
            person,
            application,
            number: drawn % 90 + 10,
            asked: now,
            decision: None,
        });
        id
    }

    /// The number that the sign-in page shows.
    pub(crate) fn number(&self, id: &str) -> Option<u8> {
        self.request(id).map(|request| request.number)
    }

    pub(crate) fn outcome(&self, id: &str, person: &PersonId, now: Timestamp) -> Option<Outcome> {
        let request = self.request(id).filter(|request| request.person == *person)?;
        Some(match &request.decision {
            Some(Decision::Approved { method_id }) => {
                Outcome::Approved { method_id: method_id.clone() }
            }
            Some(Decision::Denied) => Outcome::Denied,
            Some(Decision::WrongNumber) => Outcome::WrongNumber,
            None if request.is_open(now) => Outcome::Waiting,
            None => Outcome::Late,
        })
    }

    pub(crate) fn forget_approval(&mut self, id: &str) {
        self.requests.retain(|request| request.id != id);
    }

    /// The requests that a phone shows, with the registration that each would be approved with.
    pub(crate) fn waiting_for(
        &self,
        phone: &Phone,
        directory: &Directory,
        now: Timestamp,
    ) -> Vec<(&ApprovalRequest, String)> {
        self.requests
            .iter()
            .filter(|request| request.decision.is_none() && request.is_open(now))
            .filter_map(|request| {
                let account = phone.accounts.iter().find(|account| {
                    account.person == request.person && account.can_approve(directory)
                })?;
                Some((request, account.method_id.clone()))
            })
            .collect()
    }

    /// Approves a request on the phone that a browser holds; says whether the number was right.
    pub(crate) fn approve(
        &mut self,
        cookie: &str,
        id: &str,
        number: Option<u8>,
        directory: &Directory,
        now: Timestamp,
    ) -> bool {
        let Some(method_id) = self.method_for(cookie, id, directory, now) else {
            return false;
        };
        let Some(request) = self.requests.iter_mut().find(|request| request.id == id) else {
            return false;
        };
        let is_right = number == Some(request.number);
        request.decision =
            Some(if is_right { Decision::Approved { method_id } } else { Decision::WrongNumber });
        is_right
    }

    pub(crate) fn deny(&mut self, cookie: &str, id: &str, directory: &Directory, now: Timestamp) {
        if self.method_for(cookie, id, directory, now).is_some()
            && let Some(request) = self.requests.iter_mut().find(|request| request.id == id)
        {
            request.decision = Some(Decision::Denied);
        }
    }

    /// The registration with which the phone that a browser holds may answer a request.
    fn method_for(
        &self,
        cookie: &str,
        id: &str,
        directory: &Directory,
        now: Timestamp,
    ) -> Option<String> {
        let phone = self.held_by(cookie)?;
        self.waiting_for(phone, directory, now)
            .into_iter()
            .find(|(request, _)| request.id == id)
            .map(|(_, method_id)| method_id)
    }

    fn request(&self, id: &str) -> Option<&ApprovalRequest> {
        self.requests.iter().find(|request| request.id == id)
    }
}

impl ApprovalRequest {
    fn is_open(&self, now: Timestamp) -> bool {
        now <= self.asked.plus_seconds(SECONDS)
    }
}
