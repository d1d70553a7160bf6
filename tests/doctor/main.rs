//! The doctor at the embedded tenant: a good configuration gives no complaint, and each seeded fault is found and
//! named, in both profiles.

mod faults;
mod sign_in;

use std::{
    collections::BTreeMap,
    fs,
    process::ExitCode,
    time::{Duration, SystemTime},
};

use latchkey_tests::loopback::Loopback;
use xtask::{
    doctor::{
        Case, Options, doctor, examine,
        finding::{Finding, Verdict, table},
    },
    workspace,
};

/// Where the app would run; nothing listens there.
const APP: &str = "http://localhost:8787";

/// A tenant, and the settings of an app that it knows.
struct World {
    tenant: Loopback,
    settings: BTreeMap<&'static str, String>,
    clock: fn() -> SystemTime,
}

impl World {
    /// One for each profile: the ordinary one, and the one that answers as the real directory has been seen to.
    fn both() -> [Self; 2] {
        let local = tenant::Settings::local();
        [local.clone(), local.as_real()].map(|settings| Self::new(settings, tenant::CLIENT_ID))
    }

    fn new(settings: tenant::Settings, client_id: &str) -> Self {
        let tenant = Loopback::start(settings, APP);
        let origin = &tenant.origin;
        let settings = BTreeMap::from([
            ("APP_ORIGIN", APP.to_owned()),
            ("AUTHORITY", format!("{origin}/{}/v2.0", tenant::TENANT_ID)),
            ("GRAPH", format!("{origin}/v1.0")),
            ("CLIENT_ID", client_id.to_owned()),
            ("CLIENT_SECRET", tenant.secret(client_id)),
            ("SEAL_KEYS", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8".to_owned()),
            ("SECURITY_INFO", format!("{origin}/{}/security-info", tenant::TENANT_ID)),
            ("DANGER_LOCAL", "true".to_owned()),
        ]);
        Self { tenant, settings, clock: SystemTime::now }
    }

    /// The file with the settings.
    fn text(&self) -> String {
        self.settings.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let text = self.text();
        let findings =
            examine(&Case { text: Some(&text), url: None, authorities: None, clock: self.clock });
        let told = table(&findings);
        for secret in ["CLIENT_SECRET", "CLIENT_KEY", "SEAL_KEYS"] {
            let value = self.settings.get(secret).filter(|value| !value.is_empty());
            assert!(value.is_none_or(|value| !told.contains(value)), "{secret} is told: {told}");
        }
        findings
    }

    /// What is wrong, each with its check in front.
    fn wrong(&self) -> Vec<String> {
        wrong(&self.findings())
    }
}

fn wrong(findings: &[Finding]) -> Vec<String> {
    let wrong = findings.iter().filter(|finding| finding.verdict == Verdict::Wrong);
    wrong.map(|finding| format!("{}: {}", finding.check, finding.said)).collect()
}

fn an_hour_ahead() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

#[test]
fn the_command_fails_when_something_is_wrong_and_only_then() {
    let folder = workspace::target().join("test-run").join("doctor");
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("latchkey.env");
    let command = |world: &World| {
        fs::write(&file, world.text()).expect("a file");
        let options = Options { config: Some(file.clone()), json: true, ..Options::default() };
        format!("{:?}", doctor(&options).expect("the command runs"))
    };
    let [mut world, _] = World::both();
    assert_eq!(command(&world), format!("{:?}", ExitCode::SUCCESS));
    world.settings.insert("CLIENT_SECRET", "not-the-right-one".to_owned());
    assert_eq!(command(&world), format!("{:?}", ExitCode::FAILURE));
}

#[test]
fn a_good_configuration_gives_no_complaint() {
    for world in World::both() {
        let findings = world.findings();
        assert!(wrong(&findings).is_empty(), "{}", table(&findings));
        for check in
            ["directory", "clock", "keys", "credentials", "redirect", "sign-out", "scopes", "graph"]
        {
            let found = findings.iter().find(|finding| finding.check == check);
            assert_eq!(found.map(|found| found.verdict), Some(Verdict::Fine), "{check}");
        }
    }
}
