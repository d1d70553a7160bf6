//! A figure beside its goal: what it must be, what it should be, and the verdict.
//!
//! Counts depend on nothing but the product, so that one that misses fails; times depend on the machine too and are
//! only printed.

use serde_json::{Value, json};

/// What was measured.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is a figure of.
    pub name: String,
    /// Its value; not a number where nothing could be measured.
    pub value: f64,
    /// The unit of the value and of the goals.
    pub unit: &'static str,
    /// What it has to be.
    pub must: Option<f64>,
    /// What it should be.
    pub aim: Option<f64>,
    sense: Sense,
    is_count: bool,
}

/// On which side of a goal the good values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    AtMost,
    AtLeast,
}

/// How a figure stands beside its goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is no goal.
    Open,
    /// It is what it should be.
    Met,
    /// It is what it must be and not what it should be.
    Short,
    /// It is not what it must be.
    Missed,
}

impl Figure {
    /// A figure that depends on the machine.
    pub fn measured(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        let (must, aim, sense) = (None, None, Sense::AtMost);
        Self { name: name.into(), value, unit, must, aim, sense, is_count: false }
    }

    /// A figure that is the same on every machine.
    pub fn counted(name: impl Into<String>, value: usize, unit: &'static str) -> Self {
        // What is counted here is far below 2^32.
        let value = u32::try_from(value).map_or(f64::INFINITY, f64::from);
        Self { is_count: true, ..Self::measured(name, value, unit) }
    }

    /// The same with goals that are upper limits.
    #[must_use]
    pub fn at_most(self, must: f64, aim: f64) -> Self {
        Self { must: Some(must), aim: Some(aim), sense: Sense::AtMost, ..self }
    }

    /// The same with goals that are lower limits.
    #[must_use]
    pub fn at_least(self, must: f64, aim: f64) -> Self {
        Self { must: Some(must), aim: Some(aim), sense: Sense::AtLeast, ..self }
    }

    /// How it stands beside its goals. What could not be measured has met none.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let reaches = |goal: Option<f64>| {
            goal.map(|goal| match self.sense {
                Sense::AtMost => self.value <= goal,
                Sense::AtLeast => self.value >= goal,
            })
        };
        match (reaches(self.must), reaches(self.aim)) {
            (None, None) => Verdict::Open,
            (Some(false), _) => Verdict::Missed,
            (_, Some(false)) => Verdict::Short,
            _ => Verdict::Met,
        }
    }

    /// Whether the bench fails because of it.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.is_count && self.verdict() == Verdict::Missed
    }

    fn line(&self) -> String {
        let goal = |goal: Option<f64>| goal.map(|goal| number(goal, self.unit));
        let mark = match self.verdict() {
            Verdict::Open | Verdict::Met => "",
            Verdict::Short => "  (short of the aim)",
            Verdict::Missed if self.is_count => "  MISSED",
            Verdict::Missed => "  (short of what it must be)",
        };
        format!(
            "  {:58} {:>10} {:8} {:>9} {:>9}{mark}\n",
            self.name,
            number(self.value, self.unit),
            self.unit,
            goal(self.must).unwrap_or_default(),
            goal(self.aim).unwrap_or_default(),
        )
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "must": self.must,
            "aim": self.aim,
            "is": match self.verdict() {
                Verdict::Open => "open",
                Verdict::Met => "met",
                Verdict::Short => "short",
                Verdict::Missed => "missed",
            },
            "fails": self.fails(),
        })
    }
}

/// The figures, a line for each.
#[must_use]
pub fn lines(figures: &[Figure]) -> String {
    let head = format!("\n  {:58} {:>10} {:8} {:>9} {:>9}\n", "figure", "is", "", "must be", "aim");
    let mut text = head;
    text.extend(figures.iter().map(Figure::line));
    text
}

/// The figures as JSON: a list of objects.
#[must_use]
pub fn json(figures: &[Figure]) -> Value {
    figures.iter().map(Figure::json).collect()
}

/// Counts as whole numbers, the rest with as many places as tell something.
fn number(value: f64, unit: &str) -> String {
    match unit {
        _ if !value.is_finite() => "–".to_owned(),
        "" => format!("{value:.3}"),
        "ms" | "s" | "MB" | "times" => format!("{value:.2}"),
        _ if value.fract() == 0.0 || value >= 100.0 => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    }
}

#[cfg(test)]
mod tests;
