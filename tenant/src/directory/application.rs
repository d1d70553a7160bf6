//! A registered application: its redirect addresses, its secret, and what an administrator consented to.

use std::{borrow::Cow, fmt};

use subtle::ConstantTimeEq;
use url::{Host, Url};

use super::credential::{FederatedCredential, KeyCredential};
use crate::{
    randomness::Randomness,
    state::{
        settings::Settings,
        switches::{OptionalClaim, Switches},
    },
};

/// The client id of the application with a secret; the same in every run.
pub const CLIENT_ID: &str = "0d2b6c7e-4a3f-4f0b-9a57-8a1f2c4d6e11";

/// The client id of the public application, for tools and libraries on the same machine.
pub const PUBLIC_CLIENT_ID: &str = "7c9e4f52-1b8d-4e63-8f2a-3d5b7a9c1e22";

/// The client id of the automation, which acts without a signed-in person: it has application permissions and no
/// redirect address.
pub const AUTOMATION_CLIENT_ID: &str = "e5b1c0d4-6f72-4a19-8d3e-91c7a2f05b33";

/// The client id of the application with a secret for servers on the same machine, on any port.
pub const LOCAL_SERVER_CLIENT_ID: &str = "a41c8e07-53d2-4b9e-9c66-2f7e1d0b3c33";

/// The client id of the Security info page itself, as Microsoft's own pages have theirs.
pub(crate) const SECURITY_INFO_CLIENT_ID: &str = "19db86c3-b2b9-44cc-b339-36da233a3be2";

/// The applications of a fresh tenant.
pub(crate) fn register(settings: &Settings, randomness: &mut Randomness) -> Vec<Application> {
    let mut applications = vec![
        Application {
            client_id: String::from(CLIENT_ID),
            name: "Latchkey".to_owned(),
            redirect_addresses: Vec::new(),
            secret: Some(ClientSecret::new(randomness.token())),
            consented: permissions(&[LOCAL_CONSENT]),
            application_permissions: Vec::new(),
            registration: Registration::default(),
        },
        Application {
            client_id: String::from(PUBLIC_CLIENT_ID),
            name: "Local tools".to_owned(),
            redirect_addresses: vec!["http://localhost".to_owned()],
            secret: None,
            consented: permissions(&[LOCAL_CONSENT, ADMINISTRATION_CONSENT]),
            application_permissions: Vec::new(),
            registration: Registration::default(),
        },
        Application {
            client_id: String::from(AUTOMATION_CLIENT_ID),
            name: "Automation".to_owned(),
            redirect_addresses: Vec::new(),
            secret: Some(ClientSecret::new(randomness.token())),
            consented: Vec::new(),
            application_permissions: permissions(&[APPLICATION_PERMISSIONS]),
            registration: Registration::default(),
        },
        Application {
            client_id: String::from(LOCAL_SERVER_CLIENT_ID),
            name: "Local server".to_owned(),
            redirect_addresses: vec!["http://localhost".to_owned()],
            secret: Some(ClientSecret::new(randomness.token())),
            consented: permissions(&[LOCAL_CONSENT, ADMINISTRATION_CONSENT]),
            application_permissions: Vec::new(),
            registration: Registration::default(),
        },
    ];
    move_to(settings, &mut applications);
    applications
}

/// Registers the redirect addresses of where the product runs now.
pub(crate) fn move_to(settings: &Settings, applications: &mut [Application]) {
    let app = &settings.app_origin;
    for application in applications {
        if application.client_id == CLIENT_ID {
            application.redirect_addresses = vec![format!("{app}/callback"), format!("{app}/")];
        }
    }
}

/// An application registration.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Application {
    pub(crate) client_id: String,
    pub(crate) name: String,
    pub(crate) redirect_addresses: Vec<String>,
    /// Absent where it has none: a public client, or one with other credentials.
    pub(crate) secret: Option<ClientSecret>,
    /// Delegated Graph permissions that an administrator granted for everyone.
    pub(crate) consented: Vec<Cow<'static, str>>,
    /// Graph permissions that it has without a person (`roles` in its token).
    pub(crate) application_permissions: Vec<Cow<'static, str>>,
    /// Empty where state was kept before there was any.
    #[serde(default)]
    pub(crate) registration: Registration,
}

/// What an administrator lists in the registration; nothing in a fresh tenant.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Registration {
    /// Certificates that the application may prove itself with.
    pub(crate) key_credentials: Vec<KeyCredential>,
    /// Other issuers that may vouch for it.
    pub(crate) federated_credentials: Vec<FederatedCredential>,
    /// The optional claims of its ID tokens; `None` leaves it to the tenant's switch.
    pub(crate) optional_claims: Option<Vec<OptionalClaim>>,
}

/// A client secret. Prints as `[redacted]`.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct ClientSecret(String);

impl ClientSecret {
    pub(crate) const fn new(secret: String) -> Self {
        Self(secret)
    }

    pub(crate) fn matches(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl Application {
    /// The client must prove itself (RFC 6749, section 2.1).
    pub(crate) const fn is_confidential(&self) -> bool {
        self.secret.is_some()
            || !self.registration.key_credentials.is_empty()
            || !self.registration.federated_credentials.is_empty()
    }

    /// Whether its ID tokens carry this claim.
    pub(crate) fn issues(&self, claim: OptionalClaim, switches: &Switches) -> bool {
        let listed =
            self.registration.optional_claims.as_ref().or(switches.optional_claims.as_ref());
        listed.is_none_or(|listed| listed.contains(&claim))
    }

    /// Whether an address is registered: exactly, or with another port where it is a loopback address and the client is
    /// public (RFC 8252, section 7.3) or registered it without a port.
    pub(crate) fn allows_redirect(&self, address: &str) -> bool {
        self.redirect_addresses.iter().any(|registered| registered == address)
            || self.allows_loopback(address)
    }

    fn allows_loopback(&self, address: &str) -> bool {
        let Some(mut asked) = Url::parse(address).ok().filter(is_loopback) else {
            return false;
        };
        if asked.set_port(None).is_err() {
            return false;
        }
        self.redirect_addresses
            .iter()
            .filter_map(|registered| Url::parse(registered).ok())
            .filter(is_loopback)
            .filter(|registered| !self.is_confidential() || registered.port().is_none())
            .any(|mut registered| registered.set_port(None).is_ok() && registered == asked)
    }

    /// The delegated permission as it is registered, found ignoring case.
    pub(crate) fn consented_permission(&self, asked: &str) -> Option<&str> {
        self.consented
            .iter()
            .map(Cow::as_ref)
            .find(|permission| permission.eq_ignore_ascii_case(asked))
    }
}

/// Joins lists of permission names.
pub(crate) fn permissions(lists: &[&[&'static str]]) -> Vec<Cow<'static, str>> {
    lists.iter().copied().flatten().copied().map(Cow::Borrowed).collect()
}

fn is_loopback(address: &Url) -> bool {
    address.scheme() == "http"
        && match address.host() {
            Some(Host::Domain(domain)) => domain == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

/// The delegated permissions that the local applications have consent for.
pub(crate) const LOCAL_CONSENT: &[&str] = &[
    "User.Read",
    "User.RevokeSessions.All",
    "UserAuthMethod-Email.Read",
    "UserAuthMethod-Email.ReadWrite",
    "UserAuthMethod-MicrosoftAuthApp.Read",
    "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
    "UserAuthMethod-Passkey.Read",
    "UserAuthMethod-Passkey.ReadWrite",
    "UserAuthMethod-Password.Read",
    "UserAuthMethod-Phone.Read",
    "UserAuthMethod-Phone.ReadWrite",
    "UserAuthMethod-PlatformCred.Read",
    "UserAuthMethod-PlatformCred.ReadWrite",
    "UserAuthMethod-SoftwareOATH.Read",
    "UserAuthMethod-SoftwareOATH.ReadWrite",
    "UserAuthMethod-TAP.Read",
    "UserAuthMethod-TAP.ReadWrite",
    "UserAuthMethod-WindowsHello.Read",
    "UserAuthMethod-WindowsHello.ReadWrite",
    "UserAuthenticationMethod.Read",
    "UserAuthenticationMethod.ReadWrite",
];

/// Further permissions of administrators' tools; what they allow depends on the person's roles.
pub(crate) const ADMINISTRATION_CONSENT: &[&str] = &[
    "AuditLog.Read.All",
    "Policy.Read.All",
    "Policy.Read.AuthenticationMethod",
    "Policy.ReadWrite.AuthenticationMethod",
    "Policy.ReadWrite.ConditionalAccess",
    "User.Read.All",
    "UserAuthMethod-Passkey.Read.All",
    "UserAuthMethod-Passkey.ReadWrite.All",
    "UserAuthMethod-TAP.Read.All",
    "UserAuthMethod-TAP.ReadWrite.All",
    "UserAuthenticationMethod.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
];

/// The application permissions of the automation.
pub(crate) const APPLICATION_PERMISSIONS: &[&str] = &[
    "Policy.Read.AuthenticationMethod",
    "User.Read.All",
    "User.RevokeSessions.All",
    "UserAuthMethod-Passkey.ReadWrite.All",
    "UserAuthMethod-TAP.ReadWrite.All",
    "UserAuthenticationMethod.Read.All",
];

#[cfg(test)]
mod tests;
