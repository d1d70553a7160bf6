//! How long an answer may take: the edge gives up before the app does, so that the app learns why.

/// How long the app waits for an answer, in milliseconds.
pub const APP_MILLISECONDS: u32 = 30_000;

/// How long the edge takes to answer at most, in milliseconds, from the arrival of the request: its
/// exchanges with the directory, their repetitions, waits, and the turn of a change included.
pub const EDGE_MILLISECONDS: i64 = 25_000;

/// How long the body of a request may take to arrive, in milliseconds.
pub const BODY_MILLISECONDS: u32 = 8_000;

#[cfg(test)]
mod tests {
    use super::{APP_MILLISECONDS, BODY_MILLISECONDS, EDGE_MILLISECONDS};

    #[test]
    fn the_app_learns_what_became_of_a_request_before_it_gives_up() {
        let app = i64::from(APP_MILLISECONDS);
        assert!(EDGE_MILLISECONDS + 3_000 <= app, "an answer needs time to travel");
        assert!(i64::from(BODY_MILLISECONDS) * 2 <= EDGE_MILLISECONDS, "most is the directory's");
    }
}
