//! A person: account, methods, pass, lockout, and the failures that a named person demonstrates.

use std::borrow::Cow;

use sha2::{Digest, Sha512};

use super::{
    guest::Guest,
    lockout::Lockout,
    method::{AuthenticationMethod, Passkey},
    pass::TemporaryAccessPass,
    password::PasswordValue,
    role::{Role, Standing},
};

/// The object id of a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct PersonId(String);

impl PersonId {
    pub(crate) const fn new(id: String) -> Self {
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A user object of the directory with everything that belongs to it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    /// The user principal name.
    pub(crate) account: String,
    pub(crate) given_name: String,
    pub(crate) surname: String,
    pub(crate) job_title: String,
    pub(crate) methods: Vec<AuthenticationMethod>,
    pub(crate) pass: Option<TemporaryAccessPass>,
    pub(crate) password: PasswordValue,
    /// The id of the method that the directory asks for first, where one was chosen.
    pub(crate) default_method: Option<String>,
    /// Directory roles; most people have none.
    pub(crate) roles: Vec<Role>,
    /// The ids of the groups that the person is in.
    pub(crate) groups: Vec<String>,
    /// Absent for a member.
    pub(crate) guest: Option<Guest>,
    /// Whether another identity provider signs the person in, as the domain of the account says.
    pub(crate) is_federated: bool,
    /// Whether a registration policy sends the person to register after a sign-in.
    pub(crate) must_register: bool,
    pub(crate) lockout: Lockout,
    pub(crate) trouble: Option<Trouble>,
    /// What the person shows, in one sentence, for the table of people.
    pub(crate) shows: Cow<'static, str>,
}

/// A failure that happens to a person on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Trouble {
    /// Creation options name the relying party of the real directory.
    ForeignRelyingParty,
    /// The methods list is cut off in the middle of its JSON.
    MethodsCutOff,
    /// The methods list is delayed by this many milliseconds.
    MethodsSlow(u32),
    /// The first methods list after every sign-in is answered 429 with `Retry-After: 1`.
    MethodsThrottledOnce,
    /// The methods list is always answered 503.
    MethodsUnavailable,
    /// The first methods list after every sign-in is answered 429 without `Retry-After`.
    MethodsThrottledSilently,
    /// Creation options and registration are answered 405, as if the service did not offer them.
    PasskeysNotOffered,
    /// The sign-in succeeds, and the application is answered with an error.
    SignInRefused(SignInRefusal),
    /// Changes need a token for the authentication context `c1`; others are answered with a claims challenge.
    StepUpDemanded,
    /// The passkey policy of this person allows one model of security key only.
    StrictPasskeyPolicy,
}

/// What the application is told instead of a code (RFC 6749, section 4.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum SignInRefusal {
    BlockedByConditionalAccess,
    DeviceNotCompliant,
    NotAssigned,
    ConsentDeclined,
    ServerError,
    TemporarilyUnavailable,
}

impl Person {
    pub(crate) fn display_name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
    }

    pub(crate) fn method(&self, id: &str) -> Option<&AuthenticationMethod> {
        self.methods.iter().find(|method| method.id == id)
    }

    pub(crate) const fn standing(&self) -> Standing {
        if self.roles.is_empty() { Standing::Member } else { Standing::Administrator }
    }

    /// Whether the person signs in with this account; an external guest may also use the home tenant's.
    pub(crate) fn signs_in_as(&self, account: &str) -> bool {
        self.account.eq_ignore_ascii_case(account)
            || matches!(&self.guest, Some(Guest::External { home_account, .. })
                if home_account.eq_ignore_ascii_case(account))
    }

    pub(crate) const fn is_external_guest(&self) -> bool {
        matches!(self.guest, Some(Guest::External { .. }))
    }

    /// The pass that the person can type: an external guest's is the home tenant's.
    pub(crate) const fn presented_pass(&self) -> Option<&TemporaryAccessPass> {
        match &self.guest {
            Some(Guest::External { home_pass, .. }) => Some(home_pass),
            _ => self.pass.as_ref(),
        }
    }

    pub(crate) const fn presented_pass_mut(&mut self) -> Option<&mut TemporaryAccessPass> {
        match &mut self.guest {
            Some(Guest::External { home_pass, .. }) => Some(home_pass),
            _ => self.pass.as_mut(),
        }
    }

    pub(crate) fn passkeys(&self) -> impl Iterator<Item = (&AuthenticationMethod, &Passkey)> {
        self.methods.iter().filter_map(|method| Some((method, method.passkey()?)))
    }
}

/// The user handle: 51 opaque bytes, the same for a person as long as the tenant lives.
pub(crate) fn user_handle(person: &Person) -> Vec<u8> {
    Sha512::digest(person.id.as_str().as_bytes())[..51].to_vec()
}
