//! The description of a fresh tenant for the person who starts it: its address, its clients, its people and their passes.

use serde::Serialize;

use super::Tenant;
use crate::directory::TENANT_ID;

/// Written by the program as JSON; it contains secrets of this local run and of nothing else.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// The tenant's own origin.
    pub address: String,
    /// The file of the certificate authority that clients must trust; `null` without https.
    pub ca_file: Option<String>,
    /// The tenant id (`tid`).
    pub tenant_id: String,
    /// Registered applications.
    pub clients: Vec<Client>,
    /// People, in the order of the table.
    pub people: Vec<PersonDescription>,
}

/// A registered application.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// The OAuth client id.
    pub client_id: String,
    /// The name on the consent and sign-in pages.
    pub name: String,
    /// Exact redirect addresses; a public client may change the port of a loopback one.
    pub redirect_uris: Vec<String>,
    /// The local secret; `null` for a public client.
    pub secret: Option<String>,
}

/// A person with their pass.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonDescription {
    /// The account name to sign in with.
    pub account: String,
    /// The display name.
    pub name: String,
    /// The value of the Temporary Access Pass; `null` for who has none.
    pub pass: Option<String>,
    /// The password; it signs in only together with Microsoft Authenticator.
    pub password: String,
    /// What the person shows, in one sentence.
    pub shows: String,
}

impl Tenant {
    /// The description of the tenant, passes included.
    #[must_use]
    pub fn describe(&self) -> Description {
        Description {
            address: self.settings.origin.clone(),
            ca_file: None,
            tenant_id: String::from(TENANT_ID),
            clients: self
                .directory
                .applications
                .iter()
                .map(|application| Client {
                    client_id: application.client_id.clone(),
                    name: application.name.clone(),
                    redirect_uris: application.redirect_addresses.clone(),
                    secret: application.secret.as_ref().map(|secret| String::from(secret.reveal())),
                })
                .collect(),
            people: self
                .directory
                .people
                .iter()
                .map(|person| PersonDescription {
                    account: person.account.clone(),
                    name: person.display_name(),
                    pass: person
                        .presented_pass()
                        .and_then(|pass| pass.value.reveal().map(String::from)),
                    password: String::from(person.password.reveal()),
                    shows: person.shows.to_string(),
                })
                .collect(),
        }
    }
}
