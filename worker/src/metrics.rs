//! What this isolate has counted since it began, for operators, in Prometheus's text format (0.0.4).
//!
//! The only place that counts. Every label is a word of this program, never anything of a request or a
//! person, so that there are only so many of them.

use std::cell::RefCell;

use contract::ProblemCode;
use gateway::Unreachable;

thread_local! {
    /// The counters by name and labels, as they are written, and in that order. Some hundred at most.
    static COUNTS: RefCell<Vec<(String, u64)>> = const { RefCell::new(Vec::new()) };
}

/// Counts an answer of the edge, and what it says of a sign-in or of what comes too often.
pub(crate) fn answered(route: &'static str, status: u16, code: Option<ProblemCode>) {
    count("requests", &[("route", route), ("status", class(status))]);
    if code == Some(ProblemCode::TooManyRequests) {
        count("rate_refusals", &[("route", route)]);
    }
    if route == SIGN_IN_ENDS {
        count("sign_ins", &[("outcome", outcome(code))]);
    }
}

/// Counts a change and what came of it.
pub(crate) fn changed(change: &'static str, code: Option<ProblemCode>) {
    count("changes", &[("change", change), ("outcome", outcome(code))]);
}

/// Counts an exchange with the directory or Graph.
pub(crate) fn exchanged(answer: Result<u16, Unreachable>) {
    let outcome = match answer {
        Ok(status) => class(status),
        Err(Unreachable::TimedOut) => "timed-out",
        Err(Unreachable::Disconnected | Unreachable::Unsent) => "disconnected",
        Err(Unreachable::TooLarge) => "too-large",
    };
    count("upstream", &[("outcome", outcome)]);
}

/// All of it.
pub(crate) fn text() -> String {
    COUNTS.with_borrow(|counts| {
        let (mut text, mut last) = (String::new(), "");
        for (counter, number) in counts {
            let name = counter.split('{').next().unwrap_or_default();
            if name != last {
                text.extend(["# TYPE ", name, " counter\n"]);
                last = name;
            }
            text.extend([counter, " ", &number.to_string(), "\n"]);
        }
        text
    })
}

fn count(name: &str, labels: &[(&str, &'static str)]) {
    let mut counter = ["latchkey_", name, "_total"].concat();
    let mut separator = "{";
    for (label, value) in labels {
        counter.extend([separator, label, "=\"", value, "\""]);
        separator = ",";
    }
    counter.push('}');
    COUNTS.with_borrow_mut(|counts| {
        match counts.binary_search_by(|(known, _)| known.as_str().cmp(&counter)) {
            Ok(place) => counts[place].1 += 1,
            Err(place) => counts.insert(place, (counter, 1)),
        }
    });
}

fn outcome(code: Option<ProblemCode>) -> &'static str {
    code.map_or("done", ProblemCode::as_str)
}

const fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// The route at which a sign-in ends, well or not.
const SIGN_IN_ENDS: &str = "callback";

#[cfg(test)]
mod tests;
