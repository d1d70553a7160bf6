//! The screens of the stand-in phone.

use maud::{Markup, html};

use super::registration::Entry;
use crate::{
    directory::Directory,
    state::{
        approval::ApprovalRequest,
        phone::{Phone, Phones, Platform, story::PhoneFault},
    },
    web::page::{account_chip, document},
};

/// What the phone shows.
pub(super) enum Screen {
    Home { notice: Option<&'static str> },
    Add(Entry),
}

impl Screen {
    pub(super) const fn notice(&self) -> Option<&'static str> {
        match self {
            Self::Home { notice } => *notice,
            Self::Add(_) => None,
        }
    }
}

/// No phone in hand: the phones that lie here, and a new one.
pub(super) fn table(phones: &Phones, canary: &str, notice: Option<&str>) -> Markup {
    screen(
        "Take a phone",
        &html! {
            h1 { "Take a phone" }
            p.lead { "This page stands in for a phone with Microsoft Authenticator." }
            (said(notice))
            @if !phones.all().is_empty() {
                h2 { "Phones that lie here" }
                @for phone in phones.all() {
                    (form(canary, &html! {
                        input type="hidden" name="phone" value=(phone.id.as_str());
                        div.acts.ways {
                            button type="submit" name="action" value="pick_up" {
                                strong { (phone.name) } span { (described(phone)) }
                            }
                        }
                    }))
                }
            }
            h2 { "A new phone" }
            (form(canary, &html! {
                div.field {
                    label for="name" { "Name of the phone" }
                    input #name name="name" type="text" value="My new phone" maxlength="40" required
                        autocomplete="off";
                }
                fieldset.field {
                    legend { "Kind" }
                    label.choice { input type="radio" name="platform" value="android" checked; "Android" }
                    label.choice { input type="radio" name="platform" value="ios"; "iPhone" }
                }
                div.acts { button #take .primary type="submit" name="action" value="take" { "Take it" } }
            }))
        },
    )
}

pub(super) fn without_app(phone: &Phone, canary: &str) -> Markup {
    screen(
        "New phone",
        &html! {
            h1 { (phone.name) }
            p.lead { "Microsoft Authenticator is not installed." }
            (form(canary, &html! {
                div.acts {
                    button #install .primary type="submit" name="action" value="install" autofocus {
                        "Install Microsoft Authenticator"
                    }
                    (put_down())
                }
            }))
        },
    )
}

/// The app: requests that wait, then accounts.
pub(super) fn app(
    phone: &Phone,
    directory: &Directory,
    waiting: &[(&ApprovalRequest, String)],
    canary: &str,
    notice: Option<&str>,
) -> Markup {
    let pending = format!("{}/pending", crate::web::address::phone());
    screen(
        "Authenticator",
        &html! {
            h1 { "Authenticator" }
            p.lead { "on " strong { (phone.name) } }
            @match (notice, &phone.happened) {
                (None, Some(happened)) => (said(Some(&happened.words()))),
                (notice, _) => (said(notice)),
            }
            @for (request, _) in waiting {
                (asked(request, directory, canary))
            }
            h2 { "Accounts" }
            @if phone.accounts.is_empty() && phone.personal_accounts.is_empty() {
                p { "No account yet. Add your work account with a Temporary Access Pass." }
            } @else {
                ul.accounts {
                    @for account in &phone.accounts {
                        @if let Some(person) = directory.person(&account.person) {
                            li {
                                (account_chip(&person.account, person.id.as_str()))
                                @if !account.is_registered(directory) {
                                    p.hint { "Removed in Security info: it can approve nothing. Add it again." }
                                } @else if !account.can_approve(directory) {
                                    p.hint { "A passkey only: it signs you in and approves nothing." }
                                }
                            }
                        }
                    }
                    @for account in &phone.personal_accounts {
                        li {
                            (account_chip(account, account))
                            p.hint { "Personal account: your organization does not know it." }
                        }
                    }
                }
            }
            div.acts {
                a #add .button.primary[waiting.is_empty()] href={ (crate::web::address::phone()) "?screen=add" } { "Add work account" }
            }
            @if waiting.is_empty() {
                div.acts data-waits=(pending) {
                    a #look .button href=(crate::web::address::phone()) { "Check for requests" }
                }
                script src="/assets/waiting.js" defer {}
            }
            (form(canary, &html! { div.acts { (put_down()) } }))
        },
    )
}

fn asked(request: &ApprovalRequest, directory: &Directory, canary: &str) -> Markup {
    let account = directory.person(&request.person).map_or("", |person| person.account.as_str());
    html! {
        section.request {
            h2 { "Are you trying to sign in?" }
            p { (account) " · " (request.application) }
            (form(canary, &html! {
                input type="hidden" name="request" value=(request.id);
                div.field {
                    label for={ "number-" (request.id) } { "Enter the number shown where you sign in" }
                    input id={ "number-" (request.id) } name="number" type="text" inputmode="numeric" pattern="[0-9]*" maxlength="2"
                        autocomplete="off" autofocus;
                }
                div.acts {
                    button #approve .primary type="submit" name="action" value="approve" { "Yes, it's me" }
                    button #deny type="submit" name="action" value="deny" formnovalidate { "No, it's not me" }
                }
            }))
        }
    }
}

/// The sign-in inside the app.
pub(super) fn add(phone: &Phone, canary: &str, entry: &Entry) -> Markup {
    let invalid = entry.refusal.as_ref().map(|_| "true");
    let error = entry.refusal.as_ref().map(|_| "error");
    screen(
        "Add work account",
        &html! {
            h1 { "Add work account" }
            p.lead { "to Microsoft Authenticator on " strong { (phone.name) } }
            (form(canary, &html! {
                @if entry.asks_for_pass {
                    input type="hidden" name="account" value=(entry.account);
                    input type="hidden" name="step" value="pass";
                    @if entry.wants_passkey { input type="hidden" name="passkey" value="yes"; }
                    input type="hidden" name="fault" value=(entry.fault.map_or("none", PhoneFault::name));
                    input type="hidden" name="delay" value=(entry.delay_seconds);
                    p.account { (account_chip(&entry.account, "adding")) }
                    div.field {
                        label for="pass" { "Temporary Access Pass" }
                        input #pass name="pass" type="password" autocomplete="one-time-code" autocapitalize="none"
                            spellcheck="false" maxlength="256" required autofocus
                            aria-invalid=[invalid] aria-describedby=[error];
                        (refused(entry))
                    }
                    div.acts {
                        button #submit .primary type="submit" name="action" value="add" { "Sign in" }
                        a #back .button href=(crate::web::address::phone()) { "Cancel" }
                    }
                } @else {
                    div.field {
                        label for="account" { "Work account" }
                        input #account name="account" type="email" inputmode="email" autocomplete="username"
                            autocapitalize="none" spellcheck="false" placeholder="name@contoso.example" required
                            autofocus value=(entry.account) aria-invalid=[invalid] aria-describedby=[error];
                        (refused(entry))
                    }
                    label.choice.field {
                        input #passkey type="checkbox" name="passkey" value="yes" checked[entry.wants_passkey];
                        "Also make a passkey in the app"
                    }
                    (faults(entry))
                    div.acts {
                        button #next .primary type="submit" name="action" value="add" { "Next" }
                        a #back .button href=(crate::web::address::phone()) { "Cancel" }
                    }
                }
            }))
        },
    )
}

/// What is to go wrong: a choice of whoever tries something out, and nothing that a real phone shows.
fn faults(entry: &Entry) -> Markup {
    html! {
        fieldset.field {
            legend { "What happens on this stand-in phone" }
            label.choice {
                input type="radio" name="fault" value="none" checked[entry.fault.is_none()];
                "It works"
            }
            @for fault in PhoneFault::ALL {
                label.choice {
                    input type="radio" name="fault" value=(fault.name()) checked[entry.fault == Some(fault)];
                    (fault.label())
                }
            }
        }
        div.field {
            label for="delay" { "Later means after this many seconds" }
            input #delay name="delay" type="number" min="0" max="86400" value=(entry.delay_seconds);
        }
    }
}

/// The answer to a form of another page or another browser.
pub(super) fn gone() -> Markup {
    screen(
        "Phone",
        &html! {
            h1 { "This page is no longer valid" }
            p { "Open the phone again and repeat what you did." }
            div.acts { a #back .button.primary href=(crate::web::address::phone()) { "Open the phone" } }
        },
    )
}

fn refused(entry: &Entry) -> Markup {
    html! {
        @if let Some(refusal) = &entry.refusal {
            p #error .error role="alert" data-code=(refusal.number) {
                (refusal.text) " " span.code { "AADSTS" (refusal.number) }
            }
        }
    }
}

fn described(phone: &Phone) -> String {
    let kind = match phone.platform {
        Platform::Android => "Android",
        Platform::Ios => "iPhone",
    };
    let app = match (phone.has_app, phone.accounts.len()) {
        (false, _) => "without Microsoft Authenticator".to_owned(),
        (true, 1) => "Microsoft Authenticator with 1 account".to_owned(),
        (true, accounts) => format!("Microsoft Authenticator with {accounts} accounts"),
    };
    format!("{kind}, {app}")
}

fn said(notice: Option<&str>) -> Markup {
    html! { @if let Some(notice) = notice { p #notice .note role="status" { (notice) } } }
}

fn put_down() -> Markup {
    html! {
        button #put-down type="submit" name="action" value="put_down" formnovalidate { "Put the phone down" }
    }
}

fn form(canary: &str, content: &Markup) -> Markup {
    html! {
        form method="post" action=(crate::web::address::phone()) novalidate {
            input type="hidden" name="canary" value=(canary);
            (content)
        }
    }
}

fn screen(title: &str, content: &Markup) -> Markup {
    document(title, "card phone", content)
}
