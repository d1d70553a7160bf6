//! The kinds of state and of event. A new one does not compile until it has a name.

use crate::{
    Event, Screen, State, Task,
    authenticator::Authenticator,
    overview,
    overview::Refresh,
    pass,
    pass::Retirement,
    proof, recovery,
    recovery::Page,
    registration,
    registration::{Options, Registration},
    removal,
    removal::Removal,
    sign_in,
    sign_in::Reason,
    watch,
};

/// The kind of a state.
pub(super) fn kind(state: &State) -> &'static str {
    let signed_in = match &state.screen {
        Screen::Failed(_) => return "failed",
        Screen::Welcome(welcome) => {
            return match welcome.reason {
                Reason::Arrived => "welcome",
                Reason::SignedOut => "signed-out",
                Reason::PassRetired { .. } => "pass-retired",
                Reason::SignOutDue { .. } => "sign-out-due",
                Reason::Expired => "expired",
                Reason::PassOver => "pass-over",
                Reason::Failed(_) => "sign-in-failed",
            };
        }
        Screen::SignedIn(signed_in) => signed_in,
    };
    match &signed_in.task {
        Task::Overview => match signed_in.refresh {
            Refresh::Idle => "overview",
            Refresh::Reading(_) => "overview-reading",
            Refresh::Failed(_) => "overview-failed",
        },
        Task::Registration(flow) => match &**flow {
            Registration::StepUp { .. } => "registration-step-up",
            Registration::HandOff(_) => "hand-off",
            Registration::Naming(naming) => match naming.options {
                Options::Unasked => "naming-unasked",
                Options::Asked(_) => "naming-asked",
                Options::Ready(_) => "naming-ready",
                Options::Failed => "naming-failed",
            },
            Registration::InCeremony { .. } => "in-ceremony",
            Registration::Saving(_) => "saving",
            Registration::Unsaved { .. } => "unsaved",
            Registration::Saved { proof, .. } => match proof.step {
                proof::Step::Unavailable => "saved",
                proof::Step::BySignIn => "proof-by-sign-in",
                proof::Step::Asked(_) => "proof-asked",
                proof::Step::Ready(_) => "proof-ready",
                proof::Step::Failed => "proof-failed",
                proof::Step::InCeremony { .. } => "proof-in-ceremony",
                proof::Step::Checking(_) => "proof-checking",
                proof::Step::Proved => "proved",
            },
            Registration::Stopped { .. } => "registration-stopped",
        },
        Task::Authenticator(flow) => match flow {
            Authenticator::Installing => "authenticator-installing",
            Authenticator::OnThePage(_) => "authenticator-on-the-page",
            Authenticator::InTheApp(_) => "authenticator-in-the-app",
            Authenticator::StepUp => "authenticator-step-up",
            Authenticator::Added { .. } => "authenticator-added",
        },
        Task::Removal(flow) => match &**flow {
            Removal::Missing => "removal-missing",
            Removal::Refused { .. } => "removal-refused",
            Removal::StepUp { .. } => "removal-step-up",
            Removal::Confirming { .. } => "removal-confirming",
            Removal::Removing { .. } => "removal-removing",
        },
        Task::Recovery(flow) => match (&flow.page, flow.attempt) {
            (Page::Asking { .. }, None) => "recovery-asking",
            (Page::Asking { .. }, Some(_)) => "recovery-telling",
            (Page::Steps { .. }, None) => "recovery-steps",
            (Page::Steps { .. }, Some(_)) => "recovery-at-work",
            (Page::StepUp, _) => "recovery-step-up",
        },
        Task::Retirement(flow) => match flow {
            Retirement::NoPass => "retirement-no-pass",
            Retirement::Needed => "retirement-needed",
            Retirement::StepUp => "retirement-step-up",
            Retirement::Confirming { .. } => "retirement-confirming",
            Retirement::Retiring { .. } => "retirement-retiring",
        },
        Task::Missing => "missing",
    }
}

/// The kind of an event.
pub(super) const fn name(event: &Event) -> &'static str {
    match event {
        Event::Ticked(_) => "ticked",
        Event::Resumed(_) => "resumed",
        Event::BrowserProbed(_) => "browser-probed",
        Event::ClockDoubted => "clock-doubted",
        Event::Waited { .. } => "waited",
        Event::LinkFollowed(_) => "link-followed",
        Event::HistoryMoved(_) => "history-moved",
        Event::ReloadChosen => "reload-chosen",
        Event::CopyChosen(_) => "copy-chosen",
        Event::SignIn(event) => match event {
            sign_in::Event::AccountTyped(_) => "account-typed",
            sign_in::Event::Submitted(_) => "submitted",
        },
        Event::Overview(event) => match event {
            overview::Event::RefreshChosen => "refresh-chosen",
            overview::Event::Read { .. } => "read",
            overview::Event::PasswordAnswered { .. } => "password-answered",
            overview::Event::PasswordNoted { .. } => "password-noted",
        },
        Event::Registration(event) => match event {
            registration::Event::NameTyped(_) => "name-typed",
            registration::Event::Confirmed => "registration-confirmed",
            registration::Event::CeremonyCancelled => "ceremony-cancelled",
            registration::Event::Retried => "retried",
            registration::Event::AnotherChosen => "another-chosen",
            registration::Event::Begun { .. } => "registration-begun",
            registration::Event::CredentialCreated { .. } => "credential-created",
            registration::Event::Finished { .. } => "registration-finished",
            registration::Event::HandedOff { .. } => "handed-off",
        },
        Event::Proof(event) => match event {
            proof::Event::Begun { .. } => "proof-begun",
            proof::Event::Tried => "tried",
            proof::Event::CeremonyCancelled => "proof-cancelled",
            proof::Event::Signed { .. } => "signed",
            proof::Event::Finished { .. } => "proof-finished",
        },
        Event::Watch(event) => match event {
            watch::Event::Opened => "opened",
            watch::Event::FinishedChosen => "finished-chosen",
            watch::Event::Looked { .. } => "looked",
        },
        Event::Removal(event) => match event {
            removal::Event::Confirmed => "removal-confirmed",
            removal::Event::Removed { .. } => "removed",
        },
        Event::Recovery(event) => match event {
            recovery::Event::LossChosen(_) => "loss-chosen",
            recovery::Event::Marked(_) => "marked",
            recovery::Event::Told => "told",
            recovery::Event::Begun { .. } => "recovery-begun",
            recovery::Event::RemovalConfirmed => "lost-removal-confirmed",
            recovery::Event::Removed { .. } => "lost-removed",
            recovery::Event::RetoldChosen => "retold-chosen",
            recovery::Event::EndChosen => "end-chosen",
            recovery::Event::Ended { .. } => "recovery-ended",
        },
        Event::Retirement(event) => match event {
            pass::Event::Confirmed => "retirement-confirmed",
            pass::Event::Retired { .. } => "retired",
        },
    }
}
