//! Tests for `cookies`.

use contract::{Problem, ProblemCode, TraceId};

use super::{ATTEMPT, CARD, Jar, SESSION, notice_of_problem, problem_of_notice, screen_of_notice};

const SECURE: Jar = Jar { danger_plain: false };
const PLAIN: Jar = Jar { danger_plain: true };

#[test]
fn a_cookie_is_found_by_its_whole_name() {
    for (header, expected) in [
        ("__Host-latchkey-session=abc", Some("abc")),
        ("a=1; __Host-latchkey-session=abc; b=2", Some("abc")),
        ("a=1;__Host-latchkey-session=abc", Some("abc")),
        ("__Host-latchkey-session=first; __Host-latchkey-session=second", Some("first")),
        ("x__Host-latchkey-session=abc", None),
        ("__Host-latchkey-sessions=abc", None),
        ("latchkey-session=abc", None),
        ("__host-latchkey-session=abc", None),
        ("__Host-latchkey-session", None),
        ("__Host-latchkey-session=", Some("")),
        ("", None),
        (";;;=;", None),
    ] {
        assert_eq!(SECURE.read(header, SESSION), expected, "{header}");
    }
}

#[test]
fn what_only_looks_like_the_prefix_names_no_cookie_of_ours() {
    for blank in ['\u{2003}', '\u{a0}', '\u{85}', '\u{b}', '\u{feff}'] {
        for (name, own) in [(SESSION.to_owned(), "own"), (format!("{ATTEMPT}tag"), "own")] {
            let header = format!("{blank}__Host-{name}=planted; __Host-{name}={own}");
            assert_eq!(SECURE.read(&header, &name), Some(own), "{blank:?}");
            let header = format!("__Host-{name}{blank}=planted");
            assert_eq!(SECURE.read(&header, &name), None, "{blank:?}");
        }
        let planted = format!("{blank}__Host-{ATTEMPT}x=y; ").repeat(5);
        assert!(SECURE.surplus_attempts(&planted).is_empty(), "{blank:?}");
    }
    assert_eq!(SECURE.read("a=1;\t __Host-latchkey-session\t=abc", SESSION), Some("abc"));
}

#[test]
fn a_kept_cookie_has_every_attribute_that_its_prefix_demands() {
    assert_eq!(
        SECURE.keep(SESSION, "abc", 60),
        "__Host-latchkey-session=abc; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax"
    );
    assert!(!SECURE.keep(SESSION, "abc", 60).contains("Domain"));
    assert!(SECURE.forget(SESSION).contains("=; Path=/; Max-Age=0;"));
}

#[test]
fn over_plain_http_a_cookie_is_kept_by_browsers_that_refuse_secure_ones() {
    let kept = PLAIN.keep(SESSION, "abc", 60);
    assert_eq!(kept, "latchkey-session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    assert_eq!(PLAIN.read("latchkey-session=abc", SESSION), Some("abc"));
    assert_eq!(PLAIN.read("__Host-latchkey-session=abc", SESSION), None);
}

#[test]
fn the_earliest_attempt_makes_room_for_the_fifth() {
    let header = |tags: &[&str]| {
        let pairs: Vec<_> = tags.iter().map(|tag| format!("__Host-{ATTEMPT}{tag}=x")).collect();
        format!("__Host-latchkey-session=s; {}; other=y", pairs.join("; "))
    };
    assert!(SECURE.surplus_attempts("").is_empty());
    assert!(SECURE.surplus_attempts(&header(&["a", "b", "c"])).is_empty());
    assert_eq!(SECURE.surplus_attempts(&header(&["a", "b", "c", "d"])), ["latchkey-attempt-a"]);
    assert_eq!(SECURE.surplus_attempts(&header(&["a", "b", "c", "d", "e"])).len(), 2);
}

#[test]
fn a_notice_that_the_edge_did_not_write_says_nothing() {
    assert!(screen_of_notice(Some("signed-out")).is_some());
    assert!(screen_of_notice(Some("<script>")).is_none());
    assert!(screen_of_notice(None).is_none());
}

#[test]
fn the_notice_of_a_problem_survives_a_redirect_and_nothing_else_passes_for_one() {
    let problem = Problem {
        code: ProblemCode::SignInBlocked,
        trace: TraceId("11111111-2222-4333-8444-555555555555".to_owned()),
        retry_after: Some(30),
        directory_code: Some("AADSTS53003".to_owned()),
    };
    assert_eq!(problem_of_notice(&notice_of_problem(&problem)), Some(problem.clone()));
    let plain = Problem { retry_after: None, directory_code: None, ..problem };
    assert_eq!(problem_of_notice(&notice_of_problem(&plain)), Some(plain));
    for forged in [
        "",
        "sign-in-blocked",
        "sign-in-blocked.<b>.AADSTS1.",
        "no-such-code.11111111-2222-4333-8444-555555555555..",
        "sign-in-blocked.11111111-2222-4333-8444-555555555555.call +1 555.",
        "sign-in-blocked.11111111-2222-4333-8444-555555555555.AADSTS1.1.more",
    ] {
        assert_eq!(problem_of_notice(forged), None, "{forged}");
    }
}

#[test]
fn the_cookie_of_a_frame_is_kept_for_the_page_around_it_alone() {
    let kept = SECURE.keep_in_frame(CARD, "abc", 60);
    assert_eq!(
        kept,
        "__Host-latchkey-card=abc; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=None; Partitioned"
    );
    let plain = PLAIN.keep_in_frame(CARD, "abc", 60);
    assert!(plain.starts_with("latchkey-card=abc;") && plain.contains(" Secure;"), "{plain}");
}
