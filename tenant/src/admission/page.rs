//! The page that Conditional Access shows when it refuses a person.

use http::StatusCode;
use maud::html;

use super::Refused;
use crate::{
    timestamp::Timestamp,
    web::{
        page::layout,
        reply::{self, Reply},
        trace::Trace,
    },
};

/// `back` leads to the application with an error, where one waits.
pub(crate) fn refused(
    refused: Refused,
    back: Option<&str>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let (title, advice) = if refused.wants_stronger {
        (
            "More information required",
            "Sign in again with a stronger method. If you have none, ask your admin for a Temporary Access Pass.",
        )
    } else {
        (
            "You cannot access this right now",
            "Your sign-in was successful but does not meet the criteria to access this resource. You might be signing \
             in from a location that is restricted by your admin. Try again from your workplace, or contact your admin.",
        )
    };
    let markup = layout(
        title,
        &html! {
            h1 { (title) }
            p { (advice) }
            p #error .number data-code=(refused.number) { "AADSTS" (refused.number) ": " (refused.text) }
            dl.details {
                dt { "Request" } dd { (trace.trace_id) }
                dt { "Correlation" } dd { (trace.correlation_id) }
                dt { "Time" } dd { (now.to_rfc3339_seconds()) }
            }
            @if let Some(back) = back {
                p { a #back href=(back) { "Return to the application" } }
            }
        },
    );
    reply::page(StatusCode::FORBIDDEN, markup, &[])
}
