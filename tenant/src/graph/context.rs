//! One request to Graph as every operation sees it, and the two shapes of a successful answer.

use http::{Request, StatusCode, header};
use serde_json::Value;

use crate::{
    directory::collection::Collection,
    state::Tenant,
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        trace::Trace,
    },
};

/// The version of Graph that a request speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }

    /// Whether the version has a collection at all.
    pub(crate) fn knows(self, collection: Collection) -> bool {
        self == Self::Beta || !collection.is_beta_only()
    }
}

/// One request, as every operation sees it.
pub(crate) struct Context<'request> {
    pub(crate) request: &'request Request<Vec<u8>>,
    pub(crate) version: Version,
    pub(crate) trace: &'request Trace,
    pub(crate) now: Timestamp,
}

impl Context<'_> {
    /// The value of `@odata.context` for what `name` describes.
    pub(crate) fn odata(&self, tenant: &Tenant, name: &str) -> String {
        format!("{}/{}/$metadata#{name}", tenant.settings.origin, self.version.as_str())
    }
}

/// A `200` with Graph's media type.
pub(crate) fn found(body: &Value) -> Reply {
    with_body(StatusCode::OK, body)
}

/// A `201` with Graph's media type.
pub(crate) fn created(body: &Value) -> Reply {
    with_body(StatusCode::CREATED, body)
}

fn with_body(status: StatusCode, body: &Value) -> Reply {
    let mut reply = reply::json(status, body);
    reply::set(
        &mut reply,
        header::CONTENT_TYPE,
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
    );
    reply
}
