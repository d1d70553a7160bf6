//! The addresses of the edge: pages that it draws, forms that it takes, and calls of the app.

/// The first page, or the overview for someone signed in.
pub const HOME: &str = "/";
/// The page for adding a passkey.
pub const ADD_PASSKEY: &str = "/add-passkey";
/// The page for removing one method; the method's id is in the query as [`METHOD_QUERY`].
pub const REMOVE: &str = "/remove";
/// The query parameter of [`REMOVE`].
pub const METHOD_QUERY: &str = "method";
/// The page for retiring the pass.
pub const RETIRE_PASS: &str = "/retire-pass";

/// `POST` (a plain form, works without script): begins a sign-in; fields `account` and `return_to`.
pub const SIGN_IN: &str = "/sign-in";
/// `GET`: where the directory sends the person back to.
pub const CALLBACK: &str = "/callback";
/// `POST` (a plain form, works without script): ends the session here.
pub const SIGN_OUT: &str = "/sign-out";

/// `GET`: the [`crate::Overview`].
pub const OVERVIEW: &str = "/api/overview";
/// `POST` [`crate::registration::BeginRegistration`].
pub const BEGIN_REGISTRATION: &str = "/api/registration/begin";
/// `POST` [`crate::registration::FinishRegistration`].
pub const FINISH_REGISTRATION: &str = "/api/registration/finish";
/// `POST` [`crate::removal::RemoveMethod`].
pub const REMOVE_METHOD: &str = "/api/removal";
/// `POST` [`crate::pass::RetirePass`].
pub const RETIRE: &str = "/api/pass/retire";

/// `GET`: whether the edge is up.
pub const HEALTH: &str = "/health";

/// The field of the sign-in form that carries the account name.
pub const ACCOUNT_FIELD: &str = "account";
/// The field of the sign-in form that carries the page to come back to: a path of this origin.
pub const RETURN_TO_FIELD: &str = "return_to";
/// The query parameter that chooses the language of a page, for example `en-XA`.
pub const LANGUAGE_QUERY: &str = "lang";

/// The id of the `<script type="application/json">` element that holds the [`crate::Start`].
pub const START_ELEMENT: &str = "latchkey-start";
/// The id of the element that the app takes over.
pub const APP_ELEMENT: &str = "latchkey";
