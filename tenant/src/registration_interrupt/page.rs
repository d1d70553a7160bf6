//! The page of the registration interrupt: what can be registered here, and what already is.

use maud::{Markup, html};

use crate::{
    directory::{
        TENANT_ID,
        method::{AuthenticationMethod, MethodKind},
    },
    web::{address, page::layout},
};

/// What the page shows and what its forms carry.
pub(super) struct Form<'page> {
    pub(super) attempt: &'page str,
    pub(super) canary: &'page str,
    pub(super) account: &'page str,
    /// The labels of what is registered.
    pub(super) registered: Vec<String>,
    pub(super) offers_passkeys: bool,
    pub(super) refusal: Option<&'static str>,
    /// Whether the person came back and says that something is set up.
    pub(super) claims_done: bool,
}

/// The words for a method that counts as registered.
pub(super) fn label(method: &AuthenticationMethod) -> Option<String> {
    match &method.kind {
        MethodKind::Password | MethodKind::Email { .. } => None,
        MethodKind::Phone { number, .. } => Some(format!("Phone {number}")),
        MethodKind::MicrosoftAuthenticator { display_name, .. } => {
            Some(format!("Microsoft Authenticator on {display_name}"))
        }
        MethodKind::Passkey(passkey) => Some(format!("Passkey {}", passkey.display_name)),
        _ => Some("Another method".to_owned()),
    }
}

pub(super) fn register(form: &Form<'_>) -> Markup {
    let is_done = !form.registered.is_empty();
    layout(
        "Keep your account secure",
        &html! {
            h1 { "Keep your account secure" }
            p.lead { "Your organization requires you to set up a way to prove who you are." }
            p.account { span #signing-in-as { (form.account) } }
            @if is_done {
                h2 { "Set up" }
                ul #registered { @for label in &form.registered { li { (label) } } }
                (opening(form, &html! {
                    div.acts {
                        button #continue .primary type="submit" name="action" value="continue" autofocus { "Continue" }
                    }
                }))
            } @else {
                p {
                    a #add-authenticator href=(address::phone()) { "Use Microsoft Authenticator" }
                    ": install it on the phone and add this account there."
                }
                @if form.claims_done {
                    p #nothing-yet role="status" {
                        "Nothing is set up yet. If you have just finished on your phone, wait a moment and try again."
                    }
                }
                (opening(form, &html! {
                    div.field {
                        label for="phone" { "Or a phone number, for a code or a call" }
                        input #phone name="phone" type="tel" autocomplete="tel" placeholder="+46 70 123 45 67"
                            aria-invalid=[form.refusal.map(|_| "true")] aria-describedby=[form.refusal.map(|_| "error")];
                        @if let Some(refusal) = form.refusal { p #error .error role="alert" { (refusal) } }
                    }
                    div.acts {
                        button #add-phone type="submit" name="action" value="add_phone" { "Use this number" }
                        button #cancel type="submit" name="action" value="cancel" { "Cancel" }
                    }
                }))
                @if form.offers_passkeys {
                    p { a #add-passkey href=(address::security_info()) { "Use a passkey or security key" } }
                }
                p {
                    a #return href={ "/" (TENANT_ID) "/register?attempt=" (form.attempt) "&done=1" } { "I have set it up" }
                }
            }
        },
    )
}

fn opening(form: &Form<'_>, content: &Markup) -> Markup {
    html! {
        form method="post" action={ "/" (TENANT_ID) "/register" } {
            input type="hidden" name="attempt" value=(form.attempt);
            input type="hidden" name="canary" value=(form.canary);
            (content)
        }
    }
}
