//! What the system says of a process: its memory and the time that it has computed.
//!
//! From `/proc` (Linux); elsewhere there are no such figures.

use std::{fs, time::Duration};

/// What a process has used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// The memory that it occupies, in MB.
    pub(crate) resident: f64,
    /// The time that it has computed since it began, as a user and in the kernel.
    pub(crate) computed: Duration,
}

impl Usage {
    /// Of a process that runs; nothing where the system does not tell.
    pub(crate) const NONE: Self = Self { resident: f64::NAN, computed: Duration::ZERO };

    pub(crate) fn of(process: Option<u32>) -> Self {
        let read = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", process?)).ok();
        let usage = || {
            Some(Self {
                resident: resident(&read("status")?)?,
                computed: computed(&read("stat")?)?,
            })
        };
        usage().unwrap_or(Self::NONE)
    }
}

fn resident(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

/// The fields `utime` and `stime` (proc_pid_stat(5)); the name before them may hold anything.
fn computed(stat: &str) -> Option<Duration> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, kernel): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Duration::from_millis((user + kernel) * 1000 / TICKS_PER_SECOND))
}

/// What `sysconf(_SC_CLK_TCK)` is on every Linux.
const TICKS_PER_SECOND: u64 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_stand_behind_a_name_that_may_hold_anything() {
        let stat = "7 (a) S (b) S 1 7 7 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 3 0 1 1 1";
        assert_eq!(computed(stat), Some(Duration::from_secs(3)));
        assert_eq!(resident("Name: x\nVmRSS:\t    1000 kB\n"), Some(1.024));
    }
}
