//! The paths of the tenant's own pages, for the pages that lead to each other.

use crate::directory::TENANT_ID;

/// The path of the Security info page.
pub(crate) fn security_info() -> String {
    format!("/{TENANT_ID}/security-info")
}

/// The path of the stand-in for a phone.
pub(crate) fn phone() -> String {
    format!("/{TENANT_ID}/phone")
}
