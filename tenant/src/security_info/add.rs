//! "Add sign-in method": the choice of a kind, and the page that makes a passkey.

use maud::{Markup, html};

use super::pages::Notice;
use crate::{
    directory::{
        method::{AUTHENTICATOR_LIMIT, PASSKEY_LIMIT},
        person::Person,
    },
    sign_in::ways,
    web::{address, page::layout},
};

/// The kind in the address that asks for a security key.
pub(super) const SECURITY_KEY: &str = "security-key";

/// The kinds, in the words of the real page.
pub(super) fn choice(person: &Person) -> Markup {
    let at = format!("{}/add-passkey", address::security_info());
    let has_all_passkeys = person.passkeys().count() >= PASSKEY_LIMIT;
    let has_all_authenticators = ways::authenticators(person).count() >= AUTHENTICATOR_LIMIT;
    layout(
        "Add a sign-in method",
        &html! {
            h1 { "Add a sign-in method" }
            div.acts.ways {
                @if has_all_passkeys {
                    p #no-passkey .note { "You have " (PASSKEY_LIMIT) " passkeys, and cannot have more. Remove one first." }
                } @else {
                    a #add-passkey .button href=(at) {
                        strong { "Passkey" } span { "Sign in with your face, fingerprint, PIN or security key" }
                    }
                    a #add-security-key .button href={ (at) "?kind=" (SECURITY_KEY) } {
                        strong { "Security key" } span { "Sign in with a key in a USB port or over NFC" }
                    }
                }
                @if has_all_authenticators {
                    p #no-authenticator .note {
                        "Microsoft Authenticator is registered " (AUTHENTICATOR_LIMIT)
                        " times, and cannot be more often. Remove one first."
                    }
                } @else {
                    a #add-authenticator .button href={ (address::phone()) "?screen=add" } {
                        strong { "Microsoft Authenticator" } span { "Approve sign-ins on the stand-in phone" }
                    }
                }
            }
            div.acts { a #back .button href=(address::security_info()) { "Cancel" } }
        },
    )
}

/// The ceremony. A security key is asked for as another device than this one.
pub(super) fn passkey(canary: &str, is_security_key: bool) -> Markup {
    let at = address::security_info();
    let (title, lead, name) = if is_security_key {
        ("Add a security key", "Have your key ready to plug in or tap.", "My security key")
    } else {
        ("Add a passkey", "Use your face, fingerprint or PIN, or a security key.", "My passkey")
    };
    layout(
        title,
        &html! {
            h1 { (title) }
            p.lead { (lead) }
            form method="post" action=(at) novalidate {
                input type="hidden" name="canary" value=(canary);
                div.field {
                    label for="name" { "Name of the passkey" }
                    input #name name="name" type="text" value=(name) maxlength="30" required autocomplete="off";
                }
                p #ceremony-error .error role="alert" hidden {}
                noscript { p.error { "A passkey needs JavaScript. Switch it on for this page." } }
                div.acts {
                    button #create-passkey .primary type="button" data-ceremony="create"
                        data-attachment=[is_security_key.then_some("cross-platform")]
                        data-begin={ (at) "/passkey-options" } data-finish={ (at) "/passkey" }
                        data-done={ (at) "?done=" (Notice::Added.name()) } autofocus { "Create passkey" }
                    a #back .button href={ (at) "/add" } { "Cancel" }
                }
            }
            script src="/assets/passkey.js" defer {}
        },
    )
}
