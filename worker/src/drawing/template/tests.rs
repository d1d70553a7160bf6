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
fn the_style_is_what_stands_inline() {
    let template = |page| Template::cut(page).expect("both markers");
    let styled = "<html><!--head--><style>a{}</style><script></script><!--drawn-->";
    assert_eq!(template(styled).style(), "<style>a{}</style>");
    assert_eq!(template("<html><!--head--><!--drawn-->").style(), "");
}
