//! Tests for `strength`.

use super::*;

#[test]
fn a_pass_meets_the_mfa_strength_and_no_stronger_one() {
    let pass = Proven::from_methods(&["otp", "mfa"]);
    assert!(pass.meets(Strength::Multifactor));
    assert!(!pass.meets(Strength::Passwordless));
    assert!(!pass.meets(Strength::PhishingResistant));
}

#[test]
fn a_passkey_meets_every_strength_and_a_password_none() {
    for strength in Strength::ALL {
        assert!(Proven::from_methods(&["fido", "mfa"]).meets(strength));
        assert!(!Proven::from_methods(&["pwd"]).meets(strength));
    }
}
