//! Reading methods: the mixed list, the typed collections, one method.

#[cfg(test)]
mod tests;

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    access::Caller,
    context::{Context, found},
    fault::Fault,
    permission::Permission,
    representation, trouble,
};
use crate::{
    directory::{
        collection::Collection,
        person::{Person, PersonId, Trouble},
    },
    state::Tenant,
    web::{reply::Reply, request::Fields},
};

/// All methods of a person, with the failure that the person demonstrates.
pub(crate) fn list_all(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::ReadAll, target)?;
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    if person.trouble == Some(Trouble::MethodsUnavailable) {
        return Err(Fault::unavailable());
    }
    let retry_after = match person.trouble {
        Some(Trouble::MethodsThrottledOnce) => Some(Some(1)),
        Some(Trouble::MethodsThrottledSilently) => Some(None),
        _ => None,
    };
    if let (Some(retry_after), Some(sign_in)) = (retry_after, caller.sign_in())
        && tenant.throttled.insert(sign_in.id.clone())
    {
        return Err(Fault::throttled(retry_after));
    }
    let (value, next) = page(tenant, context, every(tenant, context, person))?;
    let mut body = collection_body(tenant, context, person, "methods", value);
    if let Some(next) = next {
        body["@odata.nextLink"] = json!(next);
    }
    let mut reply = found(&body);
    match person.trouble {
        Some(Trouble::MethodsCutOff) => trouble::cut_off(&mut reply),
        Some(Trouble::MethodsSlow(milliseconds)) => trouble::slow_down(&mut reply, milliseconds),
        _ => {}
    }
    debug_assert_eq!(reply.status(), StatusCode::OK);
    Ok(reply)
}

/// What marks the second page in its address.
const SECOND_PAGE: &str = "second";

/// The entries of the page that is asked for, and the address of the next one. There is one page only, unless a switch
/// says otherwise.
fn page(
    tenant: &Tenant,
    context: &Context<'_>,
    mut all: Vec<Value>,
) -> Result<(Vec<Value>, Option<String>), Fault> {
    let query = Fields::query(context.request);
    let is_first = match query.first("$skiptoken") {
        None => true,
        Some(SECOND_PAGE) => false,
        Some(_) => return Err(Fault::bad_request("The skip token is not valid.")),
    };
    if !tenant.settings.switches.methods_in_two_pages {
        return Ok((if is_first { all } else { Vec::new() }, None));
    }
    let rest = all.split_off(all.len().div_ceil(2));
    if !is_first {
        return Ok((rest, None));
    }
    let address = format!("{}{}", tenant.settings.origin, context.request.uri().path());
    let next = (!rest.is_empty()).then(|| format!("{address}?$skiptoken={SECOND_PAGE}"));
    Ok((all, next))
}

/// One method, whatever its type.
pub(crate) fn read_any(
    tenant: &Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    id: &str,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::ReadAll, target)?;
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    every(tenant, context, person)
        .into_iter()
        .find(|method| method["id"] == id)
        .map(|method| entity(tenant, context, person, "methods", method))
        .ok_or_else(Fault::not_found)
}

/// The methods of one type.
pub(crate) fn list(
    tenant: &Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    collection: Collection,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::Read(collection), target)?;
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    Ok(found(&collection_body(
        tenant,
        context,
        person,
        collection.segment(),
        of(tenant, context, person, collection),
    )))
}

/// One method of a type; an id of another type is not found.
pub(crate) fn read(
    tenant: &Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    collection: Collection,
    id: &str,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::Read(collection), target)?;
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    of(tenant, context, person, collection)
        .into_iter()
        .find(|method| method["id"] == id)
        .map(|method| entity(tenant, context, person, collection.segment(), method))
        .ok_or_else(Fault::not_found)
}

/// The method of a type of which a person has at most one.
pub(crate) fn read_single(
    tenant: &Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    collection: Collection,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::Read(collection), target)?;
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    of(tenant, context, person, collection)
        .into_iter()
        .next()
        .map(|method| entity(tenant, context, person, collection.segment(), method))
        .ok_or_else(Fault::not_found)
}

fn every(tenant: &Tenant, context: &Context<'_>, person: &Person) -> Vec<Value> {
    tenant
        .replication
        .listed_methods(person, context.now)
        .filter(|method| {
            method.collection().is_none_or(|collection| context.version.knows(collection))
        })
        .map(|method| representation::method(method, context.version))
        .chain(pass_of(tenant, context, person))
        .collect()
}

fn of(
    tenant: &Tenant,
    context: &Context<'_>,
    person: &Person,
    collection: Collection,
) -> Vec<Value> {
    if collection == Collection::TemporaryAccessPass {
        return pass_of(tenant, context, person).into_iter().collect();
    }
    tenant
        .replication
        .listed_methods(person, context.now)
        .filter(|method| method.collection() == Some(collection))
        .map(|method| representation::method(method, context.version))
        .collect()
}

fn pass_of(tenant: &Tenant, context: &Context<'_>, person: &Person) -> Option<Value> {
    let policy = &tenant.directory.policies.temporary_access_pass;
    tenant.replication.listed_pass(person, context.now).map(|pass| {
        let usability = person.usability_of(pass, policy, context.now);
        representation::pass(pass, usability, context.version)
    })
}

fn collection_body(
    tenant: &Tenant,
    context: &Context<'_>,
    person: &Person,
    segment: &str,
    value: Vec<Value>,
) -> Value {
    json!({ "@odata.context": odata_context(tenant, context, person, segment), "value": value })
}

fn entity(
    tenant: &Tenant,
    context: &Context<'_>,
    person: &Person,
    segment: &str,
    mut body: Value,
) -> Reply {
    let address = odata_context(tenant, context, person, segment);
    body["@odata.context"] = json!(format!("{address}/$entity"));
    found(&body)
}

/// The address of the metadata that describes a collection.
pub(crate) fn odata_context(
    tenant: &Tenant,
    context: &Context<'_>,
    person: &Person,
    segment: &str,
) -> String {
    format!(
        "{}/{}/$metadata#users('{}')/authentication/{segment}",
        tenant.settings.origin,
        context.version.as_str(),
        person.id.as_str()
    )
}
