//! The page of a person's sessions: each with what tells it apart and the way to end it.

use contract::{
    Problem, ProblemCode, Start, StartScreen, TraceId,
    sessions::{Everywhere, Sessions},
};
use journey::{Fault, State};
use screens::{
    fixtures::problem,
    sessions::{NOW, sessions},
};
use views::{Dispatch, SessionsNotice, View, sessions_title};

use crate::draw::{PlainFormat, element, english, still, text};

fn draw(sessions: Sessions, notice: Option<SessionsNotice>) -> String {
    let start = Start {
        now: NOW,
        language: "en".to_owned(),
        catalog: String::new(),
        later_words: String::new(),
        address: "/sessions".to_owned(),
        product: "Latchkey".into(),
        company: String::new(),
        keeps_passkeys: None,
        screen: StartScreen::Welcome { account: sessions.person.account.clone(), reason: None },
    };
    still(views::sessions(
        &View {
            state: &State::start(start),
            words: &english(),
            format: &PlainFormat,
            dispatch: &Dispatch::none(),
        },
        &sessions,
        notice.as_ref(),
    ))
}

fn failed(code: ProblemCode) -> Option<SessionsNotice> {
    let trace = TraceId("11111111-2222-4333-8444-555555555555".to_owned());
    let problem = Problem { code, trace, retry_after: None, directory_code: None };
    Some(SessionsNotice::Failed(problem))
}

#[test]
fn each_session_has_its_browser_its_times_and_a_form_of_its_own() {
    let html = draw(sessions(), None);
    let list = element(&html, "class=\"methods\"");
    let items: Vec<&str> = list.split("<li>").skip(1).collect();
    assert_eq!(items.len(), 3);
    assert!(text(items[0]).contains("Firefox on Linux"), "{}", items[0]);
    assert!(text(items[0]).contains("This browser") && !items[0].contains("<form"));
    assert!(text(items[1]).contains("Safari on iPhone"), "{}", items[1]);
    assert!(text(items[1]).contains("Last used today at 07:50 UTC"), "{}", items[1]);
    assert!(text(items[1]).contains("Perhaps signed in with a pass"), "{}", items[1]);
    assert!(text(items[2]).contains("A browser"), "{}", items[2]);
    for (item, name) in [(items[1], "phone"), (items[2], "other")] {
        let form = element(item, "<form");
        assert!(form.contains("action=\"/sessions/end\"") && form.contains("method=\"post\""));
        assert!(form.contains("name=\"person\" value=\"key-of-ada\""), "{form}");
        assert!(form.contains(&format!("name=\"session\" value=\"{name}\"")), "{form}");
    }
    let label = "End the session of Safari on iPhone, last used today at 07:50 UTC";
    assert!(items[1].contains(label), "{}", items[1]);
    assert!(sessions_title(&english()).contains(text(element(&html, "<h1")).trim()));
}

#[test]
fn all_others_can_be_ended_where_there_are_others() {
    let html = draw(sessions(), None);
    let form = html.split("<form").find(|form| form.contains("End all others")).expect("a form");
    let form = form.split("</form>").next().expect("its end");
    assert!(text(form).contains("End all others") && !form.contains("name=\"session\""), "{form}");
    let mut alone = sessions();
    alone.sessions.truncate(1);
    assert!(!draw(alone.clone(), None).contains("End all others"));
    // Some may be missing in the list.
    alone.lacks_before = Some(NOW.plus_minutes(-60));
    let html = draw(alone, None);
    assert!(html.contains("End all others") && html.contains("from before today at 07:00 UTC"));
}

#[test]
fn every_outcome_is_told_with_a_next_step_that_needs_no_script() {
    let reference = TraceId("11111111-2222-4333-8444-555555555555".to_owned()).reference();
    let ended = draw(sessions(), Some(SessionsNotice::Ended));
    assert!(element(&ended, "notice good").contains("role=\"status\""));
    for code in ProblemCode::ALL {
        let html = draw(sessions(), failed(*code));
        let notice = element(&html, "role=\"alert\"");
        let is_calm = Fault::Problem(problem(*code)).is_calm();
        assert_eq!(notice.contains("notice bad"), !is_calm, "{code:?}");
        assert!(
            notice.contains("role=\"alert\"") && !notice.contains("type=\"button\""),
            "{code:?}"
        );
        // A sign-in that is due is nothing to ask about.
        let asks = *code != ProblemCode::StepUpRequired;
        assert_eq!(notice.contains(&reference), asks, "{code:?}");
    }
    let stale = draw(sessions(), failed(ProblemCode::StepUpRequired));
    let form = element(element(&stale, "role=\"alert\""), "<form");
    assert!(form.contains("action=\"/sign-in\""), "{form}");
    assert!(form.contains("name=\"return_to\" value=\"/sessions\""), "{form}");
    assert!(form.contains("value=\"ada@contoso.example\""), "{form}");
}

#[test]
fn signing_out_everywhere_says_what_it_does_not_do_and_who_else_can() {
    for (everywhere, words, button) in [
        (Everywhere::Offered, "up to an hour", true),
        (Everywhere::NoWayBack, "Add a passkey", false),
        (Everywhere::NotGranted, "help desk", false),
        (Everywhere::Unknown, "in a minute", false),
    ] {
        let html = draw(Sessions { everywhere, ..sessions() }, None);
        let part = element(&html, "aria-labelledby=\"everywhere\"");
        assert!(text(part).contains(words), "{everywhere:?}: {part}");
        assert_eq!(part.contains("action=\"/sessions/everywhere\""), button, "{everywhere:?}");
        assert!(html.contains("id=\"everywhere\""), "the link of a recovery leads here");
    }
    assert_eq!(contract::routes::EVERYWHERE_FRAGMENT, "#everywhere");
    let out = still(views::signed_out_everywhere(&english(), ""));
    let title = views::signed_out_everywhere_title(&english());
    assert!(title.contains(text(element(&out, "<h1")).trim()));
    assert!(text(&out).contains("up to an hour") && !out.contains("<form"), "{out}");
    assert!(
        text(&out).contains("sign in again to see what was done"),
        "where the help desk finds it: {out}"
    );
}

#[test]
fn what_was_done_is_told_with_its_time_its_browser_and_its_limits() {
    let html = draw(sessions(), None);
    let part = element(&html, "aria-labelledby=\"activity\"");
    let lines: Vec<_> = part.split("<li>").skip(1).map(text).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("Removed: Old phone (Microsoft Authenticator)"), "{}", lines[0]);
    assert!(lines[0].contains("today at 07:40 UTC") && lines[0].contains("Firefox on Linux"));
    assert!(lines[1].contains("on 21 November at 08:00 UTC"), "{}", lines[1]);
    assert!(text(part).contains("not in it"), "{part}");
}

#[test]
fn every_word_comes_from_the_catalog() {
    let html = draw(sessions(), Some(SessionsNotice::Ended));
    let catalog = english();
    let known: Vec<_> = catalog.entries().map(|(key, _)| key.to_owned()).collect();
    let shown = text(&html);
    assert!(known.iter().all(|key| !key.contains('.') || !shown.contains(key.as_str())), "{shown}");
    assert!(!shown.contains("sessions."), "a key without words: {shown}");
}
