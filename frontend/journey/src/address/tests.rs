//! Addresses, read and written.

use contract::MethodId;
use proptest::prelude::*;

use super::pinned_language;
use crate::Route;

#[test]
fn addresses_are_read_as_the_routes_say() {
    for (address, route) in [
        ("/", Route::Home),
        ("/?lang=en-XA", Route::Home),
        ("/#top", Route::Home),
        ("/add-passkey", Route::AddPasskey),
        ("/add-passkey?x=y", Route::AddPasskey),
        ("/retire-pass", Route::RetirePass),
        ("/remove?method=abc", Route::Remove(MethodId("abc".into()))),
        ("/remove?lang=en&method=a%2Fb%3D", Route::Remove(MethodId("a/b=".into()))),
        // In any case (RFC 3986 §2.1).
        ("/remove?method=a%2fb%3d%7e", Route::Remove(MethodId("a/b=~".into()))),
        // As a form writes a space (URL Standard §5.1).
        ("/remove?method=a+b", Route::Remove(MethodId("a b".into()))),
        ("/remove?method=", Route::Missing),
        ("/remove?method=%zz", Route::Missing),
        ("/remove?method=%f", Route::Missing),
        ("/remove?method=%ff", Route::Missing),
        ("/remove", Route::Missing),
        ("/admin", Route::Missing),
        ("", Route::Missing),
        ("//", Route::Missing),
    ] {
        assert_eq!(Route::parse(address), route, "{address}");
    }
}

#[test]
fn a_pinned_language_stays_in_every_address() {
    for route in
        [Route::Home, Route::AddPasskey, Route::RetirePass, Route::Remove(MethodId("1".into()))]
    {
        let address = route.address(Some("en-XA"));
        assert_eq!(pinned_language(&address).as_deref(), Some("en-XA"), "{address}");
        assert_eq!(Route::parse(&address), route);
    }
    assert_eq!(pinned_language("/"), None);
    assert_eq!(pinned_language("/?lang="), None);
}

proptest! {
    #[test]
    fn every_route_survives_its_address(id in "\\PC{1,40}", language in proptest::option::of("[a-zA-Z-]{1,8}")) {
        let route = Route::Remove(MethodId(id));
        prop_assert_eq!(Route::parse(&route.address(language.as_deref())), route);
    }

    #[test]
    fn no_address_is_too_strange(address in "\\PC{0,60}") {
        let _ = Route::parse(&address);
    }
}
