//! What is on the disk: a copy of it gives nobody's session, token or pass away, and tells nothing of
//! a person.
//!
//! Searches every file of the product's folder, whatever its name and format.

use std::{
    collections::BTreeSet,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use contract::routes;
use latchkey_tests::{
    client::{Client, SESSION_COOKIE},
    product::{of_its_own, pass_of},
};
use serde_json::json;
use xtask::product::Product;

/// The first characters of a JSON Web Token whose header begins with `typ`, `alg` or `kid`.
const TOKEN_BEGINNINGS: [&str; 3] = ["eyJ0eXAi", "eyJhbGci", "eyJraWQi"];

#[tokio::test]
async fn everything_lies_sealed_on_the_disk() {
    let product = of_its_own("sealed");
    let client = signed_in_with_a_change(&product).await;
    let cookie = client.cookie(SESSION_COOKIE).expect("a session");
    let pass = pass_of(&product, "lena");
    let (mut sessions, mut people) = (0, 0);
    let readable = ["contoso.example", "Lena Hartmann", "displayName", "accessEndsAt", "removals"];
    for file in files(&product) {
        let bytes = fs::read(&file).expect("a file");
        let name = file.display();
        for beginning in TOKEN_BEGINNINGS {
            assert_eq!(found(&bytes, beginning), None, "a token lies open in {name}");
        }
        for part in cookie.split('.') {
            assert_eq!(found(&bytes, part), None, "a session's cookie lies in {name}");
        }
        // The tenant publishes its passes there for tests; the worker never reads the file.
        if !file.ends_with("tenant.json") {
            assert_eq!(found(&bytes, &pass), None, "a pass lies in {name}");
        }
        if let Some(objects) = objects_of(&file) {
            for text in readable {
                assert_eq!(found(&bytes, text), None, "{text} in {name}");
            }
            // A sealed text begins with the id of its key.
            let stored = usize::from(!sealed_texts(&bytes).is_empty());
            sessions += if objects == "latchkey-session" { stored } else { 0 };
            people += if objects == "latchkey-person" { stored } else { 0 };
        }
    }
    assert!(sessions > 0 && people > 0, "both records were looked at: {sessions} and {people}");
}

#[tokio::test]
async fn nothing_on_the_disk_opens_a_session() {
    let product = of_its_own("copied");
    let client = signed_in_with_a_change(&product).await;
    let cookie = client.cookie(SESSION_COOKIE).expect("a session");
    let mut candidates = BTreeSet::new();
    for file in files(&product).into_iter().filter(|file| objects_of(file).is_some()) {
        candidates.extend(session_ids(&fs::read(&file).expect("a file")));
    }
    assert!(!candidates.is_empty(), "the names of the objects are among what was found");
    for candidate in candidates {
        let thief = Client::new(&product);
        thief.set_cookie(SESSION_COOKIE, &candidate);
        let status = thief.overview().await.status.as_u16();
        assert_eq!(status, 401, "what lies on the disk opens a session");
    }
    let owner = Client::new(&product);
    owner.set_cookie(SESSION_COOKIE, &cookie);
    assert_eq!(owner.overview().await.status.as_u16(), 200, "the session is open");
}

#[tokio::test]
async fn the_name_of_an_object_tells_nothing_of_a_person() {
    let product = of_its_own("names");
    signed_in_with_a_change(&product).await;
    let mut looked_at = 0;
    for file in files(&product) {
        let is_names = file.file_stem().is_some_and(|stem| stem == "metadata")
            || file.file_name().is_some_and(|name| name == "metadata.sqlite-wal");
        if is_names {
            looked_at += 1;
            let bytes = fs::read(&file).expect("a file");
            let name = file.display();
            assert_eq!(found(&bytes, &product.tenant.tenant_id), None, "the tenant in {name}");
        }
    }
    assert!(looked_at > 0, "workerd keeps the names of objects in files called metadata");
}

/// Signs in and removes a method, so that both kinds of objects have stored a record.
async fn signed_in_with_a_change(product: &Product) -> Client {
    let client = Client::new(product);
    client.sign_in(product, "lena").await;
    let overview = client.overview().await.json();
    let methods = overview["methods"].as_array().expect("a list");
    let method =
        methods.iter().find(|method| method["factor"] == "after-password").expect("a method");
    let answer = client.call(routes::REMOVE_METHOD, &json!({ "method": method["id"] })).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    client
}

/// Every file below the product's folder.
pub(crate) fn files(product: &Product) -> Vec<PathBuf> {
    let log = product.worker_log();
    let home = log.parent().and_then(Path::parent).expect("a home");
    let mut found = Vec::new();
    let mut left = vec![home.to_owned()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder");
            left.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else {
            found.push(path);
        }
    }
    found
}

/// The namespace of the objects that a file belongs to, if it is one of theirs.
pub(crate) fn objects_of(file: &Path) -> Option<&str> {
    let mut parts = file.iter().skip_while(|part| *part != "objects");
    parts.nth(1)?.to_str()
}

/// The encoding in which these bytes contain a secret, if they do.
pub(crate) fn found(bytes: &[u8], secret: &str) -> Option<&'static str> {
    encodings(secret).into_iter().find(|(_, needle)| contains(bytes, needle)).map(|(name, _)| name)
}

/// A secret in every encoding that a store is likely to use.
fn encodings(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = |order: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(order).collect();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut encodings = vec![
        ("UTF-8", secret.as_bytes().to_vec()),
        ("UTF-16, little endian", wide(u16::to_le_bytes)),
        ("UTF-16, big endian", wide(u16::to_be_bytes)),
        ("hexadecimal", hex(secret.as_bytes()).into_bytes()),
    ];
    // Inside a longer text, the base64 of the secret depends on its offset. The groups of four that
    // it shares with its neighbors are left out.
    for before in 0..3_usize {
        let padded = [vec![0; before], secret.as_bytes().to_vec()].concat();
        let whole = padded.len() / 3 * 4;
        for engine in [URL_SAFE_NO_PAD, STANDARD_NO_PAD] {
            let text = engine.encode(&padded);
            let own = if before == 0 { 0 } else { 4 };
            encodings.push(("base64", text.as_bytes()[own..whole].to_vec()));
        }
    }
    // The id of a session is base64url itself.
    if let Ok(bytes) = URL_SAFE_NO_PAD.decode(secret)
        && bytes.len() == 32
    {
        encodings.push(("hexadecimal of what it decodes to", hex(&bytes).into_bytes()));
        encodings.push(("what it decodes to", bytes));
    }
    encodings
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// All texts in these bytes that look like the id of a session: 43 characters of base64url.
fn session_ids(bytes: &[u8]) -> Vec<String> {
    const LENGTH: usize = 43;
    // A longer run is a sealed text, not a name.
    const LONGEST: usize = 200;
    let is_base64url = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let runs = bytes.split(|byte| !is_base64url(byte)).filter(|run| run.len() <= LONGEST);
    let texts = runs.flat_map(|run| run.windows(LENGTH));
    texts
        .map(|text| String::from_utf8_lossy(text).into_owned())
        .filter(|text| URL_SAFE_NO_PAD.decode(text).is_ok())
        .collect()
}

/// Where the long runs of base64url in these bytes are: what is sealed.
pub(crate) fn sealed_texts(bytes: &[u8]) -> Vec<Range<usize>> {
    const SHORTEST: usize = 120;
    let is_base64url = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut begin = 0;
    let mut texts = Vec::new();
    for run in bytes.split(|byte| !is_base64url(byte)) {
        if run.len() >= SHORTEST {
            texts.push(begin..begin + run.len());
        }
        begin += run.len() + 1;
    }
    texts
}

#[test]
fn a_secret_is_found_in_each_encoding() {
    let secret = "A-session_id.and=more";
    for text in [
        format!("before{secret}after").into_bytes(),
        format!("x{secret}y").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        format!("x{secret}y").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        URL_SAFE_NO_PAD.encode(format!("\u{ff}?{secret}\u{ff}?")).into_bytes(),
        URL_SAFE_NO_PAD.encode(format!("1{secret}~")).into_bytes(),
        STANDARD_NO_PAD.encode(format!("12{secret}~~")).into_bytes(),
    ] {
        assert!(found(&text, secret).is_some(), "{}", String::from_utf8_lossy(&text));
    }
    assert_eq!(found(b"A-session_id.and=less", secret), None);
}
