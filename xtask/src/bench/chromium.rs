//! Chromium, driven over its own protocol through a pair of pipes: no driver, no port, no socket.
//!
//! It ends when the pipe closes, so it never outlives us. One browser with a new profile for each load.

use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

/// A running browser.
pub(super) struct Chromium {
    child: Child,
    commands: Option<ChildStdin>,
    messages: Receiver<Value>,
    events: VecDeque<Value>,
    last_id: u64,
    profile: PathBuf,
}

/// A page of its own in a browser, with nothing cached.
pub(super) struct Tab {
    session: String,
}

impl Chromium {
    /// Starts a browser with a new profile.
    pub(super) fn launch(program: &Path) -> Result<Self> {
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random)
            .map_err(|fault| anyhow!("the system gives no randomness: {fault}"))?;
        let profile =
            std::env::temp_dir().join(format!("latchkey-bench-{}", u64::from_le_bytes(random)));
        fs::create_dir_all(&profile).with_context(|| crate::step::unwritable(&profile))?;
        let mut child = Command::new("/bin/sh")
            // The protocol is spoken on descriptors 3 and 4; our two pipes arrive as 0 and 1.
            .args([
                "-c",
                r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#,
            ])
            .arg(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start Chromium")?;
        let output = child.stdout.take().context("Chromium has no output")?;
        let (tell, messages) = mpsc::channel();
        thread::spawn(move || {
            for message in BufReader::new(output).split(0) {
                let Some(message) =
                    message.ok().and_then(|text| serde_json::from_slice(&text).ok())
                else {
                    return;
                };
                if tell.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            commands: child.stdin.take(),
            child,
            messages,
            events: VecDeque::new(),
            last_id: 0,
            profile,
        })
    }

    /// Opens a blank page in a context that shares nothing with others.
    pub(super) fn open(&mut self) -> Result<Tab> {
        let context = self.command(None, "Target.createBrowserContext", &json!({}))?;
        let target = self.command(
            None,
            "Target.createTarget",
            &json!({ "url": "about:blank", "browserContextId": context["browserContextId"] }),
        )?;
        let attached = self.command(
            None,
            "Target.attachToTarget",
            &json!({ "targetId": target["targetId"], "flatten": true }),
        )?;
        let session = attached["sessionId"].as_str().context("no session for a page")?.to_owned();
        Ok(Tab { session })
    }

    /// A command to a page, and its answer.
    pub(super) fn send(&mut self, tab: &Tab, method: &str, parameters: &Value) -> Result<Value> {
        self.command(Some(&tab.session), method, parameters)
    }

    /// The next event of any page, or none for so long.
    pub(super) fn event(&mut self, patience: Duration) -> Result<Option<Value>> {
        if let Some(event) = self.events.pop_front() {
            return Ok(Some(event));
        }
        match self.messages.recv_timeout(patience) {
            Ok(message) => Ok(Some(message)),
            Err(mpsc::RecvTimeoutError::Timeout) => Ok(None),
            Err(mpsc::RecvTimeoutError::Disconnected) => bail!("Chromium has ended by itself"),
        }
    }

    fn command(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = serde_json::to_vec(&message)?;
        bytes.push(0);
        self.commands
            .as_mut()
            .context("Chromium is stopping")?
            .write_all(&bytes)
            .context("Chromium does not listen: has it crashed? (as root it needs a system that lets it run)")?;
        let until = Instant::now() + Duration::from_secs(60);
        while let Some(patience) = until.checked_duration_since(Instant::now()) {
            let message = match self.messages.recv_timeout(patience) {
                Ok(message) => message,
                Err(mpsc::RecvTimeoutError::Timeout) => break,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    bail!("Chromium ended during {method}")
                }
            };
            if message["id"] != id {
                self.events.push_back(message);
            } else if message["error"].is_null() {
                return Ok(message["result"].clone());
            } else {
                bail!("{method}: {}", message["error"]["message"]);
            }
        }
        bail!("{method}: no answer from Chromium in a minute")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Closing the pipe asks it to end; a browser that is stuck is killed.
        self.commands = None;
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    "--window-size=1280,800",
];
