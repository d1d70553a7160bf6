//! What the page of a person's sessions shows.

use contract::{
    MethodId, MethodKind, Person, Timestamp,
    sessions::{
        ActiveMethod, Activity, Browser, Everywhere, Happened, LiveSession, Program, Sessions,
        System,
    },
};

/// 2026-11-22 08:00 UTC.
pub const NOW: Timestamp = Timestamp(1_795_334_400_000);

fn session(name: &str, program: Program, system: System) -> LiveSession {
    LiveSession {
        name: name.to_owned(),
        is_this: name == "this",
        browser: Browser { program, system },
        began_at: NOW.plus_minutes(-30),
        used_at: NOW.plus_minutes(-10),
        may_be_of_pass: name == "phone",
    }
}

/// Three sessions, and two things that were done.
#[must_use]
pub fn sessions() -> Sessions {
    Sessions {
        now: NOW,
        person: Person {
            name: "Ada".to_owned(),
            account: "ada@contoso.example".to_owned(),
            key: "key-of-ada".to_owned(),
        },
        sessions: vec![
            session("this", Program::Firefox, System::Linux),
            session("phone", Program::Safari, System::Iphone),
            session("other", Program::Unknown, System::Unknown),
        ],
        lacks_before: None,
        everywhere: Everywhere::Offered,
        activity: vec![
            Activity {
                what: Happened::Removed(ActiveMethod {
                    id: MethodId("one".to_owned()),
                    kind: MethodKind::MicrosoftAuthenticator,
                    label: Some("Old phone".to_owned()),
                }),
                at: NOW.plus_minutes(-20),
                browser: Browser { program: Program::Firefox, system: System::Linux },
            },
            Activity {
                what: Happened::SignedIn,
                at: NOW.plus_minutes(-24 * 60),
                browser: Browser::default(),
            },
        ],
    }
}
