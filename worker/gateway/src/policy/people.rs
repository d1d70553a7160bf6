//! Whom a policy is for, and what the directory's tokens tell of a person.
//!
//! What they do not tell is not known: it includes whoever it may include, and exempts nobody.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    matching::Match,
    node::{Node, Reason, Unreadable},
};

/// What the tokens of a sign-in tell of a person, as far as policies ask: some of their claims.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Standing(Value);

impl Standing {
    /// Adds what these claims tell and earlier ones did not.
    ///
    /// These are whether the account is a guest's (`acct`), how the person signed in (`amr`), their
    /// groups and roles (`groups`, `wids`), and for someone from another directory its id, or an
    /// empty text where it is not told (`idp`).
    pub fn learn(&mut self, claims: &Value, tenant_id: &str) {
        // Too many for a token, or other names than ids, are not known: the claim is left out then.
        for name in ["amr", "groups", "wids"] {
            let is_told =
                |item: &Value| item.as_str().is_some_and(|text| name == "amr" || is_guid(text));
            if claims[name].as_array().is_some_and(|list| list.iter().all(is_told)) {
                self.keep(name, claims[name].clone());
            }
        }
        if claims["acct"].is_u64() {
            self.keep("acct", claims["acct"].clone());
        }
        if let Some(provider) = claims["idp"].as_str() {
            // The issuer of another directory, or the name of another provider.
            let home = provider.split('/').find(|part| is_guid(part)).unwrap_or_default();
            if !home.eq_ignore_ascii_case(tenant_id) {
                self.keep("idp", home.into());
            }
        }
    }

    fn keep(&mut self, name: &str, told: Value) {
        if !self.tells(name) {
            self.0[name] = told;
        }
    }

    /// Whether the tokens have told this.
    #[must_use]
    pub fn tells(&self, name: &str) -> bool {
        !self.0[name].is_null()
    }

    /// How the person signed in; null is not known.
    pub(super) fn methods(&self) -> &Value {
        &self.0["amr"]
    }

    /// The directory that someone from another one comes from.
    fn home(&self) -> Option<&str> {
        self.0["idp"].as_str()
    }

    /// The kinds that the account may be of, as bits.
    fn kinds(&self) -> u8 {
        match (self.0["acct"].as_u64().map(|kind| kind == 1), self.home().is_some()) {
            (Some(false), false) => MEMBER,
            (Some(true), false) => INTERNAL_GUEST,
            (None, false) => MEMBER | INTERNAL_GUEST,
            (Some(false), true) => B2B_MEMBER,
            (Some(true), true) => B2B_GUEST,
            (None, true) => B2B_MEMBER | B2B_GUEST,
        }
    }
}

/// One side of a policy's condition on users.
#[derive(Clone, Debug)]
pub(super) struct People {
    is_everyone: bool,
    ids: Vec<String>,
    groups: Vec<String>,
    roles: Vec<String>,
    guests: Vec<Guests>,
}

/// Kinds of guests, and the directories that they come from if not any.
#[derive(Clone, Debug)]
struct Guests {
    kinds: u8,
    homes: Option<Vec<String>>,
}

/// Reads whom `conditionalAccessUsers` includes and excludes.
pub(super) fn read(users: &Node<'_>) -> Result<(People, People), Unreadable> {
    users.only(&[
        "excludeGroups",
        "excludeGuestsOrExternalUsers",
        "excludeRoles",
        "excludeUsers",
        "includeGroups",
        "includeGuestsOrExternalUsers",
        "includeRoles",
        "includeUsers",
    ])?;
    let side = |side: &str| {
        let member = |name| users.member(&[side, name].concat());
        let mut people = People {
            is_everyone: false,
            ids: Vec::new(),
            groups: ids(&member("Groups"))?,
            roles: ids(&member("Roles"))?,
            guests: Vec::new(),
        };
        let listed = member("Users");
        for item in listed.items()? {
            match item.text()? {
                "All" => people.is_everyone = true,
                "None" => {}
                "GuestsOrExternalUsers" => {
                    people.guests.push(Guests { kinds: !MEMBER, homes: None });
                }
                id if is_guid(id) => people.ids.push(id.to_owned()),
                _ => return Err(item.is(Reason::Malformed)),
            }
        }
        let guests = member("GuestsOrExternalUsers");
        let is_anyone = !listed.is_empty()
            || !guests.is_empty()
            || !people.groups.is_empty()
            || !people.roles.is_empty();
        if !guests.is_empty() {
            people.guests.push(read_guests(&guests)?);
        }
        Ok((people, is_anyone))
    };
    match side("include")? {
        (include, true) => Ok((include, side("exclude")?.0)),
        (_, false) => Err(users.is(Reason::Missing)),
    }
}

fn read_guests(node: &Node<'_>) -> Result<Guests, Unreadable> {
    node.only(&["externalTenants", "guestOrExternalUserTypes"])?;
    let types = node.member("guestOrExternalUserTypes");
    let mut kinds = 0;
    for name in types.text()?.split(',').map(str::trim) {
        let known = KINDS.iter().find(|(known, _)| *known == name);
        kinds |= known.ok_or_else(|| types.is(Reason::Unknown))?.1;
    }
    let tenants = node.member("externalTenants");
    if tenants.is_empty() {
        return Ok(Guests { kinds, homes: None });
    }
    tenants.only(&["members", "membershipKind"])?;
    let kind = tenants.member("membershipKind");
    let homes = match kind.text()? {
        "all" => None,
        "enumerated" => Some(ids(&tenants.member("members"))?),
        _ => return Err(kind.is(Reason::Unknown)),
    };
    Ok(Guests { kinds, homes })
}

impl People {
    /// Whether this person is among them, and by what.
    pub(super) fn find(&self, person: &str, standing: &Standing) -> Match {
        let mut found = Match::No;
        let all = [
            (Some(self.is_everyone), "all users"),
            (Some(lists(&self.ids, person)), "the person"),
            (any(&self.groups, &standing.0["groups"]), "a group"),
            (any(&self.roles, &standing.0["wids"]), "a role"),
        ];
        let guests = self.guests.iter().map(|guests| (guests.find(standing), "guests"));
        for (is_found, by) in all.into_iter().chain(guests) {
            found = found.or(Match::of(is_found, by));
        }
        found
    }
}

impl Guests {
    fn find(&self, standing: &Standing) -> Option<bool> {
        let possible = standing.kinds();
        let from = match (&self.homes, standing.home()) {
            (Some(_), Some("")) => None,
            (Some(homes), Some(home)) => Some(lists(homes, home)),
            // A guest of this directory comes from none.
            (None, _) | (Some(_), None) => Some(true),
        };
        match possible & self.kinds {
            0 => Some(false),
            kinds if kinds == possible => from,
            _ if from == Some(false) => Some(false),
            _ => None,
        }
    }
}

/// Whether one of these ids is among those that are known.
fn any(listed: &[String], known: &Value) -> Option<bool> {
    if listed.is_empty() {
        return Some(false);
    }
    let mut known = known.as_array()?.iter().filter_map(Value::as_str);
    Some(known.any(|id| lists(listed, id)))
}

fn lists(listed: &[String], id: &str) -> bool {
    listed.iter().any(|other| other.eq_ignore_ascii_case(id))
}

fn ids(node: &Node<'_>) -> Result<Vec<String>, Unreadable> {
    let read = |item: &Node<'_>| match item.text()? {
        id if is_guid(id) => Ok(id.to_owned()),
        _ => Err(item.is(Reason::Malformed)),
    };
    node.items()?.iter().map(read).collect()
}

fn is_guid(text: &str) -> bool {
    crate::settings::is_guid(text)
}

const MEMBER: u8 = 1;
const INTERNAL_GUEST: u8 = 2;
const B2B_GUEST: u8 = 4;
const B2B_MEMBER: u8 = 8;

/// `conditionalAccessGuestOrExternalUserTypes`. The last three have no account in this directory to
/// sign in with, or none that a token tells from the others.
const KINDS: &[(&str, u8)] = &[
    ("internalGuest", INTERNAL_GUEST),
    ("b2bCollaborationGuest", B2B_GUEST),
    ("b2bCollaborationMember", B2B_MEMBER),
    ("b2bDirectConnectUser", 16),
    ("otherExternalUser", 32),
    ("serviceProvider", 64),
];
