//! How browsers are told apart.

use super::*;

#[test]
fn browsers_are_told_apart_by_the_rarest_of_their_claims() {
    const CHROMIUM: &str = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
    let windows = format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Safari/537.36");
    let android = format!("Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} Mobile Safari/537.36");
    let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
    let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)";
    for (user_agent, program, system) in [
        (windows.clone(), Program::Chrome, System::Windows),
        (format!("{windows} Edg/142.0.0.0"), Program::Edge, System::Windows),
        (format!("{windows} OPR/124.0.0.0"), Program::Opera, System::Windows),
        (android.clone(), Program::Chrome, System::Android),
        (format!("{android} EdgA/142.0.0.0"), Program::Edge, System::Android),
        (
            android.replace("Chrome/", "SamsungBrowser/29.0 Chrome/"),
            Program::SamsungInternet,
            System::Android,
        ),
        (
            format!("{mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"),
            Program::Safari,
            System::Mac,
        ),
        (
            format!("{iphone} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Safari/604.1"),
            Program::Chrome,
            System::Iphone,
        ),
        (
            format!(
                "{iphone} AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Safari/605.1.15"
            ),
            Program::Firefox,
            System::Iphone,
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
            Program::Firefox,
            System::Linux,
        ),
        (
            format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROMIUM} Safari/537.36"),
            Program::Chrome,
            System::ChromeOs,
        ),
        (String::new(), Program::Unknown, System::Unknown),
        ("curl/8.5.0".to_owned(), Program::Unknown, System::Unknown),
    ] {
        assert_eq!(Browser::parse(&user_agent), Browser { program, system }, "{user_agent}");
    }
}
