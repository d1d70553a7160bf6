//! How the page of the built app is cut.

use super::Template;

const PAGE: &str = include_str!("../../../../static/index.html");

#[test]
fn the_parts_of_the_page_and_its_markers_are_all_of_it() {
    let template = Template::cut(PAGE).expect("both markers");
    let Template { before_head, before_app, after_app } = &template;
    let whole = [before_head.as_str(), "<!--head-->", before_app, "<!--drawn-->", after_app];
    assert_eq!(whole.concat(), PAGE);
    assert!(before_head.contains("lang=\"en\""), "the language of the page is put there");
}

#[test]
fn a_page_without_a_marker_is_none() {
    for page in ["", "<!--head-->", "<!--drawn--><!--head-->"] {
        assert_eq!(Template::cut(page), None, "{page:?}");
    }
}

#[test]
fn the_icon_of_the_company_stands_in_the_place_of_our_own() {
    let own = Template::cut(PAGE).expect("both markers");
    let icon = "<link rel=\"icon\" href=\"/logo\">";
    let Template { before_head, before_app, after_app } =
        Template::cut(PAGE).expect("both markers").with_icon(icon);
    assert_eq!(before_head.matches("rel=\"icon\"").count(), 1, "{before_head}");
    assert!(before_head.contains(icon) && !before_head.contains("data:image"), "{before_head}");
    assert!(before_head.len() < own.before_head.len());
    assert!(before_head.ends_with(">\n"), "nothing else is lost: {before_head}");
    assert_eq!((before_app, after_app), (own.before_app, own.after_app));
}

#[test]
fn the_style_is_what_stands_inline() {
    let template = |page| Template::cut(page).expect("both markers");
    let styled = "<html><!--head--><style>a{}</style><script></script><!--drawn-->";
    assert_eq!(template(styled).style(), "<style>a{}</style>");
    assert_eq!(template("<html><!--head--><!--drawn-->").style(), "");
}
