//! Which page a link leads to.

use super::page;

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
