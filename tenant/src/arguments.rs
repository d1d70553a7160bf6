//! The program's arguments.

use std::path::PathBuf;

use lexopt::{
    Arg::{Long, Short},
    Error, Parser, ValueExt,
};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
The embedded tenant: a stand-in for Entra ID and Microsoft Graph, on this computer only.

Usage: latchkey-tenant [options]

  --port PORT          the port on localhost (8790)
  --app-origin ORIGIN  where the application is; its /callback is the redirect address (http://localhost:8787)
  --policies DIR       load Conditional Access policies and named locations, Graph's JSON, from DIR
  --describe FILE      write addresses, clients and people with their passes to FILE as JSON
  --help               print this text";

/// What the program was asked to do.
pub(crate) enum Command {
    Run(Arguments),
    ShowHelp,
}

/// How to run.
pub(crate) struct Arguments {
    pub(crate) port: u16,
    pub(crate) app_origin: String,
    pub(crate) describe: Option<PathBuf>,
    pub(crate) policies: Option<PathBuf>,
}

pub(crate) fn read() -> Result<Command, Error> {
    let mut arguments = Arguments {
        port: 8790,
        app_origin: String::from("http://localhost:8787"),
        describe: None,
        policies: None,
    };
    let mut parser = Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => arguments.port = parser.value()?.parse()?,
            Long("app-origin") => {
                let text = parser.value()?.string()?;
                arguments.app_origin = read_origin(&text)?;
            }
            Long("describe") => arguments.describe = Some(PathBuf::from(parser.value()?)),
            Long("policies") => arguments.policies = Some(PathBuf::from(parser.value()?)),
            Long("help") | Short('h') => return Ok(Command::ShowHelp),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Run(arguments))
}

/// An origin and nothing more, so that addresses can be built on it.
fn read_origin(text: &str) -> Result<String, Error> {
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.path() == "/")
        .map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| {
            Error::from(format!(
                "--app-origin must look like http://localhost:8787, not '{text}'"
            ))
        })
}
