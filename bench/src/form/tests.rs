//! Tests for `form`.

use super::*;

const PAGE: &str = r#"<form method="post" action="/language"><input name="lang" value="en"></form>
    <form class="sign-in" method="post" action="/sign-in?a=1&amp;b=2"><input type="hidden" name="return_to"
    value="/?x=&quot;1&quot;"><input id="account" name="account" value=""><button name="go">Go</button></form>"#;

#[test]
fn the_form_with_the_field_is_found_and_filled_in() -> Result<()> {
    let form = Form::with_field(PAGE, "account")?.fill("account", "ada@contoso.example");
    assert_eq!(form.action, "/sign-in?a=1&b=2");
    assert_eq!(form.body(), "return_to=%2F%3Fx%3D%221%22&account=ada%40contoso.example");
    assert!(Form::with_field(PAGE, "pass").is_err());
    Ok(())
}
