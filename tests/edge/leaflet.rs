//! The sheet for the first day: for nobody in particular, whoever asks.

use contract::routes;
use latchkey_tests::{client::Client, qr_code::read};

use crate::shared;

#[tokio::test]
async fn the_leaflet_says_where_and_how_and_is_the_same_for_everyone() {
    let anybody = Client::new(shared());
    let page = anybody.get(routes::LEAFLET).await;
    assert_eq!(page.status.as_u16(), 200, "{page:?}");
    let app = &shared().app;
    let origin = app.trim_end_matches('/');
    for said in
        ["Have at hand", "Three steps", "Never give your pass to anybody", "I lost a device"]
    {
        assert!(page.body.contains(said), "{said}: {page:?}");
    }
    // It may break where a part of it ends.
    let mut whole = page.body.clone();
    for part in ["<wbr>", "<span>", "</span>"] {
        whole = whole.replace(part, "");
    }
    assert!(whole.contains(&format!(">{origin}<")), "the address of this site");
    assert!(whole.contains(&format!(">{origin}/why<")), "what to open when it fails");
    let style = page.body.split("<style").find(|style| style.contains("@page"));
    assert!(style.is_some_and(|style| style.contains("@media print")), "it is made for paper");

    // Someone who is signed in gets the same.
    let person = Client::new(shared());
    person.sign_in(shared(), "ada").await;
    let theirs = person.get(routes::LEAFLET).await;
    assert_eq!(theirs.body, page.body);
    for page in [page, theirs] {
        assert_eq!(page.header("set-cookie"), "");
        assert!(page.header("cache-control").starts_with("private, max-age="), "{page:?}");
        assert_eq!(page.header("vary"), "accept-encoding, accept-language, cookie");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'none'"), "{policy}");
        assert!(!page.body.contains("<script"), "it needs none");
        assert!(!page.body.contains("ada@contoso.example"));
    }
}

#[tokio::test]
async fn the_code_on_the_leaflet_leads_to_this_site() {
    let picture = Client::new(shared()).get(routes::LEAFLET_CODE).await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert_eq!(picture.header("set-cookie"), "");
    assert!(picture.header("cache-control").starts_with("public"), "{picture:?}");
    assert_eq!(read(&picture.body), shared().app.trim_end_matches('/'));
}
