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
    let page = Intranet::start(None, "http://localhost:8787").expect("a free port");
    assert!(page.origin().starts_with("http://127.0.0.1:"));
    let answer = get(&page, "/?a=b");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains("<script src=\"http://localhost:8787/embed.js\""), "{answer}");
    assert!(answer.contains("frame-src http://localhost:8787;"), "{answer}");
    assert!(!answer.contains("unsafe-inline") && !answer.contains("{app}"), "{answer}");
    assert!(get(&page, "/page.js").contains("text/javascript"));
    assert!(get(&page, "/nothing").starts_with("HTTP/1.1 404 "));
}
