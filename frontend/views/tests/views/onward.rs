//! The page that goes on to the directory: as complete as every other, and without scripts.

use screens::fixtures::COMPANY;
use views::{Catalog, Destination, onward_title};

use crate::draw::{element, english, still, text};

const ADDRESS: &str = "https://login.example/authorize?state=s&nonce=n";

fn draw(destination: Destination) -> String {
    still(views::onward(destination, ADDRESS.into(), &english(), COMPANY))
}

#[test]
fn it_says_where_it_goes_and_has_a_link_for_whoever_waits() {
    let catalog: Catalog = english();
    for (destination, link) in [
        (Destination::SignIn, "Go on to your organization’s sign-in page"),
        (Destination::SignOut, "Go on to your organization’s sign-out page"),
    ] {
        let html = draw(destination);
        for (part, count) in [("<h1", 1), ("<main>", 1), ("<header>", 1)] {
            assert_eq!(html.matches(part).count(), count, "{part} on {destination:?}");
        }
        let main = element(&html, "<main");
        assert_eq!(text(element(main, "<a")).trim(), link);
        assert!(main.replace("&amp;", "&").contains(&format!("href=\"{ADDRESS}\"")), "{main}");
        let heading = text(element(main, "<h1")).trim().to_owned();
        assert!(onward_title(destination, &catalog).contains(&heading), "{heading}");
    }
}
