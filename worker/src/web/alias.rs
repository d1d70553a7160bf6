//! Pages under another host name than the configured one lead to that one: elsewhere, every form
//! would look like a forged one.

use contract::routes::MOVED_QUERY;

use crate::web::incoming::field;

/// Where the page of this authority, path and query really is; `None` if it is here, or if it was
/// moved once already.
pub(crate) fn home(app_origin: &str, authority: &str, path: &str, query: &str) -> Option<String> {
    let (_, own) = app_origin.split_once("://")?;
    // Behind a proxy that ends TLS the address is http, and the port of https is not the usual one.
    let asked = authority.strip_suffix(":443").unwrap_or(authority);
    if asked.eq_ignore_ascii_case(own) || field(query, MOVED_QUERY).is_some() {
        return None;
    }
    let separator = if query.is_empty() { "" } else { "&" };
    Some(format!("{app_origin}{path}?{query}{separator}{MOVED_QUERY}=1"))
}

#[cfg(test)]
mod tests;
