//! Reading a request's body as strictly as Graph does: one JSON object with members that it knows.

use http::StatusCode;
use serde_json::{Map, Value};

use super::{context::Context, fault::Fault};
use crate::{directory::conditional_access::refusal::Refusal, web::request::has_content_type};

/// The object in the body; an empty one where there is no body.
pub(crate) fn object_or_nothing(context: &Context<'_>) -> Result<Map<String, Value>, Fault> {
    if context.request.body().is_empty() {
        return Ok(Map::new());
    }
    object(context)
}

pub(crate) fn object(context: &Context<'_>) -> Result<Map<String, Value>, Fault> {
    if !has_content_type(context.request, "application/json") {
        return Err(unreadable());
    }
    match serde_json::from_slice(context.request.body()) {
        Ok(Value::Object(body)) => Ok(body),
        _ => Err(unreadable()),
    }
}

/// Annotations (`@odata.type` and the like) are allowed everywhere.
pub(crate) fn refuse_unknown(body: &Map<String, Value>, known: &[&str]) -> Result<(), Fault> {
    match body.keys().find(|name| !name.contains('@') && !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Fault::bad_request(format!(
            "The property '{name}' does not exist on the type of the request."
        ))),
    }
}

pub(crate) fn wrong_type(name: &str, expected: &str) -> Fault {
    Fault::bad_request(format!(
        "Cannot convert the value of the property '{name}' to the expected type '{expected}'."
    ))
}

fn unreadable() -> Fault {
    Fault::bad_request(
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON \
         format.",
    )
}

/// The object in the body, refused in the words of Conditional Access.
pub(super) fn conditional_access(context: &Context<'_>) -> Result<Value, Fault> {
    if !has_content_type(context.request, "application/json") {
        return Err(refused(Refusal::schema("the body is not JSON")));
    }
    serde_json::from_slice::<Value>(context.request.body())
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| refused(Refusal::schema("the body is not one JSON object")))
}

/// A refusal of Conditional Access as Graph answers it.
pub(super) fn refused(refusal: Refusal) -> Fault {
    Fault::new(StatusCode::BAD_REQUEST, "BadRequest", refusal.to_string())
}
