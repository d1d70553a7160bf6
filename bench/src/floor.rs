//! The two pages that the product's times are compared with: a static form with ten kilobytes of style and no script,
//! and the smallest Yew app over that page.
//!
//! This program serves both, compressed, so that the figures hold no server's work. Both carry the
//! `Cross-Origin-Opener-Policy` of the product's pages: with it Chromium begins a page in a process of its own, which
//! takes the same time whatever the page is.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    sync::Arc,
    thread,
};

use anyhow::{Context, Result};
use xtask::build::compress::brotli;

/// The path of the static page.
pub(super) const STATIC: &str = "/static";
/// The path of the Yew app over the static page.
pub(super) const YEW: &str = "/yew";

/// As in `worker/src/web/headers.rs`.
const OPENER_POLICY: &str = "Cross-Origin-Opener-Policy: same-origin";

/// The responses, headers included, by path.
type Answers = BTreeMap<String, Vec<u8>>;

/// Serves both pages for as long as the program runs. Returns the port. `dist` is the built Yew app.
pub(super) fn serve(dist: &Path) -> Result<u16> {
    let answers = Arc::new(answers(dist)?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            // One thread for each connection: a browser opens some ahead of need and leaves them silent.
            // A connection that is gone needs no answer.
            thread::spawn(move || answer(stream, &answers).ok());
        }
    });
    Ok(port)
}

fn answer(mut stream: TcpStream, answers: &Answers) -> Result<()> {
    let mut asked = [0; 4096];
    let length = stream.read(&mut asked)?;
    let asked = String::from_utf8_lossy(&asked[..length]);
    let path = asked.split(' ').nth(1).context("not HTTP")?;
    let nothing =
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
    Ok(stream.write_all(answers.get(path).unwrap_or(&nothing))?)
}

fn answers(dist: &Path) -> Result<Answers> {
    let (style, form) = (style(), FORM);
    let head = "<meta name=viewport content=\"width=device-width\"><title>Sign in</title>";
    let plain = format!(
        "<!doctype html><html lang=en><meta charset=utf-8>{head}<style>{style}</style><body>{form}"
    );
    let yew = fs::read_to_string(dist.join("index.html"))?
        .replace("<!--style-->", &format!("{head}<style>{style}</style>"))
        .replace("<!--form-->", form);
    let mut answers = BTreeMap::from([
        (STATIC.to_owned(), whole("text/html; charset=utf-8", &plain.into_bytes())?),
        (YEW.to_owned(), whole("text/html; charset=utf-8", &yew.into_bytes())?),
    ]);
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let kind = match path.extension().and_then(|extension| extension.to_str()) {
            Some("js") => "text/javascript",
            Some("wasm") => "application/wasm",
            _ => continue,
        };
        answers.insert(format!("/{name}"), whole(kind, &fs::read(&path)?)?);
    }
    Ok(answers)
}

fn whole(kind: &str, content: &[u8]) -> Result<Vec<u8>> {
    let body = brotli(content)?;
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: br\r\n{OPENER_POLICY}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend(body);
    Ok(answer)
}

/// Some 10 kB of style, which compresses as well as style does.
fn style() -> String {
    let mut style = String::from(
        "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:36rem;color:#1b1f24}",
    );
    let mut number = 7_u32;
    while style.len() < 10_000 {
        number = number.wrapping_mul(1_103_515_245).wrapping_add(12_345) % 2_147_483_648;
        let digits = number >> 16;
        style.push_str(&format!(
            ".part-{}{{padding:{}px 1rem;border-radius:.5rem;color:#{:03x};margin-block:1rem}}",
            digits % 997,
            digits % 13,
            digits % 4096,
        ));
    }
    style
}

const FORM: &str = "<main><h1>Sign in with your pass</h1>\
    <p>Enter your account name. The next page asks for the Temporary Access Pass that you were given.</p>\
    <form method=post action=/sign-in><label for=account>Account name</label>\
    <input id=account name=account type=email autocomplete=username><button id=go>Continue</button></form></main>";
