//! Tests for `crowd`.

use std::collections::BTreeSet;

use crate::{
    people::ALL,
    state::{Tenant, settings::Settings},
    timestamp::Timestamp,
};

#[test]
fn each_of_a_crowd_has_an_account_and_a_pass_of_their_own() {
    let mut tenant = Tenant::new(Settings::local().seeded(1), Timestamp::from_unix_milliseconds(0));
    tenant.add_crowd(50, Timestamp::from_unix_milliseconds(0));
    let people = tenant.describe().people;
    let crowd = &people[ALL.len()..];
    let accounts: BTreeSet<_> = crowd.iter().map(|person| &person.account).collect();
    let passes: BTreeSet<_> = crowd.iter().filter_map(|person| person.pass.as_ref()).collect();
    assert_eq!((accounts.len(), passes.len()), (50, 50));
    assert_eq!(crowd[0].account, "crowd-1@contoso.example");
}
