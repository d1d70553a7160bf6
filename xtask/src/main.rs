//! The command line: reads the arguments and calls the command of that name.

use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use xtask::{
    bench, build, dev, dist, doctor, lint, logo, mutants, run, screens, tenant, test, workspace,
};

fn main() -> ExitCode {
    match command() {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("\nerror: {fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<ExitCode> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(name) = arguments.next()? else {
        println!("{USAGE}");
        return Ok(ExitCode::FAILURE);
    };
    match name {
        Long("help") | Short('h') => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        Value(name) => match name.string()?.as_str() {
            _ if !workspace::root().join("xtask/Cargo.toml").is_file() => {
                bail!("this is no checkout of Latchkey: change into one and run the command again")
            }
            "run" => run::run(&run_options(arguments)?),
            "dev" => dev::dev(&dev_options(arguments)?),
            "tenant" => tenant::tenant(&tenant_options(arguments)?),
            "pass" => tenant::pass(&arguments.raw_args()?.collect::<Vec<_>>()),
            "test" => test::test(&names(arguments, &test::TIERS)?),
            "lint" => lint::lint(&names(arguments, &lint::CHECKS)?),
            "bench" => bench::bench(&arguments.raw_args()?.collect::<Vec<_>>()),
            "mutants" => mutants::mutants(&mutants_options(arguments)?),
            "screens" => screens::screens(&arguments.raw_args()?.collect::<Vec<_>>()),
            "build" => {
                names(arguments, &[])?;
                build::build()?;
                Ok(ExitCode::SUCCESS)
            }
            "dist" => {
                names(arguments, &[])?;
                dist::dist()
            }
            "logo" => logo::logo(&arguments.raw_args()?.collect::<Vec<_>>()),
            "doctor" => doctor::doctor(&doctor_options(arguments)?),
            other => bail!("there is no command `{other}`\n\n{USAGE}"),
        },
        other => Err(other.unexpected().into()),
    }
}

fn run_options(mut arguments: lexopt::Parser) -> Result<run::Options> {
    let mut options = run::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("tenant-port") => options.tenant_port = arguments.value()?.parse()?,
            Long("fresh") => options.fresh = true,
            Long("no-build") => options.no_build = true,
            Long("tls") => options.tls = true,
            Long("as-real") => options.as_real = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn dev_options(mut arguments: lexopt::Parser) -> Result<dev::Options> {
    let mut options = dev::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("tenant-port") => options.tenant_port = arguments.value()?.parse()?,
            Long("fresh") => options.fresh = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn tenant_options(mut arguments: lexopt::Parser) -> Result<tenant::Options> {
    let mut options = tenant::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("tls") => options.tls = true,
            Long("as-real") => options.as_real = true,
            Long("data") => options.data = Some(arguments.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn mutants_options(mut arguments: lexopt::Parser) -> Result<mutants::Options> {
    let mut options = mutants::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("shard") => options.shard = Some(arguments.value()?.string()?),
            Long("file") => options.files.push(arguments.value()?),
            Long("list") => options.list = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn doctor_options(mut arguments: lexopt::Parser) -> Result<doctor::Options> {
    let mut options = doctor::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("config") => options.config = Some(arguments.value()?.into()),
            Long("ca") => options.ca = Some(arguments.value()?.into()),
            Long("url") => options.url = Some(arguments.value()?.string()?),
            Long("sign-in") => options.sign_in = Some(arguments.value()?.string()?),
            Long("json") => options.json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// The names given after the command, each of which must be a known one.
fn names(mut arguments: lexopt::Parser, known: &[&str]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    while let Some(argument) = arguments.next()? {
        let Value(value) = argument else {
            return Err(argument.unexpected().into());
        };
        let name = value.string()?;
        if !known.contains(&name.as_str()) {
            return Err(anyhow!("`{name}` is not one of: {}", known.join(", ")));
        }
        names.push(name);
    }
    Ok(names)
}

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run    build everything, start the tenant and the worker, and print who can sign in
           --port N         the app's port (8787)
           --tenant-port N  the tenant's port (8790)
           --fresh          forget all state of earlier runs
           --no-build       start what was built last, whatever has changed since
           --tls            the tenant speaks https, with a certificate authority of its own
           --as-real        the tenant answers as the real directory has been seen to
  dev    the same, quickly built, and built and loaded again when a file is saved
           --port N, --tenant-port N, --fresh as for `run`
  tenant the embedded tenant alone
           --port N         its port (8790)
           --tls            over https
           --as-real        as for `run`
           --data DIR       keep its state there
  pass   ACCOUNT [--minutes N] [--once] [--starts-in N] [--as ADMINISTRATOR]
         issue a pass through Graph at the tenant that runs, and print it once
  test   all tests, the browser included; or the tiers named: native flows tidy edge clients browser
  lint   fmt, clippy (native and wasm), rustdoc, cargo-deny; or the checks named
  bench  figures of the built product beside their goals; or the parts named:
         bytes load worker sessions memory browser
           --loads N        page loads measured for each page (9)
           --seconds N      how long each route is loaded (5)
           --sessions N     people who sign in and stay (10000)
           --mixed N        seconds of sign-ins, overviews and removals at once (60)
           --minutes N      how long the memory is watched under load (5)
           --rest N         seconds of rest after a load (90)
           --no-build       measure what was built last
           --json           print the figures alone, as JSON
  mutants  change the deciding crates, and tell which changes no test notices
           --shard I/N      a part of the changes, such as 0/8
           --file FILE      those of a file
           --list           only tell which there are
  screens  make the pictures of every screen in docs/screens, and write what is read of each to gallery/aria
           --aria           only what is read
           --languages      the pictures of the key screens in every language instead
  build  build the app, the worker and the tenant, and stop there
  dist   write what is deployed into target/bundle
  logo   FILE  print the value of LOGO for a picture; of an SVG the plain shapes
  doctor check a configuration before anyone signs in
           --config FILE    the settings, as in deploy/latchkey.env.example
           --url ORIGIN     the running worker
           --sign-in ACCOUNT  also what shows only after a sign-in as this test account
           --ca FILE        trust the certificate authorities in this PEM file alone
           --json           print the findings as JSON

The first run installs and compiles the build tools, which takes about 15 minutes on two cores.";
