//! Changes from the Security info page. The page calls Graph like any client, with a token of its own, so that the same
//! rules apply to both.

use http::{Method, Request, Response, header};
use serde_json::Value;

use crate::{
    directory::{
        application::{
            Application, LOCAL_CONSENT, Registration, SECURITY_INFO_CLIENT_ID, permissions,
        },
        collection::Collection,
        method::AuthenticationMethod,
        session::SignIn,
    },
    graph,
    oauth::claims::Subject,
    protocol::{claims_request::TokenWishes, scope::Scopes},
    state::Tenant,
    timestamp::Timestamp,
    web::{reply::Reply, trace::Trace},
};

/// A token for one request.
const TOKEN_SECONDS: i64 = 60;

/// Removes a method, or the pass. The error is what Graph says.
pub(super) fn remove(
    tenant: &mut Tenant,
    sign_in: &SignIn,
    id: &str,
    trace: &Trace,
    now: Timestamp,
) -> Result<(), String> {
    let person = tenant.directory.person(&sign_in.person);
    let collection = person.and_then(|person| {
        if person.pass.as_ref().is_some_and(|pass| pass.id == id) {
            return Some(Collection::TemporaryAccessPass);
        }
        person.method(id).and_then(AuthenticationMethod::collection)
    });
    // What is already gone is as it was asked to be.
    let Some(collection) = collection else {
        return Ok(());
    };
    let segment = collection.segment();
    let path = ["me", "authentication", segment, id];
    let reply = ask(tenant, sign_in, Method::DELETE, &path, Vec::new(), trace, now);
    if reply.status().is_success() { Ok(()) } else { Err(message(&reply)) }
}

/// Makes a method the default.
pub(super) fn make_default(
    tenant: &mut Tenant,
    sign_in: &SignIn,
    id: &str,
    now: Timestamp,
) -> Result<(), String> {
    if !super::is_fresh(tenant, sign_in, now) {
        return Err(String::from("Your sign-in is too old for a change. Sign in again."));
    }
    let person = tenant
        .directory
        .person_mut(&sign_in.person)
        .filter(|person| person.method(id).is_some_and(may_be_default))
        .ok_or_else(|| "This method cannot be the default one.".to_owned())?;
    person.default_method = Some(String::from(id));
    Ok(())
}

/// Whether a method can be the default second factor.
pub(super) const fn may_be_default(method: &AuthenticationMethod) -> bool {
    matches!(
        method.collection(),
        Some(Collection::MicrosoftAuthenticator | Collection::Phone | Collection::SoftwareOath)
    )
}

/// Ends every sign-in of the person, this one included.
pub(super) fn sign_out_everywhere(tenant: &mut Tenant, sign_in: &SignIn) {
    tenant.sessions.revoke(&sign_in.person);
}

/// Creation options, as Graph gives them.
pub(super) fn passkey_options(
    tenant: &mut Tenant,
    sign_in: &SignIn,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let path = ["me", "authentication", "fido2Methods", "creationOptions"];
    ask(tenant, sign_in, Method::GET, &path, Vec::new(), trace, now)
}

/// Registers what the browser made; the body is Graph's.
pub(super) fn register_passkey(
    tenant: &mut Tenant,
    sign_in: &SignIn,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let path = ["me", "authentication", "fido2Methods"];
    let body = request.body().clone();
    ask(tenant, sign_in, Method::POST, &path, body, trace, now)
}

fn ask(
    tenant: &mut Tenant,
    sign_in: &SignIn,
    method: Method,
    path: &[&str],
    body: Vec<u8>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let Some(token) = token(tenant, sign_in, now) else {
        return Response::new(Vec::new());
    };
    let mut request = Request::new(body);
    *request.method_mut() = method;
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    if let Ok(value) = header::HeaderValue::from_str(&format!("Bearer {token}")) {
        headers.insert(header::AUTHORIZATION, value);
    }
    graph::answer(tenant, &request, "v1.0", path, trace, now)
}

fn token(tenant: &mut Tenant, sign_in: &SignIn, now: Timestamp) -> Option<String> {
    let application = Application {
        client_id: String::from(SECURITY_INFO_CLIENT_ID),
        name: "Security info".to_owned(),
        redirect_addresses: Vec::new(),
        secret: None,
        consented: permissions(&[LOCAL_CONSENT]),
        application_permissions: Vec::new(),
        registration: Registration::default(),
    };
    let scopes = Scopes {
        graph: LOCAL_CONSENT.iter().copied().map(String::from).collect(),
        ..Scopes::default()
    };
    let person = tenant.directory.person(&sign_in.person)?;
    let subject = Subject {
        origin: &tenant.settings.origin,
        application: &application,
        reference: "0",
        person,
        sign_in,
        now,
        lifetime_seconds: TOKEN_SECONDS,
        wishes: &TokenWishes::default(),
        accepts_proof: tenant.accepts_proof_of(person),
        token_id: tenant.randomness.token().chars().take(22).collect(),
    };
    Some(tenant.signer.sign(&subject.access_token(&scopes)))
}

/// What Graph's error says.
fn message(reply: &Reply) -> String {
    serde_json::from_slice::<Value>(reply.body())
        .ok()
        .and_then(|body| body["error"]["message"].as_str().map(String::from))
        .unwrap_or_else(|| "That did not work. Try again later.".to_owned())
}
