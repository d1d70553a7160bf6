//! Stands between the browser and the worker while developing: adds the script that loads a page again.
//!
//! So the product itself knows nothing of it. Holds requests while the worker is replaced, and lets the
//! browser keep no file, because in the dev profile files keep their names. Listens on loopback alone.

mod message;

use std::{
    io::{self, Write},
    net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};

use self::message::Message;
use super::MARKER;

/// How long a request waits for a worker that is being replaced.
const PATIENCE: Duration = Duration::from_secs(30);

/// The script, beside the page: the policy of the product allows files of its own origin.
const SCRIPT: &str = include_str!("reload.js");

/// A running proxy; it ends with the program.
pub(super) struct Proxy {
    builds: Arc<Builds>,
}

/// The number of the build that runs, and who waits for the next one.
struct Builds {
    number: Mutex<u128>,
    next: Condvar,
}

impl Proxy {
    /// Listens on `port` and passes requests on to `worker`.
    pub(super) fn start(port: u16, worker: u16) -> Result<Self> {
        // Not from zero: a page that another run has served is loaded again, too.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let builds = Arc::new(Builds { number: Mutex::new(now), next: Condvar::new() });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("cannot listen on port {port}"))?;
        // A browser may take either address for `localhost`; not every machine has both.
        let other = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).ok();
        for listener in [Some(listener), other].into_iter().flatten() {
            let builds = Arc::clone(&builds);
            thread::spawn(move || {
                for browser in listener.incoming().flatten() {
                    let builds = Arc::clone(&builds);
                    // A browser that has left is told nothing.
                    thread::spawn(move || drop(serve(browser, worker, &builds)));
                }
            });
        }
        Ok(Self { builds })
    }

    /// Tells every open page to load again.
    pub(super) fn reload(&self) {
        *self.builds.number.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.builds.next.notify_all();
    }
}

fn serve(mut browser: TcpStream, worker: u16, builds: &Builds) -> io::Result<()> {
    let mut request = Message::read_request(&mut browser)?;
    let path = request.start.split(' ').nth(1).unwrap_or_default().to_owned();
    match path.strip_prefix(&format!("/{MARKER}/")) {
        Some("changes") => return tell(browser, builds),
        Some("reload.js") => {
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/javascript\r\ncache-control: no-store\r\n";
            return write!(
                browser,
                "{head}connection: close\r\ncontent-length: {}\r\n\r\n{SCRIPT}",
                SCRIPT.len()
            );
        }
        _ => {}
    }
    // Uncompressed, so that the script can be added; whole, because nothing is kept.
    request.drop_headers(&["accept-encoding", "connection", "if-none-match"]);
    let mut reply = match ask(worker, &request) {
        Ok(reply) => reply,
        Err(fault) => {
            return write!(
                browser,
                "HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\nthe worker: {fault}\n"
            );
        }
    };
    if reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        reply.body = with_script(&reply.body);
    }
    if path.starts_with("/assets/") {
        reply.drop_headers(&["cache-control", "etag"]);
        reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    }
    reply.write(&mut browser)
}

/// Asks the worker, again while it is being replaced. What may change something is asked once it listens.
fn ask(worker: u16, request: &Message) -> io::Result<Message> {
    let begun = Instant::now();
    let is_safe = ["GET ", "HEAD "].iter().any(|verb| request.start.starts_with(verb));
    loop {
        let connected = TcpStream::connect((Ipv4Addr::LOCALHOST, worker));
        let is_connected = connected.is_ok();
        let reply = connected.and_then(|mut stream| {
            request.write(&mut stream)?;
            Message::read_reply(&mut stream)
        });
        match reply {
            Err(_) if (is_safe || !is_connected) && begun.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(50));
            }
            reply => return reply,
        }
    }
}

/// Server-sent events (HTML, section 9.2): the number of the build, now and whenever it changes.
fn tell(mut browser: TcpStream, builds: &Builds) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n";
    write!(browser, "{head}connection: close\r\n\r\n")?;
    let mut number = builds.number.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let told = *number;
        drop(number);
        // Also now and then without a change: this is how a closed page is noticed.
        write!(browser, "data: {told}\n\n")?;
        let again = builds.number.lock().unwrap_or_else(PoisonError::into_inner);
        number = builds
            .next
            .wait_timeout_while(again, Duration::from_secs(15), |number| *number == told)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
}

/// The page with the script at the end of its head.
fn with_script(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    let script = format!("<script src=\"/{MARKER}/reload.js\" defer></script></head>");
    text.replacen("</head>", &script, 1).into_bytes()
}

#[cfg(test)]
mod tests;
