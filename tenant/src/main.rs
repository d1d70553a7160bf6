//! The program around the embedded tenant: arguments, one loopback port, one log line for each request.
//!
//! It listens on this computer only. Next: `server.rs`; what is answered is decided by the library alone.

mod arguments;
mod server;

use std::{
    fs, io,
    path::Path,
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use arguments::{Arguments, Command};
use tenant::{Description, Settings, Tenant, Timestamp};

/// The port is taken, or an argument or a file is not understood: nothing was started.
const EXIT_REFUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments = match arguments::read() {
        Ok(Command::Run(arguments)) => arguments,
        Ok(Command::ShowHelp) => {
            println!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("latchkey-tenant: {error}\n\n{}", arguments::HELP);
            return ExitCode::from(EXIT_REFUSED);
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(&arguments)),
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            eprintln!(
                "latchkey-tenant: port {} is taken on this computer. Stop the program that uses it, or choose another \
                 with --port.",
                arguments.port
            );
            ExitCode::from(EXIT_REFUSED)
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            eprintln!("latchkey-tenant: {error}");
            ExitCode::from(EXIT_REFUSED)
        }
        Err(error) => {
            eprintln!("latchkey-tenant: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> io::Result<()> {
    let listeners = server::listen(arguments.port).await?;
    let mut tenant = Tenant::new(
        Settings {
            origin: format!("http://localhost:{}", arguments.port),
            app_origin: arguments.app_origin.clone(),
            ..Settings::local()
        },
        now(),
    );
    if let Some(folder) = &arguments.policies {
        let documents = read_policies(folder)?;
        tenant
            .load_policies(&documents, now())
            .map_err(|reason| io::Error::new(io::ErrorKind::InvalidData, reason))?;
    }
    let description = tenant.describe();
    eprintln!("latchkey-tenant: listening on {}", description.address);
    if let Some(path) = &arguments.describe {
        write_description(path, &description)?;
    }
    server::serve(listeners, tenant).await
}

/// The JSON files of a folder by name; anything else there is left alone.
fn read_policies(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let named = |error: io::Error, path: &Path| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{}: {error}", path.display()),
        )
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| named(error, folder))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
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
    let unfinished = path.with_extension("unfinished");
    let mut text = serde_json::to_string_pretty(description)?;
    text.push('\n');
    fs::write(&unfinished, text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o600))?;
    }
    fs::rename(&unfinished, path)
}

/// The one clock of the program.
fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_unix_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
