//! The company's own look and words: on every page, within the content security policy, and nothing else.

use std::fs;

use base64::{Engine, engine::general_purpose::STANDARD};
use contract::routes;
use latchkey_tests::{client::Client, product::with_bindings};
use reqwest::Method;

use crate::shared;

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 24\"><path d=\"M0 0h9\"/></svg>";

#[tokio::test]
async fn name_colour_logo_privacy_and_note_are_on_the_pages_and_nothing_in_them_is_markup() {
    let logo = STANDARD.encode(SVG);
    let product = with_bindings(
        "brand",
        &[
            ("PRODUCT_NAME", "Keys <b>&amp;</b> \"more\""),
            ("COMPANY_NAME", "</script><img src=x onerror=alert(1)>"),
            ("HELP_DESK_NAME", "<i>IT</i>\" onclick=\"alert(1)"),
            ("HELP_DESK_HOURS", "<svg onload=alert(1)>"),
            ("HELP_DESK_LINK", "https://help.contoso.example/?a=\"><script>alert(2)"),
            ("ACCENT_COLOR", "#8a1c4a"),
            ("LOGO", &logo),
            ("PRIVACY_LINK", "https://contoso.example/privacy?a=\"><script>"),
            (
                "WELCOME_NOTE",
                r#"{"de": "Fragen Sie <Ada>.", "*": "</p><script>alert(1)</script>"}"#,
            ),
        ],
    );
    let client = Client::new(&product);
    let ada = Client::new(&product);
    ada.sign_in(&product, "ada").await;
    let around = ["/", "/nothing-here", routes::LANGUAGE, routes::LEAFLET, routes::WHY];
    // The card stands in a page of its own, without a foot.
    let cards = [routes::CARD, routes::CARD_WINDOW];
    for path in around.into_iter().chain(cards) {
        let visitor = if path == routes::WHY { &ada } else { &client };
        let request = visitor.request(Method::GET, path).header("accept-language", "en");
        let page = visitor.send(request).await;
        for attack in [
            "<b>&amp;",
            "<img src=x",
            "<script>alert",
            "\"><script>",
            "<Ada>",
            "<i>IT",
            "<svg onload",
        ] {
            assert!(!page.body.contains(attack), "{path}: {attack}: {}", page.body);
        }
        // In a text a quotation mark is one; out of an attribute it must not lead.
        let document = scraper::Html::parse_document(&page.body);
        let handled = scraper::Selector::parse("[onclick]").expect("a selector");
        assert_eq!(document.select(&handled).count(), 0, "{path}: {}", page.body);
        assert!(page.body.contains("--accent:#8a1c4a"), "{path}: {}", page.body);
        assert!(page.body.contains("url(/logo)"), "{path}");
        let privacy = "href=\"https://contoso.example/privacy?a=";
        assert_eq!(page.body.contains(privacy), around.contains(&path), "{path}: {}", page.body);
        assert!(page.body.contains("Keys &lt;b"), "{path}: {}", page.body);
        assert_eq!(icons(&page.body), [" href=\"/logo\""], "{path}");
        // By this name the frame of the card is read out.
        let named = " data-product=\"Keys &lt;b>&amp;amp;&lt;/b> &quot;more&quot;\"";
        assert_eq!(page.body.contains(named), path == routes::CARD, "{path}: {}", page.body);
        let style =
            page.body.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next());
        let source = gateway::hash_source(style.expect("the company's style stands first"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains(&source), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    }
    let request = client.request(Method::GET, "/").header("accept-language", "de");
    let german = client.send(request).await;
    assert!(
        german.body.contains("<aside class=\"note\" dir=\"auto\">Fragen Sie &lt;Ada>.</aside>"),
        "{}",
        german.body
    );
    assert!(
        !client.get("/nothing-here").await.body.contains("class=\"note\""),
        "the first page alone"
    );

    let logo = client.get(routes::LOGO).await;
    assert_eq!(logo.body, SVG);
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    let policy = logo.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
}

/// What each icon of a page says of itself.
fn icons(page: &str) -> Vec<&str> {
    let rest = page.split("<link rel=\"icon\"").skip(1);
    rest.map(|rest| rest.split('>').next().unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_colour_that_lacks_contrast_is_darkened_or_lightened_and_the_log_says_so() {
    for (color, is_darkened) in [("#f0d000", true), ("#8a1c4a", false)] {
        let product = with_bindings("accent", &[("ACCENT_COLOR", color)]);
        let page = Client::new(&product).get("/").await;
        let on_light = format!("html:root{{--accent:{color};");
        assert_eq!(!page.body.contains(&on_light), is_darkened, "{color}");
        let log = fs::read_to_string(product.worker_log()).expect("a log");
        let count = |line| log.matches(line).count();
        assert_eq!(count("a darker one stands for it on light pages"), usize::from(is_darkened));
        assert_eq!(count("a lighter one stands for it on dark pages"), usize::from(!is_darkened));
    }
}

#[tokio::test]
async fn where_nothing_is_set_there_is_no_logo_but_our_own_icon_and_one_style() {
    let client = Client::new(shared());
    assert_eq!(client.get(routes::LOGO).await.status.as_u16(), 404);
    let page = client.get("/").await.body;
    assert_eq!(page.matches("<style>").count(), 1);
    assert!(icons(&page).concat().starts_with(" href=\"data:image/svg+xml,"), "{page}");
}
