//! The program's arguments.

use std::path::PathBuf;

use lexopt::{
    Arg::{Long, Short, Value},
    Error, Parser, ValueExt,
};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
The embedded tenant: a stand-in for Entra ID and Microsoft Graph, on this computer only.

Usage: latchkey-tenant [options]

  --port PORT          the port on localhost (8790)
  --app-origin ORIGIN  where the application is; its /callback is the redirect address (http://localhost:8787)
  --policies DIR       load Conditional Access policies and named locations, Graph's JSON, into a fresh tenant
  --as-real            start a fresh tenant that answers as the real directory has been seen to
  --crowd N            add N people without a story to a fresh tenant, each with a pass: for measurements (0)
  --describe FILE      write addresses, clients and people with their passes to FILE as JSON
  --data DIR           keep the tenant's state in DIR, and start with what is kept there
  --tls                speak https, with a certificate authority that is made once and stands in the description
  --authority DIR      where the certificate authority is kept (DIR of --data, then /authority)
  --help               print this text

       latchkey-tenant pass ACCOUNT [options]

  Issues a pass through Graph on the tenant that runs, and prints its value once.

  --minutes N          how long it can be used (the policy's default)
  --once               for one sign-in only
  --starts-in N        minutes from now until it can be used (0)
  --as ADMINISTRATOR   with whose rights (gro, a Global Administrator)
  --describe FILE      what the running tenant wrote about itself (target/tenant/tenant.json)";

/// What the program was asked to do.
pub(crate) enum Command {
    Run(Arguments),
    Pass(PassArguments),
    ShowHelp,
}

/// How to run.
pub(crate) struct Arguments {
    pub(crate) port: u16,
    pub(crate) app_origin: String,
    /// Whether a fresh tenant starts with every kindness off.
    pub(crate) as_real: bool,
    /// How many people without a story a fresh tenant has beside those of the table.
    pub(crate) crowd: usize,
    pub(crate) describe: Option<PathBuf>,
    pub(crate) policies: Option<PathBuf>,
    pub(crate) data: Option<PathBuf>,
    /// The folder of the certificate authority, where https was asked for.
    pub(crate) authority: Option<PathBuf>,
}

/// Which pass to issue, and to whom.
pub(crate) struct PassArguments {
    pub(crate) account: String,
    pub(crate) minutes: Option<u32>,
    pub(crate) once: bool,
    /// Minutes from now.
    pub(crate) starts_in: Option<i64>,
    pub(crate) administrator: String,
    pub(crate) describe: PathBuf,
}

pub(crate) fn read() -> Result<Command, Error> {
    let mut arguments = Arguments {
        port: 8790,
        app_origin: "http://localhost:8787".to_owned(),
        as_real: false,
        crowd: 0,
        describe: None,
        policies: None,
        data: None,
        authority: None,
    };
    let mut speaks_tls = false;
    let mut parser = Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(command) if command == "pass" => return read_pass(parser),
            Long("port") => arguments.port = parser.value()?.parse()?,
            Long("app-origin") => {
                let text = parser.value()?.string()?;
                arguments.app_origin = read_origin(&text)?;
            }
            Long("as-real") => arguments.as_real = true,
            Long("crowd") => arguments.crowd = parser.value()?.parse()?,
            Long("describe") => arguments.describe = Some(PathBuf::from(parser.value()?)),
            Long("policies") => arguments.policies = Some(PathBuf::from(parser.value()?)),
            Long("data") => arguments.data = Some(PathBuf::from(parser.value()?)),
            Long("tls") => speaks_tls = true,
            Long("authority") => arguments.authority = Some(PathBuf::from(parser.value()?)),
            Long("help") | Short('h') => return Ok(Command::ShowHelp),
            _ => return Err(argument.unexpected()),
        }
    }
    let kept = arguments.data.as_ref().map(|data| data.join("authority"));
    arguments.authority = match (speaks_tls, arguments.authority.take().or(kept)) {
        (false, _) => None,
        (true, Some(folder)) => Some(folder),
        (true, None) => {
            return Err(Error::from(
                "--tls needs --authority or --data: a folder for the certificate authority",
            ));
        }
    };
    Ok(Command::Run(arguments))
}

fn read_pass(mut parser: Parser) -> Result<Command, Error> {
    let mut account = None;
    let mut arguments = PassArguments {
        account: String::new(),
        minutes: None,
        once: false,
        starts_in: None,
        administrator: "gro".to_owned(),
        describe: PathBuf::from("target/tenant/tenant.json"),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(value) if account.is_none() => account = Some(value.string()?),
            Long("minutes") => arguments.minutes = Some(parser.value()?.parse()?),
            Long("once") => arguments.once = true,
            Long("starts-in") => arguments.starts_in = Some(parser.value()?.parse()?),
            Long("as") => arguments.administrator = parser.value()?.string()?,
            Long("describe") => arguments.describe = PathBuf::from(parser.value()?),
            Long("help") | Short('h') => return Ok(Command::ShowHelp),
            _ => return Err(argument.unexpected()),
        }
    }
    arguments.account = account.ok_or("pass needs an account, such as ada")?;
    Ok(Command::Pass(arguments))
}

/// An origin and nothing more, so that addresses can be built on it.
fn read_origin(text: &str) -> Result<String, Error> {
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.path() == "/")
        .map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| {
            Error::from(format!("--app-origin must look like http://localhost:8787, not '{text}'"))
        })
}
