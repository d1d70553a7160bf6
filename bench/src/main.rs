//! The program behind `cargo xtask bench`: reads the command line, measures, prints.

use std::process::ExitCode;

use anyhow::Result;
use latchkey_bench::{Options, measure};
use lexopt::prelude::{Long, Value, ValueExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("loads") => options.loads = arguments.value()?.parse()?,
            Long("seconds") => options.seconds = arguments.value()?.parse()?,
            Long("sessions") => options.sessions = arguments.value()?.parse()?,
            Long("mixed") => options.mixed = arguments.value()?.parse()?,
            Long("minutes") => options.minutes = arguments.value()?.parse()?,
            Long("rest") => options.rest = arguments.value()?.parse()?,
            Long("no-build") => options.no_build = true,
            Long("json") => options.json = true,
            Value(part) => options.parts.push(part.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(if measure(&options).await? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
