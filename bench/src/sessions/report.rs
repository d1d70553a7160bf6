//! What the load has shown, as tables and as figures.

use std::time::Duration;

use super::{
    disk::{self, Kept},
    phase::Phase,
};
use crate::figure::Figure;

/// A row of the memory curve.
pub(super) struct Point {
    pub(super) what: String,
    pub(super) begun: Duration,
    pub(super) worker: f64,
    pub(super) tenant: f64,
}

/// All of it as figures.
pub(super) fn figures(
    phases: &[Phase],
    curve: &[Point],
    after: &[Kept],
    sessions: usize,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    for phase in phases {
        for (kind, latencies) in &phase.kinds {
            let name = |what: &str| format!("{}: {kind}, {what}", phase.name);
            let rate = latencies.per_second(phase.took);
            figures.push(Figure::measured(name("rate"), rate, "per s"));
            figures.push(Figure::measured(name("p50"), latencies.percentile(50), "ms"));
            figures.push(Figure::measured(name("p99"), latencies.percentile(99), "ms"));
            let failed = Figure::counted(name("failed"), latencies.failed, "requests");
            figures.push(failed.at_most(0.0, 0.0));
        }
        let share = 100.0 * phase.worker_share();
        let name = format!("{}: the worker's share beside the tenant's", phase.name);
        figures.push(Figure::measured(name, share, "%"));
    }
    let filled = curve.iter().rfind(|point| point.what.ends_with(" sessions"));
    if let (Some(first), Some(filled)) = (curve.first(), filled) {
        let count = u32::try_from(sessions).map_or(f64::NAN, f64::from);
        let each = 1000.0 * (filled.worker - first.worker) / count;
        figures.push(Figure::measured("workerd's memory per session, as they come", each, "kB"));
    }
    let left = after.iter().filter(|kept| kept.class == disk::SESSIONS).map(|kept| kept.objects);
    let left =
        Figure::counted("ended sessions that left something on the disk", left.sum(), "objects");
    figures.push(left.at_most(0.0, 0.0));
    figures
}

/// What was done in each phase, and who computed.
pub(super) fn table_of_phases(phases: &[Phase]) -> String {
    let mut text = format!(
        "\n  {:12} {:10} {:>8} {:>10} {:>11} {:>11} {:>7}\n",
        "phase", "kind", "done", "per second", "p50", "p99", "failed"
    );
    for phase in phases {
        for (kind, latencies) in &phase.kinds {
            text.push_str(&format!(
                "  {:12} {kind:10} {:>8} {:>10.1} {:>8.2} ms {:>8.2} ms {:>7}\n",
                phase.name,
                latencies.count(),
                latencies.per_second(phase.took),
                latencies.percentile(50),
                latencies.percentile(99),
                latencies.failed,
            ));
            if let Some(fault) = &latencies.fault {
                text.push_str(&format!("    the first that failed: {fault}\n"));
            }
        }
    }
    text.push_str(&format!(
        "\n  {:12} {:>9} {:>13} {:>13} {:>13} {:>15}\n",
        "phase", "seconds", "workerd, CPU", "tenant, CPU", "load, CPU", "worker's share"
    ));
    for phase in phases {
        text.push_str(&format!(
            "  {:12} {:>9.1} {:>11.1} s {:>11.1} s {:>11.1} s {:>13.0} %\n",
            phase.name,
            phase.took.as_secs_f64(),
            phase.worker.as_secs_f64(),
            phase.tenant.as_secs_f64(),
            phase.load.as_secs_f64(),
            100.0 * phase.worker_share(),
        ));
    }
    text
}

/// The memory curve.
pub(super) fn table_of_memory(curve: &[Point]) -> String {
    let mut text =
        format!("\n  {:22} {:>8} {:>12} {:>12}\n", "memory", "after", "workerd", "tenant");
    for Point { what, begun, worker, tenant } in curve {
        let begun = begun.as_secs_f64();
        text.push_str(&format!("  {what:22} {begun:>6.0} s {worker:>9.1} MB {tenant:>9.1} MB\n"));
    }
    text
}
