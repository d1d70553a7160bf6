//! The directory roles that concern security info, and whose methods each may read and change.

/// A built-in role of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Role {
    AuthenticationAdministrator,
    AuthenticationPolicyAdministrator,
    ConditionalAccessAdministrator,
    GlobalAdministrator,
    GlobalReader,
    PrivilegedAuthenticationAdministrator,
    SecurityReader,
}

impl Role {
    /// The id of the role's template; the same in every tenant, and the value in the `wids` claim.
    pub(crate) const fn template_id(self) -> &'static str {
        match self {
            Self::AuthenticationAdministrator => "c4e39bd9-1100-46d3-8c65-fb160da0071f",
            Self::AuthenticationPolicyAdministrator => "0526716b-113d-4c15-b2c8-68e3c22b9f80",
            Self::ConditionalAccessAdministrator => "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
            Self::GlobalAdministrator => "62e90394-69f5-4237-9190-012177145e10",
            Self::GlobalReader => "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
            Self::PrivilegedAuthenticationAdministrator => "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
            Self::SecurityReader => "5d6b6bb7-de71-4623-b4af-96380a352509",
        }
    }

    /// Whether the role may change the methods of someone else.
    pub(crate) const fn changes_methods(self, of: Standing) -> bool {
        match self {
            Self::GlobalAdministrator | Self::PrivilegedAuthenticationAdministrator => true,
            Self::AuthenticationAdministrator => matches!(of, Standing::Member),
            Self::AuthenticationPolicyAdministrator
            | Self::ConditionalAccessAdministrator
            | Self::GlobalReader
            | Self::SecurityReader => false,
        }
    }

    /// Whether the role may read the methods of someone else.
    pub(crate) const fn reads_methods(self, of: Standing) -> bool {
        self.changes_methods(of) || matches!(self, Self::GlobalReader)
    }

    pub(crate) const fn changes_policies(self) -> bool {
        matches!(self, Self::AuthenticationPolicyAdministrator | Self::GlobalAdministrator)
    }

    /// Whether the role may change Conditional Access policies and named locations.
    pub(crate) const fn changes_conditional_access(self) -> bool {
        matches!(self, Self::ConditionalAccessAdministrator | Self::GlobalAdministrator)
    }

    /// Whether the role may read Conditional Access policies and what came of them in the sign-in log.
    pub(crate) const fn reads_conditional_access(self) -> bool {
        self.changes_conditional_access()
            || matches!(self, Self::GlobalReader | Self::SecurityReader)
    }

    pub(crate) const fn reads_policies(self) -> bool {
        self.changes_policies() || matches!(self, Self::GlobalReader)
    }
}

/// Whether a person holds any role: some administrators may not manage others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Administrator,
    Member,
}
