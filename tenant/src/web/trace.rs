//! The ids of one request, which stand in errors and in headers.

/// The ids of one request.
pub(crate) struct Trace {
    /// Ours: `trace_id`, `request-id`.
    pub(crate) trace_id: String,
    /// The client's `client-request-id` where it sent a GUID, or ours.
    pub(crate) correlation_id: String,
}
