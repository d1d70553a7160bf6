//! Who a policy is held against: a person as Conditional Access sees one, and whether a users condition means them.
//!
//! Exclusions beat inclusions. Next: `evaluation.rs`.

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

/// How a condition came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    Included(Rule),
    Excluded(Rule),
    NotIncluded,
}

impl Match {
    /// Exclusions beat inclusions.
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
        (Some(ExternalTenants::Enumerated { members }), Some(tenant)) => members
            .iter()
            .any(|member| member.eq_ignore_ascii_case(tenant)),
        (None | Some(ExternalTenants::All {}), _) | (Some(_), None) => true,
    };
    guests.kinds().any(|kind| kind == guest.kind) && is_from_listed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(list: &[&str]) -> Vec<String> {
        list.iter().map(|id| String::from(*id)).collect()
    }

    fn guest(kind: &'static str, home_tenant: Option<&str>) -> Subject {
        Subject {
            id: String::from("guest"),
            guest: Some(Guest {
                kind,
                home_tenant: home_tenant.map(String::from),
            }),
            ..Subject::default()
        }
    }

    fn member() -> Subject {
        Subject {
            id: String::from("ada"),
            roles: ids(&["admin"]),
            groups: ids(&["break-glass"]),
            guest: None,
        }
    }

    fn guests(kinds: &str, external_tenants: Option<ExternalTenants>) -> Option<Guests> {
        Some(Guests {
            guest_or_external_user_types: String::from(kinds),
            external_tenants,
        })
    }

    #[test]
    fn an_exclusion_by_person_group_role_or_kind_beats_every_inclusion() {
        let all = Users {
            include_users: ids(&["All"]),
            ..Users::default()
        };
        assert_eq!(
            match_users(&all, &member()),
            Match::Included(Rule::AllUsers)
        );
        let cases = [
            (
                Users {
                    exclude_users: ids(&["ADA"]),
                    ..all.clone()
                },
                Rule::User,
            ),
            (
                Users {
                    exclude_groups: ids(&["break-glass"]),
                    ..all.clone()
                },
                Rule::Group,
            ),
            (
                Users {
                    exclude_roles: ids(&["admin"]),
                    ..all.clone()
                },
                Rule::Role,
            ),
        ];
        for (users, rule) in cases {
            assert_eq!(match_users(&users, &member()), Match::Excluded(rule));
            let someone = Subject {
                id: String::from("nils"),
                ..Subject::default()
            };
            assert_eq!(
                match_users(&users, &someone),
                Match::Included(Rule::AllUsers)
            );
        }
        let users = Users {
            exclude_guests_or_external_users: guests("internalGuest", None),
            ..all
        };
        assert_eq!(
            match_users(&users, &guest("internalGuest", None)),
            Match::Excluded(Rule::Guest)
        );
        assert_eq!(
            match_users(&users, &member()),
            Match::Included(Rule::AllUsers)
        );
    }

    #[test]
    fn guests_are_told_apart_by_kind_and_by_home_tenant() {
        let users = Users {
            include_guests_or_external_users: guests(
                "internalGuest, b2bCollaborationGuest",
                Some(ExternalTenants::Enumerated {
                    members: ids(&["fabrikam"]),
                }),
            ),
            ..Users::default()
        };
        let is_meant =
            |subject: &Subject| match_users(&users, subject) == Match::Included(Rule::Guest);
        assert!(is_meant(&guest("internalGuest", None)));
        assert!(is_meant(&guest("b2bCollaborationGuest", Some("Fabrikam"))));
        assert!(!is_meant(&guest("b2bCollaborationGuest", Some("tailspin"))));
        assert!(!is_meant(&guest("serviceProvider", Some("fabrikam"))));
        assert!(!is_meant(&member()));
    }

    #[test]
    fn nobody_is_meant_by_none_and_only_guests_by_the_word_for_them() {
        let users = |word: &str| Users {
            include_users: ids(&[word]),
            ..Users::default()
        };
        assert_eq!(match_users(&users("None"), &member()), Match::NotIncluded);
        let word = users("GuestsOrExternalUsers");
        assert_eq!(match_users(&word, &member()), Match::NotIncluded);
        assert_eq!(
            match_users(&word, &guest("otherExternalUser", None)),
            Match::Included(Rule::Guest)
        );
    }
}
