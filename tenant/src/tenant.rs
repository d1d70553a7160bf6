//! The tenant: what it holds, and the one place that routes a request to what answers it.
//!
//! Pure: no input or output, no clock. Next: `oauth/`, `sign_in/`, `graph/`.

use std::collections::BTreeSet;

use http::{Method, Request, Response, StatusCode};

use crate::{
    conditional_access::ConditionalAccess,
    description::{Client, Description, PersonDescription},
    directory::{DOMAIN, Directory, TENANT_ID, application, person::Person, policy::Policies},
    graph::{self, registration::Challenges},
    oauth::{self, fault::Fault, grant::Grants, signing::TokenSigner},
    people,
    phone::{self, Phones},
    randomness,
    randomness::Randomness,
    registration_interrupt::{self, Interrupts},
    replication::Replication,
    reply::{self, Reply},
    request::{segments, text_header},
    security_info,
    session::{Sessions, SignInId},
    settings::Settings,
    sign_in::{self, Attempts, pages},
    switches,
    timestamp::Timestamp,
};

/// A body may have so many bytes; a registration with its long challenge takes some twenty thousand.
pub const BODY_LIMIT: usize = 256 * 1024;

/// An embedded directory with everything that it remembers.
pub struct Tenant {
    pub(crate) settings: Settings,
    pub(crate) randomness: Randomness,
    pub(crate) signer: TokenSigner,
    pub(crate) directory: Directory,
    pub(crate) sessions: Sessions,
    pub(crate) attempts: Attempts,
    pub(crate) grants: Grants,
    pub(crate) challenges: Challenges,
    pub(crate) phones: Phones,
    pub(crate) replication: Replication,
    pub(crate) conditional_access: ConditionalAccess,
    pub(crate) interrupts: Interrupts,
    /// Sign-ins whose first methods list was already throttled.
    pub(crate) throttled: BTreeSet<SignInId>,
}

/// The ids of one request: they stand in errors and in headers.
pub(crate) struct Trace {
    /// Ours: `trace_id`, `request-id`.
    pub(crate) trace_id: String,
    /// The client's `client-request-id` where it sent a GUID, or ours.
    pub(crate) correlation_id: String,
}

impl Tenant {
    /// Makes a tenant with its people; passes start at `now`.
    #[must_use]
    pub fn new(settings: Settings, now: Timestamp) -> Self {
        let mut randomness = Randomness::new(settings.seed);
        let policies = Policies::of_a_fresh_tenant();
        let people = people::seed(&mut randomness, &policies.temporary_access_pass, now);
        let phones = people::phones(&people, &mut randomness);
        let applications = application::register(&settings, &mut randomness);
        let signer = TokenSigner::new(settings.seed);
        let directory = Directory { people, applications, policies, created: now };
        Self { randomness, phones, ..Self::with(settings, signer, directory) }
    }

    /// A tenant that knows its directory, and to which nothing has happened yet.
    pub(crate) fn with(settings: Settings, signer: TokenSigner, mut directory: Directory) -> Self {
        application::move_to(&settings, &mut directory.applications);
        Self {
            signer,
            directory,
            randomness: Randomness::new(settings.seed),
            settings,
            sessions: Sessions::default(),
            attempts: Attempts::default(),
            grants: Grants::default(),
            challenges: Challenges::default(),
            replication: Replication::default(),
            conditional_access: ConditionalAccess::default(),
            interrupts: Interrupts::default(),
            phones: Phones::default(),
            throttled: BTreeSet::new(),
        }
    }

    /// Answers a request at a moment. Never panics, whatever the request is.
    pub fn handle(&mut self, request: &Request<Vec<u8>>, now: Timestamp) -> Response<Vec<u8>> {
        let trace = self.trace(request);
        let path = segments(request.uri().path());
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            [version @ ("v1.0" | "beta"), rest @ ..] => {
                graph::answer(self, request, version, rest, &trace, now)
            }
            _ if request.body().len() > BODY_LIMIT => reply::text(
                StatusCode::PAYLOAD_TOO_LARGE,
                "text/plain; charset=utf-8",
                "The request body is too large\n",
            ),
            ["health"] => reply::text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n"),
            ["assets", name] => asset(name),
            ["embedded", "settings"] => switches::answer(self, request),
            [directory, rest @ ..] if is_this_directory(directory) => {
                self.authority(request, rest, &trace, now)
            }
            [directory, "oauth2" | "v2.0" | "discovery", ..] => {
                let text = format!("Tenant '{directory}' not found.");
                Fault::new("invalid_request", 90_002, text).into_reply(
                    &self.settings.origin,
                    &trace,
                    now,
                )
            }
            _ => not_found(),
        }
    }

    /// Takes Conditional Access policies and named locations, as Graph takes them. Places come before the policies
    /// that speak of them, whatever the order of the documents.
    ///
    /// # Errors
    ///
    /// Says which document cannot be understood and why; nothing may be started with it.
    pub fn load_policies(
        &mut self,
        documents: &[(String, String)],
        now: Timestamp,
    ) -> Result<(), String> {
        self.conditional_access.load(documents, &mut self.randomness, now)
    }

    /// What the person who starts the tenant is told, passes included.
    #[must_use]
    pub fn describe(&self) -> Description {
        Description {
            address: self.settings.origin.clone(),
            ca_file: None,
            tenant_id: String::from(TENANT_ID),
            clients: self
                .directory
                .applications
                .iter()
                .map(|application| Client {
                    client_id: application.client_id.clone(),
                    name: application.name.clone(),
                    redirect_uris: application.redirect_addresses.clone(),
                    secret: application.secret.as_ref().map(|secret| String::from(secret.reveal())),
                })
                .collect(),
            people: self
                .directory
                .people
                .iter()
                .map(|person| PersonDescription {
                    account: person.account.clone(),
                    name: person.display_name(),
                    pass: person
                        .presented_pass()
                        .and_then(|pass| pass.value.reveal().map(String::from)),
                    password: String::from(person.password.reveal()),
                    shows: person.shows.to_string(),
                })
                .collect(),
        }
    }

    /// Whether the tenant's own address is https, so that its cookies may be marked so.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https:")
    }

    /// Whether multifactor authentication that the person did counts here: a guest's was done at home.
    pub(crate) const fn accepts_proof_of(&self, person: &Person) -> bool {
        !person.is_external_guest() || self.settings.switches.trusts_home_mfa
    }

    fn authority(
        &mut self,
        request: &Request<Vec<u8>>,
        path: &[&str],
        trace: &Trace,
        now: Timestamp,
    ) -> Reply {
        let is_get = request.method() == Method::GET;
        let is_post = request.method() == Method::POST;
        match path {
            ["v2.0", ".well-known", "openid-configuration"] if is_get => {
                oauth::discovery::metadata(self)
            }
            ["discovery", "v2.0", "keys"] if is_get => oauth::discovery::keys(self),
            ["discovery", "instance"] if is_get => {
                oauth::instance::discover(self, request, trace, now)
            }
            ["oauth2", "v2.0", "authorize"] if is_get || is_post => {
                oauth::authorize::authorize(self, request, trace, now)
            }
            ["oauth2", "v2.0", "token"] if is_post => {
                oauth::token::token(self, request, trace, now)
            }
            ["oauth2", "v2.0", "logout"] if is_get || is_post => {
                oauth::sign_out::sign_out(self, request)
            }
            ["register"] if is_get || is_post => {
                registration_interrupt::answer(self, request, trace, now)
            }
            ["login"] if is_post => sign_in::resume(self, request, trace, now),
            ["login", "approval"] if is_get => sign_in::approval::is_answered(self, request, now),
            ["security-info", rest @ ..] => security_info::answer(self, request, rest, trace, now),
            ["phone", rest @ ..] => phone::answer(self, request, rest, now),
            ["v2.0", ".well-known", "openid-configuration"]
            | ["discovery", "v2.0", "keys"]
            | ["discovery", "instance"]
            | ["oauth2", "v2.0", "authorize" | "token" | "logout"]
            | ["login"] => {
                let mut fault = Fault::new(
                    "invalid_request",
                    900_561,
                    "The endpoint does not accept the request's method.",
                );
                fault.status = StatusCode::METHOD_NOT_ALLOWED;
                fault.into_reply(&self.settings.origin, trace, now)
            }
            _ => not_found(),
        }
    }

    fn trace(&mut self, request: &Request<Vec<u8>>) -> Trace {
        let trace_id = self.randomness.guid();
        let correlation_id = text_header(request.headers(), "client-request-id")
            .filter(|id| randomness::is_guid(id))
            .map_or_else(|| trace_id.clone(), String::from);
        Trace { trace_id, correlation_id }
    }
}

/// The names under which the one directory answers.
fn is_this_directory(name: &str) -> bool {
    [TENANT_ID, DOMAIN, "common", "organizations"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

fn asset(name: &str) -> Reply {
    match name {
        "pages.css" => reply::text(StatusCode::OK, "text/css; charset=utf-8", pages::STYLE),
        "form-post.js" => script(pages::FORM_POST_SCRIPT),
        "passkey.js" => script(security_info::PASSKEY_SCRIPT),
        "waiting.js" => script(phone::WAITING_SCRIPT),
        "icon.svg" => reply::text(StatusCode::OK, "image/svg+xml", pages::ICON),
        _ => not_found(),
    }
}

fn script(text: &str) -> Reply {
    reply::text(StatusCode::OK, "text/javascript; charset=utf-8", text)
}

pub(crate) fn not_found() -> Reply {
    reply::text(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "Not found\n")
}
