//! Which relying party ids fit which origins.

use super::fits;

#[test]
fn a_relying_party_fits_its_own_host_and_the_hosts_below_it() {
    for (relying_party, origin, is_fit) in [
        ("localhost", "http://localhost:8787", true),
        ("contoso.example", "https://contoso.example", true),
        ("contoso.example", "https://latchkey.contoso.example", true),
        ("contoso.example", "https://notcontoso.example", false),
        ("example", "https://contoso.example", false),
        ("latchkey.contoso.example", "https://contoso.example", false),
        ("login.microsoft.com", "http://localhost:8787", false),
        ("127.0.0.1", "http://127.0.0.1:8787", false),
        ("", "https://contoso.example", false),
        (".example", "https://contoso.example", false),
    ] {
        assert_eq!(fits(relying_party, origin), is_fit, "{relying_party} {origin}");
    }
}
