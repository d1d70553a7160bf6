//! The doctor at the running worker.

use std::time::SystemTime;

use latchkey_tests::loopback::Loopback;
use xtask::doctor::{
    Case, examine,
    finding::{Finding, Verdict, table},
};

use crate::shared;

/// The settings that the worker of these tests runs with, as a file of settings.
fn text() -> String {
    let product = shared();
    let (address, id) = (&product.tenant.address, &product.tenant.tenant_id);
    let client = product.tenant.clients.iter().find(|client| client.secret.is_some());
    let client = client.expect("a client with a secret");
    let secret = client.secret.as_deref().expect("its secret");
    format!(
        "APP_ORIGIN={}\nAUTHORITY={address}/{id}/v2.0\nGRAPH={address}/v1.0\nCLIENT_ID={}\n\
         CLIENT_SECRET={secret}\nSEAL_KEYS=k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n\
         SECURITY_INFO={address}/{id}/security-info\nDANGER_LOCAL=true\n",
        product.app, client.client_id
    )
}

fn findings(text: &str, url: &str) -> Vec<Finding> {
    let case = Case { text: Some(text), url: Some(url), authorities: None, clock: SystemTime::now };
    examine(&case)
}

fn wrong(findings: &[Finding]) -> Vec<&str> {
    let wrong = findings.iter().filter(|finding| finding.verdict == Verdict::Wrong);
    wrong.map(|finding| finding.said.as_str()).collect()
}

#[test]
fn the_doctor_has_no_complaint_about_the_running_product() {
    let findings = findings(&text(), &shared().app);
    assert!(wrong(&findings).is_empty(), "{}", table(&findings));
    for check in ["version", "authority", "headers"] {
        let found = findings.iter().find(|finding| finding.check == check);
        assert_eq!(found.map(|found| found.verdict), Some(Verdict::Fine), "{check}");
    }
}

#[test]
fn another_authority_and_another_program_are_told() {
    let text = text().replace("AUTHORITY=http://localhost", "AUTHORITY=http://127.0.0.1");
    let with_others = findings(&text, &shared().app);
    let said = wrong(&with_others);
    assert!(said.iter().any(|said| said.contains("another issuer")), "{said:?}");
    let elsewhere = findings(&text, &shared().tenant.address);
    let said = wrong(&elsewhere);
    assert!(said.iter().any(|said| said.contains("does not answer as Latchkey")), "{said:?}");
}

#[test]
fn a_worker_that_runs_with_another_directory_than_the_settings_say_is_told() {
    let product = shared();
    // Of the same kind, with the same applications: only the running worker tells the difference.
    let other = Loopback::start(tenant::Settings::local(), &product.app);
    let client = product.tenant.clients.iter().find(|client| client.secret.is_some());
    let client = client.expect("a client with a secret");
    let text = text()
        .replace(&product.tenant.address, &other.origin)
        .replace(client.secret.as_deref().expect("its secret"), &other.secret(&client.client_id));
    let found = findings(&text, &product.app);
    let said = wrong(&found);
    assert_eq!(said.len(), 1, "{}", table(&found));
    assert!(said[0].contains("another AUTHORITY than these settings"), "{said:?}");
    assert!(said[0].contains(&product.tenant.address), "{said:?}");
}
