//! What can go wrong when an account is added in Microsoft Authenticator, and what came of it in plain words.

use serde::{Deserialize, Serialize};

/// What goes wrong, by choice. The names are those of the form, of the switch and of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneFault {
    /// A personal account is added instead of the work account: the directory hears nothing.
    AnotherAccount,
    /// Everything works, and the directory lists the new entry after a while.
    Late,
    /// The person signs in, and closes the app before it has registered anything.
    NeverFinished,
    /// The app makes a passkey and does not register itself.
    PasskeyInstead,
    /// The number that the app asks for at the end is mistyped, and the app stops.
    WrongNumber,
}

impl PhoneFault {
    /// All of them, in the order of the page.
    pub(crate) const ALL: [Self; 5] = [
        Self::NeverFinished,
        Self::AnotherAccount,
        Self::WrongNumber,
        Self::Late,
        Self::PasskeyInstead,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AnotherAccount => "anotherAccount",
            Self::Late => "late",
            Self::NeverFinished => "neverFinished",
            Self::PasskeyInstead => "passkeyInstead",
            Self::WrongNumber => "wrongNumber",
        }
    }

    /// The choice on the page.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::AnotherAccount => "A personal account is added instead",
            Self::Late => "It works, and the directory shows it later",
            Self::NeverFinished => "The app is closed before it is finished",
            Self::PasskeyInstead => "A passkey in the app is made instead",
            Self::WrongNumber => "The number does not match",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

/// What came of adding an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "happened")]
pub(crate) enum Happened {
    AlreadyRegistered,
    AnotherAccount {
        account: String,
    },
    NeverFinished,
    /// The app was registered before, and made a passkey now.
    PasskeyAdded,
    PasskeyInstead,
    /// The organization offers no passkeys, and nothing else was wanted.
    PasskeyRefused,
    Registered {
        has_passkey: bool,
        /// Seconds until the directory lists it.
        listed_after: u32,
    },
    TooManyAuthenticators,
    TooManyPasskeys,
    WrongNumber,
}

impl Happened {
    pub(crate) fn words(&self) -> String {
        let text = match self {
            Self::AlreadyRegistered => "The account was on this phone already. Nothing changed.",
            Self::AnotherAccount { account } => {
                return format!(
                    "The personal account {account} was added, not the work account. Your organization sees nothing \
                     of it, and the pass was not used."
                );
            }
            Self::NeverFinished => {
                "You signed in, and the app was closed before it was finished. Nothing was registered; a one-time pass \
                 is used up."
            }
            Self::PasskeyAdded => "A passkey was made in the app.",
            Self::PasskeyInstead => {
                "A passkey was made in the app. Microsoft Authenticator itself was not registered."
            }
            Self::PasskeyRefused => {
                "Your organization does not offer passkeys. Nothing was registered."
            }
            Self::Registered { has_passkey, listed_after } => {
                let what = if *has_passkey {
                    "Microsoft Authenticator was registered, with a passkey in the app."
                } else {
                    "Microsoft Authenticator was registered."
                };
                return if *listed_after == 0 {
                    what.to_owned()
                } else {
                    format!("{what} The directory lists it after {listed_after} seconds.")
                };
            }
            Self::TooManyAuthenticators => {
                "You have five registrations of the app already. Remove one in Security info."
            }
            Self::TooManyPasskeys => "You have ten passkeys already. Remove one in Security info.",
            Self::WrongNumber => {
                "The number did not match, and the app stopped. Nothing was registered; a one-time pass is used up."
            }
        };
        text.to_owned()
    }
}
