//! The whole product on loopback: the embedded tenant and, in workerd, the worker that serves the app.
//!
//! Runs from a copy of what was built, which no later build touches. Used by `cargo xtask run` and by the
//! tests of the edge and of the browser. Stops when it is dropped.

mod child;
mod configuration;
pub mod directory;
mod intranet;
mod policies;
mod port;
mod serving;

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use self::{
    child::Child,
    directory::{Arguments, Directory},
    intranet::Intranet,
};
use crate::{build::Built, state::State, workspace};

/// What to start, and where.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The app's port; any free one where there is none.
    pub port: Option<u16>,
    /// The tenant's port; any free one where there is none.
    pub tenant_port: Option<u16>,
    /// The port of the demo intranet page; any free one where there is none.
    pub intranet_port: Option<u16>,
    /// The folder for state and logs. One product at a time.
    pub home: PathBuf,
    /// Forget what earlier runs kept there.
    pub fresh: bool,
    /// Whether the tenant speaks https, with a certificate authority of its own.
    pub tls: bool,
    /// Whether the tenant answers as the real directory has been seen to.
    pub as_real: bool,
    /// How many people without a story the tenant has beside those of the table: for measurements.
    pub crowd: usize,
    /// The app's origin, where something stands between the browser and the worker.
    pub app_origin: Option<String>,
    /// Whether the tenant keeps its state across restarts.
    pub keeps_directory: bool,
    /// Text bindings of the worker, in place of the usual ones of these names or beside them.
    pub bindings: Vec<(String, String)>,
    /// The folder in which the platform keeps the assertion of a federated credential.
    pub assertions: Option<PathBuf>,
    /// Also serve the app's files straight from workerd's disk service: the bench's static file.
    pub plain_files: bool,
}

impl Options {
    /// Free ports and fresh state in a folder of this name: for a test, whose name it is.
    pub fn for_test(name: &str) -> Self {
        Self {
            home: workspace::target().join("test-run").join(name),
            fresh: true,
            ..Self::default()
        }
    }
}

/// The tenant's description of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// Its origin.
    pub address: String,
    /// The directory's id.
    pub tenant_id: String,
    /// The registered applications.
    pub clients: Vec<Client>,
    /// Who can sign in.
    pub people: Vec<Person>,
    /// The file of the certificate authority, where it speaks https.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// A registered application.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// Its id.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Where a sign-in may come back to.
    pub redirect_uris: Vec<String>,
    /// The local secret; none for a public client.
    pub secret: Option<String>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("client_id", &self.client_id)
            .field("name", &self.name)
            .field("secret", &self.secret.as_ref().map(|_| "[redacted]"))
            .finish_non_exhaustive()
    }
}

/// A test account of the tenant.
#[derive(Clone, Serialize, Deserialize)]
pub struct Person {
    /// The name to sign in with.
    pub account: String,
    /// What the person is called.
    pub name: String,
    /// The Temporary Access Pass, where there is one.
    pub pass: Option<String>,
    /// The password, which signs in only together with Microsoft Authenticator.
    pub password: String,
    /// What signing in as this person shows.
    pub shows: String,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("account", &self.account)
            .field("pass", &self.pass.as_ref().map(|_| "[redacted]"))
            .finish_non_exhaustive()
    }
}

/// A running product.
#[derive(Debug)]
pub struct Product {
    /// The app's origin.
    pub app: String,
    /// The origin of the demo intranet page, which may show the card.
    pub intranet: String,
    /// The folder whose files the demo intranet serves below `/samples/`, if there is one.
    pub samples: PathBuf,
    /// The port that the worker listens on.
    pub port: u16,
    /// The port of the app's plain files, where they were asked for.
    pub plain_files: Option<u16>,
    /// The tenant's description: its address, the clients, the people and their passes.
    pub tenant: Description,
    // In this order: the worker stops before the tenant, and the folder is released last.
    worker: Option<Child>,
    directory: Directory,
    _intranet: Intranet,
    configuration: configuration::Configuration,
    state: State,
    ports: port::Ports,
    options: Options,
}

/// Starts the tenant and the worker, and waits until both answer.
///
/// # Errors
/// When a port is taken, or one of them does not come up; its log has then been shown.
pub fn start(built: &Built, options: &Options) -> Result<Product> {
    let state = State::open(&options.home, options.fresh)?;
    let ports = port::choose(options)?;
    let app = match &options.app_origin {
        Some(origin) => origin.clone(),
        None => format!("http://localhost:{}", ports.app),
    };
    let directory = start_directory(built, &state, &ports, &app, options)?;
    let tenant = directory.description.clone();
    serving::copy(built, state.home())?;
    let samples = state.home().join("samples");
    let intranet = Intranet::start(options.intranet_port, &app, samples.clone())?;
    let embedding = intranet.origin();
    let configuration = configuration::write(&state, &ports, [&app, &embedding], &tenant, options)?;
    let mut product = Product {
        app,
        intranet: embedding,
        samples,
        port: ports.app,
        plain_files: ports.plain_files,
        tenant,
        worker: None,
        directory,
        _intranet: intranet,
        configuration,
        state,
        ports,
        options: options.clone(),
    };
    product.start_worker(built)?;
    Ok(product)
}

fn start_directory(
    built: &Built,
    state: &State,
    ports: &port::Ports,
    app: &str,
    options: &Options,
) -> Result<Directory> {
    let data = state.directory();
    Directory::start(Arguments {
        program: &built.tenant,
        port: ports.tenant,
        app_origin: app,
        home: state.home(),
        log: state.log("tenant"),
        tls: options.tls,
        as_real: options.as_real,
        crowd: options.crowd,
        data: options.keeps_directory.then_some(data.as_path()),
    })
}

impl Product {
    /// Stops workerd and starts it again on the same port with what it kept, as a restart of the machine does.
    ///
    /// # Errors
    /// When it does not come up again.
    pub fn restart_worker(&mut self, built: &Built) -> Result<()> {
        self.stop_worker();
        self.start_worker(built)
    }

    /// Replaces the running worker and app by what was built now; sessions and ports stay.
    ///
    /// # Errors
    /// When it cannot be copied, or does not come up.
    pub fn replace_worker(&mut self, built: &Built) -> Result<()> {
        self.stop_worker();
        serving::copy(built, self.state.home())?;
        self.start_worker(built)
    }

    /// Restarts the tenant with its new program and the state that it kept.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn replace_tenant(&mut self, built: &Built) -> Result<()> {
        self.directory.stop();
        self.directory =
            start_directory(built, &self.state, &self.ports, &self.app, &self.options)?;
        Ok(())
    }

    /// Kills workerd in the middle of whatever it does, as a crash of the machine would.
    pub fn kill_worker(&mut self) {
        if let Some(worker) = &mut self.worker {
            worker.kill();
        }
        self.worker = None;
    }

    /// Kills the tenant likewise; what it keeps stays.
    pub fn kill_tenant(&mut self) {
        self.directory.kill();
    }

    /// Stops workerd alone; the tenant stays.
    pub fn stop_worker(&mut self) {
        self.worker = None;
    }

    /// Stops the tenant alone; to the worker the directory is then down.
    pub fn stop_tenant(&mut self) {
        self.directory.stop();
    }

    /// The id of workerd's process, while it runs.
    pub fn worker_process(&self) -> Option<u32> {
        self.worker.as_ref()?.process()
    }

    /// The id of the tenant's process, while it runs.
    pub fn tenant_process(&self) -> Option<u32> {
        self.directory.process()
    }

    /// The folder of the Durable Objects.
    pub fn objects(&self) -> PathBuf {
        self.state.objects()
    }

    /// Where the worker's log lines go.
    pub fn worker_log(&self) -> PathBuf {
        self.state.log("workerd")
    }

    /// Where the tenant's log lines go.
    pub fn tenant_log(&self) -> PathBuf {
        self.state.log("tenant")
    }

    /// The person with this account name, or with this part of it before the `@`.
    pub fn person(&self, account: &str) -> Option<&Person> {
        self.tenant.people.iter().find(|person| {
            person.account == account || person.account.split('@').next() == Some(account)
        })
    }

    /// The message about a part that has ended by itself, if one has.
    pub fn fault(&mut self) -> Option<String> {
        let worker = self.worker.as_mut().and_then(Child::fault);
        worker.or_else(|| self.directory.fault())
    }

    fn start_worker(&mut self, built: &Built) -> Result<()> {
        let mut workerd = std::process::Command::new(built.tools.workerd());
        workerd.args(["serve", "--experimental"]).arg(&self.configuration.file);
        workerd.envs(self.configuration.secrets.iter().map(|(name, value)| (name, value)));
        let mut worker = Child::start("workerd", &mut workerd, self.worker_log())?;
        wait(&mut worker, || answers(self.port, "/healthz"))?;
        self.worker = Some(worker);
        Ok(())
    }
}

/// Refuses a port that another program has.
///
/// # Errors
/// When it is taken.
pub fn free_port(port: u16) -> Result<()> {
    port::asked(port, "--port").map(|_| ())
}

/// Waits until it is so, for half a minute at most, while the program lives.
fn wait(child: &mut Child, is_so: impl Fn() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !is_so() {
        if let Some(fault) = child.fault() {
            bail!("{fault}");
        }
        if begun.elapsed() > Duration::from_secs(30) {
            bail!("{} does not answer after 30 seconds; its log:\n{}", child.name(), child.log());
        }
        thread::sleep(Duration::from_millis(30));
    }
    Ok(())
}

/// Whether something on this port of loopback answers 200 for the path.
fn answers(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        // To its end: a server whose answer is not read may log a fault.
        stream.read_to_end(&mut answer)?;
        Ok(answer.starts_with(b"HTTP/1.1 200 "))
    };
    ask().unwrap_or(false)
}
