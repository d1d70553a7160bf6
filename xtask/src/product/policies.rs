//! The tenant's policies for the worker, so that both ask the same ones.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace;

/// The bindings that hold the policies and named locations of `tenant/policies`. Where a request
/// comes from is told by `X-Forwarded-For` of this machine, as to the tenant.
pub(super) fn bindings() -> Result<Vec<(String, String)>> {
    let folder = workspace::root().join("tenant/policies");
    let (mut policies, mut locations) = (Vec::new(), Vec::new());
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let file = entry?.path();
        let document: Value = serde_json::from_str(&fs::read_to_string(&file)?)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let kind = document["@odata.type"].as_str().unwrap_or_default();
        let list = if kind.ends_with("NamedLocation") { &mut locations } else { &mut policies };
        list.push(document);
    }
    Ok(vec![
        ("POLICIES".to_owned(), Value::Array(policies).to_string()),
        ("NAMED_LOCATIONS".to_owned(), Value::Array(locations).to_string()),
        ("CLIENT_ADDRESS_HEADER".to_owned(), "X-Forwarded-For".to_owned()),
        ("TRUSTED_PROXIES".to_owned(), "127.0.0.1 ::1".to_owned()),
    ])
}
