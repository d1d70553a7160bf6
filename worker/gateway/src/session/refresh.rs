//! Newer tokens for a session: asked for once, inside the session's own object, whoever needs them.
//!
//! A directory may accept each refresh token only once (RFC 9700 §4.14.2). Never ends a session for a
//! refusal of tokens that others have replaced meanwhile.

use contract::{Problem, ProblemCode};

use super::{Session, SessionId, Tokens, read};
use crate::{
    Gateway, Ports, encoding,
    fault::{Fault, Refusal, SafeCode, UpstreamFault},
    oauth::{self, TokenFault},
};

/// The digest of the access token that somebody found stale.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StaleTokens(pub String);

impl StaleTokens {
    fn of(tokens: &Tokens) -> Self {
        Self(encoding::digest(&[b"latchkey stale tokens", tokens.access.expose().as_bytes()]))
    }
}

/// The fault of a refresh that the session's object has run; its cause in full is in the log line there.
fn of_problem(Problem { code, retry_after, .. }: Problem) -> Fault {
    if code == ProblemCode::SignInRequired {
        return Refusal::SignInRequired("the directory ended the session").into();
    }
    let fault = if code == ProblemCode::Throttled {
        UpstreamFault::Throttled { retry_after }
    } else if code == ProblemCode::DirectoryUnreachable {
        UpstreamFault::Unreachable("the token endpoint")
    } else if code == ProblemCode::Misconfigured {
        UpstreamFault::Misconfigured { what: "what the line of the refresh names" }
    } else if code == ProblemCode::DirectoryMisbehaved {
        UpstreamFault::Misbehaved { what: "the token response" }
    } else {
        return Fault::Broken("the tokens cannot be refreshed");
    };
    fault.into()
}

impl Session {
    /// Takes newer tokens from the session's object, which asks the directory for them if nobody has
    /// yet. A refusal of the directory ends the session.
    pub(crate) async fn refresh<P: Ports>(
        &mut self,
        gateway: &Gateway<'_, P>,
    ) -> Result<(), Fault> {
        let stale = StaleTokens::of(&self.record.tokens);
        let refreshed =
            gateway.ports.refresh_session(&self.id, &stale, &gateway.trace, gateway.answer_by);
        refreshed.await.map_err(of_problem)?;
        self.record = read(gateway, &self.id)
            .await?
            .ok_or(Refusal::SignInRequired("signed out in between"))?;
        Ok(())
    }
}

/// Replaces stale tokens. Runs inside the session's object, one at a time; whoever comes when they
/// are replaced already has nothing left to do.
///
/// # Errors
///
/// [`Refusal::SignInRequired`] when the session has ended or the directory ends it; an upstream
/// fault; [`Fault::Broken`] when the store fails or the platform cannot sign.
pub async fn refresh<P: Ports>(
    gateway: &Gateway<'_, P>,
    id: &SessionId,
    stale: &StaleTokens,
) -> Result<(), Fault> {
    let ended = Refusal::SignInRequired("signed out in between");
    let record = read(gateway, id).await?.ok_or(ended)?;
    if StaleTokens::of(&record.tokens) != *stale {
        return Ok(());
    }
    let mut session = Session { id: id.clone(), record };
    let Some(refresh) = session.record.tokens.refresh.clone() else {
        return session.end(gateway, "the access token has ended").await;
    };
    let mut grant = match oauth::refresh(gateway, &refresh).await {
        Ok(grant) => grant,
        Err(TokenFault::Refused(refused)) => {
            let said = refused.code.as_deref().unwrap_or(&refused.error);
            let fault = Refusal::SignInRefused(SafeCode::new(said)).into();
            gateway.ports.log_fault(&gateway.trace, &fault);
            return end_if_still(gateway, id, stale).await;
        }
        Err(TokenFault::Upstream(fault)) => return Err(fault.into()),
        Err(TokenFault::Unsigned(_)) => {
            return Err(Fault::Broken("the platform cannot sign with CLIENT_KEY"));
        }
    };
    // RFC 6749 §6: without a new refresh token, the old one stays valid.
    grant.tokens.refresh = grant.tokens.refresh.or(Some(refresh));
    session
        .amend(gateway, |record| {
            record.tokens.clone_from(&grant.tokens);
            record.access_ends_at = grant.access_ends_at;
        })
        .await
}

/// Ends the session if its tokens are still those that the directory refused.
async fn end_if_still<P: Ports>(
    gateway: &Gateway<'_, P>,
    id: &SessionId,
    refused: &StaleTokens,
) -> Result<(), Fault> {
    match read(gateway, id).await? {
        Some(record) if StaleTokens::of(&record.tokens) != *refused => Ok(()),
        Some(record) => {
            let session = Session { id: id.clone(), record };
            session.end(gateway, "the directory ended the session").await
        }
        None => Err(Refusal::SignInRequired("signed out in between").into()),
    }
}

#[cfg(test)]
mod tests;
