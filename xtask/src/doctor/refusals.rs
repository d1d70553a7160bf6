//! The directory's refusals by their AADSTS number: what is wrong, and the step that mends it.

use http::{Response, header};
use url::Url;

use super::finding::{Finding, Step};

/// What a number means here, and where it is mended.
const KNOWN: [(u32, &str, Step); 27] = [
    (50_011, "the redirect address is not registered", Step::Register),
    (500_112, "the redirect address is not registered", Step::Register),
    (50_020, "the account belongs to another directory", Step::Register),
    (50_027, "the certificate's assertion is not accepted: is the clock right?", Step::Credential),
    (50_105, "the person is not assigned to the application", Step::Consent),
    (53_000, "a policy wants a compliant device", Step::ConditionalAccess),
    (53_003, "a Conditional Access policy blocks it", Step::ConditionalAccess),
    (65_001, "an administrator has not consented to the permissions", Step::Consent),
    (65_004, "consent was declined", Step::Consent),
    (70_011, "a scope is malformed", Step::Permissions),
    (90_002, "the directory does not exist: is the tenant id right?", Step::Register),
    (90_072, "the account belongs to another directory", Step::Register),
    (90_094, "an administrator has not consented to the permissions", Step::Consent),
    (90_095, "an administrator has not consented to the permissions", Step::Consent),
    (650_052, "the directory lacks the service that a permission belongs to", Step::Permissions),
    (650_053, "a scope does not exist", Step::Permissions),
    (700_016, "the application is not in this directory: is CLIENT_ID right?", Step::Register),
    (
        700_024,
        "the assertion's time is over or has not come: is the clock right?",
        Step::Credential,
    ),
    (700_025, "the registration is a public client: register it as Web", Step::Register),
    (700_027, "the certificate is not the application's: was it uploaded?", Step::Credential),
    (700_211, "no federated credential has the assertion's issuer", Step::Credential),
    (700_212, "no federated credential has the assertion's audience", Step::Credential),
    (700_213, "no federated credential has the assertion's subject", Step::Credential),
    (7_000_215, "the secret is wrong: its value is needed, not its id", Step::Credential),
    (7_000_218, "the registration wants a credential, and none was sent", Step::Credential),
    (7_000_222, "the secret has expired", Step::Credential),
    (9_002_327, "the platform must be Web, not Single-page application", Step::Register),
];

/// The finding for an answer that holds a refusal; none for one that does not.
pub(super) fn in_answer(check: &'static str, answer: &Response<Vec<u8>>) -> Option<Finding> {
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.and_then(|location| Url::parse(location).ok());
    let error = location.as_ref().and_then(|location| {
        let pairs: Vec<_> = location.query_pairs().collect();
        let of = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted);
        let error = of("error").map(|(_, error)| error.to_string())?;
        Some((error, of("error_description").map(|(_, text)| text.to_string()).unwrap_or_default()))
    });
    let body = String::from_utf8_lossy(answer.body());
    let number = match &error {
        Some((_, description)) => number(description),
        None => number(&body),
    };
    match number {
        Some(number) => Some(numbered(check, number)),
        None => error.map(|(error, _)| {
            let said = format!("the directory refuses it: {}", safe(&error));
            Finding::wrong(check, said, Step::Register)
        }),
    }
}

/// The finding for a number.
pub(super) fn numbered(check: &'static str, number: u32) -> Finding {
    match KNOWN.iter().find(|(known, ..)| *known == number) {
        Some((_, said, step)) => Finding::wrong(check, format!("AADSTS{number}: {said}"), *step),
        None => {
            let said = format!("the directory refuses it with AADSTS{number}");
            Finding::wrong(check, said, Step::Register)
        }
    }
}

/// The first AADSTS number in a text.
pub(super) fn number(text: &str) -> Option<u32> {
    text.split("AADSTS").skip(1).find_map(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    })
}

/// An error word as RFC 6749 §5.2 spells it; anything else could hold what nobody may see.
pub(super) fn safe(error: &str) -> &str {
    let is_word = error.len() <= 64
        && error.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    if is_word { error } else { "an unreadable error" }
}

#[cfg(test)]
mod tests;
