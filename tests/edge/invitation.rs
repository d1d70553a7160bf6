//! The link of an invitation, which begins a sign-in: what it may do, whoever has made it and whatever
//! opens it.

use contract::routes;
use latchkey_tests::{
    client::{Answer, Client, SESSION_COOKIE, path_of},
    form::Form,
    product::pass_of,
};
use reqwest::Method;
use url::Url;

use crate::shared;

const LINK: &str = "/start?account=ada%40contoso.example";
const ADA: &str = "ada@contoso.example";
/// Where the link leads when it begins nothing.
const WITHOUT: &str = "/?do=next&account=ada%40contoso.example";

/// The directory's page that the answer goes on to.
fn directory(answer: &Answer) -> Url {
    assert_eq!(answer.status.as_u16(), 303, "{answer:?}");
    let address = Url::parse(answer.header("location"));
    address.unwrap_or_else(|_| panic!("it leads to no directory: {answer:?}"))
}

fn begins_nothing(answer: &Answer, page: &str) {
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, page), "{answer:?}");
    assert_eq!(answer.header("set-cookie"), "", "{answer:?}");
}

#[tokio::test]
async fn a_new_hire_comes_from_the_link_to_the_passkey_in_the_language_of_the_link() {
    let client = Client::new(shared());
    let answer = client.get(&format!("{LINK}&lang=en-XA")).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "the directory learns no address");
    let directory = directory(&answer);
    assert!(directory.query_pairs().any(|(name, value)| name == "login_hint" && value == ADA));
    let callback = client.type_pass(directory, ADA, &pass_of(shared(), "ada")).await;
    let answer = client.get(&path_of(&callback)).await;
    // Without the account: whoever has signed in is known.
    assert_eq!(answer.header("location"), "/?lang=en-XA&do=next");
    let answer = client.get(answer.header("location")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, "/add-passkey?lang=en-XA")
    );
    let page = client.get(answer.header("location")).await;
    assert_eq!(page.status.as_u16(), 200, "{page:?}");
}

#[tokio::test]
async fn a_link_with_a_task_comes_to_it_after_the_sign_in() {
    let client = Client::new(shared());
    let link = "/start?do=recover&login_hint=lena%40contoso.example";
    let directory = directory(&client.get(link).await);
    let pass = pass_of(shared(), "lena");
    let callback = client.type_pass(directory, "lena@contoso.example", &pass).await;
    let answer = client.get(&path_of(&callback)).await;
    assert_eq!(answer.header("location"), "/recover");
}

#[tokio::test]
async fn someone_with_a_way_to_sign_in_comes_to_the_overview() {
    let client = Client::new(shared());
    client.sign_in(shared(), "lena").await;
    let page = client.get("/?do=next").await;
    assert_eq!(page.status.as_u16(), 200, "no task is certain to be next: {page:?}");
}

#[tokio::test]
async fn a_link_without_a_good_account_asks_for_it() {
    let client = Client::new(shared());
    for (query, page) in [
        ("", "/?do=next"),
        ("?account=", "/?do=next&account="),
        ("?account=ada", "/?do=next&account=ada"),
        ("?account=a%20b%40c&do=add-passkey", "/add-passkey?account=a%20b%40c"),
        ("?account=a%0D%0Ax%3Ay%40c", "/?do=next&account=a%0D%0Ax%3Ay%40c"),
        ("?account=%3Cscript%3E%40c%20", "/?do=next&account=%3Cscript%3E%40c%20"),
    ] {
        let answer = client.get(&format!("/start{query}")).await;
        begins_nothing(&answer, page);
        let page = client.get(page).await;
        let form = Form::with_field(&page.body, routes::ACCOUNT_FIELD);
        assert!(form.body().contains("account=&"), "{query}: {}", form.body());
    }
}

#[tokio::test]
async fn a_link_leads_to_the_directory_and_the_own_pages_and_nowhere_else() {
    let authority = Url::parse(&shared().tenant.address).expect("an address");
    for query in [
        "&do=//evil.example",
        "&do=https%3A%2F%2Fevil.example",
        "&return_to=%2F%2Fevil.example",
        "&target_link_uri=https%3A%2F%2Fevil.example",
        "&redirect_uri=https%3A%2F%2Fevil.example",
        "&iss=https%3A%2F%2Fevil.example",
    ] {
        let client = Client::new(shared());
        let directory = directory(&client.get(&format!("{LINK}{query}")).await);
        assert_eq!(directory.origin(), authority.origin(), "{query}");
        assert!(!directory.as_str().contains("evil"), "{query}: {directory}");
        let callback = client.type_pass(directory, ADA, &pass_of(shared(), "ada")).await;
        let answer = client.get(&path_of(&callback)).await;
        assert_eq!(answer.header("location"), "/?do=next", "{query}");
    }
}

#[tokio::test]
async fn what_robots_and_browsers_open_in_advance_begins_nothing() {
    let client = Client::new(shared());
    for (name, value) in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("sec-fetch-dest", "image"),
        ("sec-fetch-dest", "iframe"),
    ] {
        let request = client.request(Method::GET, LINK).header(name, value);
        begins_nothing(&client.send(request).await, WITHOUT);
    }
    let answer = client.send(client.request(Method::HEAD, LINK)).await;
    begins_nothing(&answer, WITHOUT);
    // Whoever follows still has the account filled in.
    let page = client.get(WITHOUT).await;
    let form = Form::with_field(&page.body, routes::ACCOUNT_FIELD);
    assert!(form.body().contains("account=ada%40contoso.example"), "{}", form.body());
}

#[tokio::test]
async fn scanners_of_mail_may_open_the_link_as_often_as_they_like() {
    let scanner = Client::new(shared());
    for _ in 0..3 {
        directory(&scanner.copy().get(LINK).await);
        directory(&scanner.get(LINK).await);
    }
    // It works as on the first day.
    let client = Client::new(shared());
    let directory = directory(&client.get(LINK).await);
    let callback = client.type_pass(directory, ADA, &pass_of(shared(), "ada")).await;
    client.get(&path_of(&callback)).await;
    assert!(client.cookie(SESSION_COOKIE).is_some());
}

#[tokio::test]
async fn a_link_puts_no_sign_in_that_is_under_way_out() {
    let client = Client::new(shared());
    let under_way = client.begin_sign_in(ADA, "/").await;
    for _ in 0..3 {
        directory(&client.get(LINK).await);
    }
    // A browser holds four attempts: the next link leaves them alone.
    begins_nothing(&client.get(LINK).await, WITHOUT);
    let callback = client.type_pass(under_way, ADA, &pass_of(shared(), "ada")).await;
    client.get(&path_of(&callback)).await;
    assert!(client.cookie(SESSION_COOKIE).is_some(), "the first still finishes");
}

#[tokio::test]
async fn an_answer_to_somebody_elses_link_signs_nobody_in() {
    let (attacker, victim) = (Client::new(shared()), Client::new(shared()));
    let theirs = directory(&attacker.get(LINK).await);
    let callback = attacker.type_pass(theirs, ADA, &pass_of(shared(), "ada")).await;
    let own = directory(&victim.get("/start?account=lena%40contoso.example").await);
    let answer = victim.get(&path_of(&callback)).await;
    assert!(victim.cookie(SESSION_COOKIE).is_none(), "{answer:?}");
    // And the own attempt is still there.
    let pass = pass_of(shared(), "lena");
    let callback = victim.type_pass(own, "lena@contoso.example", &pass).await;
    victim.get(&path_of(&callback)).await;
    assert_eq!(victim.overview().await.json()["person"]["account"], "lena@contoso.example");
}

#[tokio::test]
async fn a_link_never_replaces_who_is_signed_in() {
    let client = Client::new(shared());
    client.sign_in(shared(), "lena").await;
    let session = client.cookie(SESSION_COOKIE);
    // For the same person: on to what is next, without a sign-in.
    let own = "/start?account=Lena%40contoso.example&do=recover";
    begins_nothing(&client.get(own).await, "/recover?account=Lena%40contoso.example");
    let page = client.get("/recover?account=Lena%40contoso.example").await;
    assert_eq!(page.status.as_u16(), 200, "{page:?}");
    assert!(page.body.contains("\"insteadOf\":null"), "{}", page.body);
    // For another: the overview, which says so.
    for (link, page) in [
        (LINK, WITHOUT),
        (
            "/start?do=add-passkey&account=ada%40contoso.example",
            "/add-passkey?account=ada%40contoso.example",
        ),
    ] {
        begins_nothing(&client.get(link).await, page);
        let mut answer = client.get(page).await;
        if !page.starts_with("/?") {
            begins_nothing(&answer, "/?account=ada%40contoso.example");
            answer = client.get(answer.header("location")).await;
        }
        assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
        assert!(answer.body.contains("This was meant for ada@contoso.example"), "{}", answer.body);
    }
    assert_eq!(client.cookie(SESSION_COOKIE), session);
    assert_eq!(client.overview().await.json()["person"]["account"], "lena@contoso.example");
}

#[tokio::test]
async fn a_link_begins_a_sign_in_when_the_last_session_is_over() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let ended = client.copy();
    client.submit(routes::SIGN_OUT, String::new()).await;
    directory(&ended.get(LINK).await);
}
