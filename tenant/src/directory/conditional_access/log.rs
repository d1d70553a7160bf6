//! The sign-in log: every decision with its policies and reasons, for administrators to read afterwards.
//!
//! Bounded: the oldest entries are dropped first.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::{
    evaluation::{Condition, Decision, Finding, Outcome, Verdict},
    subject::Rule,
};
use crate::timestamp::Timestamp;

/// Entries that are kept.
const LIMIT: usize = 1_000;

/// Decisions, the newest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct SignInLog(VecDeque<LogEntry>);

/// One decision and what it was about.
#[derive(Clone, Debug)]
pub(crate) struct LogEntry {
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) correlation_id: String,
    pub(crate) user_id: String,
    pub(crate) account: String,
    pub(crate) display_name: String,
    pub(crate) client_id: String,
    pub(crate) client_name: String,
    pub(crate) resource: &'static str,
    pub(crate) address: Option<String>,
    pub(crate) country: Option<String>,
    /// The number that the person saw, or 0.
    pub(crate) number: u32,
    pub(crate) decision: Decision,
}

impl SignInLog {
    pub(crate) fn note(&mut self, entry: LogEntry) {
        self.0.push_front(entry);
        self.0.truncate(LIMIT);
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &LogEntry> {
        self.0.iter()
    }
}

impl LogEntry {
    /// A `signIn`; the reasons of each policy are told by beta only.
    pub(crate) fn to_json(&self, is_beta: bool) -> Value {
        let reason = match self.decision.outcome {
            Outcome::Granted => "Other.",
            Outcome::StrongerSignInNeeded => {
                "Due to a configuration change made by your administrator, or because you moved to a new location, \
                 you must use multi-factor authentication to access."
            }
            Outcome::Blocked => "Access has been blocked by Conditional Access policies.",
        };
        let policies: Vec<Value> =
            self.decision.findings.iter().map(|finding| policy_json(finding, is_beta)).collect();
        json!({
            "id": self.id,
            "createdDateTime": self.at.to_rfc3339_seconds(),
            "userDisplayName": self.display_name,
            "userPrincipalName": self.account,
            "userId": self.user_id,
            "appId": self.client_id,
            "appDisplayName": self.client_name,
            "ipAddress": self.address,
            "clientAppUsed": "Browser",
            "correlationId": self.correlation_id,
            "conditionalAccessStatus": self.status(),
            "isInteractive": true,
            "resourceDisplayName": self.resource,
            "location": { "city": null, "state": null, "countryOrRegion": self.country, "geoCoordinates": null },
            "status": {
                "errorCode": self.number,
                "failureReason": reason,
                "additionalDetails": null,
            },
            "appliedConditionalAccessPolicies": policies,
        })
    }

    fn status(&self) -> &'static str {
        let is_applied = self.decision.findings.iter().any(|finding| {
            matches!(finding.result, Verdict::Met | Verdict::Interrupted | Verdict::Failed)
        });
        match (is_applied, self.decision.outcome) {
            (false, _) => "notApplied",
            (true, Outcome::Granted) => "success",
            (true, Outcome::StrongerSignInNeeded | Outcome::Blocked) => "failure",
        }
    }
}

fn policy_json(finding: &Finding, is_beta: bool) -> Value {
    let mut policy = json!({
        "id": finding.policy_id,
        "displayName": finding.display_name,
        "enforcedGrantControls": finding.controls,
        "enforcedSessionControls": [],
        "result": finding.result.as_str(),
    });
    if is_beta {
        let names: Vec<&str> =
            finding.satisfied.iter().map(|condition| condition.as_str()).collect();
        let satisfied = if names.is_empty() { "none".to_owned() } else { names.join(",") };
        policy["conditionsSatisfied"] = json!(satisfied);
        policy["conditionsNotSatisfied"] =
            json!(finding.not_satisfied.map_or("none", Condition::as_str));
        policy["includeRulesSatisfied"] = rules_json(&finding.included_by);
        policy["excludeRulesSatisfied"] = rules_json(&finding.excluded_by);
        policy["sessionControlsNotSatisfied"] = json!([]);
    }
    policy
}

fn rules_json(rules: &[(Condition, Rule)]) -> Value {
    rules
        .iter()
        .map(|(condition, rule)| {
            json!({ "conditionalAccessCondition": condition.as_str(), "ruleSatisfied": rule.as_str() })
        })
        .collect()
}
