//! The scopes of a sign-in (`SCOPES`), and what cannot be changed without one of them.
//!
//! An organization may grant fewer than all of them; a kind of method without its scope is listed and
//! cannot be removed here.

use contract::MethodKind;

use super::{Read, SettingFault, Settings, SettingsFault};

/// Reads the list, with spaces or commas between its words; all the scopes where it is not set.
///
/// # Errors
///
/// When a word is no scope that Latchkey knows, or one is missing without which nobody can sign in.
pub(super) fn parse(read: &Read<'_>) -> Result<Vec<String>, SettingsFault> {
    const NAME: &str = "SCOPES";
    let fault = |fault| SettingsFault { name: NAME, fault };
    let text = read(NAME).unwrap_or_default();
    let words = text.split([' ', ',', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    let mut scopes = Vec::new();
    for (place, word) in words.enumerate() {
        // Entra writes Graph's scopes with the address of the resource too, in any case.
        let word = word.strip_prefix("https://graph.microsoft.com/").unwrap_or(word);
        let known = SCOPES.into_iter().find(|known| known.eq_ignore_ascii_case(word));
        let unknown = fault(SettingFault::UnknownScope(place.saturating_add(1)));
        let known = known.ok_or(unknown)?.to_owned();
        if !scopes.contains(&known) {
            scopes.push(known);
        }
    }
    if scopes.is_empty() {
        return Ok(SCOPES.map(str::to_owned).to_vec());
    }
    match NEEDED.into_iter().find(|needed| !scopes.iter().any(|scope| scope == needed)) {
        Some(needed) => Err(fault(SettingFault::LacksScope(needed))),
        None => Ok(scopes),
    }
}

impl Settings {
    /// Whether the scopes of a sign-in allow removing a method of this kind.
    pub(crate) fn may_remove(&self, kind: &MethodKind) -> bool {
        let scope = match kind {
            MethodKind::Passkey { .. } => "UserAuthMethod-Passkey.ReadWrite",
            MethodKind::MicrosoftAuthenticator => "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
            MethodKind::Phone { .. } => "UserAuthMethod-Phone.ReadWrite",
            MethodKind::Email { .. } => "UserAuthMethod-Email.ReadWrite",
            MethodKind::SoftwareOath => "UserAuthMethod-SoftwareOATH.ReadWrite",
            MethodKind::WindowsHello => "UserAuthMethod-WindowsHello.ReadWrite",
            MethodKind::PlatformCredential => "UserAuthMethod-PlatformCred.ReadWrite",
            MethodKind::HardwareOath
            | MethodKind::QrCodePin
            | MethodKind::External
            | MethodKind::Password
            | MethodKind::Unknown => return false,
        };
        self.scopes.iter().any(|granted| granted == scope)
    }

    /// Whether the scopes of a sign-in allow revoking every sign-in of the person.
    pub(crate) fn may_revoke_sessions(&self) -> bool {
        self.scopes.iter().any(|granted| granted == "User.RevokeSessions.All")
    }

    /// Whether the scopes of a sign-in allow retiring the pass.
    pub(crate) fn may_retire_pass(&self) -> bool {
        self.scopes.iter().any(|granted| granted == "UserAuthMethod-TAP.ReadWrite")
    }
}

/// Without these there is no identity and no list of methods.
const NEEDED: [&str; 2] = ["openid", "UserAuthenticationMethod.Read"];

/// The scopes of a sign-in: those of OpenID Connect, and from Graph only the list of methods and
/// the kinds that can be changed here. All the Graph scopes need an administrator's consent.
const SCOPES: [&str; 13] = [
    "openid",
    "profile",
    "offline_access",
    "UserAuthenticationMethod.Read",
    "UserAuthMethod-Passkey.ReadWrite",
    "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
    "UserAuthMethod-Phone.ReadWrite",
    "UserAuthMethod-Email.ReadWrite",
    "UserAuthMethod-SoftwareOATH.ReadWrite",
    "UserAuthMethod-WindowsHello.ReadWrite",
    "UserAuthMethod-PlatformCred.ReadWrite",
    "UserAuthMethod-TAP.ReadWrite",
    "User.RevokeSessions.All",
];

#[cfg(test)]
mod tests;
