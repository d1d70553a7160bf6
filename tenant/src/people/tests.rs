//! Tests for `people`.

use super::*;
use crate::DOMAIN;

#[test]
fn every_person_has_an_account_of_the_tenant_and_one_of_their_own() {
    let mut accounts: Vec<_> = ALL.iter().map(|persona| persona.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    assert_eq!(accounts.len(), ALL.len());
    assert!(accounts.iter().all(|account| account.ends_with(DOMAIN)));
}
