//! One kept HTTP/1.1 connection that repeats one request: the cheapest client that still reads each answer whole.
//!
//! The load and the worker share the machine, so what the client takes is missing at the worker. An HTTP library in
//! the dev profile reaches 13,000 requests per second where this one reaches 30,000 (workerd's disk service, two cores).

use std::{
    io::{BufRead, BufReader, Read, Write, copy, sink},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

/// A connection to a port of this machine, with the request that it repeats.
pub(super) struct Connection {
    request: Vec<u8>,
    stream: BufReader<TcpStream>,
}

/// What an answer is measured by.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The size of the body without its framing, in bytes.
    pub(super) bytes: usize,
}

impl Connection {
    pub(super) fn open(port: u16, path: &str, headers: &[(String, String)]) -> Result<Self> {
        let mut request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("nothing listens on port {port}"))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        Ok(Self { request: request.into_bytes(), stream: BufReader::new(stream) })
    }

    /// Sends the request and reads the answer to its end (RFC 9112 §6).
    pub(super) fn get(&mut self) -> Result<Answer> {
        self.stream.get_mut().write_all(&self.request)?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.context("what came is not HTTP")?;
        let (mut length, mut is_chunked) = (None, false);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                is_chunked = true;
            }
        }
        let bytes = if is_chunked { self.chunks()? } else { self.skip(length.unwrap_or(0))? };
        Ok(Answer { status, bytes })
    }

    fn chunks(&mut self) -> Result<usize> {
        let mut sum = 0;
        loop {
            let size = usize::from_str_radix(&self.line()?, 16).context("a chunk has no size")?;
            sum += self.skip(size)?;
            self.line()?;
            if size == 0 {
                return Ok(sum);
            }
        }
    }

    fn skip(&mut self, bytes: usize) -> Result<usize> {
        let skipped = copy(&mut self.stream.by_ref().take(u64::try_from(bytes)?), &mut sink())?;
        ensure!(usize::try_from(skipped)? == bytes, "the answer ended early");
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the connection ended early");
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

#[cfg(test)]
mod tests;
