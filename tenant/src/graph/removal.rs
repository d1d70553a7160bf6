//! Removal of a method: `204` without a body. Removing a pass ends everything obtained with it.

#[cfg(test)]
mod tests;

use http::StatusCode;

use super::{
    access::{Caller, Change},
    context::Context,
    fault::Fault,
    permission::Permission,
};
use crate::{
    directory::{
        collection::Collection,
        method::{ALTERNATE_PHONE_ID, AuthenticationMethod, MOBILE_PHONE_ID},
        person::{Person, PersonId},
    },
    state::{Tenant, replication::Gone},
    web::reply::{self, Reply},
};

pub(crate) fn remove(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    collection: Collection,
    id: &str,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::Write(collection), target)?;
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    if !holds(person, collection, id) {
        return Err(Fault::not_found());
    }
    caller.require_recent(tenant, target, Change::Remove, collection, context.now)?;
    if let Some(reason) = kept_for(person, id) {
        return Err(Fault::bad_request(reason));
    }
    let delay = tenant.settings.switches.replication_seconds;
    let person = tenant.directory.person_mut(target).ok_or_else(Fault::not_found)?;
    let gone = if collection == Collection::TemporaryAccessPass {
        person.pass.take().map(|pass| Gone::Pass(Box::new(pass)))
    } else {
        if person.default_method.as_deref() == Some(id) {
            person.default_method = None;
        }
        let position = person.methods.iter().position(|method| method.id == id);
        position.map(|position| Gone::Method(Box::new(person.methods.remove(position))))
    };
    if let Some(gone) = gone {
        tenant.replication.note_deleted(target, gone, delay, context.now);
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Removes the method of a type of which a person has at most one.
pub(crate) fn remove_single(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    collection: Collection,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::Write(collection), target)?;
    let id = tenant
        .directory
        .person(target)
        .and_then(|person| {
            let mut methods = person.methods.iter();
            methods.find(|method| method.collection() == Some(collection))
        })
        .map(|method| method.id.clone())
        .ok_or_else(Fault::not_found)?;
    remove(tenant, context, caller, target, collection, &id)
}

fn holds(person: &Person, collection: Collection, id: &str) -> bool {
    if collection == Collection::TemporaryAccessPass {
        return person.pass.as_ref().is_some_and(|pass| pass.id == id);
    }
    person.method(id).is_some_and(|method| method.collection() == Some(collection))
}

/// Why a method stays, in Graph's words; `None` where it may go.
fn kept_for(person: &Person, id: &str) -> Option<String> {
    if id == MOBILE_PHONE_ID && person.method(ALTERNATE_PHONE_ID).is_some() {
        return Some(
            "The mobile phone method cannot be deleted while an alternate mobile phone method is registered."
                .to_owned(),
        );
    }
    let has_other = person.methods.iter().any(|method| {
        method.id != id
            && !matches!(method.collection(), Some(Collection::Password | Collection::Email))
    });
    // The default method stays while the directory could ask for another one.
    if person.default_method.as_deref() != Some(id) || !has_other {
        return None;
    }
    // Two texts are known for the one rule.
    let collection = person.method(id).and_then(AuthenticationMethod::collection);
    Some(if collection != Some(Collection::Phone) {
        format!(
            "The requested authentication method id of [{id}] matches the user's current default authentication \
             method, and cannot be deleted until the default authentication method is changed"
        )
    } else {
        "Cannot delete default method with other methods configured".to_owned()
    })
}
