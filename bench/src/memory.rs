//! Whether workerd's memory grows with what it has served: the same few sessions read their overviews for minutes; and
//! everybody signs in and out again, in rounds.

pub(crate) mod rounds;

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, ensure};
use xtask::build::Built;

use crate::{Part, connection::Connection, figure::Figure, process::Usage, worker::FromMemory};

/// Reads overviews for so many seconds.
///
/// # Errors
/// When it does not start, or an overview fails.
pub async fn measure(built: &Built, seconds: u64, rest: u64) -> Result<Part> {
    let from_memory = FromMemory::start(built, "bench-memory")?;
    let mut overviews = Vec::new();
    for person in PEOPLE {
        overviews.push(from_memory.overview_of(person).await?);
    }
    let port = from_memory.product.port;
    let resident = || Usage::of(from_memory.product.worker_process()).resident;
    let (is_over, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begun = Instant::now();
    let mut curve = vec![(begun.elapsed(), 0, resident())];
    let step = Duration::from_secs((seconds / STEPS).max(1));
    thread::scope(|scope| -> Result<()> {
        let threads: Vec<_> = overviews
            .iter()
            .map(|request| scope.spawn(|| repeat(port, request, &is_over, &answered)))
            .collect();
        while begun.elapsed() < Duration::from_secs(seconds) {
            thread::sleep(step);
            curve.push((begun.elapsed(), answered.load(Ordering::Relaxed), resident()));
        }
        is_over.store(true, Ordering::Relaxed);
        for thread in threads {
            thread.join().unwrap_or_else(|_| Err(anyhow!("a load thread panicked")))?;
        }
        Ok(())
    })?;
    let loaded: Vec<f64> = curve.iter().map(|(_, _, resident)| *resident).collect();
    thread::sleep(Duration::from_secs(rest));
    curve.push((begun.elapsed(), answered.load(Ordering::Relaxed), resident()));
    let mut text = format!(
        "\nThe overviews of {} people for {seconds} s, then {rest} s of rest\n\n  {:>8} {:>10} {:>12}\n",
        PEOPLE.len(),
        "after",
        "answered",
        "workerd"
    );
    for (at, answered, resident) in &curve {
        let at = at.as_secs_f64();
        text.push_str(&format!("  {at:>6.0} s {answered:>10} {resident:>9.1} MB\n"));
    }
    let figures = vec![
        Figure::measured("workerd's memory under overviews, the most", most(&loaded), "MB"),
        Figure::measured(
            "under overviews, last quarter / second quarter",
            growth(&loaded),
            "times",
        )
        .at_most(1.1, 1.02),
    ];
    Ok(Part { text, figures })
}

fn repeat(port: u16, request: &[u8], is_over: &AtomicBool, answered: &AtomicUsize) -> Result<()> {
    let mut connection = Connection::open(port)?;
    while !is_over.load(Ordering::Relaxed) {
        let answer = connection.ask(request)?;
        ensure!(answer.status == 200, "{} for an overview", answer.status);
        answered.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

fn most(curve: &[f64]) -> f64 {
    curve.iter().copied().fold(f64::NAN, f64::max)
}

/// How much the most of the last quarter is of the most of the second one: the first is warming up, and one point
/// alone depends on when the garbage was collected.
fn growth(curve: &[f64]) -> f64 {
    let quarter = curve.len() / 4;
    most(&curve[curve.len() - quarter..]) / most(&curve[quarter..2 * quarter])
}

/// Whose overviews are read, one connection each.
const PEOPLE: [&str; 4] = ["ada", "lena", "emre", "zita"];
/// How many points the curve has.
const STEPS: u64 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_levels_off_has_not_grown_however_it_began() {
        let flat: Vec<f64> = [70.0, 200.0].into_iter().chain([300.0; 18]).collect();
        assert!((growth(&flat) - 1.0).abs() < 1e-9);
        let leak: Vec<f64> = (1..=20).map(f64::from).collect();
        assert!((growth(&leak) - 2.0).abs() < 1e-9);
    }
}
