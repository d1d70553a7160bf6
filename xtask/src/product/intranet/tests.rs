//! Tests for `intranet`.

use std::io::Read;

use super::*;

fn get(page: &Intranet, path: &str) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, page.port)).expect("it listens");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn the_page_embeds_the_card_of_the_app_and_admits_nothing_else() {
    let page = Intranet::start(None, "http://localhost:8787", PathBuf::new()).expect("a free port");
    assert!(page.origin().starts_with("http://127.0.0.1:"));
    let answer = get(&page, "/?a=b");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains("<script src=\"http://localhost:8787/embed.js\""), "{answer}");
    assert!(answer.contains("frame-src http://localhost:8787;"), "{answer}");
    assert!(!answer.contains("unsafe-inline") && !answer.contains("{app}"), "{answer}");
    assert!(get(&page, "/page.js").contains("text/javascript"));
    assert!(get(&page, "/nothing").starts_with("HTTP/1.1 404 "));
}

#[test]
fn the_built_samples_are_served_with_the_policy_of_a_bundle_and_nothing_beside_them() {
    let samples = folder();
    fs::write(samples.join("vue.html"), "a page").expect("written");
    fs::write(samples.with_extension("secret"), "no page").expect("written");
    let app = "http://localhost:8787";
    let page = Intranet::start(None, app, samples.clone()).expect("a free port");
    let answer = get(&page, "/samples/vue.html");
    assert!(answer.ends_with("\r\n\r\na page"), "{answer}");
    assert!(answer.contains("script-src 'self';") && answer.contains("trusted-types vue"));
    for other in ["plain.html", "../samples.secret", "..%2fsamples.secret", ""] {
        assert!(get(&page, &format!("/samples/{other}")).starts_with("HTTP/1.1 404 "), "{other}");
    }
}

/// A folder below the target folder.
fn folder() -> PathBuf {
    let folder = crate::workspace::target().join("test-run").join("xtask-intranet").join("samples");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}
