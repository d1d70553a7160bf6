//! Why a policy or a named location is refused, in Graph's words where they are known.

use std::fmt;

/// The message of a `400 BadRequest`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(String);

impl Refusal {
    /// The document does not have the shape of the type.
    pub(crate) fn schema(detail: &str) -> Self {
        Self(format!(
            "1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of \
             ConditionalAccessPolicy type. For examples, please see API documentation at \
             https://docs.microsoft.com/en-us/graph/api/conditionalaccessroot-post-policies?view=graph-rest-1.0. \
             ({detail})"
        ))
    }

    /// A member has an invalid value.
    pub(crate) fn invalid(member: &str) -> Self {
        Self::schema(&format!("invalid {member}"))
    }

    /// The real service supports the member; this one does not.
    pub(crate) fn unsupported(member: &str) -> Self {
        Self(format!(
            "The embedded tenant does not evaluate '{member}' and takes no policy that needs it."
        ))
    }

    pub(crate) fn unknown_location(id: &str) -> Self {
        Self(format!("1040: NamedLocation with id {id} does not exist in the directory."))
    }

    pub(crate) fn location(detail: impl Into<String>) -> Self {
        Self(detail.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
