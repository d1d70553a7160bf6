//! The tenant on a free port of this machine, inside the test program: for clients that speak HTTP themselves.
//!
//! One request for each connection, one after the other. Stops with the test program.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::SystemTime,
};

use http::{Request, Response};
use serde_json::Value;
use tenant::Tenant;

/// A tenant that answers on loopback.
pub struct Loopback {
    /// Its origin.
    pub origin: String,
    tenant: Arc<Mutex<Tenant>>,
}

impl Loopback {
    /// Starts a tenant for an app at this origin.
    #[must_use]
    pub fn start(settings: tenant::Settings, app_origin: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let origin = format!("http://localhost:{port}");
        let settings = tenant::Settings {
            origin: origin.clone(),
            app_origin: app_origin.to_owned(),
            ..settings
        };
        let tenant = Arc::new(Mutex::new(Tenant::new(settings, now())));
        let answering = Arc::clone(&tenant);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away ends its own connection.
                drop(serve(&stream, &answering));
            }
        });
        Self { origin, tenant }
    }

    /// The tenant's description of itself, with secrets and passes.
    #[must_use]
    pub fn description(&self) -> Value {
        let tenant = self.tenant.lock().unwrap_or_else(PoisonError::into_inner);
        serde_json::to_value(tenant.describe()).expect("a description is JSON")
    }

    /// The secret of the application with this id.
    #[must_use]
    pub fn secret(&self, client_id: &str) -> String {
        let description = self.description();
        let clients = description["clients"].as_array().expect("clients");
        let client = clients.iter().find(|client| client["clientId"] == client_id);
        client.and_then(|client| client["secret"].as_str()).expect("a secret").to_owned()
    }

    /// The pass of the person with this account.
    #[must_use]
    pub fn pass(&self, account: &str) -> String {
        let description = self.description();
        let people = description["people"].as_array().expect("people");
        let person = people.iter().find(|person| person["account"] == account);
        person.and_then(|person| person["pass"].as_str()).expect("a pass").to_owned()
    }

    /// Changes switches of the tenant.
    pub fn switch(&self, switches: &Value) {
        self.administer("/embedded/settings", switches);
    }

    /// Changes what is registered for an application.
    pub fn register(&self, client_id: &str, change: &Value) {
        self.administer(&format!("/embedded/applications/{client_id}"), change);
    }

    fn administer(&self, path: &str, change: &Value) {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("host", self.origin.trim_start_matches("http://"))
            .body(change.to_string().into_bytes())
            .expect("a request");
        let mut tenant = self.tenant.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = tenant.handle(&request, now());
        assert!(answer.status().is_success(), "{answer:?}");
    }
}

fn now() -> tenant::Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock");
    let milliseconds = i64::try_from(since.as_millis()).expect("a time of this age");
    tenant::Timestamp::from_unix_milliseconds(milliseconds)
}

fn serve(mut stream: &TcpStream, tenant: &Mutex<Tenant>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let mut request = Request::builder()
        .method(words.next().unwrap_or_default())
        .uri(words.next().unwrap_or_default());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap_or_default();
        }
        request = request.header(name, value);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let Ok(request) = request.body(body) else {
        return Ok(());
    };
    let answer = tenant.lock().unwrap_or_else(PoisonError::into_inner).handle(&request, now());
    stream.write_all(&written(&answer))
}

fn written(answer: &Response<Vec<u8>>) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {}\r\n", answer.status()).into_bytes();
    let is_ours = |name: &str| matches!(name, "content-length" | "connection" | "date");
    for (name, value) in answer.headers().iter().filter(|(name, _)| !is_ours(name.as_str())) {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    let date = httpdate::fmt_http_date(SystemTime::now());
    let length = answer.body().len();
    let rest = format!("date: {date}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    bytes.extend_from_slice(rest.as_bytes());
    bytes.extend_from_slice(answer.body());
    bytes
}
