//! The page to return to after a sign-in: always one of this origin, so never an open redirect.

use contract::routes;
use url::{Url, form_urlencoded};

/// The path and query of `wanted` if it is a page of this origin, and the first page otherwise.
pub(super) fn clean(wanted: &str, app_origin: &str) -> String {
    // Browsers remove tabs and line ends and treat a backslash as a slash, so that they would not
    // follow what was checked.
    let is_path = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let page = is_path
        .then(|| Url::parse(app_origin).ok()?.join(wanted).ok())
        .flatten()
        .filter(|page| page.origin().ascii_serialization() == app_origin)
        // After the encoding, which may triple the length: it travels in a cookie.
        .filter(|page| page.as_str().len() - app_origin.len() <= LENGTH_MAX);
    let Some(page) = page else {
        return routes::HOME.to_owned();
    };
    let is_page = ![routes::SIGN_IN, routes::SIGN_OUT, routes::START, routes::CALLBACK]
        .contains(&page.path())
        && !page.path().starts_with("/api/")
        && !page.path().starts_with("//");
    match page.query() {
        _ if !is_page => routes::HOME.to_owned(),
        Some(query) => format!("{}?{query}", page.path()),
        None => page.path().to_owned(),
    }
}

/// Whether the page asks about one method, whose id may be that of another person's method too.
/// Someone who signs in by another name of their account still comes back to any other page.
pub(super) fn names_method(page: &str) -> bool {
    page.split('?').next() == Some(routes::REMOVE)
}

/// Whether it is the first page.
pub(super) fn is_home(page: &str) -> bool {
    page.split('?').next() == Some(routes::HOME)
}

/// The first page, which leads on to whatever is next for the person who has just signed in.
pub(super) fn next_task(page: &str) -> String {
    let home = home(page);
    let separator = if home.contains('?') { "&" } else { "?" };
    [&home, separator, routes::TASK_QUERY, "=", routes::NEXT_TASK].concat()
}

/// The first page, in the language that `page` is pinned to, if any. `page` comes from [`clean`].
pub(super) fn home(page: &str) -> String {
    let query = page.split_once('?').map_or("", |(_, query)| query);
    let language = form_urlencoded::parse(query.as_bytes())
        .find(|(name, value)| name == routes::LANGUAGE_QUERY && !value.is_empty());
    match language {
        Some((name, value)) => {
            let query =
                form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
            format!("{}?{query}", routes::HOME)
        }
        None => routes::HOME.to_owned(),
    }
}

const LENGTH_MAX: usize = 1024;

#[cfg(test)]
mod tests;
