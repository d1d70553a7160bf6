//! Accounts whose domain is federated: a usable pass is asked for first; otherwise the other identity provider takes over.

use maud::{Markup, html};

use super::pages::{Form, opening};
use crate::{
    directory::{person::Person, usability::Usability},
    state::Tenant,
    timestamp::Timestamp,
    web::page::layout,
};

#[cfg(test)]
mod tests;

/// Whether the other identity provider signs the person in: the pass is preferred only while it can be used.
pub(crate) fn takes_over(tenant: &Tenant, person: &Person, now: Timestamp) -> bool {
    let policy = &tenant.directory.policies.temporary_access_pass;
    let has_usable_pass = person.presented_pass().is_some_and(|pass| {
        person.usability_of(pass, policy, now) == Usability::EnabledByPolicy
            && !tenant.replication.is_arriving(&person.id, &pass.id, now)
    });
    person.is_federated && !has_usable_pass
}

/// Where the real directory would redirect: this one says so and goes no further.
pub(crate) fn page(form: &Form<'_>) -> Markup {
    let domain = form.account.split_once('@').map_or("", |(_, domain)| domain);
    layout(
        "Your organization's sign-in page",
        &html! {
            h1 { "Taking you to your organization's sign-in page" }
            p #federation {
                "Accounts of " strong { (domain) } " sign in with another identity provider. \
                 The embedded tenant has none, so that the way ends here."
            }
            (opening(form, &html! {
                div.acts {
                    button #change-account .primary type="submit" name="action" value="change_account" {
                        "Use a different account"
                    }
                    button #cancel type="submit" name="action" value="cancel" { "Cancel" }
                }
            }))
        },
    )
}
