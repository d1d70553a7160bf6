//! The page that says why a passkey cannot be added, as a browser without scripts gets it.

use contract::routes;
use latchkey_tests::{
    client::{Answer, Client, SESSION_COOKIE},
    form::Form,
    product::{as_real, of_its_own},
};

use crate::shared;

const RULES: &str = "The rules of your organization";
const PASSKEYS: &str = "Passkeys for your account";
const TIME: &str = "Your sign-in and your pass";

/// The text for the help desk, line by line.
fn told(page: &Answer) -> Vec<String> {
    assert_eq!(page.status.as_u16(), 200, "{page:?}");
    let (_, rest) = page.body.split_once("<textarea").expect("a text");
    let (_, rest) = rest.split_once('>').expect("its content");
    let (text, _) = rest.split_once("</textarea>").expect("its end");
    text.lines().map(str::to_owned).collect()
}

fn says(page: &Answer, check: &str, state: &str) {
    let expected = format!("{check}: {state}");
    assert!(told(page).contains(&expected), "{expected}: {:?}", told(page));
}

#[tokio::test]
async fn who_is_signed_out_signs_in_and_comes_back() {
    let client = Client::new(shared());
    let page = client.get(routes::WHY).await;
    let form = Form::with_field(&page.body, routes::ACCOUNT_FIELD);
    assert!(form.body().contains("return_to=%2Fwhy"), "{}", form.body());
    let page = client.sign_in_from(shared(), "ada", routes::WHY).await;
    says(&page, RULES, "Fine");
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_ada_and_nothing_secret_is_on_the_page() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let page = client.get(routes::WHY).await;
    for check in [RULES, PASSKEYS, TIME] {
        says(&page, check, "Fine");
    }
    says(&page, "Allowed kinds of passkeys", "Cannot be seen from here");
    says(&page, "Your browser and your device", "Cannot be seen from here");
    let text = told(&page).join("\n");
    let reference = contract::TraceId(page.header(contract::TRACE_HEADER).to_owned()).reference();
    assert!(text.contains("Account: ada@contoso.example"), "{text}");
    assert!(text.contains(&format!("Reference: {reference}")), "{text}");
    assert!(page.body.contains("href=\"/add-passkey\""), "the next step");

    let cookie = client.cookie(SESSION_COOKIE).expect("signed in");
    for secret in [cookie.as_str(), "eyJ", "challenge", "Bearer"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    assert_eq!(page.header("cache-control"), "no-store, no-transform");
    assert_eq!(page.header("set-cookie"), "");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");

    // What the help desk asks for leads here.
    for path in ["/", routes::SESSIONS] {
        let page = client.get(path).await;
        assert!(page.body.contains("href=\"/why\""), "{path}");
    }
}

#[tokio::test]
async fn who_is_outside_the_policy_for_passkeys_learns_whom_to_ask() {
    let client = Client::new(shared());
    client.sign_in(shared(), "silje").await;
    let page = client.get(routes::WHY).await;
    says(&page, RULES, "Fine");
    says(&page, PASSKEYS, "Stands in the way");
    assert!(page.body.contains("include you in the policy for passkeys"), "{page:?}");
    assert!(!page.body.contains("href=\"/add-passkey\""), "it leads nowhere in vain");
}

#[tokio::test]
async fn a_guest_outside_the_office_reads_which_rule_refuses_and_not_in_the_office() {
    let client = Client::new(shared());
    client.sign_in(shared(), "igor").await;
    let page = client.get(routes::WHY).await;
    says(&page, RULES, "Stands in the way");
    says(&page, PASSKEYS, "Stands in the way");
    let rule = told(&page).into_iter().find(|line| line.starts_with("Policy: ")).expect("a rule");
    assert!(rule.contains("block guests outside trusted locations"), "{rule}");
    assert!(rule.ends_with("(guests, any location, block)"), "{rule}");

    let office = client.request(reqwest::Method::GET, routes::WHY);
    let page = client.send(office.header("x-forwarded-for", "198.51.100.7")).await;
    says(&page, RULES, "Fine");
    assert!(!told(&page).iter().any(|line| line.starts_with("Policy: ")), "{:?}", told(&page));
}

#[tokio::test]
async fn a_one_time_pass_tells_until_when() {
    let product = of_its_own("why");
    let client = Client::new(&product);
    client.sign_in(&product, "nils").await;
    let page = client.get(routes::WHY).await;
    says(&page, TIME, "Fine");
    assert!(page.body.contains("The ten minutes that it gives you"), "{page:?}");
}

#[tokio::test]
async fn beside_the_real_directory_it_is_normal_that_passkeys_are_added_there() {
    let product = as_real("why-as-real");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    let page = client.get(routes::WHY).await;
    says(&page, PASSKEYS, "Cannot be seen from here");
    assert!(page.body.contains("That is normal"), "{page:?}");
    assert!(page.body.contains("href=\"/add-passkey\""), "the way to the hand-off");
    assert!(!told(&page).iter().any(|line| line.ends_with(": Stands in the way")), "{page:?}");
}
