//! Every step of every flow has a screen, so that whatever looks at all screens looks at all steps.
//!
//! Each list is the match that reads it: a new step does not compile before it stands there.

use std::collections::BTreeSet;

use contract::AccountFault;
use journey::{
    CeremonyFault, Fault, Scene, Screen, State, Task,
    authenticator::Authenticator,
    overview::{Flash, Refresh},
    pass::Retirement,
    proof,
    recovery::{Page, Step},
    registration::{NameCheck, Options, Registration},
    removal::{Refusal, Removal},
    sign_in::{AccountCheck, Reason, Submission},
    watch::{Awaited, Watch, Watcher},
};

use crate::all;

/// What the values of a type are called, and all that there are.
macro_rules! steps {
    ($name:ident, $all:ident, $type:ty: $($step:pat),+ $(,)?) => {
        const fn $name(step: &$type) -> &'static str {
            match step { $($step => stringify!($step),)+ }
        }
        const $all: &[&str] = &[$(stringify!($step)),+];
    };
}

/// Fails where one of these steps is on no screen.
fn each_is_shown(steps: &[&'static str], step: impl Fn(&State) -> Option<&'static str>) {
    let shown: BTreeSet<_> = all().iter().filter_map(|screen| step(&screen.state)).collect();
    let missing: Vec<_> = steps.iter().filter(|step| !shown.contains(*step)).collect();
    assert!(missing.is_empty(), "on no screen: {missing:?}");
}

fn task(state: &State) -> Option<&Task> {
    match &state.screen {
        Screen::SignedIn(signed_in) => Some(&signed_in.task),
        Screen::Welcome(_) | Screen::Failed(_) => None,
    }
}

fn registration(state: &State) -> Option<&Registration> {
    if let Some(Task::Registration(flow)) = task(state) { Some(flow) } else { None }
}

fn recovery(state: &State) -> Option<&journey::recovery::Recovery> {
    if let Some(Task::Recovery(flow)) = task(state) { Some(flow) } else { None }
}

fn watcher(state: &State) -> Option<&Watcher> {
    match task(state)? {
        Task::Registration(flow) => match &**flow {
            Registration::HandOff(watcher) => Some(watcher),
            _ => None,
        },
        Task::Authenticator(Authenticator::InTheApp(it) | Authenticator::OnThePage(it)) => Some(it),
        _ => None,
    }
}

steps!(scene, SCENES, Scene:
    Scene::Welcome, Scene::SignedOut, Scene::PassRetired, Scene::Expired, Scene::PassOver,
    Scene::SignInFailed, Scene::Failed, Scene::StepUp, Scene::Overview, Scene::RegistrationStepUp,
    Scene::HandOff, Scene::OtherDevice, Scene::Naming, Scene::InCeremony, Scene::Saving,
    Scene::Unsaved, Scene::Saved, Scene::Proving, Scene::CheckingProof, Scene::Proved,
    Scene::RegistrationStopped, Scene::InstallingAuthenticator, Scene::AuthenticatorOnThePage,
    Scene::AuthenticatorInTheApp, Scene::AuthenticatorStepUp, Scene::AuthenticatorAdded,
    Scene::RemovalMissing, Scene::RemovalRefused, Scene::RemovalStepUp, Scene::RemovalConfirming,
    Scene::RecoveryAsking, Scene::RecoverySteps, Scene::RecoveryStepUp, Scene::NoPass,
    Scene::PassNeeded, Scene::RetirementStepUp, Scene::RetirementConfirming, Scene::Missing,
);

#[test]
fn every_scene_has_a_screen() {
    each_is_shown(SCENES, |state| Some(scene(&state.scene())));
}

steps!(ceremony, CEREMONIES, CeremonyFault:
    CeremonyFault::Declined, CeremonyFault::TimedOut, CeremonyFault::RefusedAtOnce,
    CeremonyFault::Hidden,
    CeremonyFault::AlreadyRegistered, CeremonyFault::Pending, CeremonyFault::NoAuthenticator,
    CeremonyFault::AuthenticatorUnsuitable, CeremonyFault::RelyingPartyMismatch,
    CeremonyFault::BrowserUnsupported, CeremonyFault::Unreadable, CeremonyFault::TooLate,
    CeremonyFault::Unexplained(_),
);

#[test]
fn every_fault_of_a_ceremony_has_a_screen() {
    each_is_shown(CEREMONIES, |state| {
        match registration(state)? {
            Registration::Naming(naming) => Some(&naming.failure.as_ref()?.fault),
            Registration::Stopped { failure } => Some(&failure.fault),
            _ => None,
        }
        .and_then(|fault| {
            if let Fault::Ceremony(fault) = fault { Some(ceremony(fault)) } else { None }
        })
    });
}

steps!(reason, REASONS, Reason:
    Reason::Arrived, Reason::SignedOut, Reason::PassRetired { .. },
    Reason::SignOutDue { .. }, Reason::Expired,
    Reason::PassOver, Reason::Failed(_),
);
steps!(account, ACCOUNTS, AccountCheck:
    AccountCheck::Unchecked, AccountCheck::Faulty(AccountFault::Empty),
    AccountCheck::Faulty(AccountFault::OddLetter(_)), AccountCheck::Faulty(AccountFault::Misshapen),
    AccountCheck::Faulty(AccountFault::TooLong),
);
steps!(submission, SUBMISSIONS, Submission: Submission::Idle, Submission::Leaving);

#[test]
fn every_step_of_a_sign_in_has_a_screen() {
    let welcome = |state: &State| match &state.screen {
        Screen::Welcome(welcome) => Some(welcome.clone()),
        Screen::SignedIn(_) | Screen::Failed(_) => None,
    };
    each_is_shown(REASONS, |state| welcome(state).map(|it| reason(&it.reason)));
    each_is_shown(ACCOUNTS, |state| welcome(state).map(|it| account(&it.check)));
    each_is_shown(SUBMISSIONS, |state| welcome(state).map(|it| submission(&it.submission)));
}

steps!(refresh, REFRESHES, Refresh: Refresh::Idle, Refresh::Reading(_), Refresh::Failed(_));
steps!(flash, FLASHES, Flash: Flash::MethodRemoved(_), Flash::PasskeyLeft, Flash::PasskeyUnsaved, Flash::RecoveryEnded(_));

#[test]
fn everything_that_the_overview_says_of_itself_has_a_screen() {
    let signed_in = |state: &State| match &state.screen {
        Screen::SignedIn(signed_in) => Some(signed_in.clone()),
        Screen::Welcome(_) | Screen::Failed(_) => None,
    };
    each_is_shown(REFRESHES, |state| signed_in(state).map(|it| refresh(&it.refresh)));
    each_is_shown(FLASHES, |state| signed_in(state)?.flash.as_ref().map(flash));
}

steps!(check, CHECKS, NameCheck:
    NameCheck::Fine, NameCheck::Empty, NameCheck::TooLong, NameCheck::Unseen,
);
steps!(options, OPTIONS, Options:
    Options::Unasked, Options::Asked(_), Options::Ready(_), Options::Failed,
);
steps!(trial, TRIALS, proof::Step:
    proof::Step::Unavailable, proof::Step::BySignIn, proof::Step::Asked(_), proof::Step::Ready(_),
    proof::Step::Failed, proof::Step::InCeremony { .. }, proof::Step::Checking(_),
    proof::Step::Proved,
);

#[test]
fn every_step_of_a_new_passkey_has_a_screen() {
    let naming = |state: &State| match registration(state)? {
        Registration::Naming(naming) => Some(naming.clone()),
        _ => None,
    };
    each_is_shown(CHECKS, |state| naming(state).map(|it| check(&it.check)));
    each_is_shown(OPTIONS, |state| naming(state).map(|it| options(&it.options)));
    each_is_shown(TRIALS, |state| match registration(state)? {
        Registration::Saved { proof, .. } => Some(trial(&proof.step)),
        _ => None,
    });
}

steps!(awaited, AWAITED, Awaited:
    Awaited::Passkey, Awaited::PasskeyElsewhere, Awaited::Authenticator,
);
steps!(watch, WATCHES, Watch:
    Watch::Idle, Watch::Waiting { .. }, Watch::Looking { .. }, Watch::Paused, Watch::Over,
);

#[test]
fn every_step_of_a_wait_has_a_screen() {
    each_is_shown(WATCHES, |state| watcher(state).map(|it| watch(&it.watch)));
    // What the page says is of the kind that is waited for.
    each_is_shown(AWAITED, |state| {
        let is_on = |it: &&Watcher| matches!(it.watch, Watch::Waiting { .. }) && !it.is_awaited;
        watcher(state).filter(is_on).map(|it| awaited(&it.awaited))
    });
    let failed = |state: &State| watcher(state)?.failure.as_ref().map(|_| "a look that failed");
    each_is_shown(&["a look that failed"], failed);
}

steps!(removal, REMOVALS, Removal:
    Removal::Missing, Removal::Refused { .. }, Removal::StepUp { .. },
    Removal::Confirming { failure: None, .. }, Removal::Confirming { failure: Some(_), .. },
    Removal::Removing { .. },
);
steps!(refusal, REFUSALS, Refusal:
    Refusal::Last, Refusal::Default, Refusal::AlternateFirst, Refusal::Unsupported,
);

#[test]
fn every_step_of_a_removal_has_a_screen() {
    let flow = |state: &State| match task(state)? {
        Task::Removal(flow) => Some((**flow).clone()),
        _ => None,
    };
    each_is_shown(REMOVALS, |state| flow(state).as_ref().map(removal));
    each_is_shown(REFUSALS, |state| match flow(state)? {
        Removal::Refused { refusal: why, .. } => Some(refusal(&why)),
        _ => None,
    });
}

steps!(page, PAGES, (Page, bool, bool):
    (Page::Asking { .. }, false, false), (Page::Asking { .. }, false, true),
    (Page::Asking { .. }, true, _),
    (Page::Steps { is_ending: false, .. }, false, false),
    (Page::Steps { is_ending: false, .. }, false, true),
    (Page::Steps { is_ending: false, .. }, true, _),
    (Page::Steps { is_ending: true, .. }, true, _),
    (Page::Steps { is_ending: true, .. }, false, _),
    (Page::StepUp, _, _),
);
// Whether something that was lost remains: what can be removed is removed before the last three.
steps!(due, DUE, (Step, bool):
    (Step::Register, _), (Step::Remove, _), (Step::EndPass, false), (Step::EndPass, true),
    (Step::SignOut, false), (Step::SignOut, true), (Step::Finish, false), (Step::Finish, true),
);

#[test]
fn every_step_of_a_recovery_has_a_screen_at_rest_and_at_work() {
    each_is_shown(PAGES, |state| {
        let flow = recovery(state)?;
        Some(page(&(flow.page.clone(), flow.attempt.is_some(), flow.failure.is_some())))
    });
    let next = |state: &State| match &state.screen {
        Screen::SignedIn(signed_in) => {
            let overview = &signed_in.overview;
            let is_left = journey::recovery::lost(overview).next().is_some();
            Some(due(&(Step::next(overview), is_left)))
        }
        Screen::Welcome(_) | Screen::Failed(_) => None,
    };
    each_is_shown(DUE, |state| recovery(state).and_then(|_| next(state)));
    // The card of the overview has its words for each of them too.
    let card = |state: &State| match (state.scene(), &state.screen) {
        (Scene::Overview, Screen::SignedIn(signed_in)) => signed_in.overview.recovery.is_some(),
        _ => false,
    };
    let at_the_end = ["(Step::Finish, false)", "(Step::Finish, true)"];
    each_is_shown(&at_the_end, |state| if card(state) { next(state) } else { None });
}

steps!(retirement, RETIREMENTS, Retirement:
    Retirement::NoPass, Retirement::Needed, Retirement::StepUp,
    Retirement::Confirming { failure: None }, Retirement::Confirming { failure: Some(_) },
    Retirement::Retiring { .. },
);

#[test]
fn every_step_of_the_end_of_a_pass_has_a_screen() {
    each_is_shown(RETIREMENTS, |state| match task(state)? {
        Task::Retirement(flow) => Some(retirement(flow)),
        _ => None,
    });
}
