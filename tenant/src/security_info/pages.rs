//! The screens of Security info: the list with its banner, the questions before a change, a new passkey.

use maud::{Markup, html};

use super::changes::may_be_default;
use crate::{
    directory::{
        method::{AuthenticationMethod, MethodKind},
        pass::TemporaryAccessPass,
        person::Person,
        policy::TemporaryAccessPassPolicy,
        usability::Usability,
    },
    timestamp::Timestamp,
    web::page::{account_chip, document, layout},
};

/// What the page reports of the preceding change.
pub(super) enum Notice {
    Removed,
    Added,
    DefaultChanged,
    SignedOut,
    SignedOutEverywhere,
    PassRemoved,
    /// Graph's own words.
    Refused(String),
}

impl Notice {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::DefaultChanged => "default",
            Self::Removed => "removed",
            _ => "",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Added, Self::DefaultChanged, Self::Removed]
            .into_iter()
            .find(|notice| notice.name() == name)
    }

    fn text(&self) -> &str {
        match self {
            Self::Added => "The sign-in method was added.",
            Self::DefaultChanged => "The default sign-in method was changed.",
            Self::Removed => "It was removed.",
            Self::SignedOut => "It is a good idea to close all browser windows.",
            Self::SignedOutEverywhere => {
                "You are signed out on every device and in every application."
            }
            Self::PassRemoved => {
                "The Temporary Access Pass was deleted, and you are signed out: you had signed in with it."
            }
            Self::Refused(message) => message,
        }
    }
}

/// The page as one person sees it now.
pub(super) struct Visit<'page> {
    pub(super) person: &'page Person,
    pub(super) canary: &'page str,
    pub(super) notice: Option<&'page Notice>,
    /// Whether the sign-in is recent enough for changes.
    pub(super) is_fresh: bool,
    pub(super) policy: &'page TemporaryAccessPassPolicy,
    pub(super) now: Timestamp,
}

pub(super) fn overview(visit: &Visit<'_>) -> Markup {
    let person = visit.person;
    let add = format!("{}/add", crate::web::address::security_info());
    let again = format!("{}?sign_in=again", crate::web::address::security_info());
    document(
        "Security info",
        "card wide",
        &html! {
            h1 { "Security info" }
            p.account { (account_chip(&person.account, "signed-in-as")) }
            p.lead { "These are the methods you use to sign into your account or reset your password." }
            @match visit.notice {
                Some(Notice::Refused(message)) => p #error .error role="alert" { (message) },
                Some(notice) => p #notice .note role="status" { (notice.text()) },
                None => {}
            }
            @if !has_usable(person) { (banner(visit)) }
            @if !visit.is_fresh {
                p #stale .note {
                    "You signed in more than ten minutes ago. Before you change anything, "
                    a #sign-in-again href=(again) { "sign in again" } "."
                }
            }
            div.acts.start {
                a #add-method .button.primary href=(add) { "+ Add sign-in method" }
            }
            h2 { "Your sign-in methods" }
            ul.methods {
                @if let Some(pass) = &person.pass { (pass_row(visit, pass)) }
                @for method in &person.methods { (method_row(visit, method)) }
            }
            h2 { "Your sign-ins" }
            (form(visit.canary, &html! {
                div.acts.row {
                    button #sign-out type="submit" name="action" value="sign_out" { "Sign out" }
                    button #sign-out-everywhere type="submit" name="action" value="ask_sign_out_everywhere" {
                        "Lost a device? Sign out everywhere"
                    }
                }
            }))
        },
    )
}

fn banner(visit: &Visit<'_>) -> Markup {
    html! {
        p #banner .banner role="note" {
            strong { "Add a sign-in method." }
            " Nothing is registered that you can sign in with tomorrow."
            @if let Some(pass) = &visit.person.pass {
                @if visit.person.usability_of(pass, visit.policy, visit.now) == Usability::EnabledByPolicy {
                    " Your Temporary Access Pass ends " (moment(pass.end())) "."
                }
            }
        }
    }
}

fn pass_row(visit: &Visit<'_>, pass: &TemporaryAccessPass) -> Markup {
    let state = match visit.person.usability_of(pass, visit.policy, visit.now) {
        Usability::EnabledByPolicy => html! { "Expires " (moment(pass.end())) },
        Usability::NotYetValid => html! { "Starts " (moment(pass.start)) },
        Usability::Expired => html! { "Expired " (moment(pass.end())) },
        Usability::OneTimeUsed => html! { "Used; it can be used once" },
        Usability::DisabledByPolicy => html! { "Not allowed by your organization" },
    };
    html! {
        li.method data-kind="temporaryAccessPass" data-method=(pass.id) {
            div { strong { "Temporary Access Pass" } p { (state) } }
            (form(visit.canary, &html! {
                input type="hidden" name="method" value=(pass.id);
                button.danger type="submit" name="action" value="ask_remove" aria-label="Delete the Temporary Access Pass" {
                    "Delete"
                }
            }))
        }
    }
}

fn method_row(visit: &Visit<'_>, method: &AuthenticationMethod) -> Markup {
    let (kind, name) = words(method);
    let is_default = visit.person.default_method.as_deref() == Some(&method.id);
    let is_removable =
        method.collection().is_some_and(crate::directory::collection::Collection::is_deletable);
    let kind_name = method.collection().map_or("unknown", |collection| collection.segment());
    html! {
        li.method data-kind=(kind_name) data-method=(method.id) {
            div {
                strong { (kind) }
                @if is_default { " " span.mark { "Default" } }
                @if !name.is_empty() { p { (name) } }
                p.hint {
                    @if let Some(created) = method.created { "Added " (moment(created)) }
                    @if let Some(used) = method.last_used { " · Last used " (moment(used)) }
                }
            }
            (form(visit.canary, &html! {
                input type="hidden" name="method" value=(method.id);
                @if may_be_default(method) && !is_default {
                    button type="submit" name="action" value="make_default" aria-label={ "Make default: " (kind) " " (name) } {
                        "Make default"
                    }
                }
                @if is_removable {
                    button.danger type="submit" name="action" value="ask_remove" aria-label={ "Remove " (kind) " " (name) } {
                        "Remove"
                    }
                }
            }))
        }
    }
}

pub(super) fn confirm_removal(person: &Person, id: &str, canary: &str) -> Markup {
    let pass = person.pass.as_ref().filter(|pass| pass.id == id);
    let (kind, name) = person.method(id).map_or(("Temporary Access Pass", String::new()), words);
    let is_known = pass.is_some() || person.method(id).is_some();
    layout(
        "Remove",
        &html! {
            @if is_known {
                h1 { "Remove this sign-in method?" }
                p.lead { strong { (kind) } @if !name.is_empty() { " · " (name) } }
                @if pass.is_some() {
                    p { "It cannot be used any more, and whoever signed in with it is signed out at once." }
                } @else {
                    p { "You cannot sign in with it any more." }
                }
                (form(canary, &html! {
                    input type="hidden" name="method" value=(id);
                    div.acts {
                        button #remove .primary.danger type="submit" name="action" value="remove" { "Remove" }
                        a #back .button href=(crate::web::address::security_info()) autofocus { "Keep it" }
                    }
                }))
            } @else {
                h1 { "It is not there any more" }
                div.acts { a #back .button.primary href=(crate::web::address::security_info()) { "Back to Security info" } }
            }
        },
    )
}

pub(super) fn confirm_sign_out_everywhere(canary: &str) -> Markup {
    layout(
        "Sign out everywhere",
        &html! {
            h1 { "Sign out everywhere?" }
            p { "Every device and every application has to sign in again, this one included." }
            (form(canary, &html! {
                div.acts {
                    button #sign-out-everywhere .primary type="submit" name="action" value="sign_out_everywhere" {
                        "Sign out everywhere"
                    }
                    a #back .button href=(crate::web::address::security_info()) { "Cancel" }
                }
            }))
        },
    )
}

pub(super) fn signed_out(notice: &Notice) -> Markup {
    layout(
        "Signed out",
        &html! {
            h1 { "You are signed out" }
            p #notice role="status" { (notice.text()) }
            div.acts { a #back .button.primary href=(crate::web::address::security_info()) { "Sign in again" } }
        },
    )
}

pub(super) fn gone() -> Markup {
    layout(
        "Security info",
        &html! {
            h1 { "This page is no longer valid" }
            p { "You were signed out, or the page belongs to another sign-in. Nothing was changed." }
            div.acts { a #back .button.primary href=(crate::web::address::security_info()) { "Open Security info" } }
        },
    )
}

/// Whether anything is registered that signs a person in tomorrow.
fn has_usable(person: &Person) -> bool {
    person.methods.iter().any(|method| {
        matches!(
            method.kind,
            MethodKind::MicrosoftAuthenticator { .. }
                | MethodKind::External { .. }
                | MethodKind::HardwareOath { .. }
                | MethodKind::Passkey(_)
                | MethodKind::PasswordlessMicrosoftAuthenticator { .. }
                | MethodKind::Phone { .. }
                | MethodKind::PlatformCredential { .. }
                | MethodKind::QrCodePin
                | MethodKind::SoftwareOath
                | MethodKind::WindowsHello { .. }
        )
    })
}

fn words(method: &AuthenticationMethod) -> (&'static str, String) {
    match &method.kind {
        MethodKind::Email { address } => ("Email", address.clone()),
        MethodKind::External { display_name, .. } => ("Another provider", display_name.clone()),
        MethodKind::HardwareOath { serial_number } => ("Hardware token", serial_number.clone()),
        MethodKind::MicrosoftAuthenticator { display_name, .. } => {
            ("Microsoft Authenticator", display_name.clone())
        }
        MethodKind::Passkey(passkey) => (
            if passkey.is_synced { "Passkey (synced)" } else { "Passkey (device-bound)" },
            match passkey.model.as_str() {
                "" => passkey.display_name.clone(),
                model => format!("{} · {model}", passkey.display_name),
            },
        ),
        MethodKind::Password => ("Password", String::new()),
        MethodKind::PasswordlessMicrosoftAuthenticator { display_name } => {
            ("Phone sign-in", display_name.clone())
        }
        MethodKind::Phone { number, .. } => ("Phone", number.clone()),
        MethodKind::PlatformCredential { display_name } => {
            ("Platform credential", display_name.clone())
        }
        MethodKind::QrCodePin => ("QR code", String::new()),
        MethodKind::SoftwareOath => ("Authenticator app (code)", String::new()),
        MethodKind::Unknown { display_name, .. } => ("Another method", display_name.clone()),
        MethodKind::WindowsHello { display_name, .. } => {
            ("Windows Hello for Business", display_name.clone())
        }
    }
}

fn moment(moment: Timestamp) -> Markup {
    html! { time datetime=(moment.to_rfc3339_seconds()) { (moment.to_display()) } }
}

fn form(canary: &str, content: &Markup) -> Markup {
    html! {
        form method="post" action=(crate::web::address::security_info()) {
            input type="hidden" name="canary" value=(canary);
            (content)
        }
    }
}
