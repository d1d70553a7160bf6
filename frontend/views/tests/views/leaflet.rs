//! The sheet for the first day.

use crate::draw::{element, english, still, text};

#[test]
fn it_says_what_to_have_what_to_do_and_which_addresses_to_look_for() {
    let site = "https://keys.example.org";
    let html =
        still(views::leaflet(&english(), "Contoso", site, "https://login.microsoftonline.com"));
    assert!(!html.contains("leaflet.") && !html.contains('{'), "{html}");
    assert!(text(element(&html, "<header")).contains("Contoso"));
    assert_eq!(element(&html, "<ol").matches("<li").count(), 3, "three steps");
    let addresses: Vec<String> =
        html.split("<code").skip(1).map(|code| text(&format!("<code{code}"))).collect();
    for (said, address) in addresses.iter().zip([
        site,
        "https://keys.example.org/why",
        "https://login.microsoftonline.com/",
    ]) {
        assert!(said.trim_start().starts_with(address), "{said}");
    }
    assert_eq!(addresses.len(), 3);
    assert!(html.contains("src=\"/leaflet/code.svg\"") && !html.contains("<script"));
    let title = views::leaflet_title(&english());
    assert!(title.contains(text(element(&html, "<h1")).trim()), "{title}");
}
