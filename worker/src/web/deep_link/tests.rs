//! Which page a link leads to.

use super::{after_sign_in, invited_to, next, page};

#[test]
fn a_link_leads_to_the_page_of_its_task_with_the_rest_of_its_query() {
    for (query, expected) in [
        ("do=add-passkey", "/add-passkey"),
        (
            "do=add-authenticator&account=ada%40contoso.example",
            "/add-authenticator?account=ada%40contoso.example",
        ),
        ("lang=en-XA&do=recover", "/recover?lang=en-XA"),
        ("do=remove&method=%2E%2E", "/remove?method=%2E%2E"),
        ("lang=en&do=end-pass&account=a", "/retire-pass?lang=en&account=a"),
    ] {
        assert_eq!(page("/", query).as_deref(), Some(expected), "{query}");
    }
}

#[test]
fn what_names_no_task_changes_nothing() {
    for (path, query) in [
        ("/", ""),
        ("/", "do="),
        ("/", "do=//evil.example"),
        ("/", "do=%2Fsign-out"),
        ("/", "undo=add-passkey"),
        ("/add-passkey", "do=recover"),
    ] {
        assert_eq!(page(path, query), None, "{path}?{query}");
    }
}

#[test]
fn an_invitation_is_about_its_task_or_about_what_is_next() {
    let account = "account=ada%40contoso.example";
    for (query, page, after) in [
        (account.to_owned(), format!("/?do=next&{account}"), "/?do=next"),
        (format!("{account}&lang=de"), format!("/?do=next&{account}&lang=de"), "/?do=next&lang=de"),
        (format!("{account}&do=recover"), format!("/recover?{account}"), "/recover"),
        (
            "login_hint=ada%40contoso.example&do=remove&method=x".to_owned(),
            "/remove?login_hint=ada%40contoso.example&method=x".to_owned(),
            "/remove?method=x",
        ),
        // Another task than those that are known is left to the first page, which leaves it out.
        (
            format!("do=//evil.example&{account}"),
            format!("/?do=next&do=//evil.example&{account}"),
            "/?do=next&do=//evil.example",
        ),
        (String::new(), "/?do=next".to_owned(), "/?do=next"),
    ] {
        assert_eq!(invited_to(&query), page, "{query}");
        assert_eq!(after_sign_in(&page), after, "{query}");
    }
}

#[test]
fn what_is_next_is_opened_where_it_is_asked_for() {
    for (query, wanted, expected) in [
        ("do=next", Some("/add-passkey"), Some("/add-passkey")),
        ("lang=de&do=next", Some("/add-passkey"), Some("/add-passkey?lang=de")),
        ("do=next", None, None),
        ("", Some("/add-passkey"), None),
        ("do=recover", Some("/add-passkey"), None),
    ] {
        assert_eq!(next(query, wanted).as_deref(), expected, "{query}");
    }
}
