//! Instance discovery: the aliases of an authority, which Microsoft's libraries request before they trust a host.
//!
//! The tenant vouches for its own authority only.

use http::{Request, StatusCode};
use serde_json::json;
use url::Url;

use crate::{
    directory::TENANT_ID,
    protocol::fault::Fault,
    state::settings::Settings,
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::Fields,
        trace::Trace,
    },
};

pub(crate) fn discover(
    settings: &Settings,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let origin = &settings.origin;
    let fields = Fields::query(request);
    let Some(asked) = fields.first("authorization_endpoint") else {
        return Fault::missing("authorization_endpoint").into_reply(origin, trace, now);
    };
    let is_own =
        Url::parse(asked).is_ok_and(|address| address.origin().ascii_serialization() == *origin);
    if !is_own {
        return Fault::new("invalid_instance", 50_049, "Unknown or invalid instance.")
            .into_reply(origin, trace, now);
    }
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    reply::json(
        StatusCode::OK,
        &json!({
            "tenant_discovery_endpoint":
                format!("{origin}/{TENANT_ID}/v2.0/.well-known/openid-configuration"),
            "api-version": "1.1",
            "metadata": [{
                "preferred_network": host,
                "preferred_cache": host,
                "aliases": [host],
            }],
        }),
    )
}

#[cfg(test)]
mod tests;
