//! The load of the bench, as small as it gets: everybody signs in, does something, signs out, and leaves nothing.

use anyhow::Result;
use latchkey_bench::sessions::{Load, measure};
use latchkey_tests::product::built;

#[test]
fn a_few_people_under_load_are_all_served_and_leave_nothing_on_the_disk() -> Result<()> {
    let part = measure(built(), Load { people: 20, seconds: 1, rest: 0 })?;
    let failing: Vec<_> = part.figures.iter().filter(|figure| figure.fails()).collect();
    assert!(failing.is_empty(), "{failing:#?}\n{}", part.text);
    let counted = |kind| part.figures.iter().any(|figure| figure.name.contains(kind));
    for kind in ["sign-in, failed", "overview, failed", "removal, failed", "sign-out, failed"] {
        assert!(counted(kind), "{kind}: {}", part.text);
    }
    Ok(())
}
