//! HTTP, time and signatures for the doctor: what the edge has from workerd.
//!
//! Keeps no session. A request to the token endpoint can be changed on its way, so that the edge's own code makes it.

use std::{
    cell::RefCell,
    fs,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use contract::{Problem, Timestamp, TraceId};
use gateway::{
    AssertionPlace, DirectoryCache, Fault, Gateway, PersonKey, Ports, PrivateKey, PublicKey,
    SealedPerson, SealedSession, Secret, SessionId, SessionName, Settings, SignFault, StoreFault,
    Unreachable,
    policy::{Finding, Origin},
    session::StaleTokens,
    sessions::Note,
};
use http::{Method, Request, Response};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_SHA256, RsaKeyPair, RsaPublicKeyComponents},
};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use url::form_urlencoded;

use super::case::Case;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 4 << 20;

/// The doctor's way to the world.
pub(super) struct Exchange {
    agent: ureq::Agent,
    clock: fn() -> SystemTime,
    change: RefCell<Option<Change>>,
    granted: RefCell<Option<Response<Vec<u8>>>>,
    cache: DirectoryCache,
}

/// What becomes of the next request to the token endpoint.
pub(super) enum Change {
    /// It asks for a token of the application's own, for this scope.
    ClientCredentials { scope: String },
    /// Its redirect address is this one.
    Redirect { address: String },
}

impl Exchange {
    pub(super) fn new(case: &Case<'_>) -> Self {
        let roots = match case.authorities {
            Some(text) => trusted(text),
            None => RootCerts::WebPki,
        };
        let configuration = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .user_agent(concat!("latchkey-doctor/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: configuration.into(),
            clock: case.clock,
            change: RefCell::default(),
            granted: RefCell::default(),
            cache: DirectoryCache::default(),
        }
    }

    /// The edge's own code, with this way to the world.
    pub(super) fn gateway<'a>(&'a self, settings: &'a Settings) -> Gateway<'a, Self> {
        Gateway {
            settings,
            ports: self,
            directory: &self.cache,
            origin: Origin::default(),
            trace: gateway::new_trace(self),
            answer_by: gateway::answer_by(self.now()),
        }
    }

    /// This machine's time.
    pub(super) fn time(&self) -> SystemTime {
        (self.clock)()
    }

    /// Gets an address without following where it leads; the error says why there is no answer.
    pub(super) fn get(
        &self,
        address: &str,
        bearer: Option<&str>,
    ) -> Result<Response<Vec<u8>>, String> {
        let mut request = Request::get(address);
        if let Some(token) = bearer {
            request = request.header(http::header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request =
            request.body(Vec::new()).map_err(|_| "the address is malformed".to_owned())?;
        self.send_as_it_is(request)
    }

    /// Sends a request without following where its answer leads; the error says why there is none.
    pub(super) fn send_as_it_is(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, String> {
        self.run(request).map_err(|fault| fault.to_string())
    }

    /// Runs what makes a request to the token endpoint, changed in this way; gives the answer to it.
    pub(super) fn granted(&self, change: Change, run: impl FnOnce()) -> Option<Response<Vec<u8>>> {
        self.granted.replace(None);
        self.change.replace(Some(change));
        run();
        self.change.replace(None);
        self.granted.take()
    }

    fn run(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let body = body.with_config().limit(LONGEST).read_to_vec()?;
        Ok(Response::from_parts(parts, body))
    }
}

impl Change {
    fn apply(&self, body: &[u8]) -> Vec<u8> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let kept = form_urlencoded::parse(body).filter(|(name, _)| match self {
            Self::ClientCredentials { .. } => !matches!(
                &**name,
                "grant_type" | "code" | "redirect_uri" | "code_verifier" | "scope"
            ),
            Self::Redirect { .. } => name != "redirect_uri",
        });
        form.extend_pairs(kept);
        match self {
            Self::ClientCredentials { scope } => {
                form.append_pair("grant_type", "client_credentials").append_pair("scope", scope)
            }
            Self::Redirect { address } => form.append_pair("redirect_uri", address),
        };
        form.finish().into_bytes()
    }
}

impl Ports for Exchange {
    fn now(&self) -> Timestamp {
        let since = self.time().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random bytes");
    }

    fn log_policy(&self, _: &TraceId, _: &Finding) {
        // The doctor changes nothing, so that no policy is asked.
    }

    fn log_fault(&self, _: &TraceId, _: &Fault) {
        // Nor is anything refused of a change.
    }

    async fn send(
        &self,
        mut request: Request<Vec<u8>>,
        _: Duration,
    ) -> Result<Response<Vec<u8>>, Unreachable> {
        let is_for_a_token = request.method() == Method::POST;
        if let Some(change) = self.change.borrow().as_ref().filter(|_| is_for_a_token) {
            *request.body_mut() = change.apply(request.body());
            request.headers_mut().remove(http::header::CONTENT_LENGTH);
        }
        let answer = self.run(request).map_err(|fault| match fault {
            ureq::Error::Timeout(_) => Unreachable::TimedOut,
            ureq::Error::BodyExceedsLimit(_) => Unreachable::TooLarge,
            _ => Unreachable::Disconnected,
        })?;
        if is_for_a_token {
            self.granted.replace(Some(answer.clone()));
        }
        Ok(answer)
    }

    /// As the platform mounts it: a file of this machine.
    async fn read_assertion(&self, place: &AssertionPlace) -> Option<Secret> {
        fs::read_to_string(place.path()).ok().map(Secret::new)
    }

    /// The doctor lists no method by its name.
    async fn read_authenticators(&self, _: &TraceId) -> Option<&'static str> {
        None
    }

    async fn sign_ps256(&self, key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        let key = RsaKeyPair::from_pkcs8(key.expose()).map_err(|_| SignFault)?;
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SignFault)?;
        Ok(signature)
    }

    /// The doctor registers no passkey, so that none proves itself.
    async fn verify_signature(&self, key: &PublicKey, signature: &[u8], message: &[u8]) -> bool {
        let PublicKey::Rs256 { n, e } = key else {
            // No passkey signs here.
            return false;
        };
        let key = RsaPublicKeyComponents { n, e };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
    }

    async fn pause(&self, duration: Duration) {
        thread::sleep(duration);
    }

    async fn read_session(&self, _: &SessionName) -> Result<Option<String>, StoreFault> {
        Ok(None)
    }

    async fn write_session(&self, _: &SessionId, _: &SealedSession) -> Result<(), StoreFault> {
        Ok(())
    }

    async fn delete_session(&self, _: &SessionName) -> Result<(), StoreFault> {
        Ok(())
    }

    /// The doctor keeps no session, so that none is refreshed.
    async fn refresh_session(
        &self,
        _: &SessionId,
        _: &StaleTokens,
        _: &TraceId,
        _: Timestamp,
    ) -> Result<(), Problem> {
        Err(Fault::Broken("the doctor keeps no session").problem(&TraceId::default()))
    }

    async fn use_attempt(&self, _: &str, _: Timestamp) -> Result<bool, StoreFault> {
        Ok(true)
    }

    async fn leave(&self, _: &str, _: &str, _: Timestamp) -> Result<(), StoreFault> {
        Ok(())
    }

    async fn take(&self, _: &str) -> Result<Option<String>, StoreFault> {
        Ok(None)
    }

    async fn read_person(&self, _: &PersonKey) -> Result<Option<String>, StoreFault> {
        Ok(None)
    }

    async fn write_person(&self, _: &PersonKey, _: &SealedPerson) -> Result<(), StoreFault> {
        Ok(())
    }

    async fn read_sessions(&self, _: &PersonKey) -> Result<Option<String>, StoreFault> {
        Ok(None)
    }

    async fn write_sessions(&self, _: &PersonKey, _: &SealedPerson) -> Result<(), StoreFault> {
        Ok(())
    }

    async fn note(&self, _: &PersonKey, _: &Note) -> Result<(), StoreFault> {
        Ok(())
    }
}

/// The certificates in a PEM text; what is none of them is left out.
fn trusted(text: &str) -> RootCerts {
    let certificates: Vec<_> = parse_pem(text.as_bytes())
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            Ok(_) | Err(_) => None,
        })
        .collect();
    RootCerts::new_with_certs(&certificates)
}

/// Runs a future of the edge to its end. Nothing of this waits for anything but a blocking call.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
