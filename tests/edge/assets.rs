//! The app's files: compressed, immutable, and nothing else on the disk.

use std::{
    fs,
    path::{Path, PathBuf},
};

use contract::{TRACE_HEADER, registration::RegistrationBegun, routes};
use latchkey_tests::{authenticator::SoftwareAuthenticator, client::Client};
use reqwest::Method;
use serde_json::{Value, json};
use xtask::{
    build,
    product::{self, Options, Product},
};

use crate::shared;

/// The addresses below `/assets/` in a page.
fn named(page: &str) -> Vec<String> {
    let mut found: Vec<_> = page
        .split(['"', '\''])
        .filter(|part| part.starts_with("/assets/"))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn the_files_that_the_page_names_are_compressed_and_kept_for_ever() {
    let client = Client::new(shared());
    let files = named(&client.get("/").await.body);
    assert!(files.iter().any(|file| file.ends_with(".wasm")), "{files:?}");
    assert!(files.iter().any(|file| file.ends_with(".js")), "{files:?}");
    assert!(files.iter().any(|file| file.ends_with(".json")), "the catalog: {files:?}");
    for file in files {
        for (accepted, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
            let request = client.request(Method::HEAD, &file).header("accept-encoding", accepted);
            let answer = client.send(request).await;
            assert_eq!(answer.status.as_u16(), 200, "{file}");
            assert_eq!(answer.header("content-encoding"), encoding, "{file} for {accepted}");
            assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{file}");
            assert!(answer.header("cache-control").contains("immutable"), "{file}");
            let kind = match file.rsplit('.').next() {
                Some("wasm") => "application/wasm",
                Some("js") => "text/javascript",
                _ => "application/json",
            };
            assert!(answer.header("content-type").starts_with(kind), "{file}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn nothing_but_built_files_is_served() {
    let client = Client::new(shared());
    for path in [
        "/assets/",
        "/assets/index.html",
        "/assets/../index.html",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/nothing-0000.js",
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_not_found_and_the_log_names_it() {
    let (product, home) = with_files_of_its_own("gone");
    let client = Client::new(&product);
    let files = named(&client.get("/").await.body);
    let module = files.iter().find(|file| file.ends_with(".js")).expect("a module");
    assert_eq!(client.get(module).await.status.as_u16(), 200);
    let name = module.trim_start_matches("/assets/");
    for gone in find(&home, name) {
        fs::remove_file(gone).expect("a file");
    }
    let answer = client.get(module).await;
    assert_eq!(answer.status.as_u16(), 404, "{answer:?}");
    assert!(answer.header("cache-control").contains("no-store"), "{answer:?}");
    assert!(answer.header("content-type").starts_with("text/html"), "{answer:?}");
    let trace = answer.header(TRACE_HEADER);
    let log = fs::read_to_string(product.worker_log()).expect("a log");
    let line = log.lines().find(|line| line.contains(trace)).expect("a line");
    assert!(line.contains("not-found") && line.contains(module.as_str()), "{line}");
    assert!(line.contains("no longer in the folder of built files"), "{line}");
}

#[tokio::test]
async fn without_the_names_of_authenticators_a_passkey_has_no_model_and_the_log_says_why() {
    let (product, home) = with_files_of_its_own("authenticators");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    for gone in find(&home, "authenticators") {
        fs::remove_file(gone).expect("a file");
    }
    let begun = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    let begun: RegistrationBegun = serde_json::from_str(&begun.body).expect("creation options");
    let mut authenticator = SoftwareAuthenticator::of_model([7; 16]);
    let credential =
        authenticator.create(&client.origin(), &begun.options).await.expect("a credential");
    let finish = json!({
        "registration": begun.registration, "name": "Blue key", "credential": credential,
    });
    let finished = client.call(routes::FINISH_REGISTRATION, &finish).await;
    assert_eq!(finished.status.as_u16(), 200, "{finished:?}");
    let log = fs::read_to_string(product.worker_log()).expect("a log");
    let line = log.lines().find(|line| line.contains(r#""what":"authenticators""#));
    let line: Value = serde_json::from_str(line.expect("a line")).expect("JSON");
    assert_eq!(line["trace"], finished.header(TRACE_HEADER));
    assert!(line["cause"].as_str().expect("a cause").contains("/assets/authenticators.txt"));
    let overview = client.overview().await.json();
    let kind = &overview["methods"][0]["kind"];
    assert_eq!(kind["aaguid"], "07070707-0707-0707-0707-070707070707", "{overview}");
    assert!(kind["model"].is_null(), "{overview}");
}

#[tokio::test]
async fn a_page_without_its_words_says_so_and_is_back_with_them() {
    let (product, home) = with_files_of_its_own("words");
    let client = Client::new(&product);
    let gone: Vec<_> =
        find(&home, "en").into_iter().map(|file| (fs::read(&file).expect("words"), file)).collect();
    assert!(gone.len() > 1, "{gone:?}");
    for (_, file) in &gone {
        fs::remove_file(file).expect("a file");
    }
    for path in ["/", "/nowhere"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status.as_u16(), 503, "{answer:?}");
        assert!(answer.header("content-type").starts_with("text/plain"), "{answer:?}");
        assert_eq!(answer.header("retry-after"), "60");
        let trace = answer.header(TRACE_HEADER);
        assert!(answer.body.contains(trace), "{answer:?}");
        let log = fs::read_to_string(product.worker_log()).expect("a log");
        let line = log.lines().find(|line| line.contains(trace)).expect("a line");
        assert!(line.contains("/assets/messages/en-"), "{line}");
        assert_eq!(line.contains("path; "), path == "/nowhere", "both causes: {line}");
    }
    for (words, file) in &gone {
        fs::write(file, words).expect("a file");
    }
    assert_eq!(client.get("/").await.status.as_u16(), 200);
}

/// A product whose built files may be damaged, and the folder that they are in.
fn with_files_of_its_own(name: &str) -> (Product, PathBuf) {
    let mut built = build::build().expect("the product builds");
    let options = Options::for_test(name);
    let dist = options.home.join("dist-of-its-own");
    copy(&built.dist, &dist);
    built.dist = dist;
    (product::start(&built, &options).expect("the product starts"), options.home)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

/// The files below a folder with this name, with whatever suffix.
fn find(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(find(&path, name));
        } else if path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)) {
            found.push(path);
        }
    }
    found
}
