//! What is noted in the person's object: that a session has begun or ended, and what was done.

use contract::{
    AuthenticationMethod, MethodKind, PhoneType, Timestamp,
    sessions::{ActiveMethod, Browser, Happened},
};

use super::{browser, line};
use crate::{PersonKey, SessionName};

/// Something to be noted in the person's object.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Note {
    /// The browser that it was done in.
    pub browser: Browser,
    /// The session that has begun.
    pub begun: Option<Begun>,
    /// The sessions that have ended.
    pub ended: Vec<SessionName>,
    /// What was done.
    pub happened: Option<Happened>,
}

/// A session that has begun.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Begun {
    /// Its name.
    pub name: SessionName,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// The session that it continues after a step-up.
    pub replaces: Option<SessionName>,
}

impl Note {
    /// The note as a message to the object of this person, which knows only a digest of the key.
    #[must_use]
    pub fn written(&self, key: &PersonKey) -> String {
        let mut text = line::of(&[&key.tenant_id, &key.object_id, &browser::written(self.browser)]);
        let mut push = |line: &str| {
            text.push('\n');
            text.push_str(line);
        };
        if let Some(Begun { name, ends_at, replaces }) = &self.begun {
            let replaces = replaces.as_ref().map(SessionName::as_str).unwrap_or_default();
            push(&line::of(&[BEGUN, name.as_str(), &ends_at.0.to_string(), replaces]));
        }
        for name in &self.ended {
            push(&line::of(&[ENDED, name.as_str()]));
        }
        if let Some(done) = &self.happened {
            push(&happened(done));
        }
        text
    }

    /// Reads a message of this form.
    #[must_use]
    pub fn read(text: &str) -> Option<(PersonKey, Self)> {
        let mut lines = text.split('\n').map(line::fields);
        let head = lines.next()?;
        let [tenant_id, object_id, of] = head[..] else { return None };
        let key = PersonKey { tenant_id: tenant_id.to_owned(), object_id: object_id.to_owned() };
        let mut note = Self { browser: browser::read(of), ..Self::default() };
        for fields in lines {
            match fields[..] {
                [BEGUN, name, ends_at, replaces] => {
                    note.begun = Some(Begun {
                        name: SessionName::stored(name),
                        ends_at: Timestamp(ends_at.parse().ok()?),
                        replaces: (!replaces.is_empty()).then(|| SessionName::stored(replaces)),
                    });
                }
                [ENDED, name] => note.ended.push(SessionName::stored(name)),
                _ => note.happened = Some(read_happened(&fields)?),
            }
        }
        Some((key, note))
    }
}

/// The line of what was done.
pub(super) fn happened(happened: &Happened) -> String {
    let (word, method) = match happened {
        Happened::SignedIn => ("signed-in", None),
        Happened::Added(method) => ("added", Some(method)),
        Happened::Removed(method) => ("removed", Some(method)),
        Happened::PassEnded => ("pass-ended", None),
        Happened::SessionsEnded => ("sessions-ended", None),
        Happened::SignedOutEverywhere => ("everywhere", None),
    };
    let Some(method) = method else { return line::of(&[word]) };
    let label = method.label.as_deref().unwrap_or_default();
    line::of(&[word, &method.id.0, kind(&method.kind), label])
}

/// Reads the fields of such a line.
pub(super) fn read_happened(fields: &[&str]) -> Option<Happened> {
    Some(match *fields {
        ["signed-in"] => Happened::SignedIn,
        ["pass-ended"] => Happened::PassEnded,
        ["sessions-ended"] => Happened::SessionsEnded,
        ["everywhere"] => Happened::SignedOutEverywhere,
        [word, id, kind, label] => {
            let method = ActiveMethod {
                id: contract::MethodId(id.to_owned()),
                kind: read_kind(kind),
                label: (!label.is_empty()).then(|| label.to_owned()),
            };
            match word {
                "added" => Happened::Added(method),
                "removed" => Happened::Removed(method),
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// A method as it is called in what was done.
pub(crate) fn active(method: &AuthenticationMethod) -> ActiveMethod {
    let label = method.label().map(str::to_owned);
    ActiveMethod { id: method.id.clone(), kind: read_kind(kind(&method.kind)), label }
}

/// The word for a kind.
const fn kind(kind: &MethodKind) -> &'static str {
    match kind {
        MethodKind::Passkey { .. } => "passkey",
        MethodKind::MicrosoftAuthenticator => "authenticator",
        MethodKind::WindowsHello => "windows-hello",
        MethodKind::PlatformCredential => "platform",
        MethodKind::Phone { .. } => "phone",
        MethodKind::SoftwareOath => "software-oath",
        MethodKind::HardwareOath => "hardware-oath",
        MethodKind::QrCodePin => "qr-code-pin",
        MethodKind::External => "external",
        MethodKind::Password => "password",
        MethodKind::Email { .. } => "email",
        MethodKind::Unknown => "unknown",
    }
}

/// The kind of a word, without what is particular to one method.
fn read_kind(word: &str) -> MethodKind {
    match word {
        "passkey" => MethodKind::Passkey { model: None, aaguid: None, is_synced: None },
        "authenticator" => MethodKind::MicrosoftAuthenticator,
        "windows-hello" => MethodKind::WindowsHello,
        "platform" => MethodKind::PlatformCredential,
        "phone" => MethodKind::Phone { number: String::new(), phone_type: PhoneType::Mobile },
        "software-oath" => MethodKind::SoftwareOath,
        "hardware-oath" => MethodKind::HardwareOath,
        "qr-code-pin" => MethodKind::QrCodePin,
        "external" => MethodKind::External,
        "password" => MethodKind::Password,
        "email" => MethodKind::Email { address: String::new() },
        _ => MethodKind::Unknown,
    }
}

const BEGUN: &str = "begun";
const ENDED: &str = "ended";

#[cfg(test)]
mod tests;
