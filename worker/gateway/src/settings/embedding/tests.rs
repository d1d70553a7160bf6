//! Tests for `embedding`.

use super::{SettingFault, SettingsFault, parse};

fn parsed(text: &str, danger_local: bool) -> Result<Vec<String>, SettingFault> {
    let read = |name: &str| (name == "EMBED_ORIGINS").then(|| text.to_owned());
    parse(&read, danger_local).map_err(|SettingsFault { name, fault }| {
        assert_eq!(name, "EMBED_ORIGINS");
        fault
    })
}

#[test]
fn exact_origins_are_listed_once_and_in_one_form() {
    let text = "https://Intranet.Contoso.example, https://contoso.sharepoint.com/\n \
                https://portal.contoso.example:8443 https://intranet.contoso.example:443";
    let origins = parsed(text, false).expect("a list of origins");
    assert_eq!(
        origins,
        [
            "https://intranet.contoso.example",
            "https://contoso.sharepoint.com",
            "https://portal.contoso.example:8443",
        ]
    );
    assert_eq!(parsed("", false), Ok(Vec::new()), "nobody may");
}

#[test]
fn what_is_no_exact_origin_is_refused() {
    for text in [
        "https://*.contoso.example",
        "https://*",
        "*",
        "'self'",
        "https:",
        "intranet.contoso.example",
        "https://intranet.contoso.example/page",
        "https://intranet.contoso.example?a=b",
        "https://intranet.contoso.example#a",
        "https://u:p@intranet.contoso.example",
        "https://intranet.contoso.example; script-src *",
        "file:///intranet",
        "data:text/html,a",
        "null",
    ] {
        assert_eq!(parsed(text, true), Err(SettingFault::Malformed), "{text}");
    }
}

#[test]
fn plain_http_is_for_this_machine_in_a_local_configuration() {
    for text in ["http://127.0.0.1:8791", "http://intranet.localhost:8791", "http://[::1]:1"] {
        assert_eq!(parsed(text, true), Ok(vec![text.to_owned()]));
        assert_eq!(parsed(text, false), Err(SettingFault::Insecure), "{text}");
    }
    for text in ["http://intranet.contoso.example", "http://notlocalhost", "http://10.0.0.1"] {
        assert_eq!(parsed(text, true), Err(SettingFault::Insecure), "{text}");
    }
}
