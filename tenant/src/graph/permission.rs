//! The permissions of Graph: which of them allow an operation, for oneself and for others.

use crate::directory::collection::Collection;

/// What an operation needs of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// Creation options; no broad permission covers them.
    BeginPasskey,
    /// A new pass, for someone else.
    IssuePass,
    /// The default method, for someone else.
    Preferences,
    /// `User.Read` and above.
    Profile,
    Read(Collection),
    /// The list of all kinds; no fine-grained permission covers it.
    ReadAll,
    ReadPolicies,
    RevokeSessions,
    Write(Collection),
    WritePolicies,
}

/// Whose objects a permission is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Own,
    Others,
}

impl Permission {
    /// The permissions of which any one suffices.
    pub(crate) fn names(self, reach: Reach) -> Vec<String> {
        let fixed = |names: &[&str]| names.iter().copied().map(String::from).collect();
        match self {
            Self::Profile => {
                let mut names: Vec<String> =
                    fixed(&["User.Read.All", "User.ReadBasic.All", "Directory.Read.All"]);
                if reach == Reach::Own {
                    names.extend(["User.Read", "User.ReadWrite"].map(String::from));
                }
                names
            }
            Self::ReadPolicies => fixed(&[
                "Policy.Read.AuthenticationMethod",
                "Policy.Read.All",
                "Policy.ReadWrite.AuthenticationMethod",
            ]),
            Self::WritePolicies => fixed(&["Policy.ReadWrite.AuthenticationMethod"]),
            Self::RevokeSessions => {
                fixed(&["User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"])
            }
            Self::BeginPasskey => with_all(reach, vec![fine(Collection::Fido2, "ReadWrite")]),
            Self::IssuePass => with_all(
                reach,
                vec![broad("ReadWrite"), fine(Collection::TemporaryAccessPass, "ReadWrite")],
            ),
            Self::Preferences => with_all(reach, vec![broad("ReadWrite")]),
            Self::ReadAll => with_all(reach, vec![broad("Read"), broad("ReadWrite")]),
            Self::Read(collection) => with_all(
                reach,
                vec![
                    broad("Read"),
                    broad("ReadWrite"),
                    fine(collection, "Read"),
                    fine(collection, "ReadWrite"),
                ],
            ),
            Self::Write(collection) => {
                with_all(reach, vec![broad("ReadWrite"), fine(collection, "ReadWrite")])
            }
        }
    }

    /// Whether the operation only reads.
    pub(crate) const fn is_reading(self) -> bool {
        matches!(self, Self::Profile | Self::Read(_) | Self::ReadAll | Self::ReadPolicies)
    }
}

fn broad(form: &str) -> String {
    format!("UserAuthenticationMethod.{form}")
}

fn fine(collection: Collection, form: &str) -> String {
    format!("UserAuthMethod-{}.{form}", collection.permission_family())
}

/// Others' objects need the form that ends in `.All`; it covers one's own as well.
fn with_all(reach: Reach, names: Vec<String>) -> Vec<String> {
    let all: Vec<String> = names.iter().map(|name| format!("{name}.All")).collect();
    match reach {
        Reach::Own => [names, all].concat(),
        Reach::Others => all,
    }
}
