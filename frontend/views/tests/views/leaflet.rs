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
    let code = |html: &str| html.split("</code>").next().unwrap_or_default().to_owned();
    let addresses: Vec<String> = html.split("<code>").skip(1).map(code).collect();
    for (said, address) in addresses.iter().zip([
        site,
        "https://keys.example.org/why",
        "https://login.microsoftonline.com/",
    ]) {
        let pieces: Vec<_> =
            said.split("<wbr>").map(|piece| text(piece).trim().to_owned()).collect();
        assert_eq!(pieces.concat(), address);
        // A narrow page breaks it here and nowhere else.
        assert!(
            pieces
                .iter()
                .all(|piece| !piece.trim_end_matches(['/', '.', '-']).contains(['.', '-']))
        );
        assert!(pieces.first().is_some_and(|scheme| scheme == "https://"), "{pieces:?}");
    }
    assert_eq!(addresses.len(), 3);
    assert!(html.contains("src=\"/leaflet/code.svg\"") && !html.contains("<script"));
    let title = views::leaflet_title(&english());
    assert!(title.contains(text(element(&html, "<h1")).trim()), "{title}");
}
