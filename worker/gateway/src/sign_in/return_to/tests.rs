//! Which pages a sign-in may return to.

use super::clean;

#[test]
fn only_a_page_of_this_origin_is_come_back_to() {
    for (wanted, cleaned) in [
        ("/", "/"),
        ("/remove?method=a%2Fb", "/remove?method=a%2Fb"),
        ("/add-passkey#here", "/add-passkey"),
        ("/a/../remove", "/remove"),
        ("", "/"),
        ("remove", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/.//evil.example", "/"),
        ("/x/..//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/callback?code=x", "/"),
        ("/sign-in", "/"),
        ("/start?account=a", "/"),
        ("/api/overview", "/"),
        ("/ü", "/"),
    ] {
        let page = clean(wanted, "https://latchkey.contoso.example");
        assert_eq!(page, cleaned, "{wanted:?}");
    }
    for (character, encoded, count, is_kept) in [
        ("a", "a", 1023, true),
        ("a", "a", 1024, false),
        ("\"", "%22", 341, true),
        ("\"", "%22", 342, false),
    ] {
        let expected = if is_kept { encoded.repeat(count) } else { String::new() };
        let page = clean(&["/", &character.repeat(count)].concat(), "https://a.example");
        assert_eq!(page, ["/", &expected].concat(), "{count} of {character}");
    }
}

#[test]
fn only_a_page_about_one_method_names_one() {
    for (page, names) in [
        ("/remove?method=phone", true),
        ("/remove", true),
        ("/add-passkey?lang=de", false),
        ("/", false),
        ("/?method=phone", false),
    ] {
        assert_eq!(super::names_method(page), names, "{page}");
    }
}

#[test]
fn the_first_page_leads_on_in_its_language() {
    for (page, next) in [
        ("/", Some("/?do=next")),
        ("/?do=next", Some("/?do=next")),
        ("/?lang=de&do=end-pass&x=y", Some("/?lang=de&do=next")),
        ("/recover", None),
        ("/add-passkey?lang=de", None),
    ] {
        let led = super::is_home(page).then(|| super::next_task(page));
        assert_eq!(led.as_deref(), next, "{page}");
    }
}
