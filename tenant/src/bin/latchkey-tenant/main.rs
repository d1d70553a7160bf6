//! The program around the embedded tenant: arguments, one loopback port, one log line for each request.
//!
//! It listens on this computer only. The library alone decides what is answered.

mod arguments;
mod server;

mod authority;
mod store;

mod client;
mod pass;

mod clock;
mod failure;

use std::{fs, io, path::Path, process::ExitCode};

use arguments::{Arguments, Command};
use clock::now;
use failure::Failure;
use server::Service;
use store::Store;
use tenant::{Description, Settings, Tenant};

/// Something that the person can put right: nothing was started or changed.
const EXIT_REFUSED: u8 = 2;

fn main() -> ExitCode {
    let command = match arguments::read() {
        Ok(Command::ShowHelp) => {
            println!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(command) => command,
        Err(error) => {
            eprintln!("latchkey-tenant: {error}\n\n{}", arguments::HELP);
            return ExitCode::from(EXIT_REFUSED);
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let result = match (runtime, command) {
        (Ok(runtime), Command::Run(arguments)) => runtime.block_on(run(&arguments)),
        (Ok(runtime), Command::Pass(arguments)) => runtime.block_on(pass::issue(&arguments)),
        (Ok(_), Command::ShowHelp) => Ok(()),
        (Err(error), _) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("latchkey-tenant: {failure}");
            match failure {
                Failure::Refused(_) => ExitCode::from(EXIT_REFUSED),
                Failure::Broken(_) => ExitCode::FAILURE,
            }
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let listeners = listen(arguments.port).await?;
    let identity = arguments.authority.as_deref().map(authority::identity).transpose()?;
    let scheme = if identity.is_some() { "https" } else { "http" };
    let settings = Settings {
        origin: format!("{scheme}://localhost:{}", arguments.port),
        app_origin: arguments.app_origin.clone(),
        ..if arguments.as_real { Settings::local().as_real() } else { Settings::local() }
    };
    let mut store = arguments.data.as_deref().map(Store::open).transpose()?;
    let kept = match &mut store {
        Some(store) => store.restore(&settings, now())?,
        None => None,
    };
    let tenant = match kept {
        Some(tenant) => tenant,
        None => fresh(settings, arguments)?,
    };
    let mut service = Service { tenant, store };
    service.keep();
    let tenant = &service.tenant;
    let mut description = tenant.describe();
    description.ca_file = identity.as_ref().map(|identity| identity.ca_file.display().to_string());
    eprintln!("latchkey-tenant: listening on {}", description.address);
    if let Some(path) = &arguments.describe {
        write_description(path, &description)?;
    }
    let acceptor = identity.map(|identity| identity.acceptor);
    server::serve(listeners, acceptor, service).await?;
    Ok(())
}

/// A fresh tenant with the policies of a folder and its crowd. A restored tenant has its own.
fn fresh(settings: Settings, arguments: &Arguments) -> Result<Tenant, Failure> {
    let mut tenant = Tenant::new(settings, now());
    tenant.add_crowd(arguments.crowd, now());
    if let Some(folder) = arguments.policies.as_deref() {
        let documents =
            read_policies(folder).map_err(|error| Failure::Refused(error.to_string()))?;
        tenant.load_policies(&documents, now()).map_err(Failure::Refused)?;
    }
    Ok(tenant)
}

async fn listen(port: u16) -> Result<Vec<tokio::net::TcpListener>, Failure> {
    server::listen(port).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Failure::Refused(format!(
            "port {port} is taken on this computer. Stop the program that uses it, or choose another with --port."
        )),
        _ => Failure::Broken(error),
    })
}

/// The JSON files of a folder, sorted by name. Other files are ignored.
fn read_policies(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let named = |error: io::Error, path: &Path| {
        io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| named(error, folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).map_err(|error| named(error, &path))?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}

/// Writes the whole file or none of it; it holds secrets of this run, so that only its owner may read it.
fn write_description(path: &Path, description: &Description) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
        store::make_folder(folder)?;
    }
    let mut text = serde_json::to_string_pretty(description)?;
    text.push('\n');
    store::write_whole(path, &text)
}
