//! The language of a page: what the browser prefers, what the person chose, what an address pins.

use std::{collections::BTreeMap, fs};

use contract::routes;
use latchkey_tests::{
    client::{Answer, Client},
    form::Form,
};
use reqwest::Method;
use xtask::workspace;

use crate::shared;

const COOKIE: &str = "latchkey-language";

async fn page(client: &Client, path: &str, accepted: &str) -> Answer {
    let request = client.request(Method::GET, path).header("accept-language", accepted);
    client.send(request).await
}

fn words(language: &str) -> BTreeMap<String, String> {
    let path = workspace::root().join(format!("static/messages/{language}.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("a catalog")).expect("a flat object")
}

fn is_in(answer: &Answer, language: &str, direction: &str) -> bool {
    let html = format!("<html lang=\"{language}\" dir=\"{direction}\"");
    answer.body.contains(&html) && answer.body.contains(&words(language)["welcome.title"])
}

#[tokio::test]
async fn a_page_comes_in_the_language_and_direction_that_the_browser_prefers() {
    let client = Client::new(shared());
    for (accepted, language, direction) in [
        ("de-AT,de;q=0.9,en;q=0.8", "de", "ltr"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant", "ltr"),
        ("zh-CN", "zh-Hans", "ltr"),
        ("pt-MZ", "pt-PT", "ltr"),
        ("nn", "nb", "ltr"),
        ("ar-EG", "ar", "rtl"),
        ("iw", "he", "rtl"),
        ("xx, ja;q=0.3, ko;q=0.4", "ko", "ltr"),
        ("xx", "en", "ltr"),
    ] {
        let page = page(&client, "/", accepted).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(is_in(&page, language, direction), "{accepted}: {}", page.body);
    }
}

#[tokio::test]
async fn every_language_is_offered_by_its_own_name_and_a_choice_is_kept() {
    let client = Client::new(shared());
    let from = format!("{}/add-passkey?lang=fr&account=ada%40contoso.example", client.origin());
    let request = client.request(Method::GET, routes::LANGUAGE).header("referer", from);
    let choice = client.send(request).await;
    assert_eq!(choice.status.as_u16(), 200);
    let folder = fs::read_dir(workspace::root().join("static/messages")).expect("the catalogs");
    let files = folder.flatten().map(|file| file.file_name().to_string_lossy().into_owned());
    let tags: Vec<String> =
        files.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    assert!(tags.len() > 20, "{tags:?}");
    for tag in tags {
        let button = format!(" value=\"{tag}\" lang=\"{tag}\"");
        assert!(choice.body.contains(&button), "{tag}");
        assert!(choice.body.contains(&words(&tag)["language.name"]), "{tag}");
    }
    let form = Form::with_field(&choice.body, routes::RETURN_TO_FIELD);
    assert_eq!(form.action, routes::LANGUAGE);
    let chosen = client.get(&format!("{}?lang=de&{}", routes::LANGUAGE, form.body())).await;
    assert_eq!(chosen.status.as_u16(), 303);
    assert_eq!(chosen.header("location"), "/add-passkey?account=ada%40contoso.example");
    assert_eq!(client.cookie(COOKIE).as_deref(), Some("de"));
    assert!(is_in(&page(&client, "/", "en").await, "de", "ltr"), "the choice is remembered");
    assert!(is_in(&page(&client, "/?lang=he", "en").await, "he", "rtl"), "an address pins another");
    assert!(is_in(&page(&client, "/?lang=xx", "en").await, "de", "ltr"), "one that is not known");
}

#[tokio::test]
async fn a_choice_leads_nowhere_else_and_keeps_nothing_unknown() {
    for (query, location) in [
        ("lang=de&return_to=https%3A%2F%2Fevil.example%2F", "/"),
        ("lang=de&return_to=%2F%2Fevil.example%2F", "/"),
        ("lang=de&return_to=%2F%5Cevil.example%2F", "/"),
        ("lang=de&return_to=%2Flanguage%3Flang%3Den", "/"),
        ("lang=de&return_to=%2Fsign-out", "/"),
        ("lang=de&return_to=%2Fsessions%2Feverywhere", "/"),
        ("lang=de&return_to=%2Fsessions%2Fend%3Fa", "/"),
        ("lang=de", "/"),
    ] {
        let client = Client::new(shared());
        let chosen = client.get(&format!("{}?{query}", routes::LANGUAGE)).await;
        assert_eq!(chosen.header("location"), location, "{query}");
    }
    let client = Client::new(shared());
    for query in ["lang=xx", "lang=de%0d%0aset-cookie:%20a=b", "lang="] {
        let answer = client.get(&format!("{}?{query}", routes::LANGUAGE)).await;
        assert_eq!(answer.status.as_u16(), 200, "{query}");
        assert_eq!(client.cookie(COOKIE), None, "{query}");
    }
    let from_elsewhere = client
        .request(Method::GET, &format!("{}?lang=ar", routes::LANGUAGE))
        .header("sec-fetch-site", "cross-site");
    assert_eq!(client.send(from_elsewhere).await.status.as_u16(), 200, "the page alone");
    assert_eq!(client.cookie(COOKIE), None, "nobody else chooses");
    client.set_cookie(COOKIE, "../../etc");
    assert!(is_in(&page(&client, "/", "da").await, "da", "ltr"), "a cookie of another's making");
}

#[tokio::test]
async fn digits_are_the_same_in_every_language_and_no_line_ends_within_a_date() {
    let client = Client::new(shared());
    client.sign_in(shared(), "rune").await;
    // Regions whose own digits are others.
    for accepted in ["ar-EG", "ar-SA-u-nu-arab", "hi-IN-u-nu-deva", "en-GB"] {
        let page = page(&client, "/", accepted).await;
        let (_, drawn) = page.body.split_once("<main>").expect("a page");
        let (drawn, _) = drawn.split_once("<footer").expect("a foot");
        let is_foreign = |letter: char| letter.is_numeric() && !letter.is_ascii_digit();
        assert!(!drawn.contains(is_foreign), "{accepted}: {drawn}");
        // The time names its zone, and the zone stays with it.
        assert!(drawn.contains("\u{a0}UTC"), "{accepted}: {drawn}");
    }
}

#[tokio::test]
async fn a_time_names_its_zone_where_that_is_not_surely_the_persons() {
    let client = Client::new(shared());
    client.sign_in(shared(), "rune").await;
    for (zone, is_named) in [
        ("Europe/Berlin", false),
        // None that the runtime knows, or one that hides the person's own.
        ("Europe/Atlantis", true),
        ("Etc/Unknown", true),
        ("Atlantic/Reykjavik", true),
    ] {
        client.set_cookie(routes::ZONE_COOKIE, zone);
        let page = page(&client, "/", "en-GB").await;
        let (_, drawn) = page.body.split_once("<main>").expect("a page");
        let names = drawn.contains("\u{a0}UTC") || drawn.contains("\u{a0}GMT");
        assert_eq!(names, is_named, "{zone}: {drawn}");
    }
}
