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

/// The port is taken, or an argument is not understood: nothing was started.
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
        Err(error) => {
            eprintln!("latchkey-tenant: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> io::Result<()> {
    let listeners = server::listen(arguments.port).await?;
    let tenant = Tenant::new(
        Settings {
            origin: format!("http://localhost:{}", arguments.port),
            app_origin: arguments.app_origin.clone(),
            ..Settings::local()
        },
        now(),
    );
    let description = tenant.describe();
    eprintln!("latchkey-tenant: listening on {}", description.address);
    if let Some(path) = &arguments.describe {
        write_description(path, &description)?;
    }
    server::serve(listeners, tenant).await
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
