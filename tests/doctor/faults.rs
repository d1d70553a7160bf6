//! Seeded faults: each is found, named, and leads to the step that mends it.

use latchkey_tests::platform::Platform;
use rsa::{RsaPrivateKey, pkcs8::EncodePrivateKey, rand_core::OsRng};
use serde_json::json;
use xtask::{
    doctor::{Case, examine_directory, finding::Verdict},
    workspace,
};

use crate::{World, an_hour_ahead, wrong};

/// Changes one setting, or leaves it out, in both profiles; exactly this is found.
fn finds(name: &'static str, value: Option<&str>, expected: &[&str]) {
    for mut world in World::both() {
        match value {
            Some(value) => {
                world.settings.insert(name, value.replace("{tenant}", &world.tenant.origin))
            }
            None => world.settings.remove(name),
        };
        assert_eq!(world.wrong(), expected, "{name}");
        let wrong = world.findings().into_iter().filter(|it| it.verdict == Verdict::Wrong);
        assert!(wrong.into_iter().all(|finding| finding.step.is_some()), "{name} has no step");
    }
}

#[test]
fn another_tenant_id() {
    finds(
        "AUTHORITY",
        Some("{tenant}/11111111-2222-4333-8444-555555555555/v2.0"),
        &["directory: AADSTS90002: the directory does not exist: is the tenant id right?"],
    );
}

#[test]
fn an_authority_for_everyone() {
    finds(
        "AUTHORITY",
        Some("{tenant}/common/v2.0"),
        &["settings: AUTHORITY is not of the form that it must have: \
           https://login.microsoftonline.com/<tenant id>/v2.0, with the id and not a name or `common`"],
    );
}

#[test]
fn an_authority_that_calls_itself_otherwise() {
    for mut world in World::both() {
        let address = world.settings["AUTHORITY"].replace("//localhost", "//127.0.0.1");
        world.settings.insert("AUTHORITY", address);
        let expected = "directory: the directory at AUTHORITY calls itself by another issuer";
        assert_eq!(world.wrong(), [expected]);
    }
}

#[test]
fn an_authority_that_nobody_reaches() {
    for mut world in World::both() {
        world
            .settings
            .insert("AUTHORITY", format!("http://localhost:9/{}/v2.0", tenant::TENANT_ID));
        let wrong = world.wrong();
        assert!(wrong[0].starts_with("directory: AUTHORITY cannot be reached: "), "{wrong:?}");
        assert_eq!(wrong.len(), 1, "{wrong:?}");
    }
}

#[test]
fn plain_http_outside_of_a_local_run() {
    finds(
        "DANGER_LOCAL",
        None,
        &["APP_ORIGIN", "AUTHORITY", "GRAPH", "SECURITY_INFO"]
            .map(|name| format!("settings: {name} must be https outside a local configuration"))
            .each_ref()
            .map(String::as_str),
    );
}

#[test]
fn an_unknown_client_id() {
    let unknown = "the application is not in this directory: is CLIENT_ID right?";
    finds(
        "CLIENT_ID",
        Some("99999999-0000-4000-8000-000000000000"),
        &[
            &format!("credentials: AADSTS700016: {unknown}"),
            &format!("redirect: http://localhost:8787/callback: AADSTS700016: {unknown}"),
            &format!("sign-out: http://localhost:8787/: AADSTS700016: {unknown}"),
        ],
    );
}

#[test]
fn a_wrong_secret_and_none() {
    finds(
        "CLIENT_SECRET",
        Some("not-the-right-one"),
        &["credentials: AADSTS7000215: the secret is wrong: its value is needed, not its id"],
    );
    finds("CLIENT_SECRET", None, &["settings: CLIENT_SECRET is missing"]);
}

#[test]
fn a_redirect_address_that_is_not_registered() {
    let unregistered = "AADSTS50011: the redirect address is not registered";
    finds(
        "APP_ORIGIN",
        Some("http://localhost:8788"),
        &[
            &format!("redirect: http://localhost:8788/callback: {unregistered}"),
            &format!("sign-out: http://localhost:8788/: {unregistered}"),
        ],
    );
}

#[test]
fn consent_that_is_missing() {
    for world in World::both() {
        world.tenant.switch(&json!({ "consentMissing": true }));
        assert_eq!(
            world.wrong(),
            ["scopes: AADSTS90094: an administrator has not consented to the permissions (all)"]
        );
    }
}

#[test]
fn a_scope_that_is_unknown_or_malformed() {
    let missing = "AADSTS90094: an administrator has not consented to the permissions";
    for (scope, expected) in [
        ("UserAuthMethod-Nonsense.Read", format!("{missing} (UserAuthMethod-Nonsense.Read)")),
        (
            "https://other.example/Read",
            "AADSTS70011: a scope is malformed (https://other.example/Read)".to_owned(),
        ),
    ] {
        for world in World::both() {
            let mut settings = gateway::Settings::parse(|name| world.settings.get(name).cloned())
                .expect("these settings are understood");
            settings.scopes.push(scope.to_owned());
            let case = Case { text: None, url: None, authorities: None, clock: world.clock };
            let found = wrong(&examine_directory(&case, &settings));
            assert_eq!(found, [format!("scopes: {expected}")]);
        }
    }
}

#[test]
fn a_clock_that_is_off() {
    for mut world in World::both() {
        world.clock = an_hour_ahead;
        let wrong = world.wrong();
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert!(wrong[0].starts_with("clock: this machine is 36"), "{wrong:?}");
        assert!(
            wrong[0].ends_with("ahead of the directory: sign-ins fail beyond 300 s"),
            "{wrong:?}"
        );
    }
}

#[test]
fn addresses_and_keys_that_are_malformed() {
    let malformed = "is not of the form that it must have";
    finds(
        "SECURITY_INFO",
        Some("security-info"),
        &[&format!("settings: SECURITY_INFO {malformed}: the table of settings")],
    );
    finds(
        "SEAL_KEYS",
        Some("k1:short"),
        &[&format!("settings: SEAL_KEYS {malformed}: `id:key`, the key 32 bytes in base64url")],
    );
    finds(
        "CLIENT_SECRETS",
        Some("typo"),
        &["settings: CLIENT_SECRETS is no setting of Latchkey: nothing reads it"],
    );
}

#[test]
fn graph_that_is_somewhere_else() {
    for mut world in World::both() {
        world.settings.insert("GRAPH", format!("{}/graph", world.tenant.origin));
        let wrong = world.wrong();
        assert_eq!(wrong, ["graph: GRAPH answers 404 Not Found where it should ask for a token"]);
    }
}

#[test]
fn a_certificate_that_has_expired_or_is_not_the_keys() {
    let (expired, key) = certificate((2024, 2025));
    let (good, own_key) = certificate((2024, 2099));
    for (certificate, key, expected) in [
        (&expired, &key, "certificate: expired on Wed, 01 Jan 2025 00:00:00 GMT"),
        (&good, &key, "certificate: CLIENT_KEY is not the key of CLIENT_CERTIFICATE"),
    ] {
        for mut world in World::both() {
            world.settings.remove("CLIENT_SECRET");
            world.settings.insert("CLIENT_CERTIFICATE", one_line(certificate));
            world.settings.insert("CLIENT_KEY", one_line(key));
            let wrong = world.wrong();
            assert_eq!(wrong.first().map(String::as_str), Some(expected), "{wrong:?}");
        }
    }
    let mut world = World::both().into_iter().next().expect("a world");
    world.settings.remove("CLIENT_SECRET");
    world.settings.insert("CLIENT_CERTIFICATE", one_line(&good));
    world.settings.insert("CLIENT_KEY", one_line(&own_key));
    assert!(world.wrong().iter().all(|wrong| !wrong.starts_with("certificate: ")));
}

#[test]
fn a_platforms_assertion_is_told_by_its_claims_and_judged_by_its_end() {
    let refused = "credentials: no request could be made: CLIENT_ASSERTION holds no valid assertion, or the directory does not answer";
    let folder = workspace::target().join("test-run").join("doctor-platform");
    let platform = Platform::new(&folder);
    let other = Platform::new(&folder.with_extension("other"));
    for mut world in World::both() {
        world.settings.remove("CLIENT_SECRET");
        let path = platform.file().to_string_lossy().into_owned();
        world.settings.insert("CLIENT_ASSERTION", path);
        world.tenant.register(tenant::CLIENT_ID, &platform.registration());
        let token = platform.renew(3600);
        let findings = world.findings();
        assert!(wrong(&findings).is_empty(), "{findings:?}");
        let found = findings.iter().find(|finding| finding.check == "assertion");
        let said = &found.expect("it is told").said;
        for claim in
            ["https://cluster.contoso.example", "serviceaccount", "api://AzureADTokenExchange"]
        {
            assert!(said.contains(claim), "{said}");
        }
        assert!(findings.iter().all(|finding| !finding.said.contains(&token)));

        platform.renew(-10);
        let expired = world.wrong();
        let begin = "assertion: CLIENT_ASSERTION expired on ";
        assert!(expired[0].starts_with(begin) && expired[1..] == [refused], "{expired:?}");
        platform.withdraw();
        let absent = "assertion: CLIENT_ASSERTION cannot be read: entity not found";
        assert_eq!(world.wrong(), [absent, refused]);
        other.renew(3600);
        let path = other.file().to_string_lossy().into_owned();
        world.settings.insert("CLIENT_ASSERTION", path);
        let foreign = world.wrong();
        assert!(foreign[0].starts_with("credentials: AADSTS"), "{foreign:?}");
        world.settings.insert("CLIENT_ASSERTION", "assertion".to_owned());
        assert!(world.wrong().is_empty(), "what only the worker has is not judged");
    }
}

/// PEM as it stands in a file of settings.
fn one_line(pem: &str) -> String {
    format!("\"{}\"", pem.replace('\n', "\\n"))
}

/// A certificate that is valid from one year to another, and its key; both in PEM.
fn certificate((from, to): (i32, i32)) -> (String, String) {
    let key = RsaPrivateKey::new(&mut OsRng, 2048).expect("a key");
    let key = key.to_pkcs8_der().expect("a key in DER");
    let key = rcgen::KeyPair::try_from(key.as_bytes()).expect("a key");
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    parameters.not_before = rcgen::date_time_ymd(from, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(to, 1, 1);
    let certificate = parameters.self_signed(&key).expect("a certificate");
    (certificate.pem(), key.serialize_pem())
}

#[test]
fn a_policy_with_a_place_that_nobody_understands() {
    finds(
        "POLICIES",
        Some(
            r#"[{"displayName":"P","state":"enabled","conditions":{"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},"users":{"includeUsers":["All"]},"platforms":{"includePlatforms":["iOS"]}}}]"#,
        ),
        &[
            "settings: POLICIES cannot be understood: [0].conditions.platforms restricts by something that \
           Latchkey does not evaluate",
        ],
    );
}

#[test]
fn policies_are_named_and_a_place_that_nothing_tells_is_noted() {
    for mut world in World::both() {
        let policy = include_str!("../../tenant/policies/register-security-information-mfa.json");
        world.settings.insert("POLICIES", format!("[{}]", policy.replace('\n', " ")));
        let findings = world.findings();
        let said: Vec<_> = findings
            .iter()
            .filter(|finding| finding.check == "policies")
            .map(|finding| (finding.verdict, finding.said.as_str()))
            .collect();
        assert!(said[0].1.contains("\"Register security information: require MFA"), "{said:?}");
        assert!(said[0].1.contains("enforced"), "{said:?}");
        assert_eq!(said[1].0, Verdict::Note, "{said:?}");
        world.settings.insert("CLIENT_ADDRESS_HEADER", "X-Forwarded-For".to_owned());
        world.settings.insert("TRUSTED_PROXIES", "127.0.0.1".to_owned());
        let findings = world.findings();
        assert_eq!(findings.iter().filter(|finding| finding.check == "policies").count(), 1);
    }
}
