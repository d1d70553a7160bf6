//! What the directory knows: the tenant itself, its people, its applications, its policies.
//!
//! Plain data and the rules that need no request. Who may see or change it is decided in `graph/access.rs`.

pub(crate) mod application;
pub(crate) mod collection;
pub(crate) mod conditional_access;
pub(crate) mod credential;
pub(crate) mod guest;
pub(crate) mod lockout;
pub(crate) mod method;
pub(crate) mod pass;
pub(crate) mod passkey_policy;
pub(crate) mod password;
pub(crate) mod person;
pub(crate) mod policy;
pub(crate) mod role;
pub(crate) mod session;
pub(crate) mod target;
pub(crate) mod usability;

use application::Application;
use person::{Person, PersonId};
use policy::Policies;

use crate::timestamp::Timestamp;

/// The id of the embedded tenant; the same in every run, so that an issuer can be configured once.
pub const TENANT_ID: &str = "5f1d7a52-0c0e-4c7a-9b4b-4d2f6c2b8a10";

/// The verified domain of the embedded tenant.
pub const DOMAIN: &str = "contoso.example";

/// Everything that the directory holds.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Directory {
    pub(crate) people: Vec<Person>,
    pub(crate) applications: Vec<Application>,
    pub(crate) policies: Policies,
    pub(crate) created: Timestamp,
}

impl Directory {
    pub(crate) fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }

    pub(crate) fn person_mut(&mut self, id: &PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == *id)
    }

    /// Finds a person by account name, ignoring case.
    pub(crate) fn person_by_account(&self, account: &str) -> Option<&Person> {
        let account = account.trim();
        self.people.iter().find(|person| person.signs_in_as(account))
    }

    /// Finds a person by the key in a Graph URL: an object id or an account name.
    pub(crate) fn person_by_key(&self, key: &str) -> Option<&Person> {
        self.people.iter().find(|person| {
            person.id.as_str().eq_ignore_ascii_case(key) || person.account.eq_ignore_ascii_case(key)
        })
    }

    pub(crate) fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| application.client_id.eq_ignore_ascii_case(client_id))
    }

    pub(crate) fn application_mut(&mut self, client_id: &str) -> Option<&mut Application> {
        self.applications
            .iter_mut()
            .find(|application| application.client_id.eq_ignore_ascii_case(client_id))
    }

    /// Whether any person already holds the WebAuthn credential.
    pub(crate) fn knows_credential(&self, credential_id: &[u8]) -> bool {
        self.people
            .iter()
            .flat_map(Person::passkeys)
            .any(|(_, passkey)| passkey.credential_id == credential_id)
    }
}
