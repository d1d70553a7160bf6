//! The company's settings, one changed at a time.

use contract::Contact;

use crate::{
    Settings, SettingsFault,
    settings::{self, SettingFault},
    testing::settings as good,
};

fn parse(changes: &[(&str, &str)]) -> Result<Settings, SettingsFault> {
    Settings::parse(|name| match changes.iter().find(|(changed, _)| *changed == name) {
        Some((_, value)) => Some((*value).to_owned()),
        None => good(name),
    })
}

fn contact(text: &str, address: Option<&str>) -> Contact {
    Contact { text: text.into(), address: address.map(Into::into) }
}

#[test]
fn whoever_sets_nothing_has_no_name_and_no_help_desk() {
    let organization = parse(&[]).expect("good").organization;
    assert_eq!(organization, contract::Organization::default());
}

#[test]
fn each_way_to_the_help_desk_becomes_what_its_link_opens() {
    let organization = parse(&[
        ("PRODUCT_NAME", "Keys & more"),
        ("PRIVACY_LINK", "https://contoso.example/privacy?for=staff"),
        ("COMPANY_NAME", " Contoso "),
        ("HELP_DESK_NAME", "Contoso IT"),
        ("HELP_DESK_LINK", "https://help.contoso.example/new?from=latchkey"),
        ("HELP_DESK_PHONE", "+1 (425) 555-0100"),
        ("HELP_DESK_MAIL", "help+it@contoso.example"),
        ("HELP_DESK_HOURS", "Mon–Fri 8–18"),
    ])
    .expect("good")
    .organization;
    assert_eq!(organization.product, "Keys & more");
    assert_eq!(organization.privacy.as_deref(), Some("https://contoso.example/privacy?for=staff"));
    assert_eq!(organization.name, "Contoso");
    let link = "https://help.contoso.example/new?from=latchkey";
    assert_eq!(
        organization.help_desk,
        [
            contact("Contoso IT", Some(link)),
            contact("+1 (425) 555-0100", Some("tel:+14255550100")),
            contact("help+it@contoso.example", Some("mailto:help+it@contoso.example")),
            contact("Mon–Fri 8–18", None),
        ]
    );
    let alone = parse(&[("HELP_DESK_LINK", link)]).expect("good").organization;
    assert_eq!(alone.help_desk, [contact("help.contoso.example", Some(link))]);
}

#[test]
fn a_name_is_as_long_as_it_may_be_in_characters_whatever_their_bytes() {
    for (name, longest) in [("PRODUCT_NAME", 30), ("COMPANY_NAME", 60), ("HELP_DESK_HOURS", 60)] {
        assert!(parse(&[(name, &"é".repeat(longest))]).is_ok(), "{name}");
        assert!(parse(&[(name, &"é".repeat(longest + 1))]).is_err(), "{name}");
    }
}

#[test]
fn what_is_not_of_its_form_or_hides_something_is_refused_by_name() {
    let long = "x".repeat(61);
    for (name, value) in [
        ("PRODUCT_NAME", "a name of more than thirty letters"),
        ("PRODUCT_NAME", "{account}"),
        ("PRIVACY_LINK", "javascript:alert(1)"),
        ("PRIVACY_LINK", "https://user@contoso.example/"),
        ("COMPANY_NAME", long.as_str()),
        ("COMPANY_NAME", "Contoso\nInc"),
        ("COMPANY_NAME", "Contoso\u{202e}moc"),
        ("HELP_DESK_NAME", "IT\u{200b}"),
        ("HELP_DESK_HOURS", long.as_str()),
        ("HELP_DESK_PHONE", "call me"),
        ("HELP_DESK_PHONE", "12"),
        ("HELP_DESK_PHONE", "+1 425 555 0100;ext=3"),
        ("HELP_DESK_MAIL", "help"),
        ("HELP_DESK_MAIL", "help@contoso"),
        ("HELP_DESK_MAIL", "help@contoso.example?bcc=x@y.example"),
        ("HELP_DESK_MAIL", "a b@contoso.example"),
        ("HELP_DESK_LINK", "javascript:alert(1)"),
        ("HELP_DESK_LINK", "help.contoso.example"),
        ("HELP_DESK_LINK", "https://user:word@contoso.example/"),
    ] {
        let refused = parse(&[(name, value)]).expect_err(value);
        let fault = SettingsFault { name, fault: SettingFault::Malformed };
        assert_eq!(refused, fault, "{value}");
        let all = settings::faults(|asked| match asked {
            _ if asked == name => Some(value.to_owned()),
            _ => good(asked),
        });
        assert_eq!(all, [fault], "told once, and the rest is read: {value}");
    }
    let plain = parse(&[("HELP_DESK_LINK", "http://contoso.example/")]).expect_err("plain http");
    assert_eq!(plain.fault, SettingFault::Insecure);
}
