//! A record as lines of fields. A derived reader of JSON for each type would weigh several times as much.

/// A line of these fields, in which nothing ends it early.
pub(super) fn of(fields: &[&str]) -> String {
    let mut line = String::new();
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            line.push('\t');
        }
        line.extend(field.chars().map(|char| if char.is_control() { ' ' } else { char }));
    }
    line
}

/// The fields of a line.
pub(super) fn fields(line: &str) -> Vec<&str> {
    line.split('\t').collect()
}
