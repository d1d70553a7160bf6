//! Attestation objects as authenticators make them, cut anywhere, and random bytes.

use super::{AuthenticatorData, attested};
use crate::{
    encoding,
    testing::passkey::{self, Kind},
    webauthn::public_key::PublicKey,
};

const RP: &str = "contoso.example";

#[test]
fn the_credential_is_found_behind_any_attestation_statement() {
    let key = passkey::cose(Kind::Es256);
    let object = passkey::attestation_object(RP, b"id", &key);
    let found = attested(&object, RP).expect("a credential");
    assert_eq!((found.credential, found.public_key), (&b"id"[..], key.as_slice()));
    assert!(attested(&object, "evil.example").is_none());
}

#[test]
fn what_is_cut_short_holds_no_credential() {
    let object = passkey::attestation_object(RP, b"id", &passkey::cose(Kind::Es256));
    for end in 0..object.len() {
        assert!(attested(&object[..end], RP).is_none(), "cut after {end}");
    }
}

#[test]
fn the_person_was_verified_only_with_both_flags() {
    for (flags, is_verified) in [(0b101, true), (0b001, false), (0b100, false), (0, false)] {
        let mut data = encoding::sha256(RP.as_bytes()).to_vec();
        data.extend([flags, 0, 0, 0, 1]);
        let parsed = AuthenticatorData::parse(&data).expect("whole");
        assert_eq!(parsed.is_verified(), is_verified, "{flags:b}");
        assert!(parsed.is_for(RP) && !parsed.is_for("evil.example"));
        assert!(AuthenticatorData::parse(&data[..36]).is_none());
    }
}

#[test]
fn what_is_backed_up_has_to_be_able_to_be() {
    for (flags, is_consistent) in [(0, true), (0b1000, true), (0b1_1000, true), (0b1_0000, false)] {
        let data = [encoding::sha256(RP.as_bytes()).as_slice(), &[flags, 0, 0, 0, 1]].concat();
        let parsed = AuthenticatorData::parse(&data).expect("whole");
        assert_eq!(parsed.is_consistent(), is_consistent, "{flags:b}");
    }
}

#[test]
fn random_bytes_and_changed_ones_are_read_without_failing() {
    let good = passkey::attestation_object(RP, b"id", &passkey::cose(Kind::Rs256));
    let mut seed = 1_u64;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits")
    };
    for round in 0..20_000 {
        let bytes = if round % 2 == 0 {
            (0..random() % 80).map(|_| random().to_le_bytes()[0]).collect()
        } else {
            let mut changed = good.clone();
            for _ in 0..=random() % 3 {
                let at = random() % changed.len();
                changed[at] = random().to_le_bytes()[0];
            }
            changed
        };
        let _ = attested(&bytes, RP);
        let _ = AuthenticatorData::parse(&bytes);
        if let Some(key) = PublicKey::parse(&bytes) {
            let _ = key.plain_signature(&bytes);
        }
        let ec = PublicKey::Es256 { x: [0; 32], y: [0; 32] };
        let _ = ec.plain_signature(&bytes);
    }
    // An array that claims to hold more than there is, and one that lies too deep.
    assert!(attested(&[0xbb, 255, 255, 255, 255, 255, 255, 255, 255], RP).is_none());
    assert!(attested(&[[0xa1, 0x60].as_slice(), &[0x81; 200]].concat(), RP).is_none());
}

#[test]
fn only_what_says_that_it_holds_a_credential_holds_one() {
    let key = passkey::cose(Kind::Es256);
    let attested = [&[0_u8; 16][..], &[0, 2], b"id", &key].concat();
    for (flags, holds) in
        [(0b0100_0101, true), (0b0100_0000, true), (0b0000_0101, false), (0, false)]
    {
        let head = [encoding::sha256(RP.as_bytes()).as_slice(), &[flags, 0, 0, 0, 1]].concat();
        let data = [head, attested.clone()].concat();
        let parsed = AuthenticatorData::parse(&data).expect("whole");
        assert_eq!(parsed.attested().is_some(), holds, "{flags:b}");
    }
}
