//! What the storage of a person's object says, and what it does not say.

use super::{kept, parse};

#[test]
fn a_storage_that_fails_is_not_taken_for_an_empty_one() {
    assert!(kept(Err(worker::Error::RustError("busy".to_owned()))).is_err());
    assert_eq!(kept(Ok(None)).expect("read"), None);
    let stored = kept(Ok(Some("12 text".to_owned()))).expect("read").expect("something");
    assert_eq!(parse(&stored), Some((contract::Timestamp(12), "text")));
}
