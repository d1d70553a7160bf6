//! What is told of a recovery: from the first word of it on, once, and on the page that it ends with.

use contract::{
    AuthenticationMethod, MethodKind, Overview, Timestamp,
    pass::PassRetired,
    recovery::{Loss, LostMethod, Recovery},
};

use super::{Done, Summary};
use crate::{
    Attempt, Event, Screen, State,
    fixtures::{NOW, after, overview, pass, passkey, signed_in},
    overview::Flash,
    pass::Event as Retiring,
    recovery::Event as E,
    sign_in::Reason,
};

fn added(id: &str, at: Timestamp) -> AuthenticationMethod {
    AuthenticationMethod { created_at: Some(at), ..passkey(id) }
}

/// A key of before, a key that came since, and one that was removed.
fn recovering() -> Overview {
    let told_at = NOW.plus_minutes(-5);
    let mut overview =
        overview(vec![added("new", NOW.plus_minutes(-3)), added("old", told_at.plus_minutes(-1))]);
    overview.pass = Some(pass());
    overview.recovery = Some(Box::new(Recovery {
        loss: Loss::Lost,
        began_at: told_at,
        retold_at: Some(NOW.plus_minutes(-1)),
        removed: vec![LostMethod { method: passkey("lost"), at: NOW.plus_minutes(-2) }],
        signed_out_at: None,
        pass_ended_at: None,
    }));
    overview
}

fn named(summary: &Summary) -> Vec<(String, i64)> {
    let line = |(done, at): &(Done, Timestamp)| {
        let what = match done {
            Done::Told => "told".to_owned(),
            Done::Added(method) => format!("added {}", method.id.0),
            Done::Removed(method) => format!("removed {}", method.id.0),
            Done::SignedOut => "signed out".to_owned(),
            Done::PassEnded => "pass ended".to_owned(),
        };
        (what, (at.0 - NOW.0) / 60_000)
    };
    summary.0.iter().map(line).collect()
}

#[test]
fn it_begins_with_the_first_word_and_leaves_out_what_was_there_before() {
    let mut overview = recovering();
    let told = [("told", -5), ("added new", -3), ("removed lost", -2)];
    let told = told.map(|(what, at)| (what.to_owned(), at)).to_vec();
    assert_eq!(named(&Summary::of(&overview).expect("a recovery")), told);
    if let Some(recovery) = &mut overview.recovery {
        recovery.signed_out_at = Some(NOW);
    }
    let out = [told.clone(), vec![("signed out".to_owned(), 0)]].concat();
    assert_eq!(named(&Summary::of(&overview).expect("a recovery")), out);
    // After a theft the pass has usually ended before that.
    for (minutes, ends) in
        [(-1, [("pass ended", -1), ("signed out", 0)]), (1, [("signed out", 0), ("pass ended", 1)])]
    {
        if let Some(recovery) = &mut overview.recovery {
            recovery.pass_ended_at = Some(NOW.plus_minutes(minutes));
        }
        let ends = ends.map(|(what, at)| (what.to_owned(), at)).to_vec();
        let expected = [told.clone(), ends].concat();
        assert_eq!(named(&Summary::of(&overview).expect("a recovery")), expected);
    }
    overview.recovery = None;
    assert_eq!(Summary::of(&overview), None);
}

#[test]
fn the_directorys_whole_seconds_do_not_hide_what_was_added_at_once() {
    let mut overview = recovering();
    overview.methods = vec![added("new", NOW.plus_minutes(-5))];
    if let Some(recovery) = &mut overview.recovery {
        recovery.began_at = NOW.plus_minutes(-5).plus_milliseconds(900);
    }
    let told = named(&Summary::of(&overview).expect("a recovery"));
    assert_eq!(told[1].0, "added new", "{told:?}");
}

/// The recovery is over, after this overview.
fn ended(overview: Overview) -> State {
    let ended = E::Ended { attempt: Attempt(1), outcome: Ok(()) };
    after(signed_in("/recover", overview), [E::EndChosen, ended].map(Event::Recovery)).0
}

#[test]
fn the_overview_tells_it_when_the_recovery_has_ended() {
    let Screen::SignedIn(signed_in) = ended(recovering()).screen else { panic!("signed in") };
    let Some(Flash::RecoveryEnded(summary)) = &signed_in.flash else {
        panic!("{:?}", signed_in.flash)
    };
    assert_eq!(named(summary).len(), 3);
    // Found again: nothing was done.
    let mut found = recovering();
    found.methods.remove(0);
    if let Some(recovery) = &mut found.recovery {
        recovery.removed.clear();
    }
    let Screen::SignedIn(signed_in) = ended(found).screen else { panic!("signed in") };
    assert_eq!(signed_in.flash, None);
}

#[test]
fn the_page_after_the_end_of_the_pass_tells_it() {
    for is_sign_out_due in [false, true] {
        let outcome = Ok(PassRetired { is_sign_out_due });
        let retired = Retiring::Retired { attempt: Attempt(1), outcome };
        let events = [Retiring::Confirmed, retired].map(Event::Retirement);
        let (state, _) = after(signed_in("/retire-pass", recovering()), events);
        let Screen::Welcome(welcome) = state.screen else { panic!("signed out") };
        let (Reason::PassRetired { done } | Reason::SignOutDue { done }) = &welcome.reason else {
            panic!("{:?}", welcome.reason)
        };
        let told = named(done.as_ref().expect("what was done"));
        assert_eq!(told.last(), Some(&("pass ended".to_owned(), 0)), "{is_sign_out_due}");
        assert_eq!(told.len(), 4);
    }
}

#[test]
fn it_is_shown_for_ten_minutes_after_the_session_and_not_to_whoever_uses_the_device_next() {
    let retired = Retiring::Retired {
        attempt: Attempt(1),
        outcome: Ok(PassRetired { is_sign_out_due: false }),
    };
    let events = [Retiring::Confirmed, retired].map(Event::Retirement);
    let (state, _) = after(signed_in("/retire-pass", recovering()), events);
    for (seconds, is_shown) in [(599, true), (600, false)] {
        let now = NOW.plus_seconds(seconds);
        for event in [Event::Ticked(now), Event::Resumed(now)] {
            let (state, _) = after(state.clone(), [event]);
            let Screen::Welcome(welcome) = state.screen else { panic!("signed out") };
            let Reason::PassRetired { done } = &welcome.reason else { panic!("{welcome:?}") };
            assert_eq!(done.is_some(), is_shown, "{seconds}");
        }
    }
}

#[test]
fn a_password_that_was_changed_meanwhile_is_nothing_that_was_added() {
    let mut overview = recovering();
    overview.methods.push(AuthenticationMethod {
        kind: MethodKind::Password,
        ..added("password", NOW.plus_minutes(-1))
    });
    assert_eq!(Summary::of(&overview).expect("a recovery").0.len(), 3);
}
