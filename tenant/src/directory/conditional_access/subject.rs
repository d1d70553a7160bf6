//! The subject of a policy: a person as Conditional Access sees them, and whether a users condition applies to them.
//!
//! Exclusions override inclusions.

use super::policy::{ExternalTenants, Guests, Users};

/// A person, their memberships, and what kind of guest they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The object id.
    pub(crate) id: String,
    /// Role template ids.
    pub(crate) roles: Vec<String>,
    /// Group ids.
    pub(crate) groups: Vec<String>,
    pub(crate) guest: Option<Guest>,
}

/// A guest's kind, as `guestOrExternalUserTypes` names it, and the tenant that they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guest {
    pub(crate) kind: &'static str,
    /// Absent for internal guests.
    pub(crate) home_tenant: Option<String>,
}

/// Which rule of a condition matched (`conditionalAccessRule`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    AllApplications,
    Application,
    UserAction,
    AllUsers,
    Guest,
    User,
    Group,
    Role,
    AllLocations,
    AllTrustedLocations,
    Location,
}

impl Rule {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::AllApplications => "allApps",
            Self::Application => "appId",
            Self::UserAction => "acr",
            Self::AllUsers => "allUsers",
            Self::Guest => "guest",
            Self::User => "userId",
            Self::Group => "groupId",
            Self::Role => "roleId",
            Self::AllLocations => "allLocations",
            Self::AllTrustedLocations => "allTrustedLocations",
            Self::Location => "locationId",
        }
    }
}

/// The result of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    Included(Rule),
    Excluded(Rule),
    NotIncluded,
}

impl Match {
    /// Exclusions override inclusions.
    pub(crate) fn of(excluded: Option<Rule>, included: Option<Rule>) -> Self {
        match (excluded, included) {
            (Some(rule), _) => Self::Excluded(rule),
            (None, Some(rule)) => Self::Included(rule),
            (None, None) => Self::NotIncluded,
        }
    }
}

pub(crate) fn match_users(users: &Users, subject: &Subject) -> Match {
    let excluded = named(
        subject,
        &users.exclude_users,
        &users.exclude_groups,
        &users.exclude_roles,
        users.exclude_guests_or_external_users.as_ref(),
    );
    let included = named(
        subject,
        &users.include_users,
        &users.include_groups,
        &users.include_roles,
        users.include_guests_or_external_users.as_ref(),
    );
    Match::of(excluded, included)
}

fn named(
    subject: &Subject,
    users: &[String],
    groups: &[String],
    roles: &[String],
    guests: Option<&Guests>,
) -> Option<Rule> {
    let lists = |list: &[String], id: &str| list.iter().any(|item| item.eq_ignore_ascii_case(id));
    if lists(users, &subject.id) {
        return Some(Rule::User);
    }
    if subject.groups.iter().any(|group| lists(groups, group)) {
        return Some(Rule::Group);
    }
    if subject.roles.iter().any(|role| lists(roles, role)) {
        return Some(Rule::Role);
    }
    if let Some(guest) = &subject.guest
        && (lists(users, "GuestsOrExternalUsers") || guests.is_some_and(|them| means(them, guest)))
    {
        return Some(Rule::Guest);
    }
    lists(users, "All").then_some(Rule::AllUsers)
}

fn means(guests: &Guests, guest: &Guest) -> bool {
    let is_from_listed = match (&guests.external_tenants, &guest.home_tenant) {
        (Some(ExternalTenants::Enumerated { members }), Some(tenant)) => {
            members.iter().any(|member| member.eq_ignore_ascii_case(tenant))
        }
        (None | Some(ExternalTenants::All {}), _) | (Some(_), None) => true,
    };
    guests.kinds().any(|kind| kind == guest.kind) && is_from_listed
}

#[cfg(test)]
mod tests;
