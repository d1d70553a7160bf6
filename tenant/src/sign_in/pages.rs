//! The pages of the directory. They work without a script, refuse framing, and say that this is the embedded tenant.

use http::StatusCode;
use maud::{Markup, html};

use super::{verify::Refusal, ways::Way};
use crate::{
    protocol::fault::Fault,
    timestamp::Timestamp,
    web::{
        page::{account_chip, layout},
        reply::{self, Reply},
        trace::Trace,
    },
};

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
