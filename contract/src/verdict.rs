//! Whether a person can sign in tomorrow: one rule over what the edge says of each method, which the
//! edge guards with and the app shows.

use crate::{AuthenticationMethod, DeviceKey, Factor, MethodState, Overview};

/// Whether a person can sign in tomorrow, from worst to best.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// No: nothing that is left starts a sign-in or follows a password that they know.
    No,
    /// Yes, if they know their password: what is left comes after it.
    WithPassword,
    /// Yes: something that is left starts a sign-in by itself.
    Yes,
}

impl Verdict {
    /// The verdict on someone who has these methods. `knows_password` is what they said of their
    /// password, if they were asked. A method that is being removed does not count.
    pub fn on<'a>(
        methods: impl Iterator<Item = &'a AuthenticationMethod>,
        knows_password: Option<bool>,
    ) -> Self {
        methods
            .filter(|method| method.state.lasts())
            .map(|method| match method.factor {
                Factor::Alone => Self::Yes,
                Factor::AfterPassword if knows_password != Some(false) => Self::WithPassword,
                Factor::AfterPassword | Factor::ResetOnly | Factor::Neither => Self::No,
            })
            .max()
            .unwrap_or(Self::No)
    }
}

impl MethodState {
    /// Whether a method in this state can be counted on tomorrow, as far as anybody knows.
    #[must_use]
    pub const fn lasts(self) -> bool {
        match self {
            Self::Listed | Self::Appearing => true,
            Self::Doubtful | Self::Lost | Self::BeingRemoved => false,
        }
    }
}

impl Overview {
    /// Whether the person can sign in tomorrow with what is registered.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict::on(self.methods.iter(), self.knows_password)
    }

    /// The same when one device is lost, whichever that is: the worst case.
    #[must_use]
    pub fn verdict_with_a_device_lost(&self) -> Verdict {
        let devices = self.methods.iter().filter_map(|method| method.device.as_ref());
        devices
            .map(|device| self.verdict_without_device(device))
            .min()
            .unwrap_or_else(|| self.verdict())
    }

    /// The same without everything that is on this device.
    #[must_use]
    pub fn verdict_without_device(&self, device: &DeviceKey) -> Verdict {
        let elsewhere = self.methods.iter().filter(|method| method.device.as_ref() != Some(device));
        Verdict::on(elsewhere, self.knows_password)
    }

    /// The method that the verdict rests on: the first of those that are good enough for it.
    #[must_use]
    pub fn way_in(&self) -> Option<&AuthenticationMethod> {
        let factor = match self.verdict() {
            Verdict::Yes => Factor::Alone,
            Verdict::WithPassword => Factor::AfterPassword,
            Verdict::No => return None,
        };
        self.methods.iter().find(|method| method.factor == factor && method.state.lasts())
    }
}

#[cfg(test)]
mod tests;
