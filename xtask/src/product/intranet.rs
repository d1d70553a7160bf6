//! A demo intranet page on another site than the app, with a strict Content Security Policy.
//!
//! `127.0.0.1` and `localhost` are different sites to a browser. Never shipped.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result};

/// The running page; it stops when it is dropped.
#[derive(Debug)]
pub(super) struct Intranet {
    port: u16,
    is_over: Arc<AtomicBool>,
}

impl Intranet {
    /// Serves the page that embeds the card of the app at this origin.
    pub(super) fn start(port: Option<u16>, app: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0)))
            .context("the port of the demo intranet page is taken by another program")?;
        let port = listener.local_addr()?.port();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, app) = (Arc::clone(&is_over), app.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let app = app.clone();
                thread::spawn(move || {
                    // A browser that is gone misses nothing.
                    let _ = answer(stream, &app);
                });
            }
        });
        Ok(Self { port, is_over })
    }

    /// The origin of the page.
    pub(super) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Intranet {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // One more connection, so that the listener notices.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

fn answer(mut stream: TcpStream, app: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, kind, body) = match path.split('?').next().unwrap_or_default() {
        "/" => ("200 OK", "text/html", include_str!("intranet/page.html").replace("{app}", app)),
        "/page.css" => ("200 OK", "text/css", include_str!("intranet/page.css").to_owned()),
        "/page.js" => ("200 OK", "text/javascript", include_str!("intranet/page.js").to_owned()),
        _ => ("404 Not Found", "text/plain", String::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {}\r\n\
         content-security-policy: {}\r\nconnection: close\r\n\r\n{body}",
        body.len(),
        policy(app)
    )?;
    stream.shutdown(Shutdown::Write)
}

/// What `docs/embedding.md` asks of a host, and nothing more than its own files besides.
fn policy(app: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {app}; frame-src {app}; style-src 'self'; \
         img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

#[cfg(test)]
mod tests;
