//! Graph from memory: what Graph has answered once, it answers from memory from then on.
//!
//! Stands before the tenant's Graph, so that the worker is asked for what it really does and nobody else computes.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context, Result};

use crate::connection::Connection;

/// The server, which lives as long as the program.
pub(crate) struct Upstream {
    /// Where Graph is for the worker.
    pub(crate) graph: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// The port of the tenant.
    tenant: Mutex<u16>,
    /// The answers by verb, path and body.
    answers: Mutex<HashMap<Asked, Arc<Vec<u8>>>>,
    requests: AtomicUsize,
}

/// A request without its headers, which hold a token and a number of their own each time.
type Asked = (String, Vec<u8>);

impl Upstream {
    pub(crate) fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let graph = format!("http://127.0.0.1:{}/v1.0", listener.local_addr()?.port());
        let shared = Arc::new(Shared::default());
        let upstream = Self { graph, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // The worker's connections end with it.
                thread::spawn(move || drop(serve(&stream, &shared)));
            }
        });
        Ok(upstream)
    }

    /// Asks the tenant on this port for what is not yet known.
    pub(crate) fn leads_to(&self, port: u16) {
        *self.shared.tenant.lock().unwrap_or_else(PoisonError::into_inner) = port;
    }

    /// How many requests have come.
    pub(crate) fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::Relaxed)
    }
}

fn serve(stream: &TcpStream, shared: &Shared) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let (mut head, mut length) = (String::new(), 0);
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
        let line = head.trim_end().to_owned();
        loop {
            let before = head.len();
            reader.read_line(&mut head)?;
            let header = &head[before..];
            let Some((name, value)) = header.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        shared.requests.fetch_add(1, Ordering::Relaxed);
        let asked = (line, body);
        let known =
            shared.answers.lock().unwrap_or_else(PoisonError::into_inner).get(&asked).cloned();
        let answer = match known {
            Some(answer) => answer,
            None => learn(shared, &head, asked)?,
        };
        writer.write_all(&answer)?;
    }
}

/// Has the tenant answer, and keeps that.
fn learn(shared: &Shared, head: &str, asked: Asked) -> Result<Arc<Vec<u8>>> {
    let port = *shared.tenant.lock().unwrap_or_else(PoisonError::into_inner);
    let (line, rest) = head.split_once("\r\n").context("not HTTP")?;
    let is_host = |line: &&str| line.to_ascii_lowercase().starts_with("host:");
    let headers: Vec<_> = rest.split("\r\n").filter(|line| !is_host(line)).collect();
    let mut request = format!("{line}\r\nHost: localhost:{port}\r\n{}", headers.join("\r\n"));
    request.truncate(request.trim_end().len());
    let mut request = format!("{request}\r\n\r\n").into_bytes();
    request.extend_from_slice(&asked.1);
    let (answer, body) = Connection::open(port)?.read(&request)?;
    let bytes = format!(
        "HTTP/1.1 {} -\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        answer.status,
        body.len()
    );
    let bytes = Arc::new(bytes.into_bytes());
    shared.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(asked, Arc::clone(&bytes));
    Ok(bytes)
}
