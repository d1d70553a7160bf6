//! A demo intranet page on another site than the app, with a strict Content Security Policy.
//!
//! `127.0.0.1` and `localhost` are different sites to a browser. Below `/samples/` it serves the pages of
//! `embed/samples` where they have been built. Never shipped.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    path::PathBuf,
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

/// What the page is made of.
struct Site {
    /// The app's origin.
    app: String,
    /// The folder of the built samples.
    samples: PathBuf,
}

impl Intranet {
    /// Serves the page that embeds the card of the app at this origin, and the samples of this folder.
    pub(super) fn start(port: Option<u16>, app: &str, samples: PathBuf) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0)))
            .context("the port of the demo intranet page is taken by another program")?;
        let port = listener.local_addr()?.port();
        let is_over = Arc::new(AtomicBool::new(false));
        let site = Arc::new(Site { app: app.to_owned(), samples });
        let over = Arc::clone(&is_over);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let site = Arc::clone(&site);
                thread::spawn(move || {
                    // A browser that is gone misses nothing.
                    let _ = answer(stream, &site);
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

fn answer(mut stream: TcpStream, site: &Site) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let found = match path {
        "/" => Some(include_str!("intranet/page.html").replace("{app}", &site.app)),
        "/page.css" => Some(include_str!("intranet/page.css").to_owned()),
        "/page.js" => Some(include_str!("intranet/page.js").to_owned()),
        path => path.strip_prefix("/samples/").and_then(|name| sample(site, name)),
    };
    let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
    let kind = match path.rsplit_once('.') {
        Some((_, "css")) => "text/css",
        Some((_, "js")) => "text/javascript",
        _ if found.is_none() => "text/plain",
        _ => "text/html",
    };
    let body = found.unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {}\r\n\
         content-security-policy: {}\r\nconnection: close\r\n\r\n{body}",
        body.len(),
        policy(path, &site.app)
    )?;
    stream.shutdown(Shutdown::Write)
}

/// A file of the samples; its name has no part that leads to another folder.
fn sample(site: &Site, name: &str) -> Option<String> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.');
    if is_plain { fs::read_to_string(site.samples.join(name)).ok() } else { None }
}

/// What `docs/embedding.md` asks of a host, and nothing more than its own files besides.
fn policy(path: &str, app: &str) -> String {
    // The element of a bundle is the page's own script, and Vue alone names a policy of Trusted Types.
    let (scripts, types) = match path {
        "/samples/vue.html" => ("'self'".to_owned(), "vue"),
        "/samples/react.html" | "/samples/bundled.html" => ("'self'".to_owned(), "'none'"),
        _ => (format!("'self' {app}"), "'none'"),
    };
    format!(
        "default-src 'none'; script-src {scripts}; frame-src {app}; style-src 'self'; \
         img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types {types}"
    )
}

#[cfg(test)]
mod tests;
