//! What the picture of a code shows.

use super::{draw, encode};

/// The dark modules of a picture, from its path.
fn modules(picture: &str) -> Vec<(i32, i32)> {
    let path = picture.rsplit("d=\"").next().and_then(|rest| rest.split('"').next());
    let runs = path.expect("a path").split('M').filter(|run| !run.is_empty());
    let number = |text: &str| text.parse::<i32>().expect("a number");
    runs.flat_map(|run| {
        let (from, rest) = run.split_once(' ').expect("a start");
        let (y, rest) = rest.split_once('h').expect("a run");
        let (length, back) = rest.split_once("v1H").expect("a way down and back");
        assert_eq!(back, [from, "z"].concat(), "it closes where it began");
        let (from, y) = (number(from), number(y));
        (from..from + number(length)).map(move |x| (x, y))
    })
    .collect()
}

#[test]
fn the_picture_has_the_modules_of_the_code_and_a_margin() {
    let text = "https://latchkey.contoso.example/continue?code=k1.0123456789";
    let picture = draw(text).expect("a short address fits");
    let code = encode(text).expect("it fits");
    let rows = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark: Vec<(i32, i32)> = rows.filter(|&(x, y)| code.get_module(x, y)).collect();
    assert_eq!(modules(&picture), dark);
    let whole = code.size() + 8;
    assert!(picture.contains(&format!("viewBox=\"-4 -4 {whole} {whole}\"")), "{picture}");
}

#[test]
fn a_text_that_no_code_holds_gives_none() {
    assert_eq!(draw(&"x".repeat(3000)), None);
}
