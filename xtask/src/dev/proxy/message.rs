//! An HTTP/1.1 message of the development proxy, read whole (RFC 9112): one for each connection.
//!
//! Trusts both sides, which are a browser and the worker of this machine.

use std::io::{self, Error, ErrorKind, Read, Write};

/// A request or a reply.
pub(super) struct Message {
    /// The first line.
    pub(super) start: String,
    /// The header fields, as they came.
    pub(super) headers: Vec<(String, String)>,
    /// The body, without the framing of the transfer.
    pub(super) body: Vec<u8>,
}

/// Whether a header field has this name, which is in lower case.
fn is(field: &str, name: &str) -> bool {
    field.eq_ignore_ascii_case(name)
}

impl Message {
    /// A request: its body is as long as it says.
    pub(super) fn read_request(stream: &mut impl Read) -> io::Result<Self> {
        let mut message = Self::read_head(stream)?;
        let length = message.header("content-length").and_then(|length| length.parse().ok());
        let length = length.unwrap_or(0_usize).saturating_sub(message.body.len());
        let mut rest = vec![0; length];
        stream.read_exact(&mut rest)?;
        message.body.extend(rest);
        Ok(message)
    }

    /// A reply: it ends with the connection.
    pub(super) fn read_reply(stream: &mut impl Read) -> io::Result<Self> {
        let mut message = Self::read_head(stream)?;
        stream.read_to_end(&mut message.body)?;
        if message.header("transfer-encoding").is_some() {
            message.body = out_of_chunks(&message.body)?;
        } else if let Some(length) = message.header("content-length") {
            let is_whole = length.parse() == Ok(message.body.len());
            // A reply to HEAD tells the length of what it leaves out.
            if !is_whole && !message.body.is_empty() {
                return Err(early());
            }
        }
        message.drop_headers(&["connection", "content-length", "transfer-encoding"]);
        Ok(message)
    }

    /// The head, and as much of the body as came with it.
    fn read_head(stream: &mut impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let mut piece = [0_u8; 8192];
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            match stream.read(&mut piece)? {
                0 => return Err(early()),
                read => bytes.extend_from_slice(&piece[..read]),
            }
        };
        let body = bytes.split_off(end + 4);
        let head = String::from_utf8_lossy(&bytes);
        let mut lines = head.trim_end().split("\r\n").map(str::to_owned);
        let start = lines.next().unwrap_or_default();
        let field = |line: String| {
            line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        };
        Ok(Self { start, headers: lines.filter_map(field).collect(), body })
    }

    /// The first field of this name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| is(field, name)).map(|(_, value)| value.as_str())
    }

    /// Removes the fields of these names.
    pub(super) fn drop_headers(&mut self, names: &[&str]) {
        self.headers.retain(|(field, _)| !names.iter().any(|name| is(field, name)));
    }

    /// Sends it as the last one of its connection.
    pub(super) fn write(&self, stream: &mut impl Write) -> io::Result<()> {
        let mut head = format!("{}\r\n", self.start);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.header("content-length").is_none() {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("connection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        stream.flush()
    }
}

/// A body out of its chunks (RFC 9112, section 7.1).
fn out_of_chunks(mut rest: &[u8]) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n").ok_or_else(early)?;
        let size = String::from_utf8_lossy(&rest[..end]);
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| early())?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(rest.get(..size).ok_or_else(early)?);
        rest = rest.get(size + 2..).ok_or_else(early)?;
    }
}

fn early() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "a message that ends early")
}
