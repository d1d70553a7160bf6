//! Admission by Conditional Access: whether a person may do something now, from here, with what they proved.
//!
//! Every decision is logged, whatever it is.

pub(crate) mod page;

use std::net::IpAddr;

use http::Request;

use crate::{
    directory::{
        Directory,
        conditional_access::{
            custom_strength,
            evaluation::{Occasion, Outcome, Target, evaluate},
            location::Origin,
            log::LogEntry,
            policy::{ClientAppType, Policy, State},
            strength::Proven,
            subject::{Guest, Subject},
        },
        guest,
        person::Person,
        role::Role,
        session::SignIn,
    },
    state::{Tenant, switches::Switches},
    timestamp::Timestamp,
    web::{reply::ADDRESS_HEADER, request::text_header},
};

/// What someone signs in to, or does, and with what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit<'request> {
    pub(crate) sign_in: &'request SignIn,
    pub(crate) target: Target<'request>,
    pub(crate) client: ClientAppType,
    /// The correlation id, which the person may be shown and the log records.
    pub(crate) correlation_id: &'request str,
}

/// Why Conditional Access refuses a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The AADSTS error number.
    pub(crate) number: u32,
    pub(crate) text: &'static str,
    /// Whether a stronger sign-in would be admitted.
    pub(crate) wants_stronger: bool,
}

/// The application that a person's own pages belong to.
const MY_SIGN_INS: (&str, &str) = ("19db86c3-b2b9-44cc-b339-36da233a3be2", "My Signins");

/// Evaluates every policy and logs the decision. A person who is not in the directory is refused.
pub(crate) fn admit(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    visit: Visit<'_>,
    now: Timestamp,
) -> Result<(), Refused> {
    let switches = &tenant.settings.switches;
    let Some(person) = tenant.directory.person(&visit.sign_in.person) else {
        return Err(refused(visit.target, Outcome::Blocked));
    };
    let origin = origin(request, switches);
    let subject = subject(person);
    // What a guest proved at home counts here where the home tenant is trusted.
    let counts = tenant.accepts_proof_of(person);
    let methods: Vec<&str> =
        visit.sign_in.authentication_methods().iter().copied().filter(|_| counts).collect();
    let occasion = Occasion {
        subject: &subject,
        target: visit.target,
        origin: &origin,
        client: visit.client,
        proven: Proven::from_methods(&methods),
        combination: counts.then(|| custom_strength::combination(visit.sign_in)),
        all_resources_reach_actions: switches.all_resources_reach_user_actions,
    };
    let mut policies = tenant.conditional_access.policies().to_vec();
    if switches.inert_report_only_user_actions {
        policies.retain(|entry| !is_inert(&entry.value));
    }
    let places = tenant.conditional_access.places(&switches.mfa_trusted_ips);
    let decision = evaluate(&policies, places, &occasion);
    let answer = match decision.outcome {
        Outcome::Granted => Ok(()),
        outcome => Err(refused(visit.target, outcome)),
    };
    let (client_id, client_name) = client(&tenant.directory, visit.target);
    let entry = LogEntry {
        id: tenant.randomness.guid(),
        at: now,
        correlation_id: String::from(visit.correlation_id),
        user_id: subject.id.clone(),
        account: person.account.clone(),
        display_name: person.display_name(),
        client_id,
        client_name,
        resource: match visit.target {
            Target::RegisterSecurityInformation => "Register security information",
            Target::Application(_) => "Microsoft Graph",
        },
        address: origin.address.map(|address| address.to_string()),
        country: origin.country,
        number: answer.err().map_or(0, |refused: Refused| refused.number),
        decision,
    };
    tenant.conditional_access.log.note(entry);
    answer
}

/// Whether the policy is one that report-only mode cannot evaluate, by one reading of the documentation.
fn is_inert(policy: &Policy) -> bool {
    policy.state == State::EnabledForReportingButNotEnforced
        && !policy.conditions.applications.include_user_actions.is_empty()
}

/// Where a request comes from. An unverified address stays unknown, and an unknown address is never trusted.
pub(crate) fn origin(request: &Request<Vec<u8>>, switches: &Switches) -> Origin {
    let peer =
        text_header(request.headers(), ADDRESS_HEADER).and_then(|text| text.parse::<IpAddr>().ok());
    let is_local = peer.is_none_or(|peer| peer.to_canonical().is_loopback());
    let forwarded = text_header(request.headers(), "x-forwarded-for")
        .filter(|_| switches.danger_trusts_forwarded_for && is_local)
        .and_then(|text| text.split(',').next())
        .and_then(|text| text.trim().parse().ok());
    Origin {
        address: switches.danger_client_address.or(forwarded).or(peer),
        country: switches.danger_client_country.clone(),
    }
}

/// A person as policies see one.
pub(crate) fn subject(person: &Person) -> Subject {
    Subject {
        id: String::from(person.id.as_str()),
        roles: person.roles.iter().copied().map(Role::template_id).map(String::from).collect(),
        groups: person.groups.clone(),
        guest: person.guest.as_ref().map(|guest| match guest {
            guest::Guest::Internal => Guest { kind: "internalGuest", home_tenant: None },
            guest::Guest::External { .. } => Guest {
                kind: "b2bCollaborationGuest",
                home_tenant: Some(String::from(HOME_TENANT)),
            },
        }),
    }
}

/// The tenant that external guests come from.
pub(crate) const HOME_TENANT: &str = "c3f1a9d4-6b2e-4f58-8d07-9a1e5b7c2f60";

fn client(directory: &Directory, target: Target<'_>) -> (String, String) {
    match target {
        Target::RegisterSecurityInformation => {
            (String::from(MY_SIGN_INS.0), String::from(MY_SIGN_INS.1))
        }
        Target::Application(id) => {
            let name = directory.application(id).map(|application| application.name.clone());
            (String::from(id), name.unwrap_or_default())
        }
    }
}

const fn refused(target: Target<'_>, outcome: Outcome) -> Refused {
    match (target, outcome) {
        (_, Outcome::Granted | Outcome::StrongerSignInNeeded) => Refused {
            number: 50_076,
            text: "Due to a configuration change made by your administrator, or because you moved to a new location, \
                   you must use multi-factor authentication to access this resource.",
            wants_stronger: true,
        },
        (Target::RegisterSecurityInformation, Outcome::Blocked) => Refused {
            number: 53_010,
            text: "Cannot configure multi-factor authentication methods because the organization requires this \
                   information to be set from specific locations or devices.",
            wants_stronger: false,
        },
        (Target::Application(_), Outcome::Blocked) => Refused {
            number: 53_003,
            text: "Access has been blocked by Conditional Access policies. The access policy does not allow token \
                   issuance.",
            wants_stronger: false,
        },
    }
}

#[cfg(test)]
mod tests;
