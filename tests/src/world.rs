//! The whole product in memory: journey, gateway and tenant, with a clock that moves only when a test moves it.
//!
//! A flow is a list of events; [`crate::visitor::Visitor::does`] carries out their effects until none is left.
//! Any exchange with the directory can be made to fail, by its number.
//! What the worker adds (routes, cookies, serialization of changes) is tested in `tests/edge`.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::ControlFlow,
    rc::Rc,
    time::Duration,
};

use contract::{Problem, Start, StartScreen, Timestamp, TraceId};
use gateway::{
    AssertionPlace, DirectoryCache, Fault, Gateway, PersonKey, Ports, PrivateKey, PublicKey,
    SealedPerson, SealedSession, Secret, SessionId, SessionName, Settings, SignFault, StoreFault,
    Unreachable,
    policy::{Finding, Origin},
    session::StaleTokens,
    sessions::Note,
};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256};
use tenant::Tenant;
use url::Url;

use crate::{
    authenticator::SoftwareAuthenticator,
    certificate::{self, ClientCertificate},
    mishap,
    password_pages::PasswordBrowser,
    sign_in_pages::SignInPages,
};

pub use crate::mishap::Mishap;

/// The app's own origin in memory.
pub const APP_ORIGIN: &str = "http://localhost:8787";
/// The time at which every world begins: 2026-11-22 08:00 UTC.
pub const MORNING: Timestamp = Timestamp(1_795_334_400_000);

/// The world outside the gateway: the tenant, a clock, two stores, and what the objects in them know.
pub struct Surroundings {
    tenant: RefCell<Tenant>,
    now: Cell<Timestamp>,
    random: Cell<u64>,
    sessions: RefCell<BTreeMap<SessionName, SealedSession>>,
    used_attempts: RefCell<BTreeSet<String>>,
    left: RefCell<BTreeMap<String, String>>,
    people: RefCell<BTreeMap<String, SealedPerson>>,
    session_lists: RefCell<BTreeMap<String, SealedPerson>>,
    settings: Settings,
    directory: DirectoryCache,
    mishaps: RefCell<VecDeque<(usize, Mishap)>>,
    /// Where requests to the edge come from.
    pub origin: RefCell<Origin>,
    /// What policies that only report have said.
    pub reported: RefCell<Vec<String>>,
    /// The verb and path of every exchange with the directory so far.
    pub exchanges: RefCell<Vec<String>>,
}

/// The edge in memory: the gateway and its surroundings.
pub struct Edge {
    /// What surrounds the gateway.
    pub surroundings: Surroundings,
}

impl Edge {
    /// Creates an edge with a new tenant, and nobody signed in.
    #[must_use]
    pub fn new() -> Rc<Self> {
        Self::with(tenant::Settings::local(), None, &[])
    }

    /// The same with a tenant that answers as the real directory has been seen to.
    #[must_use]
    pub fn as_real() -> Rc<Self> {
        Self::with(tenant::Settings::local().as_real(), None, &[])
    }

    /// The same, where lists show a change only after so many seconds.
    #[must_use]
    pub fn lagging(seconds: u32) -> Rc<Self> {
        let mut settings = tenant::Settings::local().as_real();
        settings.switches.replication_seconds = seconds;
        Self::with(settings, None, &[])
    }

    /// An ordinary tenant, but for these switches.
    #[must_use]
    pub fn switched(change: impl FnOnce(&mut tenant::Switches)) -> Rc<Self> {
        let mut settings = tenant::Settings::local();
        change(&mut settings.switches);
        Self::with(settings, None, &[])
    }

    /// The same, where the organization forbids client secrets: the app proves itself with a certificate.
    #[must_use]
    pub fn with_certificate() -> Rc<Self> {
        let mut settings = tenant::Settings::local().as_real();
        settings.switches.client_secrets_forbidden = true;
        Self::with(settings, Some(&ClientCertificate::new()), &[])
    }

    /// Creates an edge with these settings beside the usual ones.
    #[must_use]
    pub fn configured(settings: &[(&str, String)]) -> Rc<Self> {
        Self::with(tenant::Settings::local(), None, settings)
    }

    fn with(
        settings: tenant::Settings,
        certificate: Option<&ClientCertificate>,
        further: &[(&str, String)],
    ) -> Rc<Self> {
        let tenant_settings =
            tenant::Settings { app_origin: APP_ORIGIN.to_owned(), ..settings.seeded(7) };
        let mut tenant =
            Tenant::new(tenant_settings, tenant::Timestamp::from_unix_milliseconds(MORNING.0));
        let described = serde_json::to_value(tenant.describe()).expect("a description is JSON");
        let address = described["address"].as_str().expect("an address").to_owned();
        let tenant_id = described["tenantId"].as_str().expect("an id").to_owned();
        let clients = described["clients"].as_array().expect("clients");
        let client = clients.iter().find(|c| c["secret"].is_string()).expect("our client").clone();
        if let Some(certificate) = certificate {
            let path = format!("/embedded/applications/{}", tenant::CLIENT_ID);
            let request = http::Request::post(path).header("content-type", "application/json");
            let request = request.body(certificate::registration(certificate)).expect("a request");
            let now = tenant::Timestamp::from_unix_milliseconds(MORNING.0);
            assert!(tenant.handle(&request, now).status().is_success());
        }
        let settings = Settings::parse(|name| {
            Some(match (name, certificate) {
                ("APP_ORIGIN", _) => APP_ORIGIN.to_owned(),
                ("AUTHORITY", _) => format!("{address}/{tenant_id}/v2.0"),
                ("GRAPH", _) => format!("{address}/v1.0"),
                ("CLIENT_ID", _) => client["clientId"].as_str()?.to_owned(),
                ("CLIENT_SECRET", None) => client["secret"].as_str()?.to_owned(),
                ("CLIENT_CERTIFICATE", Some(own)) => own.certificate.clone(),
                ("CLIENT_KEY", Some(own)) => own.key.clone(),
                ("SEAL_KEYS", _) => "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8".to_owned(),
                ("DANGER_LOCAL", _) => "true".to_owned(),
                _ => {
                    return further.iter().find(|(known, _)| *known == name).map(|it| it.1.clone());
                }
            })
        })
        .expect("these settings are understood");
        Rc::new(Self {
            surroundings: Surroundings {
                tenant: RefCell::new(tenant),
                now: Cell::new(MORNING),
                random: Cell::new(1),
                sessions: RefCell::default(),
                used_attempts: RefCell::default(),
                left: RefCell::default(),
                people: RefCell::default(),
                session_lists: RefCell::default(),
                mishaps: RefCell::default(),
                exchanges: RefCell::default(),
                origin: RefCell::default(),
                reported: RefCell::default(),
                settings,
                directory: DirectoryCache::default(),
            },
        })
    }

    /// The gateway, for one request.
    pub fn gateway(&self) -> Gateway<'_, Surroundings> {
        Gateway {
            settings: &self.surroundings.settings,
            ports: &self.surroundings,
            directory: &self.surroundings.directory,
            origin: self.surroundings.origin.borrow().clone(),
            trace: gateway::new_trace(&self.surroundings),
            answer_by: gateway::answer_by(self.now()),
        }
    }

    /// The pass that this person has when the tenant starts.
    ///
    /// # Panics
    /// When the tenant knows no such person or the person has no pass.
    #[must_use]
    pub fn pass_of(&self, account: &str) -> String {
        let described = serde_json::to_value(self.surroundings.tenant.borrow().describe())
            .expect("a description is JSON");
        let people = described["people"].as_array().expect("people").clone();
        let person = people.iter().find(|p| p["account"] == account);
        let person = person.unwrap_or_else(|| panic!("the tenant does not know {account}"));
        person["pass"].as_str().unwrap_or_else(|| panic!("{account} has no pass")).to_owned()
    }

    /// Gives this person a pass for one sign-in in place of theirs, as the help desk does; returns it.
    ///
    /// # Panics
    /// When the tenant refuses.
    #[must_use]
    pub fn issues_a_pass_for_one_sign_in(&self, account: &str) -> String {
        let path = format!("/v1.0/users/{account}/authentication/temporaryAccessPassMethods");
        let pass = self.administers("POST", &path, r#"{"isUsableOnce":true}"#);
        pass["temporaryAccessPass"].as_str().expect("a pass").to_owned()
    }

    /// The password of this person.
    ///
    /// # Panics
    /// When the tenant knows no such person.
    #[must_use]
    pub fn password_of(&self, account: &str) -> String {
        let described = serde_json::to_value(self.surroundings.tenant.borrow().describe())
            .expect("a description is JSON");
        let people = described["people"].as_array().expect("people").clone();
        let person = people.iter().find(|person| person["account"] == account);
        person.expect("a person")["password"].as_str().expect("a password").to_owned()
    }

    /// Registers a passkey for this person past the app, as an administrator's automation does; for the app it is as if
    /// it came from the directory's own page.
    ///
    /// # Panics
    /// When the tenant refuses.
    pub async fn registers_elsewhere(&self, account: &str, name: &str) {
        let path = format!("/v1.0/users/{account}/authentication/fido2Methods");
        let mut options = self.administers("GET", &format!("{path}/creationOptions"), "");
        // A new authenticator knows none of the others' credentials.
        options["publicKey"]["excludeCredentials"] = serde_json::json!([]);
        let options = serde_json::from_value(options).expect("options");
        let credential = SoftwareAuthenticator::new().create(APP_ORIGIN, &options).await;
        let credential = credential.expect("a passkey");
        let body = serde_json::json!({ "displayName": name, "publicKeyCredential": credential });
        self.administers("POST", &path, &body.to_string());
    }

    /// The types of what the directory lists of this person, as an administrator's automation sees it.
    ///
    /// # Panics
    /// When the tenant refuses.
    #[must_use]
    pub fn listed(&self, account: &str) -> Vec<String> {
        let mut path = format!("/v1.0/users/{account}/authentication/methods");
        let mut types = Vec::new();
        loop {
            let page = self.administers("GET", &path, "");
            let entries = page["value"].as_array().expect("a list").iter();
            types.extend(entries.map(|entry| entry["@odata.type"].to_string()));
            match page["@odata.nextLink"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => break,
            }
        }
        types.sort_unstable();
        types
    }

    /// Asks Graph for something in the name of an administrator's automation.
    fn administers(&self, method: &str, path: &str, body: &str) -> serde_json::Value {
        let described = serde_json::to_value(self.surroundings.tenant.borrow().describe())
            .expect("a description is JSON");
        let clients = described["clients"].as_array().expect("clients").clone();
        let automation =
            clients.iter().find(|client| client["clientId"] == tenant::AUTOMATION_CLIENT_ID);
        let secret = automation.and_then(|it| it["secret"].as_str()).expect("a secret").to_owned();
        let ask = |method: &str, path: &str, kind: &str, token: &str, body: &str| {
            let request = http::Request::builder()
                .method(method)
                .uri(path)
                .header("content-type", kind)
                .header("authorization", format!("Bearer {token}"))
                .body(body.as_bytes().to_vec())
                .expect("a request");
            let answer = self.surroundings.ask_tenant(&request);
            assert!(answer.status().is_success(), "{path}: {answer:?}");
            serde_json::from_slice::<serde_json::Value>(answer.body()).expect("JSON")
        };
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", tenant::AUTOMATION_CLIENT_ID)
            .append_pair("client_secret", &secret)
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", "https://graph.microsoft.com/.default")
            .finish();
        let tokens = format!("/{}/oauth2/v2.0/token", tenant::TENANT_ID);
        let granted = ask("POST", &tokens, "application/x-www-form-urlencoded", "", &form);
        let token = granted["access_token"].as_str().expect("a token");
        ask(method, path, "application/json", token, body)
    }

    /// Adds an account on a stand-in phone with the app installed, with the body of the tenant's
    /// `POST /embedded/phone`; returns the status.
    ///
    /// # Panics
    /// When the tenant cannot be asked.
    #[must_use]
    pub fn phone(&self, body: &serde_json::Value) -> u16 {
        let request = http::Request::post("/embedded/phone")
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes())
            .expect("a request");
        self.surroundings.ask_tenant(&request).status().as_u16()
    }

    /// Moves the clock forward.
    pub fn wait(&self, milliseconds: i64) {
        let now = &self.surroundings.now;
        now.set(now.get().plus_milliseconds(milliseconds));
    }

    /// The current time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.surroundings.now.get()
    }

    /// Makes the exchange after the next `skip` ones fail. Further calls add further failures.
    pub fn fails_after(&self, skip: usize, mishap: Mishap) {
        let at = self.surroundings.exchanges.borrow().len() + skip;
        self.surroundings.mishaps.borrow_mut().push_back((at, mishap));
    }

    /// Drops the mishaps that have not happened yet.
    pub fn calms_down(&self) {
        self.surroundings.mishaps.borrow_mut().clear();
    }

    /// The number of exchanges with the directory so far.
    #[must_use]
    pub fn exchange_count(&self) -> usize {
        self.surroundings.exchanges.borrow().len()
    }

    /// How many sessions live.
    #[must_use]
    pub fn live_sessions(&self) -> usize {
        let sessions = self.surroundings.sessions.borrow();
        sessions.values().filter(|stored| stored.expires_at > self.now()).count()
    }

    /// Signs in on the directory's own pages. Returns the session.
    ///
    /// # Errors
    /// The gateway's fault for what the directory answers.
    ///
    /// # Panics
    /// When the tenant's pages lead nowhere.
    pub async fn sign_in(
        &self,
        account: &str,
        pass: &str,
        return_to: &str,
    ) -> Result<gateway::sign_in::SignedIn, Fault> {
        let begun = gateway::sign_in::begin(&self.gateway(), account, return_to).await?;
        let callback = self.type_pass(&begun.location, account, pass);
        let query = callback.query().unwrap_or_default().to_owned();
        gateway::sign_in::finish(&self.gateway(), &query, Some(&begun.attempt)).await
    }

    /// Signs in again for a change, as someone whose session this is; `finisher` is whoever then
    /// types their account and pass on the directory's pages.
    ///
    /// # Errors
    /// What the gateway makes of the directory's answer.
    ///
    /// # Panics
    /// When the tenant's pages are not the ones that a person would expect.
    pub async fn step_up(
        &self,
        cookie: Option<&str>,
        account: &str,
        finisher: &str,
        return_to: &str,
    ) -> Result<gateway::sign_in::SignedIn, Fault> {
        let gateway = self.gateway();
        let begun = gateway::step_up::begin(&gateway, cookie, account, return_to).await?;
        let callback = self.type_pass(&begun.location, finisher, &self.pass_of(finisher));
        let query = callback.query().unwrap_or_default().to_owned();
        gateway::sign_in::finish(&self.gateway(), &query, Some(&begun.attempt)).await
    }

    /// The same with a password, in a browser that the directory may remember. Without a cookie it is an ordinary
    /// sign-in.
    ///
    /// # Errors
    /// What the gateway makes of the directory's answer.
    pub async fn step_up_with_password(
        &self,
        cookie: Option<&str>,
        account: &str,
        browser: &mut PasswordBrowser,
        return_to: &str,
    ) -> Result<gateway::sign_in::SignedIn, Fault> {
        let begun = gateway::step_up::begin(&self.gateway(), cookie, account, return_to).await?;
        let callback = browser.signs_in(self, &begun.location, account);
        let query = callback.query().unwrap_or_default().to_owned();
        gateway::sign_in::finish(&self.gateway(), &query, Some(&begun.attempt)).await
    }

    /// Walks through the directory's sign-in pages. Returns the address that leads back to the app.
    ///
    /// # Panics
    /// When the pages refuse, with the page in the message.
    #[must_use]
    pub fn type_pass(&self, location: &str, account: &str, pass: &str) -> Url {
        let mut jar = BTreeMap::new();
        let app = Url::parse(APP_ORIGIN).expect("an origin").origin();
        let location = Url::parse(location).expect("the location is an address");
        let mut pages = SignInPages::new(app, location, account, pass);
        loop {
            let cookies: Vec<_> =
                jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let request = pages.request((!cookies.is_empty()).then(|| cookies.join("; ")));
            let answer = self.surroundings.ask_tenant(&request);
            for cookie in answer.headers().get_all("set-cookie") {
                let cookie = cookie.to_str().expect("a cookie is text");
                let pair = cookie.split(';').next().unwrap_or_default();
                if let Some((name, value)) = pair.split_once('=') {
                    jar.insert(name.to_owned(), value.to_owned());
                }
            }
            let location = answer.headers().get("location").cloned();
            let location = location.as_ref().map(|it| it.to_str().expect("a location is text"));
            let page = String::from_utf8(answer.into_body()).expect("a page is text");
            if let ControlFlow::Break(back) = pages.read(location, &page) {
                return back;
            }
        }
    }

    /// The data that the edge puts beside a drawn page.
    pub async fn start(&self, address: &str, session: Option<&SessionId>) -> Start {
        let gateway = self.gateway();
        let screen = match gateway::session::open(&gateway, session.map(SessionId::expose)).await {
            Ok(mut session) => match gateway::overview::read(&gateway, &mut session).await {
                Ok(overview) => StartScreen::SignedIn { overview },
                Err(fault) => StartScreen::Failed { problem: fault.problem(&gateway.trace) },
            },
            Err(_) => StartScreen::Welcome { account: String::new(), reason: None },
        };
        Start {
            now: self.now(),
            language: "en".to_owned(),
            catalog: String::new(),
            later_words: String::new(),
            address: address.to_owned(),
            product: gateway.settings.organization.product.clone(),
            company: gateway.settings.organization.name.clone(),
            keeps_passkeys: None,
            screen,
        }
    }
}

impl Surroundings {
    /// The gateway inside an object, for a message of this request.
    fn gateway(&self, trace: &TraceId, answer_by: Timestamp) -> Gateway<'_, Self> {
        Gateway {
            settings: &self.settings,
            ports: self,
            directory: &self.directory,
            origin: Origin::default(),
            trace: trace.clone(),
            answer_by,
        }
    }

    /// What the tenant answers to this request now.
    pub(crate) fn ask_tenant(&self, request: &http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
        let now = tenant::Timestamp::from_unix_milliseconds(self.now.get().0);
        self.tenant.borrow_mut().handle(request, now)
    }
}

/// A table of authenticators with one that the tenant does not know.
const AUTHENTICATORS: &str = "fa2b99dc-9e39-4257-8f92-4a30d23c4118 YubiKey 5 Series with NFC";

impl Ports for Surroundings {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        // SplitMix64: the same world twice gives the same values.
        for byte in bytes {
            let next = self.random.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
            self.random.set(next);
            let mut mixed = (next ^ (next >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *byte = mixed.to_be_bytes()[0];
        }
    }

    fn log_policy(&self, _: &TraceId, finding: &Finding) {
        self.reported.borrow_mut().push(finding.to_string());
    }

    fn log_fault(&self, _: &TraceId, _: &Fault) {}

    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<http::Response<Vec<u8>>, Unreachable> {
        let number = self.exchanges.borrow().len();
        self.exchanges.borrow_mut().push(format!("{} {}", request.method(), request.uri().path()));
        let mishap = {
            let mut mishaps = self.mishaps.borrow_mut();
            let found = mishaps.iter().position(|(at, _)| *at == number);
            found.and_then(|position| mishaps.remove(position)).map(|(_, mishap)| mishap)
        };
        let Some(mishap) = mishap else { return Ok(self.ask_tenant(&request)) };
        let (outcome, waited) = mishap.happens(|| self.ask_tenant(&request), deadline);
        self.now.set(mishap::later(self.now.get(), waited));
        outcome
    }

    /// No platform issues assertions here.
    async fn read_assertion(&self, _: &AssertionPlace) -> Option<Secret> {
        None
    }

    async fn read_authenticators(&self, _: &TraceId) -> Option<&'static str> {
        Some(AUTHENTICATORS)
    }

    async fn sign_ps256(&self, key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        certificate::sign_ps256(key.expose(), message).ok_or(SignFault)
    }

    async fn verify_signature(&self, key: &PublicKey, signature: &[u8], message: &[u8]) -> bool {
        match key {
            PublicKey::Es256 { x, y } => {
                let key = VerifyingKey::from_sec1_bytes(&[&[4], x.as_slice(), y].concat());
                let signature = Signature::from_slice(signature);
                key.is_ok_and(|key| signature.is_ok_and(|it| key.verify(message, &it).is_ok()))
            }
            // Of the directory's tokens.
            PublicKey::Rs256 { n, e } => {
                let [n, e] = [n, e].map(|number| BigUint::from_bytes_be(number));
                let scheme = Pkcs1v15Sign::new::<Sha256>();
                let digest = Sha256::digest(message);
                RsaPublicKey::new(n, e)
                    .is_ok_and(|key| key.verify(scheme, &digest, signature).is_ok())
            }
            // The authenticators in memory make none.
            PublicKey::EdDsa { .. } => false,
        }
    }

    async fn pause(&self, duration: Duration) {
        let waited = i64::try_from(duration.as_millis()).expect("a pause is short");
        self.now.set(self.now.get().plus_milliseconds(waited));
    }

    async fn read_session(&self, name: &SessionName) -> Result<Option<String>, StoreFault> {
        let sessions = self.sessions.borrow();
        let found = sessions.get(name).filter(|stored| stored.expires_at > self.now.get());
        Ok(found.map(|stored| stored.text.clone()))
    }

    async fn write_session(
        &self,
        id: &SessionId,
        session: &SealedSession,
    ) -> Result<(), StoreFault> {
        let mut sessions = self.sessions.borrow_mut();
        let stored = sessions.get(&id.name()).map_or(0, |stored| stored.revision);
        if stored + 1 != session.revision {
            return Err(StoreFault::Stale);
        }
        sessions.insert(id.name(), session.clone());
        Ok(())
    }

    async fn delete_session(&self, name: &SessionName) -> Result<(), StoreFault> {
        self.sessions.borrow_mut().remove(name);
        Ok(())
    }

    async fn use_attempt(&self, name: &str, _until: Timestamp) -> Result<bool, StoreFault> {
        Ok(self.used_attempts.borrow_mut().insert(name.to_owned()))
    }

    async fn leave(&self, name: &str, text: &str, _until: Timestamp) -> Result<(), StoreFault> {
        self.left.borrow_mut().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    async fn take(&self, name: &str) -> Result<Option<String>, StoreFault> {
        Ok(self.left.borrow_mut().remove(name))
    }

    async fn refresh_session(
        &self,
        id: &SessionId,
        stale: &StaleTokens,
        trace: &TraceId,
        answer_by: Timestamp,
    ) -> Result<(), Problem> {
        let gateway = self.gateway(trace, answer_by);
        gateway::session::refresh(&gateway, id, stale)
            .await
            .map_err(|fault| fault.problem(&gateway.trace))
    }

    async fn read_person(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        Ok(self.people.borrow().get(&key.object_name()).map(|stored| stored.text.clone()))
    }

    async fn write_person(&self, key: &PersonKey, record: &SealedPerson) -> Result<(), StoreFault> {
        self.people.borrow_mut().insert(key.object_name(), record.clone());
        Ok(())
    }

    async fn read_sessions(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        let lists = self.session_lists.borrow();
        let found = lists.get(&key.object_name()).filter(|it| it.expires_at > self.now.get());
        Ok(found.map(|stored| stored.text.clone()))
    }

    async fn write_sessions(
        &self,
        key: &PersonKey,
        record: &SealedPerson,
    ) -> Result<(), StoreFault> {
        self.session_lists.borrow_mut().insert(key.object_name(), record.clone());
        Ok(())
    }

    async fn note(&self, key: &PersonKey, note: &Note) -> Result<(), StoreFault> {
        let gateway = self.gateway(&TraceId::default(), gateway::answer_by(self.now.get()));
        let noted = gateway::sessions::note(&gateway, key, note.clone()).await;
        noted.map_err(|_| StoreFault::Unavailable)
    }
}
