//! What the tests share: a browser with cookies and an application in memory, and an authenticator made by hand.
//!
//! The clock moves only when a test moves it.

mod authenticator;
pub(crate) mod certificate;
pub(crate) mod conditional_access;
pub(crate) mod phone;
mod statement;

use std::collections::BTreeMap;

pub(crate) use authenticator::Authenticator;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, Request, StatusCode, header};
use serde_json::Value;

use crate::{
    AUTOMATION_CLIENT_ID, CLIENT_ID, PUBLIC_CLIENT_ID, Persona, Settings, TENANT_ID, Tenant,
    Timestamp, web::reply::Reply,
};

pub(crate) const START: Timestamp = Timestamp::from_unix_milliseconds(1_800_000_000_000);
pub(crate) const CALLBACK: &str = "http://localhost:8787/callback";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const SCOPES: &str = "openid profile offline_access User.Read UserAuthenticationMethod.ReadWrite \
                                 UserAuthMethod-Passkey.ReadWrite";

/// A tenant, a browser and an application's server.
pub(crate) struct World {
    pub(crate) tenant: Tenant,
    pub(crate) now: Timestamp,
    cookies: BTreeMap<String, String>,
}

/// What the application holds after a sign-in.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) body: Value,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            tenant: Tenant::new(Settings::local().seeded(7), START),
            now: START,
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) const fn pass_minutes(&mut self, minutes: i64) {
        self.now = self.now.plus_minutes(minutes);
    }

    pub(crate) fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    pub(crate) fn pass_of(&self, persona: Persona) -> String {
        self.tenant
            .describe()
            .people
            .into_iter()
            .find(|person| person.account == persona.account)
            .and_then(|person| person.pass)
            .unwrap_or_default()
    }

    pub(crate) fn password_of(&self, persona: Persona) -> String {
        self.tenant
            .describe()
            .people
            .into_iter()
            .find(|person| person.account == persona.account)
            .map(|person| person.password)
            .unwrap_or_default()
    }

    pub(crate) fn secret(&self) -> String {
        self.tenant.describe().clients[0].secret.clone().unwrap()
    }

    /// The cookies of the browser as one header.
    pub(crate) fn cookie_header(&self) -> String {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        cookies.join("; ")
    }

    /// Sends a request as the browser does, cookies included.
    pub(crate) fn browse(&mut self, method: Method, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, self.cookie_header())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(fields).into_bytes())
            .unwrap();
        let reply = self.tenant.handle(&request, self.now);
        for cookie in reply.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        reply
    }

    /// Begins a sign-in as the application does; `changes` replace or add parameters, an empty value removes one.
    pub(crate) fn authorize(&mut self, changes: &[(&str, &str)]) -> Reply {
        let mut fields = BTreeMap::from([
            ("client_id", CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", SCOPES),
            ("state", "the-state"),
            ("nonce", "the-nonce"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        fields.extend(changes.iter().copied());
        let fields: Vec<_> = fields.into_iter().collect();
        let path = format!("/{TENANT_ID}/oauth2/v2.0/authorize?{}", form(&fields));
        self.browse(Method::GET, &path, &[])
    }

    /// Sends the form of a page with what the person typed.
    pub(crate) fn fill(&mut self, page: &Reply, typed: &[(&str, &str)]) -> Reply {
        let text = text(page);
        let mut fields =
            vec![("attempt", hidden(&text, "attempt")), ("canary", hidden(&text, "canary"))];
        fields.extend(typed.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.browse(Method::POST, &format!("/{TENANT_ID}/login"), &fields)
    }

    /// Types account and pass, page by page.
    pub(crate) fn type_pass(&mut self, account: &str, pass: &str) -> Reply {
        let page = self.authorize(&[("prompt", "login")]);
        let page = self.fill(&page, &[("account", account), ("action", "next")]);
        self.fill(&page, &[("pass", pass), ("action", "sign_in")])
    }

    pub(crate) fn token(&mut self, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        let secret = self.secret();
        let mut all =
            BTreeMap::from([("client_id", CLIENT_ID), ("client_secret", secret.as_str())]);
        all.extend(fields.iter().copied());
        let all: Vec<_> = all.into_iter().collect();
        self.token_exactly(&all, &[])
    }

    pub(crate) fn token_exactly(
        &mut self,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(format!("/{TENANT_ID}/oauth2/v2.0/token"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(form(fields).into_bytes()).unwrap();
        let reply = self.tenant.handle(&request, self.now);
        (reply.status(), serde_json::from_slice(reply.body()).unwrap())
    }

    pub(crate) fn redeem(&mut self, code: &str) -> (StatusCode, Value) {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
    }

    pub(crate) fn refresh(&mut self, tokens: &Tokens) -> (StatusCode, Value) {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", &tokens.refresh)])
    }

    /// A whole sign-in, from the first page to the tokens.
    pub(crate) fn sign_in(&mut self, persona: Persona) -> Tokens {
        let pass = self.pass_of(persona);
        let reply = self.type_pass(persona.account, &pass);
        self.tokens_of(&reply)
    }

    /// Redeems the code of the page that leads back.
    pub(crate) fn tokens_of(&mut self, reply: &Reply) -> Tokens {
        let code = answer_of(reply, "code").expect("the sign-in leads back with a code");
        let (status, body) = self.redeem(&code);
        assert_eq!(status, StatusCode::OK, "{body}");
        Tokens {
            access: body["access_token"].as_str().unwrap().to_owned(),
            refresh: body["refresh_token"].as_str().unwrap().to_owned(),
            body,
        }
    }

    /// Signs a person in to the tool that has consent for what administrators do.
    pub(crate) fn sign_in_to_tools(&mut self, persona: Persona) -> Tokens {
        let pass = self.pass_of(persona);
        let page = self.authorize(&[
            ("prompt", "login"),
            ("client_id", PUBLIC_CLIENT_ID),
            ("redirect_uri", "http://localhost"),
            ("scope", "offline_access https://graph.microsoft.com/.default"),
        ]);
        let page = self.fill(&page, &[("account", persona.account), ("action", "next")]);
        let reply = self.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
        let code = answer_of(&reply, "code").expect("the sign-in leads back with a code");
        let fields = [
            ("client_id", PUBLIC_CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", "http://localhost"),
            ("code_verifier", VERIFIER),
        ];
        let (status, body) = self.token_exactly(&fields, &[]);
        assert_eq!(status, StatusCode::OK, "{body}");
        Tokens::of(body)
    }

    /// The token of the application that acts for nobody.
    pub(crate) fn automation(&mut self) -> Tokens {
        let clients = self.tenant.describe().clients;
        let automation = clients.iter().find(|client| client.client_id == AUTOMATION_CLIENT_ID);
        let secret = automation.and_then(|client| client.secret.clone()).unwrap();
        let fields = [
            ("client_id", AUTOMATION_CLIENT_ID),
            ("client_secret", secret.as_str()),
            ("grant_type", "client_credentials"),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        let (status, body) = self.token_exactly(&fields, &[]);
        assert_eq!(status, StatusCode::OK, "{body}");
        Tokens::of(body)
    }

    /// Changes switches as a person at the computer does.
    pub(crate) fn switch(&mut self, changes: &Value) -> (StatusCode, Value) {
        self.administer("/embedded/settings", changes)
    }

    /// Changes what the product's registration lists.
    pub(crate) fn enlist(&mut self, changes: &Value) -> (StatusCode, Value) {
        self.administer(&format!("/embedded/applications/{CLIENT_ID}"), changes)
    }

    fn administer(&mut self, path: &str, changes: &Value) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(changes.to_string().into_bytes())
            .unwrap();
        let reply = self.tenant.handle(&request, self.now);
        let body = serde_json::from_slice(reply.body()).unwrap();
        (reply.status(), body)
    }

    /// A request to Graph with a body, and what it answers.
    pub(crate) fn graph_with(
        &mut self,
        tokens: &Tokens,
        method: Method,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        let reply = self.graph_reply(tokens, method, path, Some(body));
        let body = serde_json::from_slice(reply.body()).unwrap_or(Value::Null);
        (reply.status(), body)
    }

    /// Issues a pass for someone, as the holder of a token.
    pub(crate) fn issue(
        &mut self,
        tokens: &Tokens,
        persona: Persona,
        wish: &Value,
    ) -> (StatusCode, Value) {
        let path = passes_of(persona);
        self.graph_with(tokens, Method::POST, &path, wish)
    }

    pub(crate) fn graph(
        &mut self,
        tokens: &Tokens,
        method: Method,
        path: &str,
    ) -> (StatusCode, Value) {
        let reply = self.graph_reply(tokens, method, path, None);
        (reply.status(), serde_json::from_slice(reply.body()).unwrap_or(Value::Null))
    }

    pub(crate) fn graph_reply(
        &mut self,
        tokens: &Tokens,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", tokens.access))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.map_or_else(Vec::new, |body| body.to_string().into_bytes()))
            .unwrap();
        self.tenant.handle(&request, self.now)
    }

    pub(crate) fn options(&mut self, tokens: &Tokens) -> Value {
        let (status, body) = self.graph(tokens, Method::GET, CREATION_OPTIONS);
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    pub(crate) fn register(&mut self, tokens: &Tokens, body: &Value) -> (StatusCode, Value) {
        let reply = self.graph_reply(tokens, Method::POST, FIDO2_METHODS, Some(body));
        (reply.status(), serde_json::from_slice(reply.body()).unwrap())
    }

    pub(crate) fn methods(&mut self, tokens: &Tokens) -> Vec<Value> {
        let (status, body) = self.graph(tokens, Method::GET, METHODS);
        assert_eq!(status, StatusCode::OK, "{body}");
        body["value"].as_array().unwrap().clone()
    }
}

pub(crate) const METHODS: &str = "/v1.0/me/authentication/methods";
pub(crate) const FIDO2_METHODS: &str = "/v1.0/me/authentication/fido2Methods";
pub(crate) const CREATION_OPTIONS: &str = "/v1.0/me/authentication/fido2Methods/creationOptions";

/// Where the methods of someone else are.
pub(crate) fn methods_of(persona: Persona) -> String {
    let key = persona.account.replace('#', "%23");
    format!("/v1.0/users/{key}/authentication/methods")
}

/// Where the passes of someone else are.
pub(crate) fn passes_of(persona: Persona) -> String {
    methods_of(persona).replace("/methods", "/temporaryAccessPassMethods")
}

/// The number beside the field of a page that asks again.
pub(crate) fn number(page: &Reply) -> Option<String> {
    let text = text(page);
    let start = text.find("data-code=\"")? + "data-code=\"".len();
    text[start..].split('"').next().map(String::from)
}

impl Tokens {
    pub(crate) fn of(body: Value) -> Self {
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token"), body }
    }
}

pub(crate) fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body().clone()).unwrap()
}

/// A parameter of the answer that a redirect carries to the application.
pub(crate) fn answer_of(reply: &Reply, name: &str) -> Option<String> {
    let location = reply.headers().get(header::LOCATION)?.to_str().ok()?;
    let location = url::Url::parse(location).ok()?;
    location
        .query_pairs()
        .find(|(parameter, _)| parameter == name)
        .map(|(_, value)| value.into_owned())
}

/// The claims of a token, unverified.
pub(crate) fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()))
        .finish()
}

pub(crate) fn hidden(page: &str, name: &str) -> String {
    let before = format!("name=\"{name}\" value=\"");
    let start = page.find(&before).expect("the page has the field") + before.len();
    page[start..].split('"').next().unwrap().to_owned()
}
