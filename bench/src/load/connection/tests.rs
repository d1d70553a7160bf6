//! Tests for `connection`.

use std::{net::TcpListener, thread};

use super::*;

fn answer(bytes: &'static [u8]) -> Result<Answer> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let server = thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let mut asked = [0; 1024];
        let _ = stream.read(&mut asked)?;
        stream.write_all(bytes)
    });
    let answer = Connection::open(port, "/", &[])?.get();
    assert!(server.join().is_ok());
    answer
}

#[test]
fn an_answer_in_chunks_is_read_to_its_end() -> Result<()> {
    let answer = answer(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    )?;
    assert_eq!((answer.status, answer.bytes), (200, 5));
    Ok(())
}

#[test]
fn an_answer_that_ends_early_is_a_fault() {
    assert!(answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc").is_err());
}
