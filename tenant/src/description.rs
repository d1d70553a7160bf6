//! What a fresh tenant tells the person who starts it: where it stands, whom it knows, and their passes.

use serde::Serialize;

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
