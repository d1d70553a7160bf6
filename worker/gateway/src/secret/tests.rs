//! How a secret prints.

use super::Secret;

#[test]
fn a_secret_prints_redacted_and_nothing_else() {
    assert_eq!(format!("{:?}", Secret::new("hunter2")), "[redacted]");
    assert_eq!(format!("{:?}", Some(Secret::new("x"))), "Some([redacted])");
}
