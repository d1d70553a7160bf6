//! Tests for `figure`.

use super::*;

#[test]
fn a_figure_has_met_its_goal_on_the_good_side_of_it_and_on_the_goal_itself() {
    let of = |value| Figure::measured("latency", value, "ms").at_most(2.0, 1.0).verdict();
    assert_eq!(
        [1.0, 1.5, 2.0, 2.1].map(of),
        [Verdict::Met, Verdict::Short, Verdict::Short, Verdict::Missed]
    );
    let of = |value| Figure::measured("rate", value, "per s").at_least(50.0, 80.0).verdict();
    assert_eq!([80.0, 50.0, 49.9].map(of), [Verdict::Met, Verdict::Short, Verdict::Missed]);
    assert_eq!(Figure::measured("rate", 1.0, "per s").verdict(), Verdict::Open);
}

#[test]
fn what_could_not_be_measured_has_met_no_goal_and_is_none_in_json() {
    let figure = Figure::measured("memory", f64::NAN, "MB").at_most(2.0, 1.0);
    assert_eq!(figure.verdict(), Verdict::Missed);
    assert_eq!(json(&[figure])[0]["value"], Value::Null);
}

#[test]
fn a_count_that_misses_fails_and_a_time_never_does() {
    assert!(Figure::counted("left on the disk", 1, "files").at_most(0.0, 0.0).fails());
    assert!(!Figure::counted("left on the disk", 0, "files").at_most(0.0, 0.0).fails());
    assert!(!Figure::measured("latency", 9.0, "ms").at_most(2.0, 1.0).fails());
}

#[test]
fn a_figure_is_one_line_and_one_object() {
    let figures = [
        Figure::counted("requests", 6, "requests").at_most(5.0, 3.0),
        Figure::measured("overview, p50", 1.234, "ms"),
    ];
    let text = lines(&figures);
    let lines: Vec<_> = text.trim_matches('\n').lines().collect();
    assert_eq!(lines.len(), 3, "a head and the figures: {text}");
    assert!(lines[1].contains(" 6 ") && lines[1].ends_with("MISSED"), "{text}");
    assert!(lines[2].contains(" 1.23 "), "{text}");
    let all = json(&figures);
    assert_eq!(
        all[0],
        json!({
            "name": "requests", "value": 6.0, "unit": "requests", "must": 5.0, "aim": 3.0,
            "is": "missed", "fails": true,
        })
    );
    assert_eq!(all[1]["is"], "open");
    assert_eq!(all[1]["must"], Value::Null);
}
