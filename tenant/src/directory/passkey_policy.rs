//! The passkey policy: who may register, and which passkeys. Checked after the ceremony, as the directory does.

use super::{
    method::Passkey,
    person::Person,
    target::{Target, Targets},
};

/// `fido2AuthenticationMethodConfiguration`.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct PasskeyPolicy {
    pub(crate) is_enabled: bool,
    /// Whether people may register passkeys themselves; without it nobody can.
    pub(crate) is_self_service_allowed: bool,
    /// Applies where there are no profiles.
    pub(crate) is_attestation_enforced: bool,
    pub(crate) key_restrictions: KeyRestrictions,
    pub(crate) default_profile: Option<String>,
    /// At most three; a passkey is accepted if it meets one of the profiles assigned to its person.
    pub(crate) profiles: Vec<PasskeyProfile>,
    pub(crate) targets: Targets,
}

/// `passkeyProfile`.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct PasskeyProfile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) allows_device_bound: bool,
    pub(crate) allows_synced: bool,
    pub(crate) is_attestation_enforced: bool,
    pub(crate) key_restrictions: KeyRestrictions,
}

/// `fido2KeyRestrictions`: a list of authenticator models.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct KeyRestrictions {
    pub(crate) is_enforced: bool,
    pub(crate) list: RestrictionList,
    /// Lower case.
    pub(crate) aa_guids: Vec<String>,
}

/// `enforcementType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum RestrictionList {
    Allow,
    Block,
}

/// Why the policy refuses a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PasskeyRefusal {
    AttestationMissing,
    ModelNotAllowed,
    TypeNotAllowed,
}

impl PasskeyRefusal {
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::AttestationMissing => {
                "The attestation of the passkey could not be verified, and the passkey policy enforces attestation."
            }
            Self::ModelNotAllowed => {
                "The AAGUID of the passkey is not allowed by the key restrictions of the passkey policy."
            }
            Self::TypeNotAllowed => {
                "The type of the passkey (device-bound or synced) is not allowed by the passkey policy."
            }
        }
    }
}

impl Default for PasskeyPolicy {
    fn default() -> Self {
        Self {
            is_enabled: true,
            is_self_service_allowed: true,
            is_attestation_enforced: false,
            key_restrictions: KeyRestrictions::default(),
            default_profile: None,
            profiles: Vec::new(),
            targets: Targets::everyone_but(None),
        }
    }
}

impl Default for KeyRestrictions {
    fn default() -> Self {
        Self { is_enforced: false, list: RestrictionList::Allow, aa_guids: Vec::new() }
    }
}

impl PasskeyPolicy {
    /// The policy of a person who may use one model of security key only.
    pub(crate) fn strict() -> Self {
        Self {
            key_restrictions: KeyRestrictions {
                is_enforced: true,
                list: RestrictionList::Allow,
                aa_guids: vec!["2fc0579f-8113-47ea-b116-555a8db9202a".to_owned()],
            },
            ..Self::default()
        }
    }

    /// Whether the policy accepts a passkey of a person whom it includes.
    pub(crate) fn judge(&self, person: &Person, passkey: &Passkey) -> Result<(), PasskeyRefusal> {
        if self.profiles.is_empty() {
            return judge_pieces(
                passkey,
                true,
                self.is_attestation_enforced,
                &self.key_restrictions,
            );
        }
        let mut refusal = PasskeyRefusal::TypeNotAllowed;
        for profile in self.profiles_of(person) {
            match profile.judge(passkey) {
                Ok(()) => return Ok(()),
                Err(reason) => refusal = reason,
            }
        }
        Err(refusal)
    }

    fn profiles_of<'policy>(
        &'policy self,
        person: &Person,
    ) -> impl Iterator<Item = &'policy PasskeyProfile> {
        let targets: Vec<&Target> =
            self.targets.included.iter().filter(|target| target.is_met_by(person)).collect();
        self.profiles.iter().filter(move |profile| {
            targets.iter().any(|target| {
                target.profiles.contains(&profile.id)
                    || (target.profiles.is_empty()
                        && self
                            .default_profile
                            .as_ref()
                            .is_none_or(|default| *default == profile.id))
            })
        })
    }
}

impl PasskeyProfile {
    fn judge(&self, passkey: &Passkey) -> Result<(), PasskeyRefusal> {
        let is_type_allowed =
            if passkey.is_synced { self.allows_synced } else { self.allows_device_bound };
        judge_pieces(passkey, is_type_allowed, self.is_attestation_enforced, &self.key_restrictions)
    }
}

fn judge_pieces(
    passkey: &Passkey,
    is_type_allowed: bool,
    is_attestation_enforced: bool,
    restrictions: &KeyRestrictions,
) -> Result<(), PasskeyRefusal> {
    if !is_type_allowed {
        return Err(PasskeyRefusal::TypeNotAllowed);
    }
    if is_attestation_enforced && !passkey.is_attested {
        return Err(PasskeyRefusal::AttestationMissing);
    }
    let is_listed = restrictions.aa_guids.contains(&passkey.aa_guid);
    let is_allowed = match restrictions.list {
        RestrictionList::Allow => is_listed,
        RestrictionList::Block => !is_listed,
    };
    if restrictions.is_enforced && !is_allowed {
        return Err(PasskeyRefusal::ModelNotAllowed);
    }
    Ok(())
}
