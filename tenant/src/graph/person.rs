//! The profile of a person: `GET /me` and `GET /users/{id}`.

use http::Method;
use serde_json::{Map, Value, json};

use super::{
    access::Caller,
    context::{Context, found},
    fault::Fault,
    permission::Permission,
};
use crate::{
    state::Tenant,
    web::{reply::Reply, request::Fields},
};

/// The properties that Graph answers where nothing is selected.
const DEFAULT_PROPERTIES: &[&str] = &[
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

pub(crate) fn profile(
    tenant: &Tenant,
    context: &Context<'_>,
    caller: &Caller,
    key: Option<&str>,
) -> Result<Reply, Fault> {
    if context.request.method() != Method::GET {
        return Err(Fault::method_not_allowed("GET"));
    }
    let target = caller.target(tenant, key)?;
    caller.require(tenant, Permission::Profile, &target)?;
    let person = tenant.directory.person(&target).ok_or_else(Fault::not_found)?;
    let all = json!({
        "businessPhones": [],
        "displayName": person.display_name(),
        "givenName": person.given_name,
        "jobTitle": person.job_title,
        "mail": person.account,
        "mobilePhone": null,
        "officeLocation": null,
        "preferredLanguage": null,
        "surname": person.surname,
        "userPrincipalName": person.account,
        "id": person.id.as_str(),
        "userType": if person.guest.is_some() { "Guest" } else { "Member" },
        "accountEnabled": true,
        "creationType": person.is_external_guest().then_some("Invitation"),
        "externalUserState": person.is_external_guest().then_some("Accepted"),
        "createdDateTime": tenant.directory.created.to_rfc3339_seconds(),
    });
    let query = Fields::query(context.request);
    let selected: Vec<&str> = match query.first("$select") {
        Some(select) => select.split(',').map(str::trim).collect(),
        None => DEFAULT_PROPERTIES.to_vec(),
    };
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        json!(format!(
            "{}/{}/$metadata#users/$entity",
            tenant.settings.origin,
            context.version.as_str()
        )),
    );
    for (name, value) in all.as_object().into_iter().flatten() {
        if selected.iter().any(|asked| asked.eq_ignore_ascii_case(name)) {
            body.insert(name.clone(), value.clone());
        }
    }
    Ok(found(&Value::Object(body)))
}
