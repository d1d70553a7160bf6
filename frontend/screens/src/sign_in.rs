//! Nobody is signed in: the first page, and the pages that end or fail before a sign-in.

use contract::{AuthenticationMethod, ProblemCode, StartScreen, start::WelcomeReason};
use journey::{Event, State, sign_in};

use crate::{
    Shown,
    fixtures::{
        ACCOUNT, NOW, after, lost_phone, overview, pass, problem, signed_in, start, welcome,
    },
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let submitted = |account: &str| {
        after(welcome(None), [Event::SignIn(sign_in::Event::Submitted(account.into()))])
    };
    let failed = |code| welcome(Some(WelcomeReason::Problem { problem: problem(code) }));
    let refused = |code| start("/", StartScreen::Failed { problem: problem(code) });
    vec![
        screen("welcome", "The first page of whoever is not signed in.", welcome(None)),
        screen("welcome-complaint", "What was typed is no account name.", submitted("ada")),
        screen(
            "welcome-odd-letter",
            "A letter was typed that stands in no account name.",
            submitted("ada:l@contoso.example"),
        ),
        screen(
            "welcome-too-long",
            "More was pasted than an account name has.",
            submitted(&["a".repeat(300).as_str(), "@contoso.example"].concat()),
        ),
        screen("welcome-empty", "Nothing was typed.", submitted("")),
        screen(
            "welcome-leaving",
            "The account was accepted, and the browser goes to the directory’s page.",
            submitted(ACCOUNT),
        ),
        screen("signed-out", "The person has signed out.", welcome(Some(WelcomeReason::SignedOut))),
        screen(
            "pass-retired",
            "The person has ended the pass, which signs out too.",
            welcome(Some(WelcomeReason::PassRetired)),
        ),
        screen(
            "expired",
            "The pass, and the session with it, ended while the page was open.",
            pass_ended_with(lost_phone()),
        ),
        screen(
            "expired-with-nothing",
            "The same, and nothing was registered: only a new pass lets the person in.",
            pass_ended_with(Vec::new()),
        ),
        screen(
            "sign-in-cancelled",
            "The person left the directory’s page without signing in.",
            failed(ProblemCode::SignInCancelled),
        ),
        screen(
            "consent-required",
            "Nobody has consented to the application in the directory.",
            failed(ProblemCode::ConsentRequired),
        ),
        screen("sign-in-blocked", "A policy of the directory stopped the sign-in.", blocked()),
        screen(
            "failed",
            "The page could not be made, since the directory does not answer.",
            refused(ProblemCode::DirectoryUnreachable),
        ),
        screen(
            "failed-step-up",
            "The page could not be made, since the directory wants another sign-in.",
            refused(ProblemCode::StepUpRequired),
        ),
    ]
}

/// The pass, and the session with it, ended while the page of someone with these methods was open.
#[must_use]
pub fn pass_ended_with(methods: Vec<AuthenticationMethod>) -> State {
    let state = signed_in("/", overview(methods, Some(pass())));
    after(state, [Event::Ticked(NOW.plus_minutes(42))])
}

fn blocked() -> State {
    let mut problem = problem(ProblemCode::SignInBlocked);
    problem.directory_code = Some("AADSTS53003".into());
    welcome(Some(WelcomeReason::Problem { problem }))
}
