//! Tests for `proxy`.

use std::io::Read;

use super::*;

/// Asks the proxy, and answers what came, until the end of the connection.
fn get(port: u16, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

fn free() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A worker that gives this answer to one request, and tells what it was asked.
fn worker(port: u16, answer: &'static str) -> thread::JoinHandle<io::Result<String>> {
    thread::spawn(move || {
        let (mut stream, _) = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?.accept()?;
        let request = Message::read_request(&mut stream)?;
        stream.write_all(answer.as_bytes())?;
        Ok(format!("{} {:?}", request.start, request.headers))
    })
}

#[test]
fn a_page_gets_the_script_even_when_the_worker_comes_later() -> Result<()> {
    let (port, upstream) = (free()?, free()?);
    let _proxy = Proxy::start(port, upstream)?;
    let asked = thread::spawn(move || get(port, "/"));
    thread::sleep(Duration::from_millis(200));
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
        d\r\n<head></head>\r\n3\r\nabc\r\n0\r\n\r\n";
    let request = worker(upstream, page).join().expect("the worker ends")?;
    assert!(!request.to_lowercase().contains("accept-encoding"), "{request}");
    let page = asked.join().expect("the browser ends")?;
    let script = "<head><script src=\"/latchkey-dev/reload.js\" defer></script></head>abc";
    assert!(page.ends_with(script), "{page}");
    assert!(page.contains(&format!("content-length: {}\r\n", script.len())), "{page}");
    assert!(get(port, "/latchkey-dev/reload.js")?.ends_with(SCRIPT));
    Ok(())
}

#[test]
fn a_file_that_keeps_its_name_is_not_kept_by_the_browser() -> Result<()> {
    let (port, upstream) = (free()?, free()?);
    let _proxy = Proxy::start(port, upstream)?;
    let worker = worker(
        upstream,
        "HTTP/1.1 200 OK\r\nCache-Control: immutable\r\nETag: \"a\"\r\nContent-Length: 2\r\n\r\nok",
    );
    let file = get(port, "/assets/latchkey.js")?;
    worker.join().expect("the worker ends")?;
    assert!(file.contains("cache-control: no-store") && file.ends_with("ok"), "{file}");
    assert!(!file.contains("immutable") && !file.contains("ETag"), "{file}");
    Ok(())
}

#[test]
fn an_open_page_is_told_of_the_next_build() -> Result<()> {
    let port = free()?;
    let proxy = Proxy::start(port, free()?)?;
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    write!(stream, "GET /latchkey-dev/changes HTTP/1.1\r\n\r\n")?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut numbers = Vec::new();
    let mut text = String::new();
    while numbers.len() < 2 {
        let mut piece = [0_u8; 512];
        let read = stream.read(&mut piece)?;
        text.push_str(&String::from_utf8_lossy(&piece[..read]));
        let told: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
        if told.len() == 1 && numbers.is_empty() {
            proxy.reload();
        }
        numbers = told.into_iter().map(str::to_owned).collect();
    }
    assert_ne!(numbers[0], numbers[1], "{text}");
    Ok(())
}
