//! The wire, read and written by hand: the answers of the edge, and the bodies of its calls.
//!
//! The browser parses JSON itself; deriving readers for every type would weigh more than all views.
//! The tests hold each reader and writer to the contract's own serde forms.

use contract::{
    AuthenticationMethod, MethodId, MethodKind, Overview, Pass, PassUsability, Person, Problem,
    ProblemCode, SessionClocks, Start, StartScreen, Timestamp, TraceId,
    registration::{RegistrationFinished, RegistrationId},
    removal::MethodRemoved,
    start::WelcomeReason,
};

use crate::{
    Effect,
    registration::{Begun, Credential, OptionsJson},
};

/// A JSON value as the shell hands it over; numbers are whole here.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`, or what is not there.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(String),
    /// Bytes, which the shell writes as base64url without padding.
    Bytes(Vec<u8>),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(String, Self)>),
}

impl Json {
    fn get(&self, key: &str) -> &Self {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|(name, _)| name == key).map_or(&Self::Null, |(_, value)| value)
            }
            _ => &Self::Null,
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        match self.get(key) {
            Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key) {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    fn time(&self, key: &str) -> Option<Timestamp> {
        match self.get(key) {
            Self::Integer(milliseconds) => Some(Timestamp(*milliseconds)),
            _ => None,
        }
    }

    fn id(&self, key: &str) -> Option<MethodId> {
        self.text(key).map(MethodId)
    }

    fn tag(&self) -> String {
        self.text("type").unwrap_or_default()
    }

    /// What is there and not `null`, read by `read`; the outer `None` says that it cannot be read.
    fn optional<T>(&self, key: &str, read: impl FnOnce(&Self) -> Option<T>) -> Option<Option<T>> {
        match self.get(key) {
            Self::Null => Some(None),
            value => read(value).map(Some),
        }
    }
}

/// Reads [`Start`].
#[must_use]
pub fn start(json: &Json) -> Option<Start> {
    let screen = json.get("screen");
    Some(Start {
        now: json.time("now")?,
        language: json.text("language")?,
        catalog: json.text("catalog")?,
        address: json.text("address")?,
        screen: match screen.tag().as_str() {
            "welcome" => StartScreen::Welcome {
                account: screen.text("account")?,
                reason: screen.optional("reason", welcome_reason)?,
            },
            "signedIn" => StartScreen::SignedIn { overview: overview(screen.get("overview"))? },
            "failed" => StartScreen::Failed { problem: problem(screen.get("problem"))? },
            _ => return None,
        },
    })
}

fn welcome_reason(json: &Json) -> Option<WelcomeReason> {
    match json.tag().as_str() {
        "signedOut" => Some(WelcomeReason::SignedOut),
        "passRetired" => Some(WelcomeReason::PassRetired),
        "expired" => Some(WelcomeReason::Expired),
        "problem" => Some(WelcomeReason::Problem { problem: problem(json.get("problem"))? }),
        _ => None,
    }
}

/// Reads [`Problem`].
#[must_use]
pub fn problem(json: &Json) -> Option<Problem> {
    Some(Problem {
        code: ProblemCode::parse(&json.text("code")?),
        trace: TraceId(json.text("trace")?),
        retry_after: match json.get("retryAfter") {
            Json::Integer(seconds) => Some(u32::try_from(*seconds).ok()?),
            _ => None,
        },
        directory_code: json.text("directoryCode"),
    })
}

/// Reads [`Overview`].
#[must_use]
pub fn overview(json: &Json) -> Option<Overview> {
    let person = json.get("person");
    let session = json.get("session");
    let Json::List(methods) = json.get("methods") else {
        return None;
    };
    Some(Overview {
        now: json.time("now")?,
        person: Person { name: person.text("name")?, account: person.text("account")? },
        session: SessionClocks {
            ends_at: session.time("endsAt")?,
            fresh_until: session.time("freshUntil")?,
        },
        pass: json.optional("pass", pass)?,
        methods: methods.iter().map(method).collect::<Option<_>>()?,
        instead_of: json.text("insteadOf"),
        security_info: json.text("securityInfo")?,
        is_handed_off: json.flag("isHandedOff")?,
    })
}

fn pass(json: &Json) -> Option<Pass> {
    Some(Pass {
        id: json.id("id")?,
        starts_at: json.time("startsAt")?,
        ends_at: json.time("endsAt")?,
        is_one_time: json.flag("isOneTime")?,
        usability: match json.text("usability")?.as_str() {
            "usable" => PassUsability::Usable,
            "not-yet-valid" => PassUsability::NotYetValid,
            "expired" => PassUsability::Expired,
            "used" => PassUsability::Used,
            "disabled-by-policy" => PassUsability::DisabledByPolicy,
            _ => PassUsability::Unknown,
        },
        register_by: json.time("registerBy"),
        can_be_ended: json.flag("canBeEnded")?,
    })
}

fn method(json: &Json) -> Option<AuthenticationMethod> {
    let kind = json.get("kind");
    Some(AuthenticationMethod {
        id: json.id("id")?,
        kind: match kind.tag().as_str() {
            "passkey" => MethodKind::Passkey {
                model: kind.text("model"),
                aaguid: kind.text("aaguid"),
                is_synced: kind.flag("isSynced"),
            },
            "microsoftAuthenticator" => MethodKind::MicrosoftAuthenticator,
            "windowsHello" => MethodKind::WindowsHello,
            "platformCredential" => MethodKind::PlatformCredential,
            "phone" => MethodKind::Phone { number: kind.text("number")? },
            "softwareOath" => MethodKind::SoftwareOath,
            "hardwareOath" => MethodKind::HardwareOath,
            "qrCodePin" => MethodKind::QrCodePin,
            "external" => MethodKind::External,
            "password" => MethodKind::Password,
            "email" => MethodKind::Email { address: kind.text("address")? },
            _ => MethodKind::Unknown,
        },
        name: json.text("name"),
        created_at: json.time("createdAt"),
        last_used_at: json.time("lastUsedAt"),
        is_usable: json.flag("isUsable")?,
        is_removable: json.flag("isRemovable")?,
    })
}

/// Reads [`contract::registration::RegistrationBegun`]; its options come as their own text.
#[must_use]
pub fn registration_begun(json: &Json, options: String) -> Option<Begun> {
    Some(Begun {
        registration: RegistrationId(json.text("registration")?),
        options: OptionsJson(options),
        expires_at: json.time("expiresAt")?,
    })
}

/// Reads [`RegistrationFinished`].
#[must_use]
pub fn registration_finished(json: &Json) -> Option<RegistrationFinished> {
    Some(RegistrationFinished { method: method(json.get("method"))? })
}

/// Reads [`MethodRemoved`].
#[must_use]
pub fn method_removed(json: &Json) -> Option<MethodRemoved> {
    Some(MethodRemoved { method: json.id("method")? })
}

/// Writes the body of the call that an effect asks for; nothing for an effect without one.
#[must_use]
pub fn body(effect: &Effect) -> Option<Json> {
    Some(match effect {
        Effect::BeginRegistration { .. } => Json::Object(Vec::new()),
        Effect::FinishRegistration { registration, name, credential, .. } => object(vec![
            ("registration", Json::Text(registration.0.clone())),
            ("name", Json::Text(name.clone())),
            ("credential", written(credential)),
        ]),
        Effect::RemoveMethod { method, .. } => {
            object(vec![("method", Json::Text(method.0.clone()))])
        }
        Effect::RetirePass { pass, .. } => object(vec![("pass", Json::Text(pass.0.clone()))]),
        Effect::ReadOverview { .. }
        | Effect::CreateCredential { .. }
        | Effect::AbortCeremony
        | Effect::Wait { .. }
        | Effect::PushRoute(_)
        | Effect::ReplaceRoute(_)
        | Effect::FocusHeading
        | Effect::FocusField
        | Effect::Reload => return None,
    })
}

/// `RegistrationResponseJSON` (WebAuthn §5.1, `toJSON`).
fn written(credential: &Credential) -> Json {
    let made = &credential.0;
    let response = object(vec![
        ("attestationObject", Json::Bytes(made.response.attestation_object.clone())),
        ("clientDataJSON", Json::Bytes(made.response.client_data_json.clone())),
    ]);
    object(vec![
        ("id", Json::Text(made.id.clone())),
        ("rawId", Json::Bytes(made.raw_id.clone())),
        ("type", Json::Text(made.type_.clone())),
        ("response", response),
    ])
}

fn object(entries: Vec<(&str, Json)>) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests;
