//! The tenant's program over https on a free port, with its own folder. Stops when the value is dropped.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use xtask::{step, workspace};

/// A running tenant.
pub(crate) struct Running {
    program: &'static Path,
    home: PathBuf,
    port: u16,
    child: Child,
}

impl Running {
    /// Starts a fresh tenant in a folder of this name.
    pub(crate) fn start(name: &str) -> Result<Self> {
        let program = program()?;
        let home = workspace::target().join("test-run").join("clients").join(name);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::create_dir_all(&home)?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let child = spawn(program, &home, port)?;
        Ok(Self { program, home, port, child })
    }

    /// Stops the tenant and starts it again with the state that it kept.
    pub(crate) fn restart(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        self.child = spawn(self.program, &self.home, self.port)?;
        Ok(())
    }

    /// Runs a command of the tenant's program against this tenant.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<Output> {
        Command::new(self.program)
            .args(arguments)
            .arg("--describe")
            .arg(self.description_file())
            .output()
            .context("cannot start the tenant's program")
    }

    /// The file with the tenant's description of itself.
    pub(crate) fn description_file(&self) -> PathBuf {
        self.home.join("tenant.json")
    }

    /// The tenant's current description of itself.
    pub(crate) fn description(&self) -> Result<String> {
        Ok(fs::read_to_string(self.description_file())?)
    }

    /// The certificate of the authority that clients must trust.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.home.join("data").join("authority").join("authority.pem")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(program: &Path, home: &Path, port: u16) -> Result<Child> {
    let description = home.join("tenant.json");
    if description.exists() {
        fs::remove_file(&description)?;
    }
    let log = home.join("tenant.log");
    let mut child = Command::new(program)
        .args(["--tls", "--port", &port.to_string(), "--data"])
        .arg(home.join("data"))
        .arg("--describe")
        .arg(&description)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&log)?)
        .spawn()
        .context("cannot start the tenant's program")?;
    // It listens before it describes itself.
    let begun = Instant::now();
    while !description.is_file() {
        let ended = child.try_wait()?.is_some();
        if ended || begun.elapsed() > Duration::from_secs(60) {
            drop(child.kill());
            bail!("the tenant does not run:\n{}", step::tail(&log, 40));
        }
        thread::sleep(Duration::from_millis(30));
    }
    Ok(child)
}

/// The tenant's program; builds it once.
fn program() -> Result<&'static Path> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PROGRAM
        .get_or_init(|| {
            step::run(
                "Building the embedded tenant",
                "clients-tenant",
                workspace::cargo().args(["build", "--package", "latchkey-tenant", "--bins"]),
            )
            .map(|()| workspace::target().join("debug").join("latchkey-tenant"))
            .map_err(|fault| format!("{fault:#}"))
        })
        .as_deref()
        .map_err(|fault| anyhow!("{fault}"))
}
