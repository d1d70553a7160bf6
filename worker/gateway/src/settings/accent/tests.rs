//! The accent colour: every hue keeps its contrast, whatever is set.

use super::{Accent, Color, LEAST, parse};

fn accent(text: &str) -> Accent {
    parse(&|_| Some(text.to_owned())).expect("a colour").expect("set")
}

/// WCAG's own formula.
fn exact(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |color: [f64; 3]| {
        let [red, green, blue] = color.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// A tenth of `accent` over `under`, as the style mixes them.
fn washed(accent: [f64; 3], under: [f64; 3]) -> [f64; 3] {
    let [red, green, blue] = [0, 1, 2].map(|part| accent[part] * 0.1 + under[part] * 0.9);
    [red, green, blue]
}

#[test]
fn every_colour_keeps_its_contrast_in_both_themes() {
    let steps = [0, 51, 102, 153, 204, 255_u8];
    for red in steps {
        for green in steps {
            for blue in steps {
                let set = format!("#{red:02x}{green:02x}{blue:02x}");
                let Accent { light, dark, .. } = accent(&set);
                let least = f64::from(LEAST);
                let [light, dark] = [light, dark].map(|color: Color| color.map(f64::from));
                let [white, card] = [[255.0; 3], [27.0, 32.0, 30.0]];
                for (color, behind) in [
                    (light, white),
                    (light, [246.0, 245.0, 241.0]),
                    (light, washed(light, white)),
                    (dark, [18.0, 22.0, 21.0]),
                    (dark, card),
                    (dark, washed(dark, card)),
                    (dark, [11.0, 18.0, 16.0]),
                ] {
                    let found = exact(color, behind);
                    assert!(found >= least, "{set}: {color:?} on {behind:?}: {found}");
                }
            }
        }
    }
}

#[test]
fn a_colour_with_contrast_stays_as_it_is() {
    let set = accent(" #0b6b58 ");
    assert_eq!(set.light, [0x0b, 0x6b, 0x58]);
    assert!(!set.is_darkened);
    assert!(set.is_lightened, "dark green on black");
    let yellow = accent("#ffd800");
    assert!(yellow.is_darkened && !yellow.is_lightened, "yellow on white");
}

#[test]
fn what_is_no_colour_is_refused_by_name_and_nothing_is_none() {
    for text in ["red", "#fff", "#12345", "#1234567", "#+1+2+3", "#ggffff", "#0b6b58;}", "#ｆｆ"]
    {
        let fault = parse(&|_| Some(text.to_owned())).expect_err(text);
        assert_eq!(fault.name, "ACCENT_COLOR");
    }
    assert_eq!(parse(&|_| None), Ok(None));
    assert_eq!(parse(&|_| Some("  ".to_owned())), Ok(None));
}
