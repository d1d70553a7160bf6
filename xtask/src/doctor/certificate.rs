//! The certificate of the settings: until when it is valid, and whether the key is its own.

use std::time::{Duration, SystemTime};

use ring::signature::{KeyPair, RsaKeyPair};
use x509_parser::{certificate::X509Certificate, pem::Pem, prelude::FromDer};

use super::{
    finding::{Finding, Step},
    lines::Lines,
};

const CHECK: &str = "certificate";
/// Time enough to replace one.
const SOON: Duration = Duration::from_secs(30 * 86_400);

/// Nothing where no certificate is set; a malformed one is found among the settings.
pub(super) fn examine(lines: &Lines, clock: fn() -> SystemTime) -> Vec<Finding> {
    let der = |name: &str| {
        // The worker reads a line end in this spelling too.
        let text = lines.get(name)?.replace("\\n", "\n");
        Pem::iter_from_buffer(text.as_bytes()).find_map(Result::ok).map(|pem| pem.contents)
    };
    let Some(certificate) = der("CLIENT_CERTIFICATE") else {
        return Vec::new();
    };
    let Ok((_, certificate)) = X509Certificate::from_der(&certificate) else {
        return vec![Finding::wrong(
            CHECK,
            "CLIENT_CERTIFICATE is no certificate",
            Step::Credential,
        )];
    };
    let mut findings = vec![validity(&certificate, clock())];
    findings.extend(der("CLIENT_KEY").and_then(|key| unfit(&certificate, &key)));
    findings
}

fn validity(certificate: &X509Certificate<'_>, now: SystemTime) -> Finding {
    let at = |seconds: i64| {
        let seconds = u64::try_from(seconds).unwrap_or_default();
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    };
    let validity = certificate.validity();
    let day = |at: SystemTime| httpdate::fmt_http_date(at);
    let (begins, ends) = (at(validity.not_before.timestamp()), at(validity.not_after.timestamp()));
    if now < begins {
        let said = format!("not valid before {}", day(begins));
        Finding::wrong(CHECK, said, Step::Credential)
    } else if now > ends {
        Finding::wrong(CHECK, format!("expired on {}", day(ends)), Step::Credential)
    } else if now + SOON > ends {
        let said = format!("expires soon, on {}", day(ends));
        Finding::note(CHECK, said, Step::Credential)
    } else {
        Finding::fine(CHECK, format!("valid until {}", day(ends)))
    }
}

fn unfit(certificate: &X509Certificate<'_>, key: &[u8]) -> Option<Finding> {
    let wrong = |said| Some(Finding::wrong(CHECK, said, Step::Credential));
    let Ok(key) = RsaKeyPair::from_pkcs8(key) else {
        return wrong("CLIENT_KEY is no RSA key of at least 2,048 bits in PKCS #8");
    };
    let public = &certificate.public_key().subject_public_key.data;
    if **public != *key.public_key().as_ref() {
        return wrong("CLIENT_KEY is not the key of CLIENT_CERTIFICATE");
    }
    None
}
