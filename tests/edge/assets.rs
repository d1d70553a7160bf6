//! The app's files: compressed, immutable, and nothing else of the disk.

use latchkey_tests::client::Client;
use reqwest::Method;

use crate::shared;

/// The addresses under `/assets/` that a page names.
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
