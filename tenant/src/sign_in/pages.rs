//! The pages of the directory. They work without a script, refuse framing, and say that this is the embedded tenant.

use http::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{verify::Refusal, ways::Way};
use crate::{
    oauth::fault::Fault,
    reply::{self, MARKER, Reply},
    tenant::Trace,
    timestamp::Timestamp,
};

/// The style sheet of all pages.
pub(crate) const STYLE: &str = include_str!("pages.css");
/// Sends the one form of a page that only carries an answer on.
pub(crate) const FORM_POST_SCRIPT: &str = "document.forms[0].submit();\n";

/// What every form of an attempt carries.
pub(crate) struct Form<'page> {
    pub(crate) application: &'page str,
    pub(crate) attempt: &'page str,
    pub(crate) canary: &'page str,
    /// The account that was chosen; empty before.
    pub(crate) account: &'page str,
    pub(crate) ways: &'page [Way],
    pub(crate) refusal: Option<&'page Refusal>,
}

pub(crate) fn account(form: &Form<'_>, account: &str) -> Markup {
    layout(
        "Sign in",
        &html! {
            h1 { "Sign in" }
            (lead(form))
            (opening(form, &html! {
                div.field {
                    label for="account" { "Work account" }
                    input #account name="account" type="email" inputmode="email" autocomplete="username webauthn"
                        autocapitalize="none" spellcheck="false" placeholder="name@contoso.example" required
                        autofocus value=(account) aria-invalid=[invalid(form)] aria-describedby=[described(form)];
                    (refusal(form))
                }
                div.acts {
                    button #next .primary type="submit" name="action" value="next" { "Next" }
                    button #cancel type="submit" name="action" value="cancel" formnovalidate { "Cancel" }
                }
            }))
        },
    )
}

pub(crate) fn pass(form: &Form<'_>) -> Markup {
    layout(
        "Enter Temporary Access Pass",
        &html! {
            h1 { "Enter Temporary Access Pass" }
            (lead(form))
            (opening(form, &html! {
                (signing_in_as(form))
                div.field {
                    label for="pass" { "Temporary Access Pass" }
                    input #pass name="pass" type="password" autocomplete="one-time-code" autocapitalize="none"
                        spellcheck="false" maxlength="256" required autofocus
                        aria-invalid=[invalid(form)] aria-describedby=[described(form)];
                    (refusal(form))
                }
                div.acts {
                    button #submit .primary type="submit" name="action" value="sign_in" { "Sign in" }
                    (other_ways_act(form))
                    button #change-account type="submit" name="action" value="change_account" formnovalidate {
                        "Use a different account"
                    }
                    button #cancel type="submit" name="action" value="cancel" formnovalidate { "Cancel" }
                }
            }))
        },
    )
}

/// Shown instead of a redirect where the redirect address cannot be trusted.
pub(crate) fn refused(fault: &Fault, trace: &Trace, now: Timestamp) -> Reply {
    let markup = layout(
        "Sign in",
        &html! {
            h1 { "Sorry, we can't sign you in" }
            p { "The application sent a request that the directory does not accept. Its owner can correct it." }
            p.number { "AADSTS" (fault.number) ": " (fault.text) }
            dl.details {
                dt { "Request" } dd { (trace.trace_id) }
                dt { "Correlation" } dd { (trace.correlation_id) }
                dt { "Time" } dd { (now.to_rfc3339_seconds()) }
            }
        },
    );
    reply::page(StatusCode::BAD_REQUEST, markup, &[])
}

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

pub(crate) fn consent_missing(application: &str, permissions: &[&str], back: &str) -> Markup {
    layout(
        "Need admin approval",
        &html! {
            h1 { "Need admin approval" }
            p {
                strong { (application) }
                " needs permission to access resources in your organization that only an admin can grant. \
                 Please ask an admin to grant permission to this app before you can use it."
            }
            ul.permissions { @for permission in permissions { li { code { (permission) } } } }
            p.number { "AADSTS90094: an administrator must grant the permissions that the application asks for." }
            @if !back.is_empty() {
                p { a #back href=(back) { "Return to the application without granting consent" } }
            }
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

pub(super) fn lead(form: &Form<'_>) -> Markup {
    html! { p.lead { "to continue to " strong { (form.application) } } }
}

pub(super) fn signing_in_as(form: &Form<'_>) -> Markup {
    html! {
        p.account { (account_chip(form.account, "signing-in-as")) }
        // Tells a password manager whose secret is asked for; it has no name, so that it is not sent.
        input type="text" autocomplete="username" value=(form.account) readonly hidden;
    }
}

/// An account name beside its first letter; it may break before the domain.
pub(crate) fn account_chip(account: &str, id: &str) -> Markup {
    let (name, domain) = account.split_at(account.find('@').unwrap_or(account.len()));
    html! {
        span.person aria-hidden="true" { (account.chars().next().unwrap_or('?').to_uppercase()) }
        span id=(id) { (name) wbr; (domain) }
    }
}

/// Offers the choice where there is one.
pub(super) fn other_ways_act(form: &Form<'_>) -> Markup {
    html! {
        @if form.ways.len() > 1 {
            button #other-ways type="submit" name="action" value="other_ways" formnovalidate {
                "Use another way"
            }
        }
    }
}

pub(super) fn opening(form: &Form<'_>, content: &Markup) -> Markup {
    html! {
        form #sign-in method="post" action={ "/" (crate::directory::TENANT_ID) "/login" } novalidate {
            input type="hidden" name="attempt" value=(form.attempt);
            input type="hidden" name="canary" value=(form.canary);
            (content)
        }
    }
}

pub(super) fn invalid(form: &Form<'_>) -> Option<&'static str> {
    form.refusal.map(|_| "true")
}

pub(super) fn described(form: &Form<'_>) -> Option<&'static str> {
    form.refusal.map(|_| "error")
}

pub(super) fn refusal(form: &Form<'_>) -> Markup {
    html! {
        @if let Some(refusal) = form.refusal {
            p #error .error role="alert" data-code=(refusal.number) {
                (refusal.text) " " span.code { "AADSTS" (refusal.number) }
            }
        }
    }
}

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
                         Never type a real pass here."
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
