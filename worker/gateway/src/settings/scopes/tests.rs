//! The list of scopes: what is read, what is refused by name, and what follows from a shorter one.

use contract::MethodKind;

use super::{SCOPES, parse};
use crate::{
    Settings, overview,
    settings::{SettingFault, SettingsFault},
    testing::{World, list, pass, phone, red_key, run, settings as good},
};

fn scopes(text: &str) -> Result<Vec<String>, SettingsFault> {
    parse(&|name: &str| (name == "SCOPES").then(|| text.to_owned()))
}

#[test]
fn a_list_is_read_in_any_form_and_all_scopes_stand_in_for_none() {
    assert_eq!(scopes("").expect("all"), SCOPES);
    assert_eq!(scopes(" , \n").expect("all"), SCOPES);
    let three = ["openid", "UserAuthenticationMethod.Read", "offline_access"];
    for text in [
        "openid UserAuthenticationMethod.Read offline_access",
        "openid,userauthenticationmethod.read,\n offline_access, openid",
        "openid https://graph.microsoft.com/UserAuthenticationMethod.Read offline_access",
    ] {
        assert_eq!(scopes(text).expect(text), three, "{text}");
    }
}

#[test]
fn an_unknown_scope_is_named_by_its_place_and_a_needed_one_by_its_name() {
    let message = |text: &str| scopes(text).expect_err(text).to_string();
    assert_eq!(
        message("openid UserAuthenticationMethod.Read User.Read.All"),
        "the setting SCOPES lists as number 3 a scope that Latchkey does not know"
    );
    assert_eq!(message("openid"), "the setting SCOPES must list UserAuthenticationMethod.Read");
    let fault = scopes("UserAuthenticationMethod.Read").expect_err("no identity");
    assert_eq!(fault.fault, SettingFault::LacksScope("openid"));
}

#[test]
fn a_kind_without_its_scope_is_listed_and_not_removable_and_the_pass_not_to_be_retired() {
    let with = |text: &'static str| {
        Settings::parse(|name| match name {
            "SCOPES" => Some(text.to_owned()),
            _ => good(name),
        })
        .expect("good settings")
    };
    let all = with("");
    assert!(all.may_remove(&MethodKind::WindowsHello) && all.may_retire_pass());
    assert!(!all.may_remove(&MethodKind::Password));

    let shorter = with("openid UserAuthenticationMethod.Read UserAuthMethod-Phone.ReadWrite");
    for (settings, may_change) in [(all, true), (shorter, false)] {
        let mut world = World::new();
        world.settings = settings;
        let mut session = world.signed_in();
        // Nobody needs it any more, so that it may be retired where the scope is there.
        let mut ended = pass();
        ended["methodUsabilityReason"] = "Expired".into();
        world.answers("GET /methods", list(&[red_key(), phone(), ended]));
        let overview = run(overview::read(&world.gateway(), &mut session)).expect("an overview");
        for method in overview.methods {
            let is_phone = matches!(method.kind, MethodKind::Phone { .. });
            assert_eq!(method.is_removable, is_phone || may_change, "{method:?}");
        }
        assert_eq!(overview.pass.expect("a pass").can_be_ended, may_change);
    }
}
