//! The beginning of a registration: checks the clocks, asks the directory for creation options and
//! notes their challenge in the session.

use contract::{
    AuthenticationMethod, ProblemCode,
    registration::{
        BeginRegistration, CreationOptions, RegistrationBegun, RegistrationId, RegistrationOffer,
    },
};
use http::StatusCode;
use url::{Host, Url};
use webauthn_rs_proto::{CreationChallengeResponse, PublicKeyCredentialDescriptor};

use super::options::{self, Offered};
use crate::{
    Gateway, Ports, encoding,
    fault::{Fault, Refusal, UpstreamFault},
    graph, methods, policy,
    session::{NotedRegistration, Progress, RegisteredPasskey, Session, notes},
    step_up,
};

/// Asks the directory for creation options and notes their challenge in the session, beside those
/// of other tabs.
///
/// # Errors
///
/// [`Refusal::RegistrationWindowOver`], [`Refusal::NotByPolicy`], [`Refusal::StepUpRequired`],
/// [`Refusal::RegistrationUnavailable`] when the directory does not let people register here, or
/// an upstream fault.
pub async fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: BeginRegistration,
) -> Result<RegistrationBegun, Fault> {
    let BeginRegistration {} = request;
    check_window(gateway, session)?;
    if session.record.proved_at.is_some() {
        check_fresh(gateway, session)?;
    }
    let snapshot = methods::read(gateway, session).await?;
    session.learn(gateway, &snapshot.learned).await?;
    check_window(gateway, session)?;

    match options_here(gateway, session).await {
        Ok(offered) => {
            // The directory's own page enforces the policies itself.
            policy::check(gateway, session)?;
            // Where nobody knows the last proof, it is asked for only if the registration happens
            // here: the directory's own page does so by itself.
            check_fresh(gateway, session)?;
            note(gateway, session, offered, &snapshot.methods).await
        }
        Err(fault) => {
            // Learned once: the rest of the session leads to the directory's own page at once.
            if fault.code() == ProblemCode::RegistrationUnavailable {
                session.amend(gateway, |record| record.is_handed_off = true).await?;
            }
            Err(fault)
        }
    }
}

/// Offers the registration in this app's page, or else on the directory's own.
///
/// # Errors
///
/// Those of [`begin`], but for [`Refusal::RegistrationUnavailable`], which is the offer to go there.
pub async fn offer<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: BeginRegistration,
) -> Result<RegistrationOffer, Fault> {
    match begin(gateway, session, request).await {
        Ok(begun) => Ok(RegistrationOffer::InPage(Box::new(begun))),
        Err(fault) if fault.code() == ProblemCode::RegistrationUnavailable => {
            gateway.ports.log_fault(&gateway.trace, &fault);
            Ok(RegistrationOffer::HandOff)
        }
        Err(fault) => Err(fault),
    }
}

/// Whether the directory gives creation options that this app's page can use. Keeps nothing of them.
///
/// # Errors
///
/// [`Refusal::RegistrationUnavailable`] and [`Refusal::Forbidden`] when it does not, a refusal that asks for
/// a fresher sign-in, or an upstream fault.
pub(crate) async fn probe<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<(), Fault> {
    options_here(gateway, session).await.map(drop)
}

/// The directory's creation options, if this app's page can use them.
async fn options_here<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Offered, Fault> {
    let path = format!("{}/creationOptions", methods::PASSKEYS);
    let response = graph::get(gateway, session, &path).await?;
    match response.status() {
        status if status.is_success() => {}
        StatusCode::FORBIDDEN if graph::error(&response).wants_fresher_sign_in() => {
            let why = graph::stale(&response);
            return Err(step_up::wanted(gateway, session, None, why).into());
        }
        // A policy about this person: their group, their kind of account, the passkey profile.
        StatusCode::BAD_REQUEST | StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
            return Err(Refusal::Forbidden(graph::error(&response).said()).into());
        }
        // The documentation contradicts itself about self-service creation. These are the responses
        // of a directory that does not offer it.
        status @ (StatusCode::FORBIDDEN
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::NOT_FOUND
        | StatusCode::GONE
        | StatusCode::NOT_IMPLEMENTED) => {
            let said = graph::error(&response).said();
            return Err(Refusal::RegistrationNotOffered { status: status.as_u16(), said }.into());
        }
        _ => return Err(graph::denial(&response)),
    }
    let offered = options::parse(response.body())
        .ok_or(UpstreamFault::Misbehaved { what: "the creation options" })?;
    if !fits(&offered.public_key.rp.id, &gateway.settings.app_origin) {
        return Err(
            Refusal::RegistrationUnavailable("the relying party is another origin's").into()
        );
    }
    Ok(offered)
}

/// Keeps the challenge in the session and hands the options out.
async fn note<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    mut offered: Offered,
    methods: &[AuthenticationMethod],
) -> Result<RegistrationBegun, Fault> {
    exclude_new(&mut offered, &session.record.passkeys, methods);
    let now = gateway.ports.now();
    let limit = now.plus_minutes(gateway.settings.limits.challenge);
    let noted = NotedRegistration {
        id: random_id(gateway.ports),
        challenge_digest: encoding::digest(&[&offered.public_key.challenge]),
        relying_party: offered.public_key.rp.id.clone(),
        expires_at: offered.expires_at.map_or(limit, |end| end.min(limit)),
        known: session.record.known.clone(),
        excluded: offered
            .public_key
            .exclude_credentials
            .iter()
            .flatten()
            .map(|credential| encoding::base64url(&credential.id))
            .collect(),
        progress: Progress::Begun,
    };
    session
        .amend(gateway, |record| notes::begin(&mut record.registrations, noted.clone(), now))
        .await?;
    // The directory's hint of a minute ends ceremonies that need longer; the challenge lives on. What
    // is made after the session cannot be handed in.
    let end = noted.expires_at.min(session.record.ends_at);
    let life = u32::try_from(now.seconds_until(end)).unwrap_or(0);
    offered.public_key.timeout = Some(life.saturating_mul(1000));
    Ok(RegistrationBegun {
        registration: noted.id,
        options: CreationOptions(CreationChallengeResponse { public_key: offered.public_key }),
        expires_at: noted.expires_at,
    })
}

/// Adds what was registered in this visit, and is still there, to the exclude list: the directory's
/// own lags, and a device would replace the passkey that it made a minute ago.
fn exclude_new(
    offered: &mut Offered,
    passkeys: &[RegisteredPasskey],
    methods: &[AuthenticationMethod],
) {
    let excluded = offered.public_key.exclude_credentials.get_or_insert_default();
    for passkey in passkeys {
        let is_there = methods.iter().any(|method| method.id == passkey.method);
        let Some(id) = encoding::decode_base64url(&passkey.credential).filter(|_| is_there) else {
            continue;
        };
        if !excluded.iter().any(|other| *other.id == *id) {
            excluded.push(PublicKeyCredentialDescriptor {
                type_: "public-key".to_owned(),
                id,
                transports: None,
            });
        }
    }
}

/// Checks that the sign-in is fresh. Within the window of a one-time pass, which is longer, there is
/// no other way to sign in: the pass is used up.
fn check_fresh<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Result<(), Refusal> {
    match session.record.register_by {
        Some(end) if gateway.ports.now() < end => Ok(()),
        Some(_) | None => step_up::check_fresh_to_register(gateway, session),
    }
}

/// Checks that the window of a one-time pass is open. Such a pass cannot be used a second time for
/// a fresher sign-in.
fn check_window<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Result<(), Refusal> {
    match session.record.register_by {
        Some(end) if end <= gateway.ports.now() => Err(Refusal::RegistrationWindowOver),
        Some(_) | None => Ok(()),
    }
}

/// Whether pages of the origin may use the relying party id (WebAuthn §5.1.3, step 8): it must be
/// their host or a parent domain of it. The browser additionally refuses public suffixes.
fn fits(relying_party: &str, app_origin: &str) -> bool {
    let origin = Url::parse(app_origin).ok();
    let Some(host) = origin.as_ref().and_then(Url::host) else {
        return false;
    };
    match host {
        Host::Domain(host) => {
            host == relying_party
                || (relying_party.contains('.')
                    && host.strip_suffix(relying_party).is_some_and(|rest| rest.ends_with('.')))
        }
        // An IP address is not a domain, so it cannot be a relying party id.
        Host::Ipv4(_) | Host::Ipv6(_) => false,
    }
}

fn random_id(ports: &impl Ports) -> RegistrationId {
    let mut bytes = [0_u8; 16];
    ports.fill_random(&mut bytes);
    RegistrationId(encoding::base64url(&bytes))
}

#[cfg(test)]
mod tests;
