//! Writes every screen as a page with the real styles, to be looked at.

use std::{fs, path::Path};

use crate::{
    draw::{draw, draw_foot},
    screens::all,
};

#[test]
fn every_screen_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    fs::create_dir_all(&folder).expect("a folder under target");
    let styles = include_str!("../../../../static/styles.css");
    for (name, state) in all() {
        let page = [
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>",
            name,
            "</title><style>",
            styles,
            "</style><div id=\"latchkey\">",
            &draw(&state),
            "</div>",
            &draw_foot(),
            "</html>",
        ]
        .concat();
        fs::write(folder.join(name).with_extension("html"), page).expect("a page under target");
    }
}
