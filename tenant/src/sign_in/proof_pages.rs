//! The pages for everything but a pass: password, approval with a number, passkey, and the choice among them.
//!
//! Only the passkey needs a script; the approval page has one that saves a click.

use maud::{Markup, html};
use serde_json::Value;

use super::{
    pages::{Form, described, invalid, lead, opening, other_ways_act, refusal, signing_in_as},
    ways::Way,
};
use crate::web::page::layout;

pub(super) fn password(form: &Form<'_>) -> Markup {
    layout(
        "Enter password",
        &html! {
            h1 { "Enter password" }
            (lead(form))
            (opening(form, &html! {
                (signing_in_as(form))
                div.field {
                    label for="password" { "Password" }
                    input #password name="password" type="password" autocomplete="current-password"
                        maxlength="256" required autofocus
                        aria-invalid=[invalid(form)] aria-describedby=[described(form)];
                    (refusal(form))
                }
                div.acts {
                    button #submit .primary type="submit" name="action" value="password" { "Sign in" }
                    (other_ways_act(form))
                    (changes())
                }
            }))
        },
    )
}

/// `number` is what the person types into Microsoft Authenticator.
pub(super) fn approval(form: &Form<'_>, number: Option<u8>) -> Markup {
    let address =
        format!("/{}/login/approval?attempt={}", crate::directory::TENANT_ID, form.attempt);
    layout(
        "Approve sign-in request",
        &html! {
            h1 { "Approve sign-in request" }
            (lead(form))
            (opening(form, &html! {
                (signing_in_as(form))
                p { "Open Microsoft Authenticator on your phone, and enter this number to sign in." }
                p.match-number #number { (number.map_or_else(String::new, |number| number.to_string())) }
                p.hint { "No numbers on your phone? Update the app, or use another way." }
                div.acts data-waits=(address) {
                    button #approved .primary type="submit" name="action" value="approved" autofocus {
                        "I have approved it"
                    }
                    (other_ways_act(form))
                    (changes())
                }
            }))
            script src="/assets/waiting.js" defer {}
        },
    )
}

pub(super) fn passkey(form: &Form<'_>, options: &Value) -> Markup {
    layout(
        "Use your passkey",
        &html! {
            h1 { "Use your passkey" }
            (lead(form))
            (opening(form, &html! {
                (signing_in_as(form))
                p { "Your device will ask for your face, fingerprint or PIN, or for your security key." }
                (refusal(form))
                p #ceremony-error .error role="alert" hidden {
                    "That did not work, or it was canceled. Try again, or use another way."
                }
                noscript { p.error { "A passkey needs JavaScript. Switch it on, or use another way." } }
                input type="hidden" name="credential" value="";
                div.acts {
                    button #use-passkey .primary type="button" data-ceremony="get" data-options=(options) autofocus {
                        "Continue with passkey"
                    }
                    button #send-passkey type="submit" name="action" value="passkey" hidden { "Send" }
                    (other_ways_act(form))
                    (changes())
                }
            }))
            script src="/assets/passkey.js" defer {}
        },
    )
}

pub(super) fn other_ways(form: &Form<'_>) -> Markup {
    layout(
        "Choose a way to sign in",
        &html! {
            h1 { "Choose a way to sign in" }
            (lead(form))
            (opening(form, &html! {
                (signing_in_as(form))
                div.acts.ways {
                    @for way in form.ways {
                        @let (value, name, explanation) = words(*way);
                        button type="submit" name="action" value=(value) {
                            strong { (name) } span { (explanation) }
                        }
                    }
                }
                div.acts { (changes()) }
            }))
        },
    )
}

const fn words(way: Way) -> (&'static str, &'static str, &'static str) {
    match way {
        Way::Pass => {
            ("use_pass", "Temporary Access Pass", "A code from your admin, for a limited time")
        }
        Way::Passkey => (
            "use_passkey",
            "Face, fingerprint, PIN or security key",
            "A passkey that you registered",
        ),
        Way::Password => (
            "use_password",
            "Password and Microsoft Authenticator",
            "Approve a request on your phone",
        ),
    }
}

fn changes() -> Markup {
    html! {
        button #change-account type="submit" name="action" value="change_account" formnovalidate {
            "Use a different account"
        }
        button #cancel type="submit" name="action" value="cancel" formnovalidate { "Cancel" }
    }
}
