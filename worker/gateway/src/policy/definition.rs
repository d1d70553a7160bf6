//! One policy, from Graph's `conditionalAccessPolicy`.
//!
//! A condition or control that is not understood is a fault; skipping it would let people through.

use super::{
    grant::{self, Grant},
    node::{Node, Reason, Unreadable},
    people::{self, People},
    place::{self, NamedLocation, Places},
};

/// A policy that concerns registering security information and is not switched off.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) id: String,
    pub(super) name: String,
    /// Whether it refuses, and does not only report.
    pub(super) is_enforced: bool,
    pub(super) include: People,
    pub(super) exclude: People,
    /// Whether it is for browsers, among other clients.
    pub(super) is_for_browsers: bool,
    /// From where it applies; everywhere, if it does not say.
    pub(super) places: Option<Places>,
    /// What it asks for; a policy for sessions alone asks for nothing.
    pub(super) grant: Option<Grant>,
}

/// Reads a policy; `None` for one that is switched off or concerns something else.
pub(super) fn read(
    node: &Node<'_>,
    locations: &[NamedLocation],
) -> Result<Option<Policy>, Unreadable> {
    node.only(POLICY)?;
    let state = node.member("state");
    let is_enforced = match state.text()? {
        "enabled" => true,
        "enabledForReportingButNotEnforced" => false,
        "disabled" => return Ok(None),
        _ => return Err(state.is(Reason::Malformed)),
    };
    let conditions = node.member("conditions");
    if !concerns(&conditions.member("applications"))? {
        return Ok(None);
    }
    conditions.only(&["applications", "clientAppTypes", "locations", "users"])?;
    let users = conditions.member("users");
    let (include, exclude) = people::read(&users)?;
    let places = conditions.member("locations");
    let grants = node.member("grantControls");
    let sessions = node.member("sessionControls");
    if !sessions.is_empty() {
        // They limit a session of an application. How often a person has to sign in for a change is
        // stricter here than any of them: ten minutes.
        sessions.only(SESSION_CONTROLS)?;
    }
    let grant =
        if grants.is_empty() && !sessions.is_empty() { None } else { Some(grant::read(&grants)?) };
    let id = node.member("id");
    Ok(Some(Policy {
        id: if id.is_empty() { String::new() } else { id.text()?.to_owned() },
        name: node.member("displayName").text()?.to_owned(),
        is_enforced,
        include,
        exclude,
        is_for_browsers: is_for_browsers(&conditions.member("clientAppTypes"))?,
        places: if places.is_empty() {
            None
        } else {
            Some(place::read_places(&places, locations)?)
        },
        grant,
    }))
}

/// Whether it is for the user action of registering security information, as a policy for all
/// resources is too.
fn concerns(applications: &Node<'_>) -> Result<bool, Unreadable> {
    applications.only(&[
        // They choose among applications, and the user action is none.
        "applicationFilter",
        "excludeApplications",
        "includeApplications",
        "includeAuthenticationContextClassReferences",
        "includeUserActions",
    ])?;
    let list = |name| applications.member(name).texts();
    let resources = list("includeApplications")?;
    let contexts = list("includeAuthenticationContextClassReferences")?;
    let actions = applications.member("includeUserActions").items()?;
    if resources.is_empty() && contexts.is_empty() && actions.is_empty() {
        return Err(applications.is(Reason::Missing));
    }
    let mut concerns = resources.contains(&"All");
    for action in actions {
        // Written in any case in the field.
        match action.text()?.to_ascii_lowercase().as_str() {
            "urn:user:registersecurityinfo" => concerns = true,
            "urn:user:registerdevice" => {}
            _ => return Err(action.is(Reason::Unknown)),
        }
    }
    Ok(concerns)
}

fn is_for_browsers(kinds: &Node<'_>) -> Result<bool, Unreadable> {
    let kinds = kinds.items()?;
    let mut is_for_browsers = kinds.is_empty();
    for kind in kinds {
        match kind.text()? {
            "all" | "browser" => is_for_browsers = true,
            "mobileAppsAndDesktopClients" | "exchangeActiveSync" | "easSupported" | "other" => {}
            _ => return Err(kind.is(Reason::Unknown)),
        }
    }
    Ok(is_for_browsers)
}

const POLICY: &[&str] = &[
    "conditions",
    "createdDateTime",
    "description",
    "displayName",
    "grantControls",
    "id",
    "modifiedDateTime",
    "sessionControls",
    "state",
    "templateId",
];

/// `conditionalAccessSessionControls`, but for the one that asks for a token bound to a device.
const SESSION_CONTROLS: &[&str] = &[
    "applicationEnforcedRestrictions",
    "cloudAppSecurity",
    "continuousAccessEvaluation",
    "disableResilienceDefaults",
    "persistentBrowser",
    "signInFrequency",
];
