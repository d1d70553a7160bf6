//! Thousands of live sessions: everybody signs in over real sockets; then sign-ins, overviews and removals at once; then
//! everybody signs out.
//!
//! Prints the memory of workerd at each thousand sessions, how many requests of each kind were answered and how fast,
//! what share of the computing was the worker's, and what is left on the disk.

mod disk;
mod phase;
mod report;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use xtask::{
    build::Built,
    product::{self, Product},
    step, workspace,
};

use self::{
    phase::{Kind, Phase, Share, all_of, each},
    report::{Point, figures, table_of_memory, table_of_phases},
};
use crate::{
    Part,
    latencies::Latencies,
    process::Usage,
    visitor::{Person, Session, Site, Visitor},
};

/// How much load there is, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// The number of people, each of whom signs in.
    pub people: usize,
    /// How long sign-ins, overviews and removals come at once.
    pub seconds: u64,
    /// How long everything rests after that. The runtime lets go of an object that nothing reaches for a while.
    pub rest: u64,
}

/// Puts a product with so many people under load.
///
/// # Errors
/// When it does not start, or nobody can sign in.
pub fn measure(built: &Built, load: Load) -> Result<Part> {
    let product = start(built, "bench-sessions", load.people)?;
    let people = crowd(&product)?;
    let site = Site::of(&product)?;
    let begun = Instant::now();
    let point = |what: String| Point {
        what,
        begun: begun.elapsed(),
        worker: Usage::of(product.worker_process()).resident,
        tenant: Usage::of(product.tenant_process()).resident,
    };
    // The first sign-in compiles what the rest runs, and has the directory's keys fetched.
    let first = Visitor::new(&site)?.sign_in(&people[0]).context("nobody can sign in")?;
    let mut curve = vec![point("one session".to_owned())];

    let (sessions, fill) = {
        let phase = Phase::begin(&product);
        let curve = std::sync::Mutex::new(&mut curve);
        let (sessions, sign_ins) = fill(&site, &people, |signed_in| {
            if signed_in % EVERY == 0 {
                step::announce(&format!("{signed_in} of {} people have signed in", people.len()));
                let mut curve = curve.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                curve.push(point(format!("{signed_in} sessions")));
            }
        })?;
        (sessions, phase.end("filling", vec![("sign-in", sign_ins)]))
    };
    if !sessions.len().is_multiple_of(EVERY) {
        curve.push(point(format!("{} sessions", sessions.len())));
    }
    let first_fault = fill.kinds[0].1.fault.clone().unwrap_or_default();
    ensure!(!sessions.is_empty(), "nobody could sign in: {first_fault}");

    step::announce(&format!("{} s of sign-ins, overviews and removals at once", load.seconds));
    let phase = Phase::begin(&product);
    let (more, kinds) = mix(&site, &people, &sessions, Duration::from_secs(load.seconds))?;
    let mix = phase.end("all at once", kinds);
    curve.push(point("after all at once".to_owned()));

    for rested in (1..=load.rest / REST_STEP).map(|steps| steps * REST_STEP) {
        thread::sleep(Duration::from_secs(REST_STEP));
        curve.push(point(format!("at rest, {rested} s")));
    }
    let before = disk::kept(&product.objects())?;

    step::announce("Everybody signs out");
    let phase = Phase::begin(&product);
    let filled = sessions.iter().map(|(_, session)| session);
    let open: Vec<&Session> = filled.chain(&more).chain([&first]).collect();
    let sign_outs = sign_out(&site, &open)?;
    let end = phase.end("signing out", vec![("sign-out", sign_outs)]);
    curve.push(point("everybody signed out".to_owned()));
    let after = disk::kept_when_settled(&product.objects())?;

    let phases = [fill, mix, end];
    let figures = figures(&phases, &curve, &after, sessions.len());
    let text = format!(
        "\n{} people, {CONNECTIONS} connections; the load, workerd and the tenant share this machine\n{}{}{}",
        people.len(),
        table_of_phases(&phases),
        table_of_memory(&curve),
        disk::table(&before, &after),
    );
    Ok(Part { text, figures })
}

/// Starts a product whose tenant has so many people more, with its state in a folder of this name.
pub(crate) fn start(built: &Built, name: &str, people: usize) -> Result<Product> {
    product::start(
        built,
        &product::Options {
            home: workspace::target().join(name),
            fresh: true,
            crowd: people,
            // A few people are everybody here.
            bindings: ["SIGN_INS_PER_ACCOUNT", "REQUESTS_PER_SESSION"]
                .map(|name| (name.to_owned(), "100000".to_owned()))
                .into(),
            ..product::Options::default()
        },
    )
}

/// Those people.
pub(crate) fn crowd(product: &Product) -> Result<Vec<Person>> {
    let is_one = |person: &&product::Person| person.account.starts_with("crowd-");
    let people: Option<Vec<_>> = product
        .tenant
        .people
        .iter()
        .filter(is_one)
        .map(|person| Some(Person { account: person.account.clone(), pass: person.pass.clone()? }))
        .collect();
    people.filter(|people| !people.is_empty()).context("the tenant has no crowd with passes")
}

/// Everybody signs in once. Returns the sessions with the place of their person.
pub(crate) fn fill(
    site: &Site,
    people: &[Person],
    signed_in: impl Fn(usize) + Sync,
) -> Result<(Vec<(usize, Session)>, Latencies)> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let parts = each(site, CONNECTIONS, |visitor| {
        let (mut sessions, mut latencies) = (Vec::new(), Latencies::default());
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(person) = people.get(place) else { return Ok((sessions, latencies)) };
            if let Some(session) = phase::timed(&mut latencies, visitor, |it| it.sign_in(person)) {
                sessions.push((place, session));
                signed_in(done.fetch_add(1, Ordering::Relaxed) + 1);
            }
        }
    })?;
    let (sessions, latencies): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    Ok((sessions.into_iter().flatten().collect(), Latencies::together(latencies)))
}

/// Sign-ins, overviews and removals at once, in the shares of [`SHARES`]. Returns the sessions that began.
fn mix(
    site: &Site,
    people: &[Person],
    sessions: &[(usize, Session)],
    during: Duration,
) -> Result<(Vec<Session>, Vec<Kind>)> {
    let until = Instant::now() + during;
    let (turn, removals) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let parts = each(site, CONNECTIONS, |visitor| {
        let mut begun = Vec::new();
        let [mut sign_ins, mut overviews, mut removed] = [(); 3].map(|()| Latencies::default());
        while Instant::now() < until {
            let turn = turn.fetch_add(1, Ordering::Relaxed);
            // One session after the other far from it, so that no object is asked twice in a row.
            let (place, session) = &sessions[turn.wrapping_mul(STRIDE) % sessions.len()];
            match SHARES[turn % SHARES.len()] {
                Share::SignIn => {
                    let person = &people[*place];
                    let session = phase::timed(&mut sign_ins, visitor, |it| it.sign_in(person));
                    begun.extend(session);
                }
                Share::Overview => {
                    phase::timed(&mut overviews, visitor, |it| it.overview(session));
                }
                Share::Removal => {
                    // Everybody has one key to spare.
                    let next = removals.fetch_add(1, Ordering::Relaxed);
                    let Some((_, session)) = sessions.get(next) else { continue };
                    let overview = phase::timed(&mut overviews, visitor, |it| it.overview(session));
                    let Some(overview) = overview else { continue };
                    let keys = Visitor::keys(&overview)?;
                    let key = keys.first().context("somebody has no key to remove")?;
                    phase::timed(&mut removed, visitor, |it| it.remove(session, key));
                }
            }
        }
        Ok((begun, [sign_ins, overviews, removed]))
    })?;
    let (begun, latencies): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let kinds = ["sign-in", "overview", "removal"].into_iter().zip(all_of(latencies)).collect();
    Ok((begun.into_iter().flatten().collect(), kinds))
}

/// Everybody signs out.
pub(crate) fn sign_out(site: &Site, sessions: &[&Session]) -> Result<Latencies> {
    let next = AtomicUsize::new(0);
    let parts = each(site, CONNECTIONS, |visitor| {
        let mut latencies = Latencies::default();
        while let Some(session) = sessions.get(next.fetch_add(1, Ordering::Relaxed)) {
            phase::timed(&mut latencies, visitor, |it| it.sign_out(session));
        }
        Ok(latencies)
    })?;
    Ok(Latencies::together(parts))
}

/// How many requests there are at once: enough that nothing waits for the load.
const CONNECTIONS: usize = 16;
/// The steps of the memory curve, in sessions.
const EVERY: usize = 1_000;
/// The steps of the memory curve at rest, in seconds.
const REST_STEP: u64 = 30;
/// A prime that is far from every number of people.
const STRIDE: usize = 7_919;
/// What comes at once: as much as people do who look more often than they change something.
const SHARES: [Share; 20] = {
    let mut shares = [Share::Overview; 20];
    (shares[3], shares[13]) = (Share::SignIn, Share::SignIn);
    (shares[8], shares[18]) = (Share::Removal, Share::Removal);
    shares
};
