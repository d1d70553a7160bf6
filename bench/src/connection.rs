//! One kept HTTP/1.1 connection: the cheapest client that still reads each answer whole.
//!
//! The load and the worker share the machine, so what the client takes is missing at the worker. An HTTP library in
//! the dev profile reaches 13,000 requests per second where this one reaches 30,000 (workerd's disk service, two cores).

use std::{
    io::{BufRead, BufReader, Read, Write, copy, sink},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

/// A connection to a port of this machine.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

/// What an answer is measured by, and what leads on from it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The size of the body without its framing, in bytes.
    pub(crate) bytes: usize,
    pub(crate) location: Option<String>,
    /// Name and value of each cookie that is set.
    pub(crate) set_cookies: Vec<(String, String)>,
}

/// The bytes of a request with these headers.
pub(crate) fn request(
    verb: &str,
    port: u16,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Vec<u8> {
    let mut text = format!("{verb} {path} HTTP/1.1\r\nHost: localhost:{port}\r\n");
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(body) = body {
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body.unwrap_or_default());
    text.into_bytes()
}

impl Connection {
    pub(crate) fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("nothing listens on port {port}"))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request and skips the body of its answer.
    pub(crate) fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.exchange(request, &mut sink())
    }

    /// Sends a request and reads the body of its answer.
    pub(crate) fn read(&mut self, request: &[u8]) -> Result<(Answer, String)> {
        let mut body = Vec::new();
        let answer = self.exchange(request, &mut body)?;
        Ok((answer, String::from_utf8(body).context("the body is not text")?))
    }

    /// Sends a request and reads the answer to its end (RFC 9112 §6).
    fn exchange(&mut self, request: &[u8], body: &mut impl Write) -> Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.context("what came is not HTTP")?;
        let mut answer = Answer { status, bytes: 0, location: None, set_cookies: Vec::new() };
        let (mut length, mut is_chunked) = (None, false);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                is_chunked = true;
            } else if name.eq_ignore_ascii_case("location") {
                answer.location = Some(value.trim().to_owned());
            } else if name.eq_ignore_ascii_case("set-cookie") {
                let pair = value.split(';').next().unwrap_or_default().trim().split_once('=');
                answer.set_cookies.extend(pair.map(|(name, it)| (name.to_owned(), it.to_owned())));
            }
        }
        answer.bytes =
            if is_chunked { self.chunks(body)? } else { self.pass(length.unwrap_or(0), body)? };
        Ok(answer)
    }

    fn chunks(&mut self, body: &mut impl Write) -> Result<usize> {
        let mut sum = 0;
        loop {
            let size = usize::from_str_radix(&self.line()?, 16).context("a chunk has no size")?;
            sum += self.pass(size, body)?;
            self.line()?;
            if size == 0 {
                return Ok(sum);
            }
        }
    }

    fn pass(&mut self, bytes: usize, body: &mut impl Write) -> Result<usize> {
        let passed = copy(&mut self.stream.by_ref().take(u64::try_from(bytes)?), body)?;
        ensure!(usize::try_from(passed)? == bytes, "the answer ended early");
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the connection ended early");
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
