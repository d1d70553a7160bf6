//! Grant types that are the tenant's own (RFC 6749, section 4.5).

/// A token for a person without a sign-in, for the command line of this computer; `username` names the person.
pub(crate) const WITHOUT_SIGN_IN: &str = "urn:latchkey:danger-local";
