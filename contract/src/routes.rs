//! The addresses of the edge: pages that it draws, forms that it takes, and calls of the app.

macro_rules! pages {
    ($($(#[doc = $doc:literal])+ $constant:ident = $path:literal),+ $(,)?) => {
        $($(#[doc = $doc])+ pub const $constant: &str = $path;)+

        /// Every page of the app: a `GET`.
        pub const PAGES: &[&str] = &[$($constant,)+];
    };
}

pages! {
    /// The first page, or the overview for someone signed in.
    HOME = "/",
    /// The page for adding a passkey.
    ADD_PASSKEY = "/add-passkey",
    /// The page for adding Microsoft Authenticator: the app has to be on the phone.
    ADD_AUTHENTICATOR = "/add-authenticator",
    /// The page for adding Microsoft Authenticator: the account is added in the app.
    ADD_ACCOUNT_IN_APP = "/add-authenticator/account",
    /// The page that leads to another device, and watches for the passkey registered there.
    OTHER_DEVICE = "/other-device",
    /// The page for removing one method; the method's id is in the query as [`METHOD_QUERY`].
    REMOVE = "/remove",
    /// The page for recovering from a lost device.
    RECOVER = "/recover",
    /// The page for retiring the pass.
    RETIRE_PASS = "/retire-pass",
}

/// `GET`: the page of the person's sessions, which the edge draws alone.
pub const SESSIONS: &str = "/sessions";
/// `GET`: the page on which the language is chosen, which the edge draws alone. With [`LANGUAGE_QUERY`] it
/// keeps the choice and leads back to the page in [`RETURN_TO_FIELD`].
pub const LANGUAGE: &str = "/language";
/// `POST` (a plain form, works without script): ends other sessions of the person; fields
/// [`PERSON_FIELD`] and [`SESSION_FIELD`].
pub const END_SESSIONS: &str = "/sessions/end";
/// `POST` (a plain form, works without script): signs out everywhere; field [`PERSON_FIELD`].
pub const SIGN_OUT_EVERYWHERE: &str = "/sessions/everywhere";
/// `GET`: the page that tells a person why they may not be able to add a passkey, which the edge draws
/// alone.
pub const WHY: &str = "/why";
/// `GET`: the sheet for the first day, to be printed; for nobody in particular.
pub const LEAFLET: &str = "/leaflet";
/// `GET`, an SVG for [`LEAFLET`]: a QR code with the address of this origin.
pub const LEAFLET_CODE: &str = "/leaflet/code.svg";
/// The part of [`SESSIONS`] about signing out everywhere.
pub const EVERYWHERE_FRAGMENT: &str = "#everywhere";

/// The query parameter of a page that was asked for under another host name and moved to this
/// origin. It is moved once: a proxy that writes a name of its own would move it for ever.
pub const MOVED_QUERY: &str = "moved";

/// The query parameter of [`HOME`] by which a link from elsewhere names a task.
pub const TASK_QUERY: &str = "do";
/// The value of [`TASK_QUERY`] after a sign-in that named no page: whatever is next for the person.
pub const NEXT_TASK: &str = "next";
/// The tasks that it may name, and their pages.
pub const TASKS: &[(&str, &str)] = &[
    ("add-passkey", ADD_PASSKEY),
    ("add-authenticator", ADD_AUTHENTICATOR),
    ("recover", RECOVER),
    ("remove", REMOVE),
    ("end-pass", RETIRE_PASS),
];

/// The query parameter of [`REMOVE`].
pub const METHOD_QUERY: &str = "method";

/// `POST` (a plain form, works without script): begins a sign-in; fields `account` and `return_to`.
pub const SIGN_IN: &str = "/sign-in";
/// `GET`, for links in invitations: begins a sign-in for the account of [`ACCOUNT_QUERIES`], and then the
/// task that [`TASK_QUERY`] names (OpenID Connect Core §4; there is one issuer, and no target but a task).
pub const START: &str = "/start";
/// `GET`, an SVG for [`ADD_AUTHENTICATOR`]: a QR code that leads a phone to the app in its store.
pub const AUTHENTICATOR_CODE: &str = "/add-authenticator/code.svg";
/// `GET`, an SVG for [`OTHER_DEVICE`]: a QR code with the address of [`CONTINUE`], for the task that
/// [`TASK_QUERY`] names; a new one each time.
pub const OTHER_DEVICE_CODE: &str = "/other-device/code.svg";
/// `GET`: begins a sign-in on another device, for the account and the task of the code in [`CODE_QUERY`].
pub const CONTINUE: &str = "/continue";
/// The query parameter of [`CONTINUE`]: works once.
pub const CODE_QUERY: &str = "code";
/// `GET`: where the directory sends the person back to.
pub const CALLBACK: &str = "/callback";
/// `POST` (a plain form, works without script): ends the session here.
pub const SIGN_OUT: &str = "/sign-out";

/// `GET`: the card that an intranet page frames.
pub const CARD: &str = "/card";
/// `GET`: the first page of the window that a card opens; the task is in the query as [`TASK_QUERY`].
pub const CARD_WINDOW: &str = "/card/window";
/// The task of a window that only signs in.
pub const CARD_SIGN_IN: &str = "sign-in";
/// `GET`: the last page of such a window.
pub const CARD_DONE: &str = "/card/done";
/// `POST` [`crate::card::TradeCode`].
pub const TRADE_CODE: &str = "/api/card";
/// `GET`: the company's logo; there is none where none is set.
pub const LOGO: &str = "/logo";
/// `GET`: the script that makes the element of an intranet page.
pub const EMBED: &str = "/embed.js";

/// `GET`: the [`crate::Overview`].
pub const OVERVIEW: &str = "/api/overview";
/// `GET`: the same for a page that nobody uses: it does not make the session last longer.
pub const GLANCE: &str = "/api/overview/glance";
/// `GET`: the same, for a page that waits for something new in the list; a session has so many.
pub const LOOK: &str = "/api/overview/look";
/// `POST` [`crate::registration::BeginRegistration`].
pub const BEGIN_REGISTRATION: &str = "/api/registration/begin";
/// `POST` [`crate::overview::AnswerPassword`].
pub const ANSWER_PASSWORD: &str = "/api/password";
/// `POST` [`crate::proof::BeginProof`].
pub const BEGIN_PROOF: &str = "/api/proof/begin";
/// `POST` [`crate::proof::FinishProof`].
pub const FINISH_PROOF: &str = "/api/proof/finish";
macro_rules! changes {
    ($($(#[doc = $doc:literal])+ $name:ident = $constant:ident $path:literal $log:literal),+ $(,)?) => {
        $($(#[doc = $doc])+ pub const $constant: &str = $path;)+

        /// A call that changes something at the directory: a `POST`.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum ChangeCall { $($(#[doc = $doc])+ $name,)+ }

        impl ChangeCall {
            /// Every such call.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The path of the call.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)+ }
            }

            /// The name of the call in the log.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $log,)+ }
            }

            /// The call with this path.
            #[must_use]
            pub fn find(path: &str) -> Option<Self> {
                match path { $($path => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

changes! {
    /// `POST` [`crate::registration::FinishRegistration`].
    FinishRegistration = FINISH_REGISTRATION "/api/registration/finish" "registration-finish",
    /// `POST` [`crate::removal::RemoveMethod`].
    RemoveMethod = REMOVE_METHOD "/api/removal" "removal",
    /// `POST` [`crate::recovery::BeginRecovery`].
    BeginRecovery = BEGIN_RECOVERY "/api/recovery" "recovery-begin",
    /// `POST` [`crate::recovery::RemoveLost`].
    RemoveLost = REMOVE_LOST "/api/recovery/removal" "recovery-removal",
    /// `POST` [`crate::recovery::EndRecovery`].
    EndRecovery = END_RECOVERY "/api/recovery/end" "recovery-end",
    /// `POST` [`crate::pass::RetirePass`].
    RetirePass = RETIRE "/api/pass/retire" "pass-retire",
}

/// `GET`: whether the edge is up.
pub const HEALTH: &str = "/healthz";
/// `GET`: whether the directory answers too.
pub const READY: &str = "/readyz";
/// `GET`: what was counted, for operators who have set a token for it.
pub const METRICS: &str = "/metrics";

/// The field of the sign-in form that carries the account name.
pub const ACCOUNT_FIELD: &str = "account";
/// The query parameters by which a link names the account: ours, and that of OpenID Connect (Core
/// §3.1.2.1 and §4).
pub const ACCOUNT_QUERIES: [&str; 2] = [ACCOUNT_FIELD, "login_hint"];
/// The field of the sign-in form that carries the page to come back to: a path of this origin.
pub const RETURN_TO_FIELD: &str = "return_to";
/// The field in which a form repeats [`crate::Person::key`], as a call does in its header.
pub const PERSON_FIELD: &str = "person";
/// The field of the form that ends sessions: the name of one; all the others where it is missing.
pub const SESSION_FIELD: &str = "session";
/// The query parameter that chooses the language of a page, for example `en-XA`.
pub const LANGUAGE_QUERY: &str = "lang";

/// The cookie in which the app notes the time zone of the browser (an IANA name), so that the edge
/// draws the next page in it. It says nothing else, and ends with the browser's session.
pub const ZONE_COOKIE: &str = "latchkey-zone";
/// The cookie in which the app notes whether the device keeps passkeys itself (`true`, `false`; WebAuthn
/// §5.1.7), so that the edge recommends the right way at once. It ends with the browser's session too.
pub const DEVICE_COOKIE: &str = "latchkey-passkeys";

/// The id of the `<script type="application/json">` element that holds the [`crate::Start`].
pub const START_ELEMENT: &str = "latchkey-start";
/// The fragment of the foot of a page, where it says how the help desk is reached.
pub const HELP_FRAGMENT: &str = "#help-desk";
/// The id of the element that the app takes over.
pub const APP_ELEMENT: &str = "latchkey";
