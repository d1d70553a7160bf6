//! What holds a secret prints none: its members hide themselves, or its own `Debug` does.

use crate::sources;

/// Names of members that hold a secret, and the types that hide what they hold.
const SECRET_NAMES: [&str; 16] = [
    "access",
    "assertion",
    "attempt",
    "client_secret",
    "code",
    "cookie",
    "id_token",
    "jar_header",
    "key",
    "location",
    "nonce",
    "pass",
    "refresh",
    "session",
    "state",
    "verifier",
];

/// Types of text, which a derived `Debug` prints as it is.
const PRINTED: [&str; 6] =
    ["String", "Option<String>", "Vec<u8>", "&'a str", "Cow<'static, str>", "Value"];

/// Members that have such a name and are no secret, each with its reason.
const HARMLESS: [(&str, &str, &str); 3] = [
    ("Person", "key", "a digest that names a page's person, and opens nothing"),
    ("GraphError", "code", "Graph's name of an error"),
    ("TokenRefusal", "code", "the directory's number of an error"),
];

/// The edge's sources, without their tests.
fn shipped() -> impl Iterator<Item = (String, String)> {
    sources().into_iter().filter(|(name, _)| {
        (name.starts_with("worker/") || name.starts_with("contract/"))
            && !name.contains("tests")
            && !name.contains("testing")
    })
}

/// The structures with a derived `Debug`: name and body.
fn derived(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rest in text.split("#[derive(").skip(1) {
        let Some((traits, rest)) = rest.split_once(")]") else { continue };
        // Up to the next derive is one item and what follows it.
        let Some((_, item)) = rest.split_once("struct ") else { continue };
        let head = rest.split("struct ").next().unwrap_or_default();
        let is_next = head.contains("enum ") || head.contains("fn ") || head.contains("impl");
        if !traits.split(',').any(|name| name.trim() == "Debug") || is_next {
            continue;
        }
        let name = item.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let body = item.split("\n}").next().unwrap_or_default();
        found.push((name.to_owned(), body.to_owned()));
    }
    found
}

/// The members of a structure: name and type.
fn members(body: &str) -> impl Iterator<Item = (&str, &str)> {
    body.lines().filter_map(|line| {
        let line = line.trim().trim_end_matches(',');
        let (name, kind) = line.split_once(": ")?;
        let name = name.rsplit(' ').next()?;
        (!line.starts_with("//")).then_some((name, kind))
    })
}

#[test]
fn no_derived_debug_prints_a_member_that_holds_a_secret() {
    let mut seen = 0;
    let mut printed = Vec::new();
    for (file, text) in shipped() {
        for (structure, body) in derived(&text) {
            for (member, kind) in members(&body) {
                seen += 1;
                let is_harmless =
                    HARMLESS.iter().any(|(known, name, _)| *known == structure && *name == member);
                if !is_harmless && SECRET_NAMES.contains(&member) && PRINTED.contains(&kind) {
                    printed.push(format!("{file}: {structure}.{member}: {kind}"));
                }
            }
        }
    }
    assert!(printed.is_empty(), "make it a `Secret`, or write its `Debug`: {printed:#?}");
    assert!(seen > 100, "the structures are read: {seen}");
}

#[test]
fn a_secret_that_would_be_printed_is_found() {
    let text =
        "#[derive(Clone, Debug)]\npub struct Begun {\n    /// It.\n    pub location: String,\n}\n";
    let found = derived(text);
    assert_eq!(found.len(), 1);
    assert!(members(&found[0].1).any(|member| member == ("location", "String")));
}
