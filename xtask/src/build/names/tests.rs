//! Tests for `names`.

use super::*;

#[test]
fn names_go_and_everything_else_stays() -> Result<()> {
    let header = b"\0asm\x01\0\0\0";
    let types = b"\x01\x04\x01\x60\0\0";
    let names = b"\0\x07\x04nameab";
    let features = b"\0\x06\x03tfsxy";
    let whole = [header.as_slice(), types, names, features].concat();
    assert_eq!(without_names(&whole)?, [header.as_slice(), types, features].concat());
    assert!(without_names(&whole[..whole.len() - 1]).is_err());
    assert!(without_names(b"{}").is_err());
    Ok(())
}
