//! What a policy asks for, and whether a sign-in has it.
//!
//! What cannot be shown here, such as a managed device, is never met.

use serde_json::Value;

use super::node::{Node, Reason, Unreadable};

/// `conditionalAccessGrantControls`.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    /// Whether one control is enough (`OR`).
    is_any: bool,
    controls: Vec<Control>,
}

#[derive(Clone, Debug)]
enum Control {
    Block,
    Multifactor,
    Strength(Strength),
    /// By its name: nothing here can show it.
    Elsewhere(&'static str),
}

/// An authentication strength.
#[derive(Clone, Debug)]
enum Strength {
    Multifactor,
    Passwordless,
    PhishingResistant,
    /// The combinations that one of the organization's own allows.
    Own(Vec<String>),
}

/// Whether something that is asked for is there.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Verdict {
    Met,
    /// Another sign-in may meet it; the name of the control.
    Stronger(&'static str),
    /// Nothing that happens here meets it; the name of the control.
    Refused(&'static str),
}

/// Reads what is asked for; it has to be something.
pub(super) fn read(node: &Node<'_>) -> Result<Grant, Unreadable> {
    node.only(&[
        "authenticationStrength",
        "builtInControls",
        "customAuthenticationFactors",
        "operator",
        "termsOfUse",
    ])?;
    let mut controls = Vec::new();
    for item in node.member("builtInControls").items()? {
        controls.push(match item.text()? {
            "block" => Control::Block,
            "mfa" => Control::Multifactor,
            name => match ELSEWHERE.iter().find(|known| **known == name) {
                Some(known) => Control::Elsewhere(known),
                None => return Err(item.is(Reason::Unknown)),
            },
        });
    }
    for name in ["customAuthenticationFactors", "termsOfUse"] {
        if !node.member(name).texts()?.is_empty() {
            controls.push(Control::Elsewhere(name));
        }
    }
    let strength = node.member("authenticationStrength");
    if !strength.is_empty() {
        controls.push(Control::Strength(read_strength(&strength)?));
    }
    let operator = node.member("operator");
    let is_any = match operator.text() {
        Ok("OR") => true,
        Ok("AND") => false,
        Ok(_) => return Err(operator.is(Reason::Malformed)),
        Err(_) if controls.len() == 1 => true,
        Err(fault) => return Err(fault),
    };
    if controls.is_empty() {
        return Err(node.member("builtInControls").is(Reason::Missing));
    }
    Ok(Grant { is_any, controls })
}

fn read_strength(node: &Node<'_>) -> Result<Strength, Unreadable> {
    let id = node.member("id");
    // The ids of the three that every directory has.
    Ok(match id.text()?.strip_prefix("00000000-0000-0000-0000-00000000000") {
        Some("2") => Strength::Multifactor,
        Some("3") => Strength::Passwordless,
        Some("4") => Strength::PhishingResistant,
        _ => {
            // They restrict a combination further, for example to some models.
            let further = node.member("combinationConfigurations");
            if !further.is_empty() {
                return Err(further.is(Reason::Unknown));
            }
            let allowed = node.member("allowedCombinations");
            if allowed.is_empty() {
                return Err(allowed.is(Reason::Missing));
            }
            Strength::Own(allowed.texts()?.into_iter().map(str::to_owned).collect())
        }
    })
}

impl Grant {
    /// Whether someone who signed in so has what is asked for; null is not known.
    pub(super) fn judge(&self, methods: &Value) -> Verdict {
        let is_block = |control: &Control| matches!(control, Control::Block);
        if self.controls.iter().any(is_block) {
            return Verdict::Refused("block");
        }
        let judged = self.controls.iter().map(|control| control.judge(methods));
        let whole = if self.is_any { judged.min() } else { judged.max() };
        whole.unwrap_or(Verdict::Refused("block"))
    }
}

impl Control {
    fn judge(&self, methods: &Value) -> Verdict {
        let (is_met, name) = match self {
            Self::Block => return Verdict::Refused("block"),
            Self::Elsewhere(name) => return Verdict::Refused(name),
            Self::Multifactor => (is_multifactor(methods), "mfa"),
            Self::Strength(strength) => (strength.is_met(methods), "authenticationStrength"),
        };
        if is_met { Verdict::Met } else { Verdict::Stronger(name) }
    }
}

impl Strength {
    fn is_met(&self, methods: &Value) -> bool {
        match self {
            Self::Multifactor => is_multifactor(methods),
            Self::Passwordless | Self::PhishingResistant => has(methods, "fido"),
            // Only what a sign-in surely was: every combination that it may have been is allowed.
            Self::Own(allowed) => combinations(methods).is_some_and(|possible| {
                possible.iter().all(|name| allowed.iter().any(|it| it == name))
            }),
        }
    }
}

/// The combinations that a sign-in may have been, where its methods tell.
fn combinations(methods: &Value) -> Option<&'static [&'static str]> {
    if has(methods, "fido") {
        Some(&["fido2"])
    } else if is_multifactor(methods) && has(methods, "otp") && !has(methods, "pwd") {
        Some(&["temporaryAccessPassOneTime", "temporaryAccessPassMultiUse"])
    } else {
        None
    }
}

fn is_multifactor(methods: &Value) -> bool {
    has(methods, "mfa") || has(methods, "fido")
}

fn has(listed: &Value, name: &str) -> bool {
    listed.as_array().is_some_and(|listed| listed.iter().any(|other| other == name))
}

/// `conditionalAccessGrantControl`, what nothing here can show.
const ELSEWHERE: &[&str] = &[
    "approvedApplication",
    "compliantApplication",
    "compliantDevice",
    "domainJoinedDevice",
    "passwordChange",
    "riskRemediation",
];
