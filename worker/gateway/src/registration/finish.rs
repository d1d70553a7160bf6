//! The end of a registration: checks the credential against the note and sends it to the directory,
//! once. When the response is lost, the list of methods shows whether the passkey was created.

use contract::{
    AuthenticationMethod, MethodId, MethodKind,
    registration::{FinishRegistration, NAME_LENGTH_MAX, RegistrationFinished},
    sessions::Happened,
};
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};
use webauthn_rs_proto::RegisterPublicKeyCredential;

use crate::{
    Gateway, Ports, encoding,
    fault::{Fault, InvalidRequest, Refusal, UpstreamFault},
    graph, json, methods,
    outcome::{self, Outcome},
    person, policy,
    session::{NotedRegistration, Progress, RegisteredPasskey, Session},
    sessions,
    webauthn::{authenticator_data::attested, client_data, public_key::PublicKey},
};

/// Registers the credential. The same request again gets the same answer.
///
/// Freshness is not checked again: `begin` did, and the challenge expires after five minutes.
///
/// # Errors
///
/// [`InvalidRequest::Name`], [`Refusal::RegistrationUnknown`], [`Refusal::RegistrationExpired`],
/// [`Refusal::RegistrationRefused`], [`Refusal::AlreadyRegistered`], [`Refusal::NotByPolicy`], or an upstream fault. Asking
/// again is always safe.
pub async fn finish<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: FinishRegistration,
) -> Result<RegistrationFinished, Fault> {
    let name = parse_name(&request.name)?;
    let noted = session
        .record
        .registrations
        .iter()
        .find(|noted| noted.id == request.registration)
        .cloned()
        .ok_or(Refusal::RegistrationUnknown("it was not begun here, or is forgotten"))?;
    let credential = digest(&request.credential);
    let was_sent = match &noted.progress {
        Progress::Begun => false,
        Progress::Sent { credential: sent } if *sent == credential => true,
        Progress::Finished { credential: sent, method } if *sent == credential => {
            return Ok(answer(session, method.clone()));
        }
        Progress::Sent { .. } | Progress::Finished { .. } => {
            return Err(Refusal::RegistrationUnknown("used with another credential").into());
        }
    };
    let attested = attested(&request.credential.response.attestation_object, &noted.relying_party)
        .filter(|attested| attested.credential == request.credential.raw_id.as_slice());
    let public_key = attested.and_then(|attested| public_key(attested.public_key));
    let aaguid = attested.map(|attested| uuid::Uuid::from_bytes(attested.aaguid).to_string());
    let id = encoding::base64url(&request.credential.raw_id);
    let registration = Registration { noted, credential, name, id, public_key, aaguid };
    if was_sent && let Some(method) = registration.look(gateway, session).await? {
        return Ok(registration.settle(gateway, session, method).await);
    }
    if registration.noted.expires_at <= gateway.ports.now() {
        return Err(Refusal::RegistrationExpired.into());
    }
    client_data::check(
        &request.credential.response.client_data_json,
        client_data::CREATE,
        &registration.noted.challenge_digest,
        &gateway.settings.app_origin,
    )
    .map_err(Refusal::RegistrationRefused)?;
    // Again: the begin may have come from elsewhere.
    policy::check(gateway, session)?;
    registration.post(gateway, session, &request.credential, was_sent).await
}

/// A registration that is being finished.
struct Registration {
    noted: NotedRegistration,
    /// The digest of the whole credential.
    credential: String,
    name: String,
    /// The credential id.
    id: String,
    public_key: Option<String>,
    /// The model of the authenticator, as it says itself.
    aaguid: Option<String>,
}

impl Registration {
    async fn post<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        session: &mut Session,
        credential: &RegisterPublicKeyCredential,
        was_sent: bool,
    ) -> Result<RegistrationFinished, Fault> {
        let body = body(&self.name, credential);
        let sent = Progress::Sent { credential: self.credential.clone() };
        self.note(gateway, session, &sent).await?;
        let read = |response: &Response<Vec<u8>>| self.read(response, credential);
        let posted =
            graph::change(gateway, session, Method::POST, methods::PASSKEYS, Some(&body), read);
        let lost = match posted.await {
            Outcome::Done(method) => return Ok(self.settle(gateway, session, method).await),
            Outcome::Refused(refusal) => {
                // It may be refused because the first request did create it, and the list may lag: it
                // stays noted as sent, and nobody is told that it is refused.
                if was_sent {
                    if let Ok(Some(method)) = self.look(gateway, session).await {
                        return Ok(self.settle(gateway, session, method).await);
                    }
                    let unknown = "whether the first request made the passkey is not known yet";
                    return Err(UpstreamFault::Unreachable(unknown).into());
                }
                // What was noted before still holds. If the note fails, the next request looks at
                // the list first, which does no harm.
                let _ = self.note(gateway, session, &self.noted.progress).await;
                return Err(refusal);
            }
            Outcome::Unknown(lost) => lost,
        };
        match self.look(gateway, session).await {
            Ok(Some(method)) => Ok(self.settle(gateway, session, method).await),
            // It stays noted as sent: the next request looks at the list first.
            Ok(None) | Err(_) => Err(lost),
        }
    }

    /// Looks for the passkey in the directory's list: it has this name, was not there at the
    /// beginning, and was not made by another registration.
    async fn look<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        session: &mut Session,
    ) -> Result<Option<AuthenticationMethod>, Fault> {
        let snapshot = methods::read(gateway, session).await?;
        session.learn(gateway, &snapshot.learned).await?;
        let additions = &snapshot.person.additions;
        Ok(snapshot.methods.into_iter().find(|method| {
            matches!(method.kind, MethodKind::Passkey { .. })
                && !self.noted.known.contains(&method.id)
                && !additions.iter().any(|other| other.method.id == method.id)
                && method.name.as_deref() == Some(self.name.as_str())
        }))
    }

    /// Notes the new passkey, so that it is listed at once and a repeated request gets the same
    /// answer.
    ///
    /// The passkey exists even if the notes cannot be written, so a failing store does not turn the
    /// success into a fault. At worst the passkey is listed late and does not end the pass yet.
    async fn settle<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        session: &mut Session,
        mut method: AuthenticationMethod,
    ) -> RegistrationFinished {
        if let MethodKind::Passkey { aaguid: aaguid @ None, .. } = &mut method.kind {
            aaguid.clone_from(&self.aaguid);
        }
        methods::complete(gateway, std::slice::from_mut(&mut method)).await;
        let finished =
            Progress::Finished { credential: self.credential.clone(), method: method.clone() };
        let _ = self.note(gateway, session, &finished).await;
        let key = session.person_key();
        if let Ok(mut person) = person::read(gateway, &key).await {
            person.note_addition(&method, gateway.ports.now());
            let _ = person::write(gateway, &key, &person).await;
        }
        let happened = Happened::Added(sessions::active(&method));
        sessions::note_done(gateway, &key, happened, Vec::new()).await;
        answer(session, method)
    }

    async fn note<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        session: &mut Session,
        progress: &Progress,
    ) -> Result<(), Fault> {
        session
            .amend(gateway, |record| {
                if let Some(noted) =
                    record.registrations.iter_mut().find(|noted| noted.id == self.noted.id)
                {
                    noted.progress.clone_from(progress);
                }
                if let Progress::Finished { method, .. } = progress {
                    record.register(&method.id);
                    record.passkeys.retain(|passkey| passkey.method != method.id);
                    record.passkeys.push(self.passkey(&method.id));
                }
            })
            .await?;
        // Nothing is sent that a repeated request would not find noted.
        if session.record.registrations.iter().any(|noted| noted.id == self.noted.id) {
            Ok(())
        } else {
            Err(Refusal::RegistrationUnknown("it was forgotten meanwhile").into())
        }
    }

    fn passkey(&self, method: &MethodId) -> RegisteredPasskey {
        RegisteredPasskey {
            method: method.clone(),
            credential: self.id.clone(),
            relying_party: self.noted.relying_party.clone(),
            public_key: self.public_key.clone(),
            is_proved: false,
        }
    }

    /// The outcome that the directory's response stands for.
    fn read(
        &self,
        response: &Response<Vec<u8>>,
        credential: &RegisterPublicKeyCredential,
    ) -> Outcome<AuthenticationMethod> {
        match outcome::of(response) {
            Outcome::Done(()) => match created(response) {
                Some(method) => Outcome::Done(method),
                // It is registered, but the response does not say under which id.
                None => {
                    Outcome::Unknown(UpstreamFault::Misbehaved { what: "the new passkey" }.into())
                }
            },
            Outcome::Refused(_) => Outcome::Refused(self.refusal(response, credential)),
            Outcome::Unknown(fault) => Outcome::Unknown(fault),
        }
    }

    fn refusal(
        &self,
        response: &Response<Vec<u8>>,
        credential: &RegisterPublicKeyCredential,
    ) -> Fault {
        let id = encoding::base64url(&credential.raw_id);
        let said = graph::error(response).said();
        match response.status() {
            StatusCode::CONFLICT => Refusal::AlreadyRegistered(said).into(),
            // Graph uses one status for every refusal. The exclude list tells this one apart.
            StatusCode::BAD_REQUEST if self.noted.excluded.contains(&id) => {
                Refusal::AlreadyRegistered(said).into()
            }
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                Refusal::PasskeyRefused(said).into()
            }
            status @ (StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND) => {
                Refusal::RegistrationNotOffered { status: status.as_u16(), said }.into()
            }
            _ => graph::denial(response),
        }
    }
}

fn answer(session: &Session, method: AuthenticationMethod) -> RegistrationFinished {
    let passkey = session.record.passkeys.iter().find(|passkey| passkey.method == method.id);
    RegistrationFinished { passkey: passkey.map(RegisteredPasskey::told), method }
}

/// The public key of the credential (COSE) in base64url, if what it signs can be verified here. The
/// directory verifies the rest of the attestation.
fn public_key(cose: &[u8]) -> Option<String> {
    PublicKey::parse(cose).map(|_| encoding::base64url(cose))
}

fn parse_name(name: &str) -> Result<String, InvalidRequest> {
    let name = name.trim();
    let length = name.chars().count();
    if length <= NAME_LENGTH_MAX && contract::name::is_plain(name) {
        Ok(name.to_owned())
    } else {
        Err(InvalidRequest::Name)
    }
}

fn digest(credential: &RegisterPublicKeyCredential) -> String {
    encoding::digest(&[
        &credential.raw_id,
        &credential.response.attestation_object,
        &credential.response.client_data_json,
    ])
}

/// Graph's `fido2AuthenticationMethod`, with exactly the members of its schema.
fn body(name: &str, credential: &RegisterPublicKeyCredential) -> Value {
    let response = &credential.response;
    json!({
        "displayName": name,
        "publicKeyCredential": {
            "id": encoding::base64url(&credential.raw_id),
            "response": {
                "clientDataJSON": encoding::base64url(&response.client_data_json),
                "attestationObject": encoding::base64url(&response.attestation_object),
            },
            "clientExtensionResults": {},
        },
    })
}

/// Reads the created method. Graph may leave out its type, since only one is possible.
fn created(response: &Response<Vec<u8>>) -> Option<AuthenticationMethod> {
    let mut entry: Value = json::value(response.body())?;
    entry
        .as_object_mut()?
        .insert("@odata.type".to_owned(), "#microsoft.graph.fido2AuthenticationMethod".into());
    methods::method(&entry)
}
