//! What is wrong with the application's registration, by the directory's number: for the operator,
//! in the log. `cargo xtask doctor` says the same before anyone signs in.

/// The setting or the registration that is wrong, and the section of `docs/connect.md` that mends it.
pub(crate) fn of(code: &str) -> Option<&'static str> {
    let number = code.strip_prefix("AADSTS")?;
    KNOWN.iter().find(|(known, _)| *known == number).map(|(_, what)| *what)
}

const KNOWN: [(&str, &str); 17] = [
    ("7000215", "CLIENT_SECRET is wrong: its value is needed, not its id (connect.md, section 5)"),
    ("7000222", "CLIENT_SECRET has expired (connect.md, section 5)"),
    ("7000218", "the registration wants a credential (connect.md, section 5)"),
    (
        "700027",
        "CLIENT_CERTIFICATE is not the application's, or has expired (connect.md, section 5)",
    ),
    ("700211", "no federated credential has this issuer (connect.md, section 5)"),
    ("700212", "no federated credential has this audience (connect.md, section 5)"),
    ("700213", "no federated credential has this subject (connect.md, section 5)"),
    ("700024", "the assertion is out of its time: is the clock right? (connect.md, section 5)"),
    ("50027", "the assertion is not accepted: is the clock right? (connect.md, section 5)"),
    ("700025", "the registration is a public client: register it as Web (connect.md, section 1)"),
    ("700016", "CLIENT_ID is not in this directory (connect.md, section 1)"),
    ("90002", "the directory in AUTHORITY does not exist (connect.md, section 1)"),
    ("50011", "the redirect address of APP_ORIGIN is not registered (connect.md, section 1)"),
    ("9002327", "the platform must be Web, not a single-page application (connect.md, section 1)"),
    (
        "650052",
        "a scope is of a service that the organization does not have (connect.md, section 2)",
    ),
    ("70011", "a scope is malformed or does not exist (connect.md, section 2)"),
    ("650053", "a scope does not exist (connect.md, section 2)"),
];

#[cfg(test)]
mod tests;
