//! Instance discovery: which hosts are aliases of an authority, as Microsoft's libraries ask before they trust one.
//!
//! The tenant knows one authority, its own; it vouches for no other.

use http::{Request, StatusCode};
use serde_json::json;
use url::Url;

use super::fault::Fault;
use crate::{
    directory::TENANT_ID,
    reply::{self, Reply},
    request::Fields,
    tenant::{Tenant, Trace},
    timestamp::Timestamp,
};

pub(crate) fn discover(
    tenant: &Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let origin = &tenant.settings.origin;
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
mod tests {
    use http::{Method, StatusCode};
    use serde_json::Value;

    use crate::testing::World;

    fn ask(query: &str) -> (StatusCode, Value) {
        let mut world = World::new();
        let path = format!("/common/discovery/instance?api-version=1.1{query}");
        let reply = world.browse(Method::GET, &path, &[]);
        (
            reply.status(),
            serde_json::from_slice(reply.body()).unwrap(),
        )
    }

    #[test]
    fn the_tenant_vouches_for_itself() {
        let own = "&authorization_endpoint=http://localhost:8790/common/oauth2/v2.0/authorize";
        let (status, body) = ask(own);
        assert_eq!(status, StatusCode::OK);
        assert_eq!(body["metadata"][0]["aliases"][0], "localhost:8790");
        let document = body["tenant_discovery_endpoint"].as_str().unwrap();
        assert!(document.starts_with("http://localhost:8790/"), "{document}");
    }

    #[test]
    fn it_vouches_for_no_other_authority() {
        for other in [
            "",
            "&authorization_endpoint=https://evil.example/common/oauth2/v2.0/authorize",
            "&authorization_endpoint=http://localhost:8790.evil.example/",
            "&authorization_endpoint=nonsense",
        ] {
            assert_eq!(ask(other).0, StatusCode::BAD_REQUEST, "{other}");
        }
    }
}
