//! A phase of the load: what its connections do at once, how long it takes, who computes meanwhile.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow};
use xtask::product::Product;

use crate::{
    latencies::Latencies,
    process::Usage,
    visitor::{Site, Visitor},
};

/// What was done, and how long each took.
pub(super) type Kind = (&'static str, Latencies);

/// What a visit is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Share {
    Overview,
    Removal,
    SignIn,
}

/// A phase that is over.
#[derive(Debug)]
pub(super) struct Phase {
    pub(super) name: &'static str,
    pub(super) took: Duration,
    pub(super) kinds: Vec<Kind>,
    pub(super) worker: Duration,
    pub(super) tenant: Duration,
    /// What the load itself has computed.
    pub(super) load: Duration,
}

/// A phase that has begun.
pub(super) struct Begun<'a> {
    product: &'a Product,
    at: Instant,
    computed: [Duration; 3],
}

impl Phase {
    pub(super) fn begin(product: &Product) -> Begun<'_> {
        Begun { product, at: Instant::now(), computed: computed(product) }
    }

    /// The worker's part of what the worker and the tenant have computed.
    pub(super) fn worker_share(&self) -> f64 {
        self.worker.as_secs_f64() / (self.worker + self.tenant).as_secs_f64()
    }
}

impl Begun<'_> {
    pub(super) fn end(self, name: &'static str, kinds: Vec<Kind>) -> Phase {
        let [mut worker, mut tenant, mut load] = computed(self.product);
        for (now, before) in [&mut worker, &mut tenant, &mut load].into_iter().zip(self.computed) {
            *now = now.saturating_sub(before);
        }
        Phase { name, took: self.at.elapsed(), kinds, worker, tenant, load }
    }
}

fn computed(product: &Product) -> [Duration; 3] {
    let processes = [product.worker_process(), product.tenant_process(), Some(std::process::id())];
    processes.map(|process| Usage::of(process).computed)
}

/// Runs this on so many connections at once.
pub(super) fn each<'a, T: Send>(
    site: &'a Site,
    connections: usize,
    work: impl Fn(&mut Visitor<'a>) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    thread::scope(|scope| {
        let run = || work(&mut Visitor::new(site)?);
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(run)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a load thread panicked"))))
            .collect()
    })
}

/// Does it and notes how long it took, or that it failed; whoever failed goes on with new connections.
pub(super) fn timed<'a, T>(
    latencies: &mut Latencies,
    visitor: &mut Visitor<'a>,
    does: impl FnOnce(&mut Visitor<'a>) -> Result<T>,
) -> Option<T> {
    let begun = Instant::now();
    let outcome = does(visitor);
    latencies.add(begun.elapsed());
    match outcome {
        Ok(outcome) => Some(outcome),
        Err(fault) => {
            latencies.fail(format!("{fault:#}"));
            // What cannot be reached at all is told by whoever asks next.
            drop(visitor.renew());
            None
        }
    }
}

/// Those of all connections, kind by kind.
pub(super) fn all_of<const KINDS: usize>(parts: Vec<[Latencies; KINDS]>) -> [Latencies; KINDS] {
    let mut all = [(); KINDS].map(|()| Vec::new());
    for part in parts {
        all.iter_mut().zip(part).for_each(|(all, part)| all.push(part));
    }
    all.map(Latencies::together)
}
