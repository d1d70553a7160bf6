//! A client for HTTP/1.1 on loopback: enough to ask whether something answers, to sign in, and to make load.
//!
//! One connection that is kept open; no TLS, no redirects, no name resolution beyond loopback.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// A connection to a port of this machine.
pub struct Connection {
    port: u16,
    stream: BufReader<TcpStream>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The header fields in the order in which they came; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came over the wire: compressed, if the sender did that.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects, or gives up after two seconds.
    ///
    /// # Errors
    /// When nothing listens there.
    pub fn open(port: u16) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(2))
            .with_context(|| format!("nothing listens on port {port}"))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        Ok(Self { port, stream: BufReader::new(stream) })
    }

    /// Sends a request and reads the answer to it.
    ///
    /// # Errors
    /// When the connection ends early or what comes is not HTTP.
    pub fn send(
        &mut self,
        verb: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply> {
        let mut request = format!("{verb} {path} HTTP/1.1\r\nHost: localhost:{}\r\n", self.port);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if verb != "GET" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.get_mut().write_all(&bytes)?;
        self.read()
    }

    fn read(&mut self) -> Result<Reply> {
        let status = self.line()?;
        let status: u16 = status
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .with_context(|| format!("not an HTTP answer: {status:?}"))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').context("a header without a colon")?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut reply = Reply { status, headers, body: Vec::new() };
        if reply
            .header("transfer-encoding")
            .is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"))
        {
            self.read_chunks(&mut reply.body)?;
        } else if let Some(length) = reply.header("content-length") {
            reply.body.resize(length.parse()?, 0);
            self.stream.read_exact(&mut reply.body)?;
        } else if !matches!(status, 204 | 304) {
            self.stream.read_to_end(&mut reply.body)?;
        }
        Ok(reply)
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).context("a chunk without its size")?;
            let end = body.len();
            body.resize(end + size, 0);
            self.stream.read_exact(&mut body[end..])?;
            self.line()?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the connection to port {} ended early", self.port);
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

impl Reply {
    /// The first header of this name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

/// One GET over a connection of its own.
///
/// # Errors
/// When nothing listens there, or the answer is not HTTP.
pub fn get(port: u16, path: &str) -> Result<Reply> {
    Connection::open(port)?.send("GET", path, &[("Connection", "close")], &[])
}

#[cfg(test)]
mod tests;
