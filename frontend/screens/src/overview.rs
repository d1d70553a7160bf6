//! The overview: what is said of tomorrow, of the pass and of each method.

use contract::{AuthenticationMethod, MethodState, Overview, Pass, PassUsability, ProblemCode};
use journey::{Attempt, Event, Fault, State, overview};

use crate::{
    Shown,
    fixtures::{
        NOW, after, every_kind, lost_phone, method, number, one_time_pass, overview, pass, problem,
        security_key, signed_in,
    },
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    [without_a_method(), of_the_pass(), with_methods()].into_iter().flatten().collect()
}

fn without_a_method() -> Vec<Shown> {
    let empty = || home(vec![], Some(pass()));
    let at = |seconds| after(empty(), [Event::Ticked(NOW.plus_seconds(seconds))]);
    let one_time = || home(vec![], Some(one_time_pass()));
    vec![
        screen(
            "overview-empty",
            "Nothing is registered, and a pass lets the person in for a while.",
            empty(),
        ),
        screen("overview-empty-soon", "The same, and the pass ends soon.", at(34 * 60 + 19)),
        screen("overview-empty-last", "The same in the last minute of the pass.", at(41 * 60 + 12)),
        screen(
            "overview-one-time",
            "Nothing is registered, and the pass was used up by the sign-in.",
            one_time(),
        ),
        screen(
            "overview-window-over",
            "The same, after the ten minutes in which a passkey can be added.",
            after(one_time(), [Event::Ticked(NOW.plus_minutes(9))]),
        ),
        screen(
            "overview-no-pass",
            "Nothing is registered, and there is no pass.",
            home(vec![], None),
        ),
    ]
}

fn of_the_pass() -> Vec<Shown> {
    let usable = |usability| home(vec![], Some(Pass { usability, ..pass() }));
    let not_yet = Pass { starts_at: NOW.plus_minutes(5), ..pass() };
    vec![
        screen("overview-not-yet", "The pass starts later.", home(vec![], Some(not_yet))),
        screen(
            "overview-disabled",
            "The organization no longer allows passes.",
            usable(PassUsability::DisabledByPolicy),
        ),
        screen("overview-used", "The pass is used up.", usable(PassUsability::Used)),
        screen("overview-ended", "The pass has ended.", usable(PassUsability::Expired)),
        screen(
            "overview-unknown",
            "The directory does not say whether the pass can be used.",
            usable(PassUsability::Unknown),
        ),
    ]
}

fn with_methods() -> Vec<Shown> {
    let of = |methods| home(methods, Some(pass()));
    let mut throttled = problem(ProblemCode::Throttled);
    throttled.retry_after = Some(12);
    let refused =
        overview::Event::Read { attempt: Attempt(1), outcome: Err(Fault::Problem(throttled)) };
    let refused = [overview::Event::RefreshChosen, refused].map(Event::Overview);
    let number_only = |knows| signed_in("/", number_only(knows));
    vec![
        screen("overview-one", "One passkey is registered.", of(vec![security_key()])),
        screen(
            "overview-lost-phone",
            "A passkey and other methods are registered.",
            of(lost_phone()),
        ),
        screen(
            "overview-unproved",
            "All methods were registered before this visit, and nobody knows whether the person still has them.",
            unproved("/"),
        ),
        screen(
            "overview-unproved-window-over",
            "The same after a sign-in with a pass that works once, when its ten minutes are over.",
            unproved_after_the_window(),
        ),
        screen(
            "overview-number-only",
            "What is registered comes after a password, and the person has not said whether they know it.",
            number_only(None),
        ),
        screen(
            "overview-number-with-password",
            "The same, and the person knows the password.",
            number_only(Some(true)),
        ),
        screen(
            "overview-number-without-password",
            "The same, and the person does not know it.",
            number_only(Some(false)),
        ),
        screen(
            "overview-in-every-state",
            "Some methods are just appearing, in doubt or being removed.",
            signed_in("/", in_every_state()),
        ),
        screen(
            "overview-someone-else",
            "Another person than the one who was asked came back from the directory’s page.",
            someone_else(),
        ),
        screen("overview-every-kind", "A method of each kind.", of(every_kind())),
        screen(
            "overview-refresh-failed",
            "The list was read again, and the directory asked to wait.",
            after(of(lost_phone()), refused),
        ),
        screen(
            "missing",
            "Someone who is signed in opened an address that does not exist.",
            signed_in("/nothing", overview(vec![], None)),
        ),
    ]
}

fn home(methods: Vec<AuthenticationMethod>, pass: Option<Pass>) -> State {
    signed_in("/", overview(methods, pass))
}

/// Methods are registered, all of them before this visit.
#[must_use]
pub fn unproved(address: &str) -> State {
    let pass = Pass { can_be_ended: false, ..pass() };
    signed_in(address, Overview { is_proved: false, ..overview(lost_phone(), Some(pass)) })
}

fn unproved_after_the_window() -> State {
    let overview = overview(lost_phone(), Some(one_time_pass()));
    let state = signed_in("/", Overview { is_proved: false, ..overview });
    after(state, [Event::Ticked(NOW.plus_minutes(9))])
}

/// All that is registered comes after a password.
#[must_use]
pub fn number_only(knows_password: Option<bool>) -> Overview {
    let mut number = method("phone", None, number());
    number.may_end_at = Some(NOW.plus_minutes(60 * 24 * 90));
    Overview { knows_password, ..overview(vec![number], None) }
}

/// A list with a method in each state.
fn in_every_state() -> Overview {
    let states = [
        MethodState::Listed,
        MethodState::Appearing,
        MethodState::Doubtful,
        MethodState::BeingRemoved,
    ];
    let methods = states.into_iter().zip(lost_phone());
    let methods = methods.map(|(state, method)| AuthenticationMethod { state, ..method });
    overview(methods.collect(), Some(pass()))
}

/// Someone else came back from the confirmation that was asked of another account.
#[must_use]
pub fn someone_else() -> State {
    let overview = overview(lost_phone(), None);
    signed_in("/", Overview { instead_of: Some("lena@contoso.example".into()), ..overview })
}
