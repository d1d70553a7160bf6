//! The phones of the embedded tenant: which there are, what is on them, and which browser holds which.

pub(crate) mod story;

use std::collections::BTreeMap;

use story::Happened;

use super::approval::ApprovalRequest;
use crate::directory::{
    Directory, collection::Collection, method::AuthenticationMethod, person::PersonId,
};

/// The id of a phone.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct PhoneId(String);

impl PhoneId {
    pub(crate) const fn new(id: String) -> Self {
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a phone runs; it decides the AAGUID of the passkeys that Microsoft Authenticator makes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Platform {
    Android,
    Ios,
}

impl Platform {
    pub(crate) const fn authenticator_aa_guid(self) -> &'static str {
        match self {
            Self::Android => "de1e552d-db1d-4423-a619-566b625cdc84",
            Self::Ios => "90a3ccdf-635c-4729-a248-9b709135078f",
        }
    }
}

/// A phone, perhaps with Microsoft Authenticator.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Phone {
    pub(crate) id: PhoneId,
    pub(crate) name: String,
    pub(crate) platform: Platform,
    pub(crate) has_app: bool,
    pub(crate) accounts: Vec<Account>,
    /// Accounts that the directory knows nothing of.
    #[serde(default)]
    pub(crate) personal_accounts: Vec<String>,
    /// What came of the last account that was added, until something else is done.
    #[serde(default)]
    pub(crate) happened: Option<Happened>,
}

/// An account in the app: it works while the directory still has the method.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Account {
    pub(crate) person: PersonId,
    pub(crate) method_id: String,
}

impl Account {
    pub(crate) fn is_registered(&self, directory: &Directory) -> bool {
        self.method(directory).is_some()
    }

    /// Whether the app approves sign-ins: with a passkey alone it does not.
    pub(crate) fn can_approve(&self, directory: &Directory) -> bool {
        self.method(directory).and_then(AuthenticationMethod::collection)
            == Some(Collection::MicrosoftAuthenticator)
    }

    fn method<'all>(&self, directory: &'all Directory) -> Option<&'all AuthenticationMethod> {
        directory.person(&self.person)?.method(&self.method_id)
    }
}

/// All phones, and the requests that wait on them.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Phones {
    phones: Vec<Phone>,
    /// The phone that a browser holds, by its cookie.
    holders: BTreeMap<String, PhoneId>,
    /// Not kept across restarts: they are good for minutes.
    #[serde(skip)]
    pub(crate) requests: Vec<ApprovalRequest>,
}

/// Maximum number of phones; the oldest is dropped first.
const LIMIT: usize = 200;

impl Phones {
    /// A phone with the app and one account, for whoever picks it up.
    pub(crate) fn lay_ready(
        &mut self,
        id: String,
        name: String,
        person: PersonId,
        method_id: String,
    ) {
        self.phones.push(Phone {
            id: PhoneId::new(id),
            name,
            platform: Platform::Android,
            has_app: true,
            accounts: vec![Account { person, method_id }],
            personal_accounts: Vec::new(),
            happened: None,
        });
    }

    pub(crate) fn all(&self) -> &[Phone] {
        &self.phones
    }

    pub(crate) fn held_by(&self, cookie: &str) -> Option<&Phone> {
        let id = self.holders.get(cookie)?;
        self.phones.iter().find(|phone| phone.id == *id)
    }

    pub(crate) fn held_by_mut(&mut self, cookie: &str) -> Option<&mut Phone> {
        let id = self.holders.get(cookie)?;
        self.phones.iter_mut().find(|phone| phone.id == *id)
    }

    /// Gives a new phone to a browser.
    pub(crate) fn take(&mut self, cookie: &str, id: PhoneId, name: &str, platform: Platform) {
        if self.phones.len() >= LIMIT {
            let oldest = self.phones.remove(0);
            self.holders.retain(|_, held| *held != oldest.id);
        }
        self.holders.insert(String::from(cookie), id.clone());
        self.phones.push(Phone {
            id,
            name: String::from(name),
            platform,
            has_app: false,
            accounts: Vec::new(),
            personal_accounts: Vec::new(),
            happened: None,
        });
    }

    /// Gives an existing phone to a browser; false where there is no such phone.
    pub(crate) fn pick_up(&mut self, cookie: &str, id: &str) -> bool {
        let id = PhoneId::new(String::from(id));
        let is_there = self.phones.iter().any(|phone| phone.id == id);
        if is_there {
            self.holders.insert(String::from(cookie), id);
        }
        is_there
    }

    pub(crate) fn put_down(&mut self, cookie: &str) {
        self.holders.remove(cookie);
    }

    pub(crate) fn install(&mut self, cookie: &str) {
        if let Some(phone) = self.held_by_mut(cookie) {
            phone.has_app = true;
        }
    }

    /// What the phone says of the last account that was added; `None` once something else is done.
    pub(crate) fn note(&mut self, cookie: &str, happened: Option<Happened>) {
        if let Some(phone) = self.held_by_mut(cookie) {
            phone.happened = happened;
        }
    }

    pub(crate) fn add_personal_account(&mut self, cookie: &str, account: &str) {
        if let Some(phone) = self.held_by_mut(cookie) {
            phone.personal_accounts.retain(|known| known != account);
            phone.personal_accounts.push(String::from(account));
        }
    }
}
