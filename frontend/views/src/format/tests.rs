//! Tests for `format`.

use super::Plural;

#[test]
fn plural_categories_are_written_and_read_the_same() {
    for plural in [Plural::Zero, Plural::One, Plural::Two, Plural::Few, Plural::Many, Plural::Other]
    {
        assert_eq!(Plural::parse(plural.as_str()), plural);
    }
    assert_eq!(Plural::parse("dual"), Plural::Other);
}
