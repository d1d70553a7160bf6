//! Evaluation of every policy for one sign-in: the result of each with its reason, and the outcome.
//!
//! A block overrides every grant. Report-only policies are evaluated and do not affect the outcome.

use super::{
    Entry,
    custom_strength::CustomStrength,
    location::{NamedLocation, Origin, TRUSTED_IPS, is_within},
    policy::{
        Applications, ClientAppType, GrantControls, Locations, Operator, Policy,
        REGISTER_SECURITY_INFORMATION, State,
    },
    strength::{Proven, Strength},
    subject::{Match, Rule, Subject, match_users},
};

/// What a person is about to do, from where, and what they proved.
#[derive(Clone, Debug)]
pub(crate) struct Occasion<'tenant> {
    pub(crate) subject: &'tenant Subject,
    pub(crate) target: Target<'tenant>,
    pub(crate) origin: &'tenant Origin,
    pub(crate) client: ClientAppType,
    pub(crate) proven: Proven,
    /// The methods that were presented, as a custom strength lists them; `None` where nothing was.
    pub(crate) combination: Option<&'tenant str>,
    /// Whether a policy for all resources applies to user actions too.
    pub(crate) all_resources_reach_actions: bool,
}

/// What is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'tenant> {
    /// The user action of registering a sign-in method.
    RegisterSecurityInformation,
    /// Signing in to an application, by its client id.
    Application(&'tenant str),
}

/// What policies are evaluated with, besides the occasion.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places<'tenant> {
    pub(crate) named: &'tenant [Entry<NamedLocation>],
    /// The legacy list of multifactor authentication trusted IPs.
    pub(crate) trusted_ips: &'tenant [ipnet::IpNet],
    /// The custom authentication strengths.
    pub(crate) strengths: &'tenant [Entry<CustomStrength>],
}

/// The outcome of all policies together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) outcome: Outcome,
    pub(crate) findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Granted,
    /// A stronger sign-in would be admitted.
    StrongerSignInNeeded,
    /// Refused, whatever the person proves.
    Blocked,
}

/// The result of one policy, and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) policy_id: String,
    pub(crate) display_name: String,
    pub(crate) result: Verdict,
    pub(crate) satisfied: Vec<Condition>,
    /// The first condition that was not met; later conditions were not evaluated.
    pub(crate) not_satisfied: Option<Condition>,
    pub(crate) included_by: Vec<(Condition, Rule)>,
    pub(crate) excluded_by: Vec<(Condition, Rule)>,
    /// The controls, as the sign-in log names them.
    pub(crate) controls: Vec<String>,
}

/// `conditionalAccessConditions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Application,
    Users,
    ClientType,
    Location,
}

/// What one policy asks for, and whether it is enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    NotEnabled,
    NotApplied,
    Met,
    Interrupted,
    Failed,
    ReportOnlyNotApplied,
    ReportOnlyMet,
    ReportOnlyInterrupted,
    ReportOnlyFailed,
}

pub(crate) fn evaluate(
    policies: &[Entry<Policy>],
    places: Places<'_>,
    occasion: &Occasion<'_>,
) -> Decision {
    let findings: Vec<Finding> =
        policies.iter().map(|policy| find(policy, places, occasion)).collect();
    let outcome =
        findings.iter().map(|finding| finding.result.outcome()).max().unwrap_or(Outcome::Granted);
    Decision { outcome, findings }
}

impl Verdict {
    /// What an enforced verdict leads to; one that is not enforced leads nowhere.
    const fn outcome(self) -> Outcome {
        match self {
            Self::Failed => Outcome::Blocked,
            Self::Interrupted => Outcome::StrongerSignInNeeded,
            Self::NotEnabled
            | Self::NotApplied
            | Self::Met
            | Self::ReportOnlyNotApplied
            | Self::ReportOnlyMet
            | Self::ReportOnlyInterrupted
            | Self::ReportOnlyFailed => Outcome::Granted,
        }
    }

    const fn report_only(self) -> Self {
        match self {
            Self::NotApplied => Self::ReportOnlyNotApplied,
            Self::Met => Self::ReportOnlyMet,
            Self::Interrupted => Self::ReportOnlyInterrupted,
            Self::Failed => Self::ReportOnlyFailed,
            other => other,
        }
    }

    /// `appliedConditionalAccessPolicyResult`. An interrupted policy that is enforced is a failure there.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::NotEnabled => "notEnabled",
            Self::NotApplied => "notApplied",
            Self::Met => "success",
            Self::Interrupted | Self::Failed => "failure",
            Self::ReportOnlyNotApplied => "reportOnlyNotApplied",
            Self::ReportOnlyMet => "reportOnlySuccess",
            Self::ReportOnlyInterrupted => "reportOnlyInterrupted",
            Self::ReportOnlyFailed => "reportOnlyFailure",
        }
    }
}

impl Condition {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Users => "users",
            Self::ClientType => "clientType",
            Self::Location => "location",
        }
    }
}

/// Looks at the conditions in order and stops at the first that is not met.
fn find(entry: &Entry<Policy>, places: Places<'_>, occasion: &Occasion<'_>) -> Finding {
    let policy = &entry.value;
    let mut finding = Finding {
        policy_id: entry.id.clone(),
        display_name: policy.display_name.clone(),
        result: Verdict::NotApplied,
        satisfied: Vec::new(),
        not_satisfied: None,
        included_by: Vec::new(),
        excluded_by: Vec::new(),
        controls: policy
            .grant_controls
            .as_ref()
            .map(|controls| names(controls, places.strengths))
            .unwrap_or_default(),
    };
    let conditions = &policy.conditions;
    let checks = [
        (Condition::Application, Some(match_target(&conditions.applications, occasion))),
        (Condition::Users, Some(match_users(&conditions.users, occasion.subject))),
        (Condition::ClientType, match_client(&conditions.client_app_types, occasion.client)),
        (
            Condition::Location,
            conditions
                .locations
                .as_ref()
                .map(|locations| match_location(locations, places, occasion.origin)),
        ),
    ];
    for (condition, matched) in checks {
        match matched {
            // A condition that is not configured is met by everyone.
            None => {}
            Some(Match::Included(rule)) => {
                finding.satisfied.push(condition);
                finding.included_by.push((condition, rule));
            }
            Some(Match::Excluded(rule)) => {
                finding.not_satisfied = Some(condition);
                finding.excluded_by.push((condition, rule));
                break;
            }
            Some(Match::NotIncluded) => {
                finding.not_satisfied = Some(condition);
                break;
            }
        }
    }
    let verdict = match (&finding.not_satisfied, &policy.grant_controls) {
        (Some(_), _) => Verdict::NotApplied,
        (None, None) => Verdict::Met,
        (None, Some(controls)) => judge(controls, places.strengths, occasion),
    };
    finding.result = match policy.state {
        State::Enabled => verdict,
        State::Disabled => Verdict::NotEnabled,
        State::EnabledForReportingButNotEnforced => verdict.report_only(),
    };
    finding
}

fn match_target(applications: &Applications, occasion: &Occasion<'_>) -> Match {
    let lists = |list: &[String], id: &str| list.iter().any(|item| item.eq_ignore_ascii_case(id));
    match occasion.target {
        Target::RegisterSecurityInformation => Match::of(
            None,
            if lists(&applications.include_user_actions, REGISTER_SECURITY_INFORMATION) {
                Some(Rule::UserAction)
            } else {
                let is_everything = lists(&applications.include_applications, "All");
                (is_everything && occasion.all_resources_reach_actions)
                    .then_some(Rule::AllApplications)
            },
        ),
        Target::Application(id) => Match::of(
            lists(&applications.exclude_applications, id).then_some(Rule::Application),
            if lists(&applications.include_applications, id) {
                Some(Rule::Application)
            } else {
                lists(&applications.include_applications, "All").then_some(Rule::AllApplications)
            },
        ),
    }
}

fn match_client(kinds: &[ClientAppType], client: ClientAppType) -> Option<Match> {
    let is_met = kinds.is_empty() || kinds.contains(&ClientAppType::All) || kinds.contains(&client);
    (!is_met).then_some(Match::NotIncluded)
}

fn match_location(locations: &Locations, places: Places<'_>, origin: &Origin) -> Match {
    Match::of(
        place_among(&locations.exclude_locations, places, origin),
        place_among(&locations.include_locations, places, origin),
    )
}

fn place_among(ids: &[String], places: Places<'_>, origin: &Origin) -> Option<Rule> {
    let is_trusted_ip = || is_within(places.trusted_ips, origin.address);
    let is_trusted = || {
        is_trusted_ip()
            || places
                .named
                .iter()
                .any(|place| place.value.is_trusted() && place.value.contains(origin))
    };
    ids.iter().find_map(|id| match id.as_str() {
        "All" => Some(Rule::AllLocations),
        "AllTrusted" => is_trusted().then_some(Rule::AllTrustedLocations),
        TRUSTED_IPS => is_trusted_ip().then_some(Rule::Location),
        id => places
            .named
            .iter()
            .any(|place| place.id.eq_ignore_ascii_case(id) && place.value.contains(origin))
            .then_some(Rule::Location),
    })
}

/// Whether the controls of one policy are met. What cannot be checked here is not met.
fn judge(
    controls: &GrantControls,
    strengths: &[Entry<CustomStrength>],
    occasion: &Occasion<'_>,
) -> Verdict {
    let asked = |is_met: bool| {
        if is_met { Verdict::Met } else { Verdict::Interrupted }
    };
    let built_in = controls.built_in_controls.iter().map(|control| match control.as_str() {
        "mfa" => asked(occasion.proven >= Proven::Multifactor),
        _ => Verdict::Failed,
    });
    let strength = controls.authentication_strength.iter().map(|reference| {
        if let Some(built_in) = Strength::from_id(&reference.id) {
            return asked(occasion.proven.meets(built_in));
        }
        custom(strengths, &reference.id)
            .map_or(Verdict::Failed, |strength| asked(strength.allows(occasion.combination)))
    });
    let others = controls
        .custom_authentication_factors
        .iter()
        .chain(&controls.terms_of_use)
        .map(|_| Verdict::Failed);
    let all: Vec<Verdict> = built_in.chain(strength).chain(others).collect();
    if controls.built_in_controls.iter().any(|control| control == "block") {
        return Verdict::Failed;
    }
    let has = |verdict| all.contains(&verdict);
    match controls.operator {
        Operator::Or if has(Verdict::Met) => Verdict::Met,
        Operator::Or if has(Verdict::Interrupted) => Verdict::Interrupted,
        Operator::And if has(Verdict::Failed) => Verdict::Failed,
        Operator::And if has(Verdict::Interrupted) => Verdict::Interrupted,
        Operator::And if has(Verdict::Met) => Verdict::Met,
        Operator::Or | Operator::And => Verdict::Failed,
    }
}

fn custom<'held>(
    strengths: &'held [Entry<CustomStrength>],
    id: &str,
) -> Option<&'held CustomStrength> {
    strengths.iter().find(|entry| entry.has_id(id)).map(|entry| &entry.value)
}

/// The controls as the sign-in log writes them: `Mfa`, `Block`.
fn names(controls: &GrantControls, strengths: &[Entry<CustomStrength>]) -> Vec<String> {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    };
    let strength = controls.authentication_strength.iter().map(|reference| {
        let name = Strength::from_id(&reference.id)
            .map(Strength::name)
            .or_else(|| custom(strengths, &reference.id).map(CustomStrength::name))
            .unwrap_or("unknown");
        format!("RequireAuthenticationStrength - {name}")
    });
    let built_in = controls.built_in_controls.iter().map(|word| capital(word));
    let terms = controls.terms_of_use.iter().map(|_| "TermsOfUse".to_owned());
    built_in.chain(strength).chain(terms).collect()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
