//! The default method: read and changed for someone else through `signInPreferences` (beta).

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    access::Caller,
    body,
    context::{Context, found},
    fault::Fault,
    permission::Permission,
};
use crate::{
    directory::{
        collection::Collection,
        method::{AuthenticationMethod, MethodKind},
        person::{Person, PersonId},
    },
    state::Tenant,
    web::reply::{self, Reply},
};

#[cfg(test)]
mod tests;

/// `userDefaultAuthenticationMethodType`, as far as a method can stand for it.
const KINDS: [&str; 6] =
    ["push", "oath", "sms", "voiceMobile", "voiceAlternateMobile", "voiceOffice"];

const PREFERENCE: &str = "userPreferredMethodForSecondaryAuthentication";
const SYSTEM: &str = "isSystemPreferredAuthenticationMethodEnabled";

pub(crate) fn answer(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
) -> Result<Reply, Fault> {
    let method = context.request.method();
    if method == Method::GET {
        caller.require(tenant, Permission::ReadAll, target)?;
        let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
        return Ok(found(&json!({
            SYSTEM: false,
            PREFERENCE: default_kind(person),
        })));
    }
    if method != Method::PATCH {
        return Err(Fault::method_not_allowed("GET, PATCH"));
    }
    caller.require(tenant, Permission::Preferences, target)?;
    let body = body::object(context)?;
    body::refuse_unknown(&body, &[PREFERENCE, SYSTEM])?;
    if body.get(SYSTEM).is_some_and(|value| !value.is_boolean()) {
        return Err(body::wrong_type(SYSTEM, "Edm.Boolean"));
    }
    let person = tenant.directory.person_mut(target).ok_or_else(Fault::not_found)?;
    if let Some(wish) = body.get(PREFERENCE) {
        let kind = wish
            .as_str()
            .filter(|kind| KINDS.contains(kind))
            .ok_or_else(|| body::wrong_type(PREFERENCE, "userDefaultAuthenticationMethodType"))?;
        person.default_method = Some(method_for(person, kind).ok_or_else(|| {
            Fault::bad_request(format!(
                "The user has no authentication method registered for '{kind}'."
            ))
        })?);
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// The id of the method that a kind of default stands for.
fn method_for(person: &Person, kind: &str) -> Option<String> {
    person.methods.iter().find(|method| stands_for(method, kind)).map(|method| method.id.clone())
}

fn stands_for(method: &AuthenticationMethod, kind: &str) -> bool {
    let phone = |wanted: &str| matches!(&method.kind, MethodKind::Phone { phone_type, .. } if *phone_type == wanted);
    match kind {
        "push" => method.collection() == Some(Collection::MicrosoftAuthenticator),
        "oath" => {
            matches!(method.collection(), Some(Collection::SoftwareOath | Collection::HardwareOath))
        }
        "sms" | "voiceMobile" => phone("mobile"),
        "voiceAlternateMobile" => phone("alternateMobile"),
        "voiceOffice" => phone("office"),
        _ => false,
    }
}

fn default_kind(person: &Person) -> Value {
    let kind = person
        .default_method
        .as_deref()
        .and_then(|id| person.method(id))
        .and_then(|method| KINDS.into_iter().find(|kind| stands_for(method, kind)));
    json!(kind)
}
