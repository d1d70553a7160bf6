//! Failures on the wire: a code and a trace, in the spirit of RFC 9457, and no sentence.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A failed call: what went wrong, and how to find it in the log.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What went wrong.
    pub code: ProblemCode,
    /// The id under which the log tells the cause.
    pub trace: TraceId,
    /// Seconds after which trying again makes sense, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The directory's own number for it (`AADSTS…`), which its administrators look up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory_code: Option<String>,
}

/// The id of one request: on the page, in the answer's header and in the log.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct TraceId(pub String);

impl TraceId {
    /// The short form that a person reads to the help desk, such as `K7QF-2MXP`: the first 40 bits
    /// in Crockford's base 32, which has no `I`, `L`, `O` or `U`. Empty where the id has fewer.
    #[must_use]
    pub fn reference(&self) -> String {
        const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut number = 0_u64;
        let mut digits = 0_u8;
        for byte in self.0.bytes() {
            if let Some(digit) = char::from(byte).to_digit(16)
                && digits < 10
            {
                number = (number << 4) | u64::from(digit);
                digits += 1;
            }
        }
        if digits < 10 {
            return String::new();
        }
        let mut reference = String::with_capacity(9);
        for place in (0..8_u32).rev() {
            let digit = usize::try_from((number >> (place * 5)) & 31).unwrap_or_default();
            reference.push(DIGITS.get(digit).copied().map_or('0', char::from));
            if place == 4 {
                reference.push('-');
            }
        }
        reference
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! problem_codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal => $status:literal),+ $(,)?) => {
        /// What went wrong, as a closed list; its words are `problem.<code>.*` in the catalogs.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        pub enum ProblemCode {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
            /// A code of a newer edge than this app.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl ProblemCode {
            /// Every code that the edge may send.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as it stands on the wire and in the catalogs.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ Self::Unknown => "unknown" }
            }

            /// The HTTP status that goes with the code.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ Self::Unknown => 500 }
            }

            /// The code that is written so.
            #[must_use]
            pub fn parse(code: &str) -> Self {
                match code { $($code => Self::$name,)+ _ => Self::Unknown }
            }
        }
    };
}

problem_codes! {
    /// No session, or one that has ended: sign in (again).
    SignInRequired = "sign-in-required" => 401,
    /// The last strong sign-in is too old for this change: sign in again, then ask again.
    StepUpRequired = "step-up-required" => 403,
    /// The person has just signed in again, and it still counts as too old: the directory left a
    /// step out that this browser remembers.
    StepUpIncomplete = "step-up-incomplete" => 403,
    /// The directory's sign-in was cancelled by the person.
    SignInCancelled = "sign-in-cancelled" => 400,
    /// The directory refused the sign-in.
    SignInRefused = "sign-in-refused" => 403,
    /// A Conditional Access policy of the directory blocked the sign-in.
    SignInBlocked = "sign-in-blocked" => 403,
    /// The person is not assigned to Latchkey, and the directory demands it.
    NotAssigned = "not-assigned" => 403,
    /// The person declined to give Latchkey the permissions that it asked for.
    ConsentDeclined = "consent-declined" => 403,
    /// An administrator has not yet consented to Latchkey in this directory.
    ConsentRequired = "consent-required" => 403,
    /// The answer of the directory fits no sign-in that was begun in this browser.
    SignInMismatch = "sign-in-mismatch" => 400,
    /// The sign-in was begun too long ago.
    SignInExpired = "sign-in-expired" => 400,
    /// The code that another device showed was used, or is too old.
    ContinuationOver = "continuation-over" => 400,
    /// The directory's ID token did not pass verification.
    IdentityUnverified = "identity-unverified" => 502,
    /// The account name is empty, too long or not of the form `name@organization`.
    AccountInvalid = "account-invalid" => 400,
    /// The directory or a policy does not allow this person to do it.
    Forbidden = "forbidden" => 403,
    /// A policy of the organization does not allow it from here; from its own network it may.
    PolicyLocation = "policy-location" => 403,
    /// A policy of the organization asks for another way to sign in first.
    PolicySignIn = "policy-sign-in" => 403,
    /// The directory does not offer passkey registration to this app; it has its own page for it.
    RegistrationUnavailable = "registration-unavailable" => 409,
    /// The registration was not begun in this session, or was replaced by a newer one.
    RegistrationUnknown = "registration-unknown" => 409,
    /// The challenge is over five minutes old.
    RegistrationExpired = "registration-expired" => 410,
    /// The directory refused the new passkey.
    RegistrationRefused = "registration-refused" => 422,
    /// The authenticator is already registered.
    AlreadyRegistered = "already-registered" => 409,
    /// The proof was not begun in this session, was finished before, or is too old.
    ProofUnknown = "proof-unknown" => 409,
    /// What was signed is not the new passkey's.
    ProofRefused = "proof-refused" => 422,
    /// The name is empty or longer than 30 characters.
    NameInvalid = "name-invalid" => 400,
    /// The ten minutes that a one-time pass leaves for registering are over.
    RegistrationWindowOver = "registration-window-over" => 403,
    /// There is no such authentication method of this person.
    MethodNotFound = "method-not-found" => 404,
    /// Methods of this kind cannot be removed here.
    MethodUnsupported = "method-unsupported" => 422,
    /// Nothing would remain to sign in with.
    LastMethod = "last-method" => 409,
    /// All that would remain comes after a password, and the person was not told.
    PasswordNeeded = "password-needed" => 409,
    /// What would remain is registered, and the directory does not list it yet: in a moment it does.
    NotListedYet = "not-listed-yet" => 409,
    /// The directory removes a mobile number only after the alternate mobile number.
    AlternateNumberFirst = "alternate-number-first" => 409,
    /// It is the default method; the directory wants another default first.
    DefaultMethod = "default-method" => 409,
    /// The pass that was to be retired is not the person's pass any more.
    PassNotFound = "pass-not-found" => 404,
    /// The pass is still needed: nothing was registered in this visit, and the sign-in may have been
    /// made with the pass.
    PassNeeded = "pass-needed" => 409,
    /// Sessions that had to end may go on: they could not be reached.
    SessionsRemain = "sessions-remain" => 500,
    /// The person is signed out here; how to sign out at the directory could not be learned.
    SignedOutHere = "signed-out-here" => 504,
    /// The page was drawn for another person than the one who is signed in now.
    AnotherPerson = "another-person" => 409,
    /// The request did not come from this app's own page.
    Forged = "forged" => 403,
    /// The app in this tab is of another version than the edge.
    Outdated = "outdated" => 409,
    /// The request is malformed.
    InvalidRequest = "invalid-request" => 400,
    /// The request body did not arrive in time.
    RequestTimeout = "request-timeout" => 408,
    /// The request body is too large.
    TooLarge = "too-large" => 413,
    /// There is no such page or call.
    NotFound = "not-found" => 404,
    /// This call wants another verb.
    VerbNotAllowed = "verb-not-allowed" => 405,
    /// The request body is not of the content type that this call reads.
    UnsupportedContent = "unsupported-content" => 415,
    /// The directory asks to slow down.
    Throttled = "throttled" => 503,
    /// Too many requests came from here, for this account or in this session: in a moment it works again.
    TooManyRequests = "too-many-requests" => 429,
    /// The page has looked for something new as often as a session may: only a person asks from here.
    LooksUsedUp = "looks-used-up" => 429,
    /// The directory cannot be reached, or took too long.
    DirectoryUnreachable = "directory-unreachable" => 504,
    /// The directory answered what cannot be understood.
    DirectoryMisbehaved = "directory-misbehaved" => 502,
    /// The directory does not accept Latchkey as its operator has connected it.
    Misconfigured = "misconfigured" => 500,
    /// A fault of Latchkey itself.
    Broken = "broken" => 500,
}

#[cfg(test)]
mod tests;
