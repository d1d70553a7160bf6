//! `POST /identity/conditionalAccess/evaluate`: which policies would apply, and why the others would not.
//!
//! It decides nothing and leaves no trace in the log.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    body,
    context::{Context, found},
    fault::Fault,
};
use crate::{
    admission,
    directory::conditional_access::{
        evaluation::{Condition, Finding, Occasion, Target, Verdict, evaluate},
        location::Origin,
        policy::ClientAppType,
        strength::Proven,
    },
    state::Tenant,
    web::reply::Reply,
};

pub(super) fn answer(tenant: &Tenant, context: &Context<'_>) -> Result<Reply, Fault> {
    let body = body::conditional_access(context)?;
    let person = body["signInIdentity"]["userId"]
        .as_str()
        .and_then(|id| tenant.directory.person_by_key(id))
        .ok_or_else(|| invalid("signInIdentity"))?;
    let subject = admission::subject(person);
    let application = &body["signInContext"]["includeApplications"];
    let application = application.as_str().or_else(|| application[0].as_str());
    let action = body["signInContext"]["userAction"].as_str();
    let target = match (action, application) {
        (Some("registerSecurityInformation"), None) => Target::RegisterSecurityInformation,
        (None, Some(application)) => Target::Application(application),
        _ => return Err(invalid("signInContext")),
    };
    let conditions = &body["signInConditions"];
    let address = match &conditions["ipAddress"] {
        Value::Null => None,
        address => Some(
            address
                .as_str()
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| invalid("signInConditions.ipAddress"))?,
        ),
    };
    let client = match &conditions["clientAppType"] {
        Value::Null => ClientAppType::Browser,
        client => serde_json::from_value(client.clone())
            .map_err(|_| invalid("signInConditions.clientAppType"))?,
    };
    let occasion = Occasion {
        subject: &subject,
        target,
        origin: &Origin { address, country: conditions["country"].as_str().map(String::from) },
        client,
        // What would have to be proved is the question, and not what was.
        proven: Proven::Single,
        combination: None,
        all_resources_reach_actions: tenant.settings.switches.all_resources_reach_user_actions,
    };
    let places = tenant.conditional_access.places(&tenant.settings.switches.mfa_trusted_ips);
    let decision = evaluate(tenant.conditional_access.policies(), places, &occasion);
    let applied_only = body["appliedPoliciesOnly"] == true;
    let policies = tenant.conditional_access.policies();
    let value: Vec<Value> = policies
        .iter()
        .zip(&decision.findings)
        .filter(|(_, finding)| !applied_only || reason(finding) == "notSet")
        .map(|(entry, finding)| {
            let mut policy = entry.value.to_json();
            policy["id"] = json!(entry.id);
            policy["policyApplies"] = json!(reason(finding) == "notSet");
            policy["analysisReasons"] = json!(reason(finding));
            policy
        })
        .collect();
    let name = "Collection(microsoft.graph.whatIfAnalysisResult)";
    Ok(found(&json!({
        "@odata.context": context.odata(tenant, name),
        "value": value,
    })))
}

/// `whatIfAnalysisReasons`.
fn reason(finding: &Finding) -> &'static str {
    if finding.result == Verdict::NotEnabled {
        return "policyNotEnabled";
    }
    match finding.not_satisfied {
        None => "notSet",
        Some(Condition::Application) => "application",
        Some(Condition::Users) => "users",
        Some(Condition::ClientType) => "clientApps",
        Some(Condition::Location) => "location",
    }
}

fn invalid(member: &str) -> Fault {
    Fault::new(StatusCode::BAD_REQUEST, "BadRequest", format!("Invalid {member}."))
}
