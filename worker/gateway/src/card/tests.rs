//! What the code of a card is worth, to whom, and for how long.

use contract::{ProblemCode, Verdict, card::TradeCode};

use super::{
    CODE, LEFT, SESSION, Traded, begin, is_code, leave, object_name, open, open_code, read, seal,
    tag, trade,
};
use crate::{
    Ports, Secret, Session, encoding,
    fault::Fault,
    session,
    testing::{World, list, pass, red_key, run},
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const SECRET: &str = "what the frame alone knows";

fn hash(secret: &str) -> String {
    encoding::base64url(&encoding::sha256(secret.as_bytes()))
}

fn code(world: &World) -> String {
    let code = run(async { begin(&world.gateway(), &hash(SECRET), true) });
    code.expect("sealed").expect("a code").expose().to_owned()
}

fn traded(world: &World, code: &str, secret: &str) -> Result<Traded, Fault> {
    let request = TradeCode { code: code.to_owned(), secret: secret.to_owned() };
    run(trade(&world.gateway(), &request))
}

/// The code of a fault; nothing for what went well.
fn refusal(traded: Result<Traded, Fault>) -> Option<ProblemCode> {
    traded.err().map(|fault| fault.code())
}

fn left(world: &World, code: &str, session: &Session) -> bool {
    run(leave(&world.gateway(), code, session.id())).expect("left")
}

/// What the card with this cookie shows.
fn shown(world: &World, cookie: &str, is_automatic: bool) -> Result<contract::Overview, Fault> {
    let gateway = world.gateway();
    run(async {
        let mut session = open(&gateway, cookie).await?;
        read(&gateway, &mut session, is_automatic).await
    })
}

/// The cookie of a card of this session.
fn card(world: &World, session: &Session) -> Secret {
    let code = code(world);
    assert!(left(world, &code, session), "the window has nothing more to do");
    match traded(world, &code, SECRET).expect("traded") {
        Traded::Session { cookie, ends_at, person } => {
            assert_eq!(ends_at, world.stored(session).ends_at);
            assert_eq!(person, session.person_key());
            cookie
        }
        Traded::Waiting => panic!("somebody is signed in"),
    }
}

#[test]
fn a_code_is_worth_nothing_before_somebody_has_signed_in() {
    let world = World::new();
    let code = code(&world);
    assert_eq!(traded(&world, &code, SECRET), Ok(Traded::Waiting));
    let session = world.signed_in();
    left(&world, &code, &session);
    assert!(matches!(traded(&world, &code, SECRET), Ok(Traded::Session { .. })));
}

#[test]
fn a_code_is_traded_once() {
    let world = World::new();
    let (code, session) = (code(&world), world.signed_in());
    left(&world, &code, &session);
    assert!(matches!(traded(&world, &code, SECRET), Ok(Traded::Session { .. })));
    assert_eq!(traded(&world, &code, SECRET), Ok(Traded::Waiting), "a replay");
}

#[test]
fn a_code_of_another_frame_is_refused_and_not_used_up() {
    let world = World::new();
    let (code, session) = (code(&world), world.signed_in());
    left(&world, &code, &session);
    for secret in ["", "another secret", &hash(SECRET)] {
        let refused = refusal(traded(&world, &code, secret));
        assert_eq!(refused, Some(ProblemCode::SignInMismatch), "{secret}");
    }
    assert!(matches!(traded(&world, &code, SECRET), Ok(Traded::Session { .. })));
}

#[test]
fn what_is_left_for_one_code_is_not_traded_for_another() {
    let world = World::new();
    let (one, other, session) = (code(&world), code(&world), world.signed_in());
    left(&world, &one, &session);
    assert_eq!(traded(&world, &other, SECRET), Ok(Traded::Waiting));
    assert!(matches!(traded(&world, &one, SECRET), Ok(Traded::Session { .. })));
}

#[test]
fn what_is_left_for_a_frame_is_left_for_a_minute() {
    let world = World::new();
    let (code, session) = (code(&world), world.signed_in());
    left(&world, &code, &session);
    world.pass_minutes(1);
    assert_eq!(traded(&world, &code, SECRET), Ok(Traded::Waiting));
}

#[test]
fn a_window_that_was_not_opened_for_a_sign_in_has_more_to_do() {
    let world = World::new();
    let session = world.signed_in();
    let code = run(async { begin(&world.gateway(), &hash(SECRET), false) });
    let code = code.expect("sealed").expect("a code");
    assert!(!left(&world, code.expose(), &session));
    assert!(matches!(traded(&world, code.expose(), SECRET), Ok(Traded::Session { .. })));
}

#[test]
fn a_page_is_of_a_card_while_its_code_is_good_and_its_address_names_that_code_alone() {
    let world = World::new();
    let (one, other) = (code(&world), code(&world));
    assert!(is_code(&world.gateway(), &one));
    assert!(!is_code(&world.gateway(), "") && !is_code(&world.gateway(), &tag(&one)));
    assert_eq!((tag(&one).len(), tag(&one)), (16, tag(&one)));
    assert_ne!(tag(&one), tag(&other));
    assert!(!one.contains(&tag(&one)), "whoever sees the address does not have the code");
    world.pass_minutes(10);
    assert!(!is_code(&world.gateway(), &one));
}

#[test]
fn a_code_ends_with_the_time_for_a_sign_in() {
    let world = World::new();
    let (code, session) = (code(&world), world.signed_in());
    world.pass_minutes(10);
    assert!(!left(&world, &code, &session));
    assert!(world.left.borrow().is_empty());
    assert_eq!(refusal(traded(&world, &code, SECRET)), Some(ProblemCode::SignInMismatch));
}

#[test]
fn what_was_not_made_here_for_this_purpose_is_no_code_and_no_cookie() {
    let world = World::new();
    let session = world.signed_in();
    let (cookie, code) = (card(&world, &session), code(&world));
    for text in ["", "k1.AAAA", session.id().expose(), cookie.expose()] {
        assert_eq!(refusal(traded(&world, text, SECRET)), Some(ProblemCode::SignInMismatch));
        assert!(!left(&world, text, &session));
    }
    for text in ["", "k1.AAAA", session.id().expose(), &code] {
        let refused = shown(&world, text, false).expect_err("no card");
        assert_eq!(refused.code(), ProblemCode::SignInRequired);
    }
    for text in ["", "short", &hash(SECRET)[1..], &format!("{}A", hash(SECRET)), "Ü"] {
        assert_eq!(begin(&world.gateway(), text, true), Ok(None), "{text}");
    }
}

#[test]
fn what_was_sealed_for_another_purpose_is_no_cookie_no_code_and_nothing_left() {
    let world = World::new();
    let session = world.signed_in();
    let gateway = world.gateway();
    let sealed = |purpose, text: &str| seal(&gateway, purpose, text).expect("sealed");
    let later = gateway.ports.now().plus_minutes(9).0;

    let cookie = sealed(LEFT, session.id().expose());
    let refused = shown(&world, &cookie, false).expect_err("no cookie");
    assert_eq!(refused.code(), ProblemCode::SignInRequired);

    let forged = sealed(SESSION, &format!("name {} 1 {later}", hash(SECRET)));
    assert_eq!(refusal(traded(&world, &forged, SECRET)), Some(ProblemCode::SignInMismatch));

    let code = code(&world);
    let name = object_name(&open_code(&gateway, &code).expect("a code"));
    let left = sealed(CODE, &format!("{later} {}", session.id().expose()));
    run(gateway.ports.leave(&name, &left, gateway.ports.now().plus_minutes(9))).expect("left");
    assert_eq!(traded(&world, &code, SECRET), Ok(Traded::Waiting));
}

#[test]
fn the_cookie_of_a_card_opens_no_session() {
    let world = World::new();
    let session = world.signed_in();
    let cookie = card(&world, &session);
    let refused = run(session::open(&world.gateway(), Some(cookie.expose()))).expect_err("none");
    assert_eq!(refused.code(), ProblemCode::SignInRequired);
    assert!(!cookie.expose().contains(session.id().expose()));
}

#[test]
fn a_card_shows_the_persons_own_overview_and_ends_with_their_session() {
    let world = World::new();
    let session = world.signed_in();
    let cookie = card(&world, &session);
    world.answers(METHODS, list(&[red_key(), pass()]));
    let overview = shown(&world, cookie.expose(), false).expect("an overview");
    assert_eq!((overview.verdict(), overview.methods.len()), (Verdict::Yes, 1));
    run(session::sign_out(&world.gateway(), Some(session.id().expose()))).expect("signed out");
    let refused = shown(&world, cookie.expose(), false).expect_err("ended");
    assert_eq!(refused.code(), ProblemCode::SignInRequired);
}

#[test]
fn a_session_that_has_ended_is_worth_no_card() {
    let world = World::new();
    let (code, session) = (code(&world), world.signed_in());
    left(&world, &code, &session);
    run(session::sign_out(&world.gateway(), Some(session.id().expose()))).expect("signed out");
    assert_eq!(refusal(traded(&world, &code, SECRET)), Some(ProblemCode::SignInMismatch));
}

#[test]
fn a_code_is_not_used_up_when_the_session_cannot_be_read() {
    let world = World::new();
    let (code, session) = (code(&world), world.signed_in());
    left(&world, &code, &session);
    world.cannot_read_sessions.set(true);
    assert_eq!(refusal(traded(&world, &code, SECRET)), Some(ProblemCode::Broken));
    world.cannot_read_sessions.set(false);
    assert!(matches!(traded(&world, &code, SECRET), Ok(Traded::Session { .. })));
    assert_eq!(traded(&world, &code, SECRET), Ok(Traded::Waiting), "once");
}

#[test]
fn a_card_that_is_looked_at_keeps_no_session_alive() {
    let world = World::new();
    let session = world.signed_in();
    let cookie = card(&world, &session);
    let seen_at = world.stored(&session).seen_at;
    for _ in 0..2 {
        world.pass_minutes(14);
        world.answers(METHODS, list(&[red_key()]));
        shown(&world, cookie.expose(), false).expect("an overview");
        assert_eq!(world.stored(&session).seen_at, seen_at);
    }
    world.pass_minutes(14);
    let refused = shown(&world, cookie.expose(), false).expect_err("idle");
    assert_eq!(refused.code(), ProblemCode::SignInRequired);
}

#[test]
fn a_card_that_looks_by_itself_uses_up_the_looks_of_the_session() {
    let world = World::new();
    let session = world.signed_in();
    let cookie = card(&world, &session);
    world.alter(session.id().expose(), |record| record.looks = u16::MAX);
    let refused = shown(&world, cookie.expose(), true).expect_err("used up");
    assert_eq!(refused.code(), ProblemCode::LooksUsedUp);
    world.answers(METHODS, list(&[red_key()]));
    shown(&world, cookie.expose(), false).expect("a person may ask");
}

#[test]
fn nothing_of_a_card_prints_a_secret() {
    let world = World::new();
    let session = world.signed_in();
    let code = code(&world);
    left(&world, &code, &session);
    let request = TradeCode { code: code.clone(), secret: SECRET.to_owned() };
    let printed = format!("{request:?} {:?}", traded(&world, &code, SECRET));
    assert!(!printed.contains(&code) && !printed.contains(SECRET), "{printed}");
    assert!(printed.contains("[redacted]"), "{printed}");
    let kept = format!("{:?}", world.left.borrow());
    assert!(!kept.contains(session.id().expose()), "{kept}");
}
