//! The pages that the edge renders, as a browser without scripts gets them.

use contract::routes;
use latchkey_tests::{
    client::{Client, SESSION_COOKIE, path_of},
    form::Form,
    onward::onward,
    product::pass_of,
};
use serde_json::Value;

use crate::shared;

fn start(page: &str) -> Value {
    let (_, rest) = page.split_once(routes::START_ELEMENT).expect("the start data is there");
    let (_, rest) = rest.split_once('>').expect("the element opens");
    let (json, _) = rest.split_once("</script>").expect("the element closes");
    serde_json::from_str(json).expect("the start data is JSON")
}

#[tokio::test]
async fn the_first_page_is_drawn_with_a_form_that_works_alone() {
    let client = Client::new(shared());
    let page = client.get("/").await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.body.contains("<h1"), "it is drawn, not empty");
    let form = Form::with_field(&page.body, routes::ACCOUNT_FIELD);
    assert_eq!(form.action, routes::SIGN_IN);
    assert_eq!(start(&page.body)["screen"]["type"], "welcome");
}

#[tokio::test]
async fn the_signed_in_page_is_drawn_with_clock_banner_and_methods() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let page = client.get("/").await;
    assert_eq!(page.status.as_u16(), 200, "{page:?}");
    let overview = &start(&page.body)["screen"]["overview"];
    assert_eq!(overview["person"]["account"], "ada@contoso.example");
    assert!(page.body.contains("Ada"), "the person is named in the drawn page");
    assert!(page.body.contains("minutes") || page.body.contains("hour"), "the clock is drawn");
    let form = Form::with_field(&page.body.replace("<button", "<input name=x><button"), "x");
    assert_eq!(form.action, routes::SIGN_OUT, "signing out works without script");
}

#[tokio::test]
async fn the_way_that_is_recommended_is_drawn_for_the_device_that_an_earlier_page_has_noted() {
    for (noted, known, words) in [
        ("true", Value::Bool(true), "this device keeps it"),
        ("false", Value::Bool(false), "this device cannot keep one"),
        ("<b>", Value::Null, "the best way to sign in"),
    ] {
        let client = Client::new(shared());
        client.sign_in(shared(), "ada").await;
        client.set_cookie(routes::DEVICE_COOKIE, noted);
        let page = client.get("/").await;
        assert_eq!(start(&page.body)["keepsPasskeys"], known, "{noted}");
        let (drawn, _) = page.body.split_once(routes::START_ELEMENT).expect("the start data");
        assert!(drawn.contains(words), "{noted}: {drawn}");
    }
}

#[tokio::test]
async fn a_misshapen_account_name_comes_back_with_what_was_typed() {
    let client = Client::new(shared());
    for account in ["", "ada", "a b@c", "<script>@", "ada@contoso.example\r\nx: y"] {
        let page = client.get("/add-passkey").await;
        let form = Form::with_field(&page.body, routes::ACCOUNT_FIELD);
        let body = form.fill(routes::ACCOUNT_FIELD, account).body();
        let answer = client.submit(routes::SIGN_IN, body).await;
        assert_eq!(answer.status.as_u16(), 400, "{account:?}: {answer:?}");
        assert!(!answer.body.contains("<script>@"), "{account:?} is escaped");
        let screen = &start(&answer.body)["screen"];
        assert_eq!(screen["account"].as_str().map(str::trim), Some(account.trim()), "{account:?}");
        let form = Form::with_field(&answer.body, routes::ACCOUNT_FIELD);
        assert!(form.body().contains("return_to=%2Fadd-passkey"), "the place is kept");
    }
}

#[tokio::test]
async fn the_sign_in_leads_back_to_the_page_it_came_from() {
    let client = Client::new(shared());
    let account = "ada@contoso.example";
    let directory = client.begin_sign_in(account, "/add-passkey").await;
    assert!(directory.query_pairs().any(|(name, value)| name == "login_hint" && value == account));
    let callback = client.type_pass(directory, account, &pass_of(shared(), "ada")).await;
    let answer = client.get(&path_of(&callback)).await;
    assert_eq!(answer.header("location"), "/add-passkey");
    assert!(client.cookie(SESSION_COOKIE).is_some());
}

#[tokio::test]
async fn the_way_to_the_directory_is_a_page_in_the_language_of_the_form() {
    let client = Client::new(shared());
    let body = "account=ada%40contoso.example&return_to=%2Fadd-passkey%3Flang%3Den-XA".to_owned();
    let answer = client.submit(routes::SIGN_IN, body).await;
    let directory = onward(&answer);
    assert!(directory.path().ends_with("/authorize"), "{directory}");
    assert!(answer.body.contains("lang=\"en-XA\""), "{answer:?}");
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self';"),
        "no redirect of a form is let through: {policy}"
    );
    assert_eq!(answer.header("referrer-policy"), "same-origin", "the directory learns no address");
    assert_eq!(answer.body.matches("<h1").count(), 1);
}

#[tokio::test]
async fn a_callback_that_fits_no_attempt_is_a_page_that_says_what_to_do() {
    let client = Client::new(shared());
    for query in
        ["", "?code=x&state=y", "?error=access_denied&state=y", "?state=%00", "?code=a&code=b"]
    {
        let answer = client.get(&format!("/callback{query}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{query}: {answer:?}");
        assert!(answer.header("content-type").starts_with("text/html"), "{query}");
        assert!(client.cookie(SESSION_COOKIE).is_none(), "{query} creates no session");
        assert_eq!(Form::with_field(&answer.body, "account").action, routes::SIGN_IN, "{query}");
    }
}

#[tokio::test]
async fn a_cancelled_sign_in_says_so() {
    let client = Client::new(shared());
    let directory = client.begin_sign_in("ada@contoso.example", "/").await;
    let state = directory.query_pairs().find(|(name, _)| name == "state").expect("a state");
    let state: String = url::form_urlencoded::byte_serialize(state.1.as_bytes()).collect();
    let answer = client.get(&format!("/callback?error=access_denied&state={state}")).await;
    // The address with the answer of the directory is left, and the notice comes along, once.
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"));
    let told = format!("{:?}", answer.headers);
    assert!(!told.contains("contoso"), "nothing of a person is told in the clear: {told}");
    let page = client.get("/").await;
    let screen = start(&page.body)["screen"].clone();
    let problem = screen["reason"]["problem"].clone();
    assert_eq!(screen["account"], "ada@contoso.example", "nobody types it again");
    assert_eq!(problem["code"], "sign-in-cancelled", "{page:?}");
    assert_eq!(problem["trace"], answer.header(contract::TRACE_HEADER), "it leads to the log");
    assert!(start(&client.get("/").await.body)["screen"]["reason"].is_null(), "told once");
}

#[tokio::test]
async fn a_sign_in_that_failed_is_told_to_someone_whose_session_goes_on() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let answer = client.get("/callback?code=x&state=y").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"));
    let problem = start(&client.get("/").await.body)["screen"]["reason"]["problem"].clone();
    assert_eq!(problem["code"], "sign-in-mismatch");
    assert!(
        start(&client.get("/").await.body)["screen"]["overview"].is_object(),
        "still signed in"
    );
}

#[tokio::test]
async fn forms_of_another_origin_are_refused() {
    let client = Client::new(shared());
    for path in [routes::SIGN_IN, routes::SIGN_OUT] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
            ("origin", "null"),
        ] {
            let request = client.request(reqwest::Method::POST, path).header(name, value);
            let request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body("account=ada%40contoso.example");
            let answer = client.send(request).await;
            assert_eq!(answer.status.as_u16(), 403, "{path} with {name}: {value}: {answer:?}");
        }
        let request = client
            .request(reqwest::Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body("account=ada%40contoso.example");
        let answer = client.send(request).await;
        assert_eq!(answer.status.as_u16(), 403, "{path} with neither header: {answer:?}");
    }
}

#[tokio::test]
async fn the_pseudo_language_is_drawn_when_asked_for() {
    let client = Client::new(shared());
    let page = client.get("/?lang=en-XA").await;
    assert!(page.body.contains("lang=\"en-XA\""), "{}", page.body);
    assert_eq!(start(&page.body)["language"], "en-XA");
}

#[tokio::test]
async fn many_pages_are_drawn_at_the_same_time() {
    let client = Client::new(shared());
    client.sign_in(shared(), "lena").await;
    for _ in 0..3 {
        let page = || client.get("/");
        let pages = tokio::join!(page(), page(), page(), page(), page(), page(), page(), page());
        let pages: [_; 8] = pages.into();
        for page in pages {
            assert_eq!(page.status.as_u16(), 200, "{page:?}");
            assert!(page.body.contains("Lena"), "each page is whole");
        }
    }
}

#[tokio::test]
async fn a_link_from_elsewhere_begins_its_task_before_and_after_the_sign_in() {
    let client = Client::new(shared());
    let link = "/?do=add-passkey&account=ada%40contoso.example";
    let page = client.get(link).await;
    assert_eq!(page.status.as_u16(), 303, "{page:?}");
    assert_eq!(page.header("location"), "/add-passkey?account=ada%40contoso.example");
    let page = client.get(page.header("location")).await;
    let form = Form::with_field(&page.body, routes::ACCOUNT_FIELD);
    assert!(form.body().contains("account=ada%40contoso.example"), "{}", form.body());
    assert!(form.body().contains("return_to=%2Fadd-passkey"), "{}", form.body());

    client.sign_in(shared(), "ada").await;
    let page = client.get("/?do=recover&lang=en").await;
    assert_eq!(page.header("location"), "/recover?lang=en");
    // What names no task is the overview.
    let page = client.get("/?do=%2F%2Fevil.example").await;
    assert_eq!(page.status.as_u16(), 200);
}

#[tokio::test]
async fn a_page_under_another_name_of_the_machine_leads_to_the_configured_one() {
    let client = Client::new(shared());
    let origin = client.origin();
    let elsewhere = origin.replace("localhost", "127.0.0.1");
    assert_ne!(elsewhere, origin, "the product runs under a name");
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let http = http.expect("a client");
    let asked = http.get(format!("{elsewhere}/recover?lang=de")).send().await;
    let answer = asked.expect("the product answers");
    assert_eq!(answer.status().as_u16(), 308);
    let to = answer.headers()["location"].to_str().expect("text").to_owned();
    assert!(to.starts_with(&format!("{origin}/recover?lang=de")), "{to}");
    // A proxy that says the wrong name does not send anybody round for ever.
    let again = http.get(to.replace(&origin, &elsewhere)).send().await.expect("an answer");
    assert_ne!(again.status().as_u16(), 308);
}
