//! The frame of every page, and the pages that more than one endpoint shows.
//!
//! They work without a script, refuse framing, and say that this is the embedded tenant.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::reply::MARKER;

/// The style sheet of all pages.
pub(crate) const STYLE: &str = include_str!("pages.css");
/// Sends the one form of a page that only carries an answer on.
pub(crate) const FORM_POST_SCRIPT: &str = "document.forms[0].submit();\n";

pub(crate) fn layout(title: &str, content: &Markup) -> Markup {
    document(title, "card", content)
}

/// A page whose card has other classes than the sign-in's.
pub(crate) fn document(title: &str, card: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(MARKER);
                title { (title) " · Contoso" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/pages.css";
            }
            body {
                main {
                    div class=(card) {
                        p.organization { (PreEscaped(ICON)) "Contoso" }
                        (content)
                    }
                    p.notice {
                        "This is the embedded tenant: a stand-in for a directory, on this computer only. \
                         Never type a real pass here. Its pages are in English alone."
                    }
                }
            }
        }
    }
}

/// The mark of the made-up company, also the icon of its pages.
pub(crate) const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" width=\"24\" \
     height=\"24\" aria-hidden=\"true\"><path fill=\"#0f766e\" d=\"M12 2 3 6v6c0 5 3.8 8.8 9 10 5.2-1.2 9-5 \
     9-10V6z\"/><path fill=\"#fff\" d=\"M12 7a3 3 0 0 0-1.2 5.7L10 17h4l-.8-4.3A3 3 0 0 0 12 7z\"/></svg>";

pub(crate) fn attempt_gone() -> Markup {
    layout(
        "Sign in again",
        &html! {
            h1 { "This page is no longer valid" }
            p { "It was open for too long, was already used, or belongs to another browser." }
            p { "Go back to the application and sign in again." }
            p.number { "AADSTS165000: the request context that is required for the sign-in is missing." }
        },
    )
}

pub(crate) fn signed_out() -> Markup {
    layout(
        "Signed out",
        &html! {
            h1 { "You signed out of your account" }
            p { "It's a good idea to close all browser windows." }
        },
    )
}

/// Carries an answer to the client by a form (OAuth 2.0 Form Post Response Mode); without a script, by a click.
pub(crate) fn form_post(address: &str, parameters: &[(&str, &str)]) -> Markup {
    layout(
        "Continue",
        &html! {
            h1 { "Signing you in" }
            form method="post" action=(address) {
                @for (name, value) in parameters { input type="hidden" name=(name) value=(value); }
                div.acts { button #continue .primary type="submit" { "Continue" } }
            }
            script src="/assets/form-post.js" defer {}
        },
    )
}

/// An account name beside its first letter; it may break before the domain.
pub(crate) fn account_chip(account: &str, id: &str) -> Markup {
    let (name, domain) = account.split_at(account.find('@').unwrap_or(account.len()));
    html! {
        span.person aria-hidden="true" { (account.chars().next().unwrap_or('?').to_uppercase()) }
        span id=(id) { (name) wbr; (domain) }
    }
}
