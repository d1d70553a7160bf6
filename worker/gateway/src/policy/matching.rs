//! Whether something is among what a policy lists: yes, no, or nobody can tell.

/// Whether something is among what a policy lists, and by which item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Match {
    No,
    /// Nobody can tell.
    Maybe(&'static str),
    Yes(&'static str),
}

impl Match {
    pub(super) const fn of(is_found: Option<bool>, by: &'static str) -> Self {
        match is_found {
            Some(true) => Self::Yes(by),
            Some(false) => Self::No,
            None => Self::Maybe(by),
        }
    }

    /// The surer of two.
    pub(super) const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes(_), _) | (_, Self::No) => self,
            (_, Self::Yes(_)) | (Self::No, _) => other,
            (Self::Maybe(_), Self::Maybe(_)) => self,
        }
    }
}
