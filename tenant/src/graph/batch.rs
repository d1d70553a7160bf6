//! `$batch`: several requests in one, each answered as if it had come alone (JSON batching, at most twenty).

use http::{HeaderName, Method, Request, StatusCode, header};
use serde_json::{Map, Value, json};

use super::{
    answer, body,
    context::{Context, Version, found},
    fault::Fault,
};
use crate::{
    state::Tenant,
    web::{
        reply::{DELAY_HEADER, Reply},
        request::segments,
        trace::Trace,
    },
};

#[cfg(test)]
mod tests;

const LIMIT: usize = 20;

pub(crate) fn run(tenant: &mut Tenant, context: &Context<'_>) -> Result<Reply, Fault> {
    if context.request.method() != Method::POST {
        return Err(Fault::method_not_allowed("POST"));
    }
    let body = body::object(context)?;
    let requests = body
        .get("requests")
        .and_then(Value::as_array)
        .filter(|requests| !requests.is_empty())
        .ok_or_else(|| {
            invalid("The batch request must have a property 'requests' with at least one request.")
        })?;
    if requests.len() > LIMIT {
        return Err(invalid("The batch request has more than 20 requests."));
    }
    let mut ids: Vec<&str> = Vec::new();
    for request in requests {
        let id = request["id"]
            .as_str()
            .filter(|id| !id.is_empty() && !ids.contains(id))
            .ok_or_else(|| invalid("Every request of a batch needs an id of its own."))?;
        ids.push(id);
    }
    let mut responses: Vec<Value> = Vec::new();
    for (request, id) in requests.iter().zip(ids) {
        let mut response = if depends_on_failure(request, &responses) {
            json!({ "status": StatusCode::FAILED_DEPENDENCY.as_u16(), "headers": {}, "body": { "error": {
                "code": "FailedDependency", "message": "A request that this one depends on failed.",
            } } })
        } else {
            one(tenant, context, request)?
        };
        response["id"] = json!(id);
        responses.push(response);
    }
    Ok(found(&json!({ "responses": responses })))
}

fn depends_on_failure(request: &Value, responses: &[Value]) -> bool {
    request["dependsOn"].as_array().into_iter().flatten().any(|id| {
        !responses.iter().any(|response| {
            response["id"] == *id && response["status"].as_u64().is_some_and(|it| it < 400)
        })
    })
}

fn one(tenant: &mut Tenant, context: &Context<'_>, inner: &Value) -> Result<Value, Fault> {
    let url = inner["url"]
        .as_str()
        .map(|url| url.trim_start_matches('/'))
        .ok_or_else(|| invalid("Every request of a batch needs a url."))?;
    let method = inner["method"]
        .as_str()
        .and_then(|method| Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok())
        .ok_or_else(|| invalid("Every request of a batch needs a method."))?;
    let uri = format!("/{}/{url}", context.version.as_str());
    let mut request = Request::builder().method(method).uri(&uri);
    for (name, value) in inner["headers"].as_object().into_iter().flatten() {
        if let Some(value) = value.as_str() {
            request = request.header(name, value);
        }
    }
    let content = match &inner["body"] {
        Value::Null => Vec::new(),
        body => body.to_string().into_bytes(),
    };
    let mut request = request.body(content).map_err(|_| {
        invalid("A request of the batch has a url or a header that cannot be read.")
    })?;
    // The caller of the batch is the caller of all of it.
    if let Some(token) = context.request.headers().get(header::AUTHORIZATION) {
        request.headers_mut().insert(header::AUTHORIZATION, token.clone());
    }
    let path = segments(request.uri().path());
    let path: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
    if path.first() == Some(&"$batch") {
        return Err(invalid("A batch must not contain a batch."));
    }
    let version = match context.version {
        Version::V1 => "v1.0",
        Version::Beta => "beta",
    };
    let trace_id = tenant.randomness.guid();
    let trace = Trace { correlation_id: trace_id.clone(), trace_id };
    let reply = answer(tenant, &request, version, &path, &trace, context.now);
    Ok(response(&reply))
}

fn response(reply: &Reply) -> Value {
    let mut headers = Map::new();
    for (name, value) in reply.headers() {
        let is_own = *name == HeaderName::from_static(DELAY_HEADER);
        if let (false, Ok(value)) = (is_own, value.to_str()) {
            headers.insert(name.to_string(), json!(value));
        }
    }
    let mut response = json!({ "status": reply.status().as_u16(), "headers": headers });
    if !reply.body().is_empty() {
        let text = String::from_utf8_lossy(reply.body());
        response["body"] = serde_json::from_slice(reply.body()).unwrap_or_else(|_| json!(text));
    }
    response
}

fn invalid(message: &str) -> Fault {
    Fault::new(StatusCode::BAD_REQUEST, "BadRequest", message)
}
