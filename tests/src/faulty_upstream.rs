//! A proxy on loopback in front of Graph, on whose connections something goes wrong: real sockets that are
//! refused, reset, cut off, or silent.
//!
//! One request for each connection. What it is told to do lasts until it calms down. Stops with the test
//! program.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// What goes wrong with an exchange.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// Nobody listens: see [`FaultyUpstream::shuts`].
    Refused,
    /// The connection is reset before the request is carried out.
    Reset,
    /// The request is carried out, and the connection is reset.
    ResetAfterwards,
    /// The request is carried out, and the connection ends in the middle of its answer.
    Cut,
    /// The request is carried out, and its answer does not come.
    Silent,
    /// The request is not carried out, and no answer comes.
    Swallowed,
    /// Half a JSON document comes with status 200, and nothing is carried out.
    Nonsense,
    /// Something else answers with this status, and nothing is carried out.
    Status(u16),
}

impl Fault {
    /// Every fault that is tried; to whoever waits, what was swallowed is as silent as the rest.
    pub const EVERY: [Self; 8] = [
        Self::Refused,
        Self::Reset,
        Self::ResetAfterwards,
        Self::Cut,
        Self::Silent,
        Self::Nonsense,
        Self::Status(429),
        Self::Status(503),
    ];
}

#[derive(Default)]
struct Script {
    /// Where Graph is.
    graph: u16,
    /// What goes wrong with requests that begin like this.
    fault: Option<(&'static str, Fault)>,
    /// Whether nobody listens any more once a request has been answered.
    shuts_then: bool,
    is_shut: bool,
    /// The verb and path of each request that came, and the status with which Graph answered it.
    exchanges: Vec<(String, Option<u16>)>,
}

/// The proxy.
pub struct FaultyUpstream {
    /// Its origin.
    pub origin: String,
    script: Arc<Mutex<Script>>,
    port: u16,
}

impl FaultyUpstream {
    /// Starts the proxy; nothing goes wrong yet.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let script = Arc::new(Mutex::new(Script::default()));
        let proxy = Self { origin: format!("http://127.0.0.1:{port}"), script, port };
        proxy.listens(listener);
        proxy
    }

    /// Forwards to Graph on this port of loopback.
    pub fn leads_to(&self, port: u16) {
        self.script().graph = port;
    }

    /// Has this go wrong with every request whose verb, and path if it is given, begin like this.
    pub fn fails(&self, request: &'static str, fault: Fault) {
        self.script().fault = Some((request, fault));
    }

    /// Nobody listens any more, at once or after the next answer.
    pub fn shuts(&self, after_the_next: bool) {
        self.script().shuts_then = after_the_next;
        if !after_the_next {
            shut(&self.script, self.port);
        }
    }

    /// Nothing goes wrong any more.
    pub fn calms_down(&self) {
        let was_shut = {
            let mut script = self.script();
            script.fault = None;
            script.shuts_then = false;
            std::mem::take(&mut script.is_shut)
        };
        if was_shut {
            self.listens(TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).expect("its port"));
        }
    }

    /// The verb and path of each request of this verb that came, and the status with which Graph answered.
    #[must_use]
    pub fn exchanges(&self, verb: &str) -> Vec<(String, Option<u16>)> {
        let script = self.script();
        let is_meant = |(asked, _): &&(String, Option<u16>)| asked.starts_with(verb);
        script.exchanges.iter().filter(is_meant).cloned().collect()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        held(&self.script)
    }

    fn listens(&self, listener: TcpListener) {
        let (script, port) = (Arc::clone(&self.script), self.port);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if held(&script).is_shut {
                    break;
                }
                let script = Arc::clone(&script);
                // A client that goes away ends its own connection.
                thread::spawn(move || drop(serve(stream, &script, port)));
            }
        });
    }
}

fn held(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the listening thread, which a last connection wakes, and waits until nobody listens.
fn shut(script: &Mutex<Script>, port: u16) {
    held(script).is_shut = true;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
        thread::sleep(Duration::from_millis(5));
    }
}

fn serve(mut stream: TcpStream, script: &Mutex<Script>, port: u16) -> std::io::Result<()> {
    // Only looked at: what is not read when the connection is closed resets it.
    let request = peek(&stream)?;
    let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
    let asked = line.trim_end_matches(" HTTP/1.1").to_owned();
    let (graph, fault, number, shuts_then) = {
        let mut script = held(script);
        let fault = script.fault.filter(|(begin, _)| asked.starts_with(begin));
        script.exchanges.push((asked, None));
        let number = script.exchanges.len() - 1;
        (script.graph, fault.map(|(_, fault)| fault), number, script.shuts_then)
    };
    let carries_out = || -> std::io::Result<Vec<u8>> {
        let answer = led_here(forward(&request, graph)?, graph, port);
        let status = String::from_utf8_lossy(&answer);
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        held(script).exchanges[number].1 = status;
        Ok(answer)
    };
    let answer = match fault {
        Some(Fault::Refused | Fault::Reset) => return Ok(()),
        Some(Fault::ResetAfterwards) => {
            carries_out()?;
            return Ok(());
        }
        Some(Fault::Silent) => {
            carries_out()?;
            thread::sleep(SILENCE);
            return Ok(());
        }
        Some(Fault::Swallowed) => {
            thread::sleep(SILENCE);
            return Ok(());
        }
        Some(Fault::Cut) => {
            let mut answer = carries_out()?;
            let head = answer.windows(4).position(|four| four == b"\r\n\r\n");
            let head = head.map_or(0, |end| end + 4);
            // An answer without content is cut in its head.
            let kept = if head == answer.len() { head / 2 } else { (head + answer.len()) / 2 };
            answer.truncate(kept);
            answer
        }
        Some(Fault::Nonsense) => written("200 OK", r#"{"value": [{"@odata.ty"#),
        Some(Fault::Status(429)) => written("429 Too Many Requests\r\nretry-after: 1", "{}"),
        Some(Fault::Status(status)) => written(&format!("{status} Trouble"), ""),
        None => carries_out()?,
    };
    if shuts_then {
        shut(script, port);
    }
    stream.read_exact(&mut vec![0; request.len()])?;
    stream.write_all(&answer)
}

/// The whole request, which stays unread.
fn peek(stream: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; 1 << 16];
    loop {
        let length = stream.peek(&mut bytes)?;
        if length == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&bytes[..length]).to_ascii_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let stated = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let stated = stated.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if body.len() >= stated {
                return Ok(bytes[..length].to_vec());
            }
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// What Graph answers.
fn forward(request: &[u8], graph: u16) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, graph))?;
    let end = request.windows(2).position(|two| two == b"\r\n").unwrap_or_default() + 2;
    stream.write_all(&request[..end])?;
    stream.write_all(b"connection: close\r\n")?;
    stream.write_all(&request[end..])?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// The same answer, where a next page is asked for here too.
fn led_here(answer: Vec<u8>, graph: u16, port: u16) -> Vec<u8> {
    let text = String::from_utf8_lossy(&answer).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n").filter(|(_, body)| body.contains(NEXT))
    else {
        return answer;
    };
    let here = format!("http://127.0.0.1:{port}/v1.0");
    let body = ["localhost", "127.0.0.1"].into_iter().fold(body.to_owned(), |body, host| {
        body.replace(&format!("http://{host}:{graph}/v1.0"), &here)
    });
    let is_length = |line: &&str| line.to_ascii_lowercase().starts_with("content-length:");
    let head: Vec<&str> = head.lines().filter(|line| !is_length(line)).collect();
    let length = body.len();
    format!("{}\r\ncontent-length: {length}\r\n\r\n{body}", head.join("\r\n")).into_bytes()
}

const NEXT: &str = "@odata.nextLink";

fn written(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    [head, body.to_owned()].concat().into_bytes()
}

/// Longer than anybody waits for an answer.
const SILENCE: Duration = Duration::from_secs(40);
