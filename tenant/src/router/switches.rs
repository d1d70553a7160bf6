//! `GET` and `POST /embedded/settings`: reads the switches, and changes those that the body names.

use http::{Method, Request, StatusCode};
use serde_json::json;

use crate::{
    state::switches::Switches,
    web::{
        reply::{self, Reply},
        request::has_content_type,
    },
};

pub(super) fn answer(switches: &mut Switches, request: &Request<Vec<u8>>) -> Reply {
    if request.method() == Method::POST {
        // Another site's page cannot send this type without asking first, and it is never allowed to.
        if !has_content_type(request, "application/json") {
            return refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be of type application/json",
            );
        }
        match switches.changed_by(request.body()) {
            Ok(changed) => *switches = changed,
            Err(reason) => return refuse(StatusCode::BAD_REQUEST, &reason),
        }
    } else if request.method() != Method::GET {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "only GET and POST are known");
    }
    reply::json(StatusCode::OK, &json!(switches))
}

fn refuse(status: StatusCode, reason: &str) -> Reply {
    reply::json(status, &json!({ "error": reason }))
}
