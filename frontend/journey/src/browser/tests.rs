//! Which browsers are web views inside another app, by what they call themselves.

use super::Browser;

#[test]
fn a_web_view_inside_another_app_is_told_from_a_browser() {
    let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    let mac =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    let android = "Mozilla/5.0 (Linux; Android 16; Pixel 9";
    let chrome =
        "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36";
    for (name, is_in_app) in [
        (format!("{safari} Version/18.6 Mobile/15E148 Safari/604.1"), false),
        (format!("{safari} CriOS/142.0 Mobile/15E148 Safari/604.1"), false),
        (format!("{safari} Mobile/15E148"), true),
        (format!("{safari} Mobile/15E148 Instagram 380.0"), true),
        (format!("{safari} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]"), true),
        (format!("{mac} Version/18.6 Safari/605.1.15"), false),
        (mac.to_owned(), true),
        (format!("{android}) {chrome}"), false),
        (format!("{android}; wv) {chrome}"), true),
        (format!("{android}) {chrome} Line/15.0"), true),
        (format!("{android}) {chrome} MicroMessenger/8.0"), true),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
            false,
        ),
        (String::new(), false),
    ] {
        let browser = Browser { name, ..Browser::default() };
        assert_eq!(browser.is_in_app(), is_in_app, "{}", browser.name);
    }
}

#[test]
fn a_page_on_the_home_screen_is_in_no_other_app() {
    let name =
        "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148".to_owned();
    let on_home_screen = Browser { name, is_on_home_screen: true, ..Browser::default() };
    assert!(!on_home_screen.is_in_app());
}
