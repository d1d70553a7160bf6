//! What is found when more than one setting is wrong.

use super::faults;
use crate::{Settings, testing::settings as good};

fn found(changes: &[(&str, Option<&str>)]) -> Vec<String> {
    let read = |name: &str| match changes.iter().find(|(changed, _)| *changed == name) {
        Some((_, value)) => value.map(str::to_owned),
        None => good(name),
    };
    let found = faults(read);
    assert_eq!(
        found.first().cloned(),
        Settings::parse(read).err(),
        "the first one is the worker's"
    );
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn every_faulty_setting_is_found_and_no_value_is_told() {
    assert!(found(&[]).is_empty());
    let found = found(&[
        ("APP_ORIGIN", Some("not-an-address")),
        ("AUTHORITY", None),
        ("CLIENT_CERTIFICATE", Some("hunter2")),
        ("SEAL_KEYS", Some("k1:hunter2")),
        ("SCOPES", Some("hunter2")),
        ("IDLE_SECONDS", Some("hunter2")),
    ]);
    for name in ["APP_ORIGIN", "AUTHORITY", "CLIENT_SECRET", "SEAL_KEYS", "SCOPES", "IDLE_SECONDS"]
    {
        let about = found.iter().filter(|fault| fault.contains(name)).count();
        assert_eq!(about, 1, "{name} in {found:?}");
    }
    assert_eq!(found.len(), 6, "{found:?}");
    assert!(!found.concat().contains("hunter2"), "{found:?}");
}

#[test]
fn each_setting_that_must_be_there_is_found_beside_every_other() {
    let names = ["APP_ORIGIN", "AUTHORITY", "GRAPH", "CLIENT_ID", "CLIENT_SECRET", "SEAL_KEYS"];
    for name in names {
        for other in names.into_iter().filter(|other| *other != name) {
            let found = found(&[(name, Some("")), (other, Some(""))]);
            assert_eq!(found.len(), 2, "{name}, {other}: {found:?}");
        }
    }
}
