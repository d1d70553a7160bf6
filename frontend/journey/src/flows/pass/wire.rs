//! The retirement's call: its path, its body and the reader of its answer.

use contract::{MethodId, pass::PassRetired, routes};

use super::Event;
use crate::{
    Call,
    wire::{Json, object},
};

/// Retires the pass ([`contract::pass::RetirePass`]). Answered by [`Event::Retired`].
pub(super) fn retire(pass: &MethodId) -> Call {
    Call {
        path: routes::RETIRE,
        body: Some(object(vec![("pass", Json::Text(pass.0.clone()))])),
        reader: |attempt, answer| {
            let outcome = answer.map(|answer| PassRetired {
                is_sign_out_due: answer.flag("isSignOutDue") == Some(true),
            });
            crate::Event::Retirement(Event::Retired { attempt, outcome })
        },
    }
}
