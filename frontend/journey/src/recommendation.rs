//! Which way to sign in to add next, a passkey or Microsoft Authenticator, and why.
//!
//! One rule over the device, what is registered, what was refused and the kind of pass. The other
//! way is never more than one click away.

use contract::{
    AuthenticationMethod, Factor, MethodKind, Overview, Pass, PassUsability, ProblemCode, Timestamp,
};

use crate::{Browser, Fault};

/// A way to sign in that can be added here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// A passkey, in this page or on the directory's own.
    Passkey,
    /// Microsoft Authenticator, on a phone.
    Authenticator,
}

/// Why a way is recommended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// A passkey is the best there is, and nothing is known of this device.
    BestThereIs,
    /// This device keeps a passkey itself, behind a face, a finger or a PIN.
    KeptByThisDevice,
    /// This device keeps none; a phone or a security key does.
    KeptElsewhere,
    /// The pass worked once, and Authenticator would ask for it again.
    PassUsedUp,
    /// What is registered comes after a password.
    WithoutPassword,
    /// A passkey is registered, and whoever loses its device needs another.
    SecondPasskey,
    /// A passkey is registered, and whoever loses its device has a phone and knows the password.
    SecondDevice,
    /// This browser makes no passkeys, as in a web view inside another app.
    NoPasskeysHere,
    /// The directory has refused a passkey in this visit.
    PasskeyRefused,
    /// The directory's own page would send the person on this phone to the app.
    AppOnThisPhone,
}

impl Reason {
    /// The reason that applies to this person in this browser. `is_refused` says that the directory
    /// has refused them a passkey in this visit.
    #[must_use]
    pub fn of(overview: &Overview, browser: &Browser, is_refused: bool) -> Self {
        if !browser.makes_passkeys {
            return Self::NoPasskeysHere;
        }
        if is_refused {
            return Self::PasskeyRefused;
        }
        if has(overview, |method| method.factor == Factor::Alone) {
            // The app comes after the password.
            let is_useful =
                overview.knows_password == Some(true) && !has(overview, is_in_authenticator);
            return if is_useful { Self::SecondDevice } else { Self::SecondPasskey };
        }
        if overview.pass.as_ref().is_some_and(Pass::is_used_up) {
            return Self::PassUsedUp;
        }
        if has(overview, |method| method.factor == Factor::AfterPassword) {
            return Self::WithoutPassword;
        }
        if overview.is_handed_off && browser.is_on_phone && !has(overview, is_in_authenticator) {
            return Self::AppOnThisPhone;
        }
        match browser.keeps_passkeys {
            None => Self::BestThereIs,
            Some(true) => Self::KeptByThisDevice,
            Some(false) => Self::KeptElsewhere,
        }
    }

    /// The way that it speaks for.
    #[must_use]
    pub const fn way(self) -> Way {
        match self {
            Self::BestThereIs
            | Self::KeptByThisDevice
            | Self::KeptElsewhere
            | Self::PassUsedUp
            | Self::WithoutPassword
            | Self::SecondPasskey => Way::Passkey,
            Self::SecondDevice
            | Self::NoPasskeysHere
            | Self::PasskeyRefused
            | Self::AppOnThisPhone => Way::Authenticator,
        }
    }

    /// The catalog key of its words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::BestThereIs => "way.best",
            Self::KeptByThisDevice => "way.this-device",
            Self::KeptElsewhere => "way.elsewhere",
            Self::PassUsedUp => "way.used-up",
            Self::WithoutPassword => "way.without-password",
            Self::SecondPasskey => "way.second-passkey",
            Self::SecondDevice => "way.second-device",
            Self::NoPasskeysHere => "way.no-passkeys",
            Self::PasskeyRefused => "way.refused",
            Self::AppOnThisPhone => "way.app",
        }
    }
}

/// Whether Authenticator is left where a passkey cannot be added for this reason: it needs neither this
/// browser nor this device, but time.
#[must_use]
pub fn leaves_authenticator(fault: &Fault) -> bool {
    fault.code() != Some(ProblemCode::RegistrationWindowOver)
}

/// Whether Authenticator is another choice beside a passkey: it is not there yet, and the pass that it asks
/// for can be typed once more.
#[must_use]
pub fn can_add_authenticator(overview: &Overview, now: Timestamp) -> bool {
    has_usable_pass(overview, now) && !has_authenticator(overview)
}

/// Whether Authenticator is registered, and in the person's hands.
#[must_use]
pub fn has_authenticator(overview: &Overview) -> bool {
    has(overview, is_in_authenticator)
}

/// Whether the person can sign in on another device: with the pass, with a password that they say they
/// know, or with something that starts a sign-in.
#[must_use]
pub fn can_sign_in_elsewhere(overview: &Overview, now: Timestamp) -> bool {
    overview.knows_password == Some(true)
        || has_usable_pass(overview, now)
        || has(overview, |method| method.factor == Factor::Alone)
}

/// Whether one of the methods in the person's hands is such a method. What may all be on a lost device
/// counts for nothing.
fn has(overview: &Overview, is_such: fn(&AuthenticationMethod) -> bool) -> bool {
    overview.is_proved
        && overview.methods.iter().any(|method| method.state.lasts() && is_such(method))
}

/// Whether the pass can be typed once more.
fn has_usable_pass(overview: &Overview, now: Timestamp) -> bool {
    overview.pass.as_ref().is_some_and(|pass| {
        pass.usability == PassUsability::Usable && !pass.is_used_up() && now < pass.ends_at
    })
}

fn is_in_authenticator(method: &AuthenticationMethod) -> bool {
    method.kind == MethodKind::MicrosoftAuthenticator || method.is_passkey_in_authenticator()
}

#[cfg(test)]
mod tests;
