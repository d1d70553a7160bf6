//! Everybody signs in, signs out, and the runtime lets go of their objects; then the same again.

use std::{thread, time::Duration};

use anyhow::Result;
use xtask::{build::Built, step};

use super::growth;
use crate::{
    Part,
    figure::Figure,
    process::Usage,
    sessions::{crowd, fill, sign_out, start},
    visitor::{Session, Site},
};

/// Some minutes of rounds.
pub(crate) fn measure(built: &Built) -> Result<Part> {
    let product = start(built, "bench-rounds", PEOPLE)?;
    let (people, site) = (crowd(&product)?, Site::of(&product)?);
    let resident = || Usage::of(product.worker_process()).resident;
    let mut text = format!(
        "\n{PEOPLE} people sign in and out in each round, then {} s of rest\n\n  {:>5} {:>11} {:>11}\n",
        REST.as_secs(),
        "round",
        "signed in",
        "at rest"
    );
    let mut curve = Vec::new();
    for round in 1..=ROUNDS {
        step::announce(&format!("Round {round} of {ROUNDS}"));
        let (sessions, _) = fill(&site, &people, |_| ())?;
        let signed_in = resident();
        let open: Vec<&Session> = sessions.iter().map(|(_, session)| session).collect();
        sign_out(&site, &open)?;
        thread::sleep(REST);
        curve.push(resident());
        let at_rest = resident();
        text.push_str(&format!("  {round:>5} {signed_in:>8.1} MB {at_rest:>8.1} MB\n"));
    }
    let growth = Figure::measured(
        "in rounds of sign-ins, last quarter / second quarter",
        growth(&curve),
        "times",
    );
    Ok(Part { text, figures: vec![growth.at_most(1.1, 1.02)] })
}

const PEOPLE: usize = 300;
const ROUNDS: usize = 8;
/// Longer than the runtime keeps an object in memory that nothing reaches.
const REST: Duration = Duration::from_secs(15);
