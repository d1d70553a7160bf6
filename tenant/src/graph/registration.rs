//! Registration of a passkey: issues creation options and accepts an attested credential.
//!
//! The options are as awkward as the real ones: a challenge of some 6,900 characters, excluded ids in standard base64
//! with padding, `requireResidentKey` without `residentKey`.

use std::borrow::Cow;

use base64::{
    Engine,
    alphabet::{STANDARD as STANDARD_ALPHABET, URL_SAFE as URL_SAFE_ALPHABET},
    engine::{
        DecodePaddingMode,
        general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD, URL_SAFE_NO_PAD},
    },
};
use serde_json::{Value, json};

use super::{
    access::{Caller, Change},
    attestation::{self, Registration},
    context::{Context, Version, created, found},
    fault::Fault,
    methods::odata_context,
    permission::Permission,
    representation,
};
use crate::{
    admission::{self, Visit},
    directory::{
        Directory,
        collection::Collection,
        conditional_access::{evaluation::Target, policy::ClientAppType},
        method::{AuthenticationMethod, MethodKind, PASSKEY_LIMIT, key_id},
        passkey_policy::PasskeyPolicy,
        person::{Person, PersonId, Trouble, user_handle},
    },
    randomness::Randomness,
    state::{Tenant, challenge::IssuedChallenge, settings::RelyingParty, switches::OwnPasskeys},
    web::{
        reply::Reply,
        request::{Fields, has_content_type},
    },
};

/// Length of a challenge, in bytes before base64url.
const CHALLENGE_BYTES: usize = 5_200;
/// Maximum length of a passkey's `displayName`, in characters.
const NAME_LIMIT: usize = 30;

/// What OData adds to an object to name its type. Options carry it in places; a credential must not.
const TYPE_ANNOTATION: &str = "@odata.type";

/// Whether a path segment calls the function `creationOptions`, with or without parentheses.
pub(crate) fn is_creation_options(segment: &str) -> bool {
    let name = segment.split('(').next().unwrap_or_default();
    name.eq_ignore_ascii_case("creationOptions")
        || name.eq_ignore_ascii_case("microsoft.graph.creationOptions")
}

pub(crate) fn begin(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    function: &str,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::BeginPasskey, target)?;
    let own_passkeys = own_passkeys(tenant, caller, target, "")?;
    let minutes = challenge_minutes(tenant, context, function)?;
    let challenge = make_challenge(&mut tenant.randomness);
    let person = offered_to(tenant, target)?;
    caller.require_recent(tenant, target, Change::Add, Collection::Fido2, context.now)?;
    let relying_party = if own_passkeys == OwnPasskeys::ForeignRelyingParty {
        RelyingParty { id: "login.microsoft.com".to_owned(), name: "Microsoft".to_owned() }
    } else {
        tenant.settings.relying_party.clone()
    };
    let end = context.now.plus_minutes(minutes);
    let body = json!({
        "@odata.context": format!(
            "{}/{}/$metadata#microsoft.graph.webauthnCredentialCreationOptions",
            tenant.settings.origin,
            context.version.as_str()
        ),
        "challengeTimeoutDateTime": end.to_rfc3339_seconds(),
        "publicKey": public_key(person, &relying_party, &challenge, context.version),
    });
    tenant.challenges.open(
        IssuedChallenge { challenge, person: target.clone(), relying_party, end },
        context.now,
    );
    Ok(found(&body))
}

pub(crate) fn finish(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::Write(Collection::Fido2), target)?;
    own_passkeys(tenant, caller, target, "GET")?;
    let request = read(context)?;
    admit(tenant, context, caller)?;
    offered_to(tenant, target)?;
    caller.require_recent(tenant, target, Change::Add, Collection::Fido2, context.now)?;
    let challenge = attestation::challenge_of(&request.client_data_json).ok_or_else(|| {
        Fault::bad_request("The client data of the public key credential is not valid.")
    })?;
    let issued = tenant.challenges.find(&challenge, target, context.now).ok_or_else(|| {
        Fault::bad_request("The challenge is unknown, has expired, or was already used.")
    })?;
    let passkey = attestation::verify(
        &request,
        &issued.relying_party,
        &tenant.settings,
        &challenge,
        context.now,
    )
    .map_err(|refused| Fault::bad_request(refused.message()))?;
    let person = offered_to(tenant, target)?;
    policy_of(&tenant.directory, person)
        .judge(person, &passkey)
        .map_err(|refusal| Fault::bad_request(refusal.message()))?;
    if tenant.directory.knows_credential(&passkey.credential_id) {
        return Err(Fault::bad_request(
            "The credential is already registered. A credential can be registered once.",
        ));
    }
    if person.passkeys().count() >= PASSKEY_LIMIT {
        return Err(Fault::bad_request(
            "The user has the maximum number of passkeys. Delete one before another is registered.",
        ));
    }
    tenant.challenges.close(&challenge);
    let method = AuthenticationMethod {
        id: key_id(&passkey.credential_id),
        created: Some(context.now),
        last_used: None,
        kind: MethodKind::Passkey(Box::new(passkey)),
    };
    let mut body = representation::method(&method, context.version);
    let delay = tenant.settings.switches.replication_seconds;
    tenant.replication.note_created(target, &method.id, delay, context.now);
    let person = tenant.directory.person_mut(target).ok_or_else(Fault::not_found)?;
    person.methods.push(method);
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    let address = odata_context(tenant, context, person, Collection::Fido2.segment());
    body["@odata.context"] = json!(format!("{address}/$entity"));
    Ok(created(&body))
}

/// Asks Conditional Access, where a switch says that Graph's writes obey it.
fn admit(tenant: &mut Tenant, context: &Context<'_>, caller: &Caller) -> Result<(), Fault> {
    if !tenant.settings.switches.graph_writes_obey_conditional_access {
        return Ok(());
    }
    // Policies for people say nothing about an application that acts for itself.
    let Some(sign_in) = caller.sign_in() else {
        return Ok(());
    };
    let visit = Visit {
        sign_in,
        target: Target::RegisterSecurityInformation,
        client: ClientAppType::Browser,
        correlation_id: &context.trace.correlation_id,
    };
    admission::admit(tenant, context.request, visit, context.now).map_err(|refused| {
        Fault::access_denied(format!("AADSTS{}: {}", refused.number, refused.text))
    })
}

/// What Graph lets the caller do, by the switch or by the person who demonstrates it; where nothing, 405 with the methods
/// that the address still has. The Security
/// info page and administrators register anyhow.
fn own_passkeys(
    tenant: &Tenant,
    caller: &Caller,
    target: &PersonId,
    allow: &'static str,
) -> Result<OwnPasskeys, Fault> {
    if caller.is_security_info || !caller.is(target) {
        return Ok(OwnPasskeys::Accepted);
    }
    let trouble = tenant.directory.person(target).and_then(|person| person.trouble);
    let answer = match trouble {
        Some(Trouble::PasskeysNotOffered) => OwnPasskeys::NotAllowed,
        Some(Trouble::ForeignRelyingParty) => OwnPasskeys::ForeignRelyingParty,
        _ => tenant.settings.switches.own_passkeys,
    };
    if answer == OwnPasskeys::NotAllowed {
        return Err(Fault::method_not_allowed(allow));
    }
    Ok(answer)
}

/// The person, unless passkeys are not offered to them.
fn offered_to<'tenant>(
    tenant: &'tenant Tenant,
    target: &PersonId,
) -> Result<&'tenant Person, Fault> {
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    let policy = policy_of(&tenant.directory, person);
    if !policy.is_self_service_allowed {
        return Err(Fault::access_denied(
            "Self-service set up of passkeys is not allowed by the passkey policy.",
        ));
    }
    if !policy.is_enabled || person.guest.is_some() || !policy.targets.includes(person) {
        return Err(Fault::bad_request(
            "The user is not enabled for passkeys (FIDO2) by the authentication methods policy.",
        ));
    }
    Ok(person)
}

/// The passkey policy that applies to a person.
fn policy_of<'tenant>(
    directory: &'tenant Directory,
    person: &Person,
) -> Cow<'tenant, PasskeyPolicy> {
    if person.trouble == Some(Trouble::StrictPasskeyPolicy) {
        Cow::Owned(PasskeyPolicy::strict())
    } else {
        Cow::Borrowed(&directory.policies.passkey)
    }
}

/// How long a challenge lives: five minutes in v1.0; in beta 5 to 43,200, inside the parentheses or in the query.
fn challenge_minutes(tenant: &Tenant, context: &Context<'_>, function: &str) -> Result<i64, Fault> {
    const NAME: &str = "challengeTimeoutInMinutes";
    let usual = tenant.directory.policies.registration.challenge_minutes;
    let inside = function
        .split_once('(')
        .map_or("", |(_, parameters)| parameters.trim_end_matches(')'))
        .trim();
    let query = Fields::query(context.request);
    let asked = match inside.split_once('=') {
        Some((name, value)) if name.trim() == NAME => Some(value.trim()),
        Some(_) => return Err(Fault::unknown_segment(function)),
        None if !inside.is_empty() => return Err(Fault::unknown_segment(function)),
        None => query.first(NAME),
    };
    match (context.version, asked) {
        (_, None) => Ok(usual),
        (Version::V1, Some(_)) => Err(Fault::unknown_segment(function)),
        (Version::Beta, Some(text)) => text
            .parse()
            .ok()
            .filter(|minutes| (5..=43_200).contains(minutes))
            .ok_or_else(|| {
                Fault::bad_request(
                    "Invalid challengeTimeoutInMinutes specified. The valid range between 5 and 43200.",
                )
            }),
    }
}

/// ASCII text that looks like an encrypted token of five parts, as the real challenge does.
fn make_challenge(randomness: &mut Randomness) -> Vec<u8> {
    let header = URL_SAFE_NO_PAD.encode(
        json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "x5t": randomness.token() }).to_string(),
    );
    let key = URL_SAFE_NO_PAD.encode(randomness.bytes(256));
    let vector = URL_SAFE_NO_PAD.encode(randomness.bytes(12));
    let tag = URL_SAFE_NO_PAD.encode(randomness.bytes(16));
    let taken = header.len() + key.len() + vector.len() + tag.len() + 4;
    let filling = CHALLENGE_BYTES.saturating_sub(taken) * 3 / 4;
    let text = URL_SAFE_NO_PAD.encode(randomness.bytes(filling));
    format!("{header}.{key}.{vector}.{text}.{tag}").into_bytes()
}

fn public_key(
    person: &Person,
    relying_party: &RelyingParty,
    challenge: &[u8],
    version: Version,
) -> Value {
    let excluded: Vec<Value> = person
        .passkeys()
        .map(|(_, passkey)| {
            json!({
                "type": "public-key",
                "id": STANDARD.encode(&passkey.credential_id),
                "transports": [],
            })
        })
        .collect();
    json!({
        "rp": { "id": relying_party.id, "name": relying_party.name },
        "user": {
            "id": URL_SAFE_NO_PAD.encode(user_handle(person)),
            "name": person.account,
            "displayName": person.display_name(),
        },
        "challenge": URL_SAFE_NO_PAD.encode(challenge),
        "pubKeyCredParams": [
            { "type": "public-key", "alg": -7 },
            { "type": "public-key", "alg": -257 },
        ],
        "timeout": 60_000,
        "excludeCredentials": excluded,
        "authenticatorSelection": { "requireResidentKey": true, "userVerification": "required" },
        "attestation": "direct",
        "extensions": extensions(version),
    })
}

/// Empty in v1.0, as in its documentation. In beta as captured, which Chromium refuses as it stands: it takes no
/// enforcement of the default policy (`NotSupportedError`), so that a client must leave that member out.
fn extensions(version: Version) -> Value {
    match version {
        Version::V1 => json!({}),
        Version::Beta => json!({
            "hmacCreateSecret": true,
            "enforceCredentialProtectionPolicy": true,
            "credentialProtectionPolicy": "userVerificationOptional",
        }),
    }
}

/// Reads the body as strictly as Graph does: one JSON object, two members that count.
fn read(context: &Context<'_>) -> Result<Registration, Fault> {
    let missing =
        || Fault::bad_request("The request is missing a fido2AuthenticationMethod entity");
    if !has_content_type(context.request, "application/json") {
        return Err(missing());
    }
    let body: Value = serde_json::from_slice(context.request.body()).map_err(|_| {
        Fault::bad_request("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
    })?;
    if !body.is_object() {
        return Err(missing());
    }
    let name = body["displayName"].as_str().unwrap_or_default().trim();
    if name.is_empty() || name.chars().count() > NAME_LIMIT {
        return Err(Fault::bad_request(
            "Invalid displayName specified. It has between 1 and 30 characters.",
        ));
    }
    let credential = &body["publicKeyCredential"];
    let is_typed = |value: &Value| value.get(TYPE_ANNOTATION).is_some();
    if is_typed(credential) || is_typed(&credential["response"]) {
        return Err(Fault::bad_request(format!(
            "The property '{TYPE_ANNOTATION}' is not allowed in the public key credential."
        )));
    }
    let bytes = |value: &Value, member: &str| {
        value.as_str().and_then(decode).ok_or_else(|| {
            Fault::bad_request(format!("The public key credential is missing a valid '{member}'."))
        })
    };
    Ok(Registration {
        display_name: String::from(name),
        credential_id: bytes(&credential["id"], "id")?,
        client_data_json: bytes(&credential["response"]["clientDataJSON"], "clientDataJSON")?,
        attestation_object: bytes(
            &credential["response"]["attestationObject"],
            "attestationObject",
        )?,
    })
}

/// Both alphabets, with padding or without, as Graph takes binary values.
fn decode(text: &str) -> Option<Vec<u8>> {
    const CONFIG: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&URL_SAFE_ALPHABET, CONFIG)
        .decode(text)
        .or_else(|_| GeneralPurpose::new(&STANDARD_ALPHABET, CONFIG).decode(text))
        .ok()
}
