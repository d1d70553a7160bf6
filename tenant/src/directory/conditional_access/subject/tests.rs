//! Tests for `subject`.

use super::*;

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| String::from(*id)).collect()
}

fn guest(kind: &'static str, home_tenant: Option<&str>) -> Subject {
    Subject {
        id: "guest".to_owned(),
        guest: Some(Guest { kind, home_tenant: home_tenant.map(String::from) }),
        ..Subject::default()
    }
}

fn member() -> Subject {
    Subject {
        id: "ada".to_owned(),
        roles: ids(&["admin"]),
        groups: ids(&["break-glass"]),
        guest: None,
    }
}

fn guests(kinds: &str, external_tenants: Option<ExternalTenants>) -> Option<Guests> {
    Some(Guests { guest_or_external_user_types: String::from(kinds), external_tenants })
}

#[test]
fn an_exclusion_by_person_group_role_or_kind_beats_every_inclusion() {
    let all = Users { include_users: ids(&["All"]), ..Users::default() };
    assert_eq!(match_users(&all, &member()), Match::Included(Rule::AllUsers));
    let cases = [
        (Users { exclude_users: ids(&["ADA"]), ..all.clone() }, Rule::User),
        (Users { exclude_groups: ids(&["break-glass"]), ..all.clone() }, Rule::Group),
        (Users { exclude_roles: ids(&["admin"]), ..all.clone() }, Rule::Role),
    ];
    for (users, rule) in cases {
        assert_eq!(match_users(&users, &member()), Match::Excluded(rule));
        let someone = Subject { id: "nils".to_owned(), ..Subject::default() };
        assert_eq!(match_users(&users, &someone), Match::Included(Rule::AllUsers));
    }
    let users = Users { exclude_guests_or_external_users: guests("internalGuest", None), ..all };
    assert_eq!(match_users(&users, &guest("internalGuest", None)), Match::Excluded(Rule::Guest));
    assert_eq!(match_users(&users, &member()), Match::Included(Rule::AllUsers));
}

#[test]
fn guests_are_told_apart_by_kind_and_by_home_tenant() {
    let users = Users {
        include_guests_or_external_users: guests(
            "internalGuest, b2bCollaborationGuest",
            Some(ExternalTenants::Enumerated { members: ids(&["fabrikam"]) }),
        ),
        ..Users::default()
    };
    let is_meant = |subject: &Subject| match_users(&users, subject) == Match::Included(Rule::Guest);
    assert!(is_meant(&guest("internalGuest", None)));
    assert!(is_meant(&guest("b2bCollaborationGuest", Some("Fabrikam"))));
    assert!(!is_meant(&guest("b2bCollaborationGuest", Some("tailspin"))));
    assert!(!is_meant(&guest("serviceProvider", Some("fabrikam"))));
    assert!(!is_meant(&member()));
}

#[test]
fn nobody_is_meant_by_none_and_only_guests_by_the_word_for_them() {
    let users = |word: &str| Users { include_users: ids(&[word]), ..Users::default() };
    assert_eq!(match_users(&users("None"), &member()), Match::NotIncluded);
    let word = users("GuestsOrExternalUsers");
    assert_eq!(match_users(&word, &member()), Match::NotIncluded);
    assert_eq!(match_users(&word, &guest("otherExternalUser", None)), Match::Included(Rule::Guest));
}
