//! Addresses, read and written.

use contract::MethodId;
use proptest::prelude::*;

use super::{Place, pinned_language};

#[test]
fn addresses_are_read_as_the_routes_say() {
    for (address, place) in [
        ("/", Place::Home),
        ("/?lang=en-XA", Place::Home),
        ("/#top", Place::Home),
        ("/add-passkey", Place::AddPasskey),
        ("/add-passkey?x=y", Place::AddPasskey),
        ("/retire-pass", Place::RetirePass),
        ("/remove?method=abc", Place::Remove(MethodId("abc".into()))),
        ("/remove?lang=en&method=a%2Fb%3D", Place::Remove(MethodId("a/b=".into()))),
        ("/remove?method=", Place::Missing),
        ("/remove?method=%zz", Place::Missing),
        ("/remove?method=%f", Place::Missing),
        ("/remove?method=%ff", Place::Missing),
        ("/remove", Place::Missing),
        ("/admin", Place::Missing),
        ("", Place::Missing),
        ("//", Place::Missing),
    ] {
        assert_eq!(Place::parse(address), place, "{address}");
    }
}

#[test]
fn a_pinned_language_stays_in_every_address() {
    for place in
        [Place::Home, Place::AddPasskey, Place::RetirePass, Place::Remove(MethodId("1".into()))]
    {
        let address = place.address(Some("en-XA"));
        assert_eq!(pinned_language(&address).as_deref(), Some("en-XA"), "{address}");
        assert_eq!(Place::parse(&address), place);
    }
    assert_eq!(pinned_language("/"), None);
    assert_eq!(pinned_language("/?lang="), None);
}

proptest! {
    #[test]
    fn every_place_survives_its_address(id in "\\PC{1,40}", language in proptest::option::of("[a-zA-Z-]{1,8}")) {
        let place = Place::Remove(MethodId(id));
        prop_assert_eq!(Place::parse(&place.address(language.as_deref())), place);
    }

    #[test]
    fn no_address_is_too_strange(address in "\\PC{0,60}") {
        let _ = Place::parse(&address);
    }
}
