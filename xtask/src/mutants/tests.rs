//! Tests for `mutants`.

use super::*;

fn arguments(options: &Options) -> Vec<String> {
    let command = command("cargo-mutants", options);
    command.get_args().map(|it| it.to_string_lossy().into_owned()).collect()
}

#[test]
fn a_part_of_the_mutants_of_the_deciding_crates_is_asked_for() {
    let all = arguments(&Options::default());
    assert_eq!(all[0], "mutants");
    for name in CRATES {
        assert!(all.windows(2).any(|two| two == ["--package", name]), "{all:?}");
    }
    assert!(
        !all.iter().any(|it| ["--shard", "--file", "--list"].contains(&it.as_str())),
        "{all:?}"
    );
    let part = arguments(&Options {
        shard: Some("1/8".to_owned()),
        files: vec!["worker/gateway/src/person.rs".into()],
        list: true,
    });
    let rest = &part[all.len()..];
    let fair = ["--sharding", "round-robin", "--shard", "1/8"];
    assert_eq!(rest[..4], fair);
    assert_eq!(rest[4..], ["--file", "worker/gateway/src/person.rs", "--list"]);
}
