//! JSON as the browser hands it over, read and written by hand.
//!
//! The browser parses JSON itself: derived readers for every type would weigh more than all views.
//! Here are the value, and the readers of what more than one answer holds; each call's own reader
//! and writer stand in its flow's `wire.rs`. Tests hold all of them to the contract's serde forms.

use std::fmt;

use contract::{
    AuthenticationMethod, DeviceKey, Factor, MethodId, MethodKind, MethodState, Overview, Pass,
    PassUsability, Person, PhoneType, Problem, ProblemCode, SessionClocks, Start, StartScreen,
    Timestamp, TraceId,
    proof::NewPasskey,
    recovery::{Loss, LostMethod, Recovery},
    start::WelcomeReason,
};

use crate::{Attempt, Event, Fault};

/// A JSON value. The contract has whole numbers only.
#[derive(Clone, Debug, Eq, PartialEq)]
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
    pub(crate) fn get(&self, key: &str) -> &Self {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|(name, _)| name == key).map_or(&Self::Null, |(_, value)| value)
            }
            _ => &Self::Null,
        }
    }

    /// The member itself, without copying what it holds.
    pub(crate) fn take(self, key: &str) -> Self {
        match self {
            Self::Object(mut entries) => entries
                .iter()
                .position(|(name, _)| name == key)
                .map_or(Self::Null, |index| entries.swap_remove(index).1),
            _ => Self::Null,
        }
    }

    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match self.get(key) {
            Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self, key: &str) -> Option<&[Self]> {
        match self.get(key) {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key) {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn time(&self, key: &str) -> Option<Timestamp> {
        self.integer(key).map(Timestamp)
    }

    pub(crate) fn id(&self, key: &str) -> Option<MethodId> {
        self.text(key).map(MethodId)
    }

    pub(crate) fn tag(&self) -> String {
        self.text("type").unwrap_or_default()
    }

    /// A member that may be missing or `null`. The outer `None` says that it cannot be read.
    fn optional<T>(&self, key: &str, read: impl FnOnce(&Self) -> Option<T>) -> Option<Option<T>> {
        match self.get(key) {
            Self::Null => Some(None),
            value => read(value).map(Some),
        }
    }
}

/// A call of the edge: what to send, and which event the answer is.
///
/// One type for all flows and no list of them: the `wire.rs` of a flow makes its calls, with path,
/// body and reader side by side, and the shell sends any of them without knowing which. The reader
/// is a plain function; an enum with a variant for each call added 0.5 kB (brotli) to the wasm.
#[derive(Clone)]
pub struct Call {
    /// The path, one of [`contract::routes`].
    pub path: &'static str,
    /// The body of a `POST`; a call without one is a `GET`.
    pub body: Option<Json>,
    pub(crate) reader: fn(Attempt, Result<Json, Fault>) -> Event,
}

impl Call {
    /// The event that an answer is, or the fault in place of one.
    #[must_use]
    pub fn answered(&self, attempt: Attempt, answer: Result<Json, Fault>) -> Event {
        (self.reader)(attempt, answer)
    }
}

impl PartialEq for Call {
    /// Two calls are the same when they send the same; the path determines the reader.
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.body == other.body
    }
}

impl fmt::Debug for Call {
    /// The path alone: a body may hold what an authenticator made.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
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
        later_words: json.text("laterWords")?,
        product: json.text("product")?,
        address: json.text("address")?,
        company: json.text("company")?,
        keeps_passkeys: json.flag("keepsPasskeys"),
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
pub(crate) fn overview(json: &Json) -> Option<Overview> {
    let person = json.get("person");
    let session = json.get("session");
    Some(Overview {
        now: json.time("now")?,
        person: Person {
            name: person.text("name")?,
            account: person.text("account")?,
            key: person.text("key")?,
        },
        session: SessionClocks {
            ends_at: session.time("endsAt")?,
            latest_end: session.time("latestEnd")?,
            idle_milliseconds: session.integer("idleMilliseconds")?,
            fresh_until: session.time("freshUntil")?,
            register_until: session.time("registerUntil")?,
        },
        pass: json.optional("pass", pass)?,
        methods: json.items("methods")?.iter().map(method).collect::<Option<_>>()?,
        default_method: json.id("defaultMethod"),
        is_proved: json.flag("isProved")?,
        knows_password: json.flag("knowsPassword"),
        instead_of: json.text("insteadOf"),
        security_info: json.text("securityInfo")?,
        is_handed_off: json.flag("isHandedOff")?,
        new_passkeys: json
            .items("newPasskeys")
            .unwrap_or_default()
            .iter()
            .map(new_passkey)
            .collect::<Option<_>>()?,
        recovery: json.optional("recovery", recovery)?,
    })
}

/// Reads [`NewPasskey`].
pub(crate) fn new_passkey(json: &Json) -> Option<NewPasskey> {
    Some(NewPasskey {
        method: json.id("method")?,
        credential: json.text("credential")?,
        relying_party: json.text("relyingParty")?,
        is_provable: json.flag("isProvable")?,
        is_proved: json.flag("isProved")?,
    })
}

/// Reads [`Recovery`].
fn recovery(json: &Json) -> Option<Box<Recovery>> {
    let lost = |json: &Json| {
        Some(LostMethod { method: method(json.get("method"))?, at: json.time("at")? })
    };
    Some(Box::new(Recovery {
        loss: match json.text("loss")?.as_str() {
            "stolen" => Loss::Stolen,
            "replaced" => Loss::Replaced,
            _ => Loss::Lost,
        },
        began_at: json.time("beganAt")?,
        retold_at: json.time("retoldAt"),
        removed: json.items("removed")?.iter().map(lost).collect::<Option<_>>()?,
        signed_out_at: json.time("signedOutAt"),
        pass_ended_at: json.time("passEndedAt"),
    }))
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

/// Reads [`AuthenticationMethod`].
pub(crate) fn method(json: &Json) -> Option<AuthenticationMethod> {
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
            "phone" => MethodKind::Phone {
                number: kind.text("number")?,
                phone_type: match kind.text("phoneType")?.as_str() {
                    "mobile" => PhoneType::Mobile,
                    "alternate-mobile" => PhoneType::AlternateMobile,
                    _ => PhoneType::Office,
                },
            },
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
        factor: match json.text("factor")?.as_str() {
            "alone" => Factor::Alone,
            "after-password" => Factor::AfterPassword,
            "reset-only" => Factor::ResetOnly,
            _ => Factor::Neither,
        },
        state: match json.text("state")?.as_str() {
            "listed" => MethodState::Listed,
            "appearing" => MethodState::Appearing,
            "doubtful" => MethodState::Doubtful,
            "lost" => MethodState::Lost,
            _ => MethodState::BeingRemoved,
        },
        device: json.text("device").map(DeviceKey),
        may_end_at: json.time("mayEndAt"),
        is_removable: json.flag("isRemovable")?,
    })
}

/// The answer as `reader` understands it; [`Fault::Unreadable`] if it does not.
pub(crate) fn read<T>(
    answer: Result<Json, Fault>,
    reader: fn(&Json) -> Option<T>,
) -> Result<T, Fault> {
    reader(&answer?).ok_or(Fault::Unreadable)
}

pub(crate) fn object(entries: Vec<(&str, Json)>) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

#[cfg(test)]
pub(crate) mod tests;
