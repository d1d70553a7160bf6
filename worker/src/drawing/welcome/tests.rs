//! Tests for `welcome`.

use contract::Timestamp;

use super::{NO_TIME, NO_TIME_TEXT, Welcome};

#[test]
fn a_kept_page_tells_the_time_at_which_it_is_sent() {
    assert_eq!(NO_TIME.0.to_string(), NO_TIME_TEXT);
    let welcome = Welcome::cut(&format!("{{\"now\":{NO_TIME_TEXT},\"language\":\"en\"}}"));
    assert_eq!(welcome.at(Timestamp(7)), "{\"now\":7,\"language\":\"en\"}");
}
