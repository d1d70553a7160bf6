//! The recovery's calls: their paths, their bodies and the readers of their answers.

use contract::{
    MethodId, ProblemCode, Timestamp,
    recovery::{KeptMethod, Loss, LostRemoved},
    routes,
};

use super::Event;
use crate::{
    Call,
    wire::{self, Json, object},
};

/// Says what is lost ([`contract::recovery::BeginRecovery`]). Answered by [`Event::Begun`].
pub(super) fn begin(loss: Loss, methods: &[MethodId]) -> Call {
    let loss = match loss {
        Loss::Lost => "lost",
        Loss::Stolen => "stolen",
        Loss::Replaced => "replaced",
    };
    let loss = Json::Text(loss.to_owned());
    Call {
        path: routes::BEGIN_RECOVERY,
        body: Some(object(vec![("loss", loss), ("methods", ids(methods.iter()))])),
        reader: |attempt, answer| {
            let outcome = wire::read(answer, |answer| answer.time("toldAt"));
            crate::Event::Recovery(Event::Begun { attempt, outcome })
        },
    }
}

/// Removes what is lost ([`contract::recovery::RemoveLost`]). Answered by [`Event::Removed`].
pub(super) fn remove(methods: &[&MethodId], accepts_password: bool) -> Call {
    Call {
        path: routes::REMOVE_LOST,
        body: Some(object(vec![
            ("methods", ids(methods.iter().copied())),
            ("acceptsPassword", Json::Flag(accepts_password)),
        ])),
        reader: |attempt, answer| {
            crate::Event::Recovery(Event::Removed { attempt, outcome: wire::read(answer, removed) })
        },
    }
}

/// Ends the recovery ([`contract::recovery::EndRecovery`]). Answered by [`Event::Ended`].
pub(super) fn end(told_at: Timestamp) -> Call {
    Call {
        path: routes::END_RECOVERY,
        body: Some(object(vec![("toldAt", Json::Integer(told_at.0))])),
        reader: |attempt, answer| {
            crate::Event::Recovery(Event::Ended { attempt, outcome: answer.map(drop) })
        },
    }
}

fn ids<'a>(methods: impl Iterator<Item = &'a MethodId>) -> Json {
    Json::List(methods.map(|method| Json::Text(method.0.clone())).collect())
}

/// Reads [`LostRemoved`].
fn removed(json: &Json) -> Option<LostRemoved> {
    let id = |json: &Json| match json {
        Json::Text(id) => Some(MethodId(id.clone())),
        _ => None,
    };
    let kept = |json: &Json| {
        let code = ProblemCode::parse(&json.text("code")?);
        Some(KeptMethod { method: json.id("method")?, code })
    };
    Some(LostRemoved {
        removed: json.items("removed")?.iter().map(id).collect::<Option<_>>()?,
        kept: json.items("kept")?.iter().map(kept).collect::<Option<_>>()?,
    })
}
