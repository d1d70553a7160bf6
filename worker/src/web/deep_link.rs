//! Links from other sites, such as an intranet or a letter of the help desk, that begin a task:
//! `/?do=add-passkey`. They name the task and not its page, so that pages can move.

use contract::routes;

use crate::web::incoming::field;

/// The page of the task that an address asks for, with the rest of its query. `None` where it asks for
/// none that is known: whatever page it names is shown then.
pub(crate) fn page(path: &str, query: &str) -> Option<String> {
    let task = field(query, routes::TASK_QUERY).filter(|_| path == routes::HOME)?;
    let page = routes::TASKS.iter().find(|(name, _)| *name == task).map(|(_, page)| *page)?;
    Some(with_rest(page, query, &[routes::TASK_QUERY]))
}

/// The page of the task that is next for someone who has just signed in, if the address asks for it.
pub(crate) fn next(query: &str, page: Option<&str>) -> Option<String> {
    let is_asked = field(query, routes::TASK_QUERY).as_deref() == Some(routes::NEXT_TASK);
    page.filter(|_| is_asked).map(|page| with_rest(page, query, &[routes::TASK_QUERY]))
}

/// The page that the link of an invitation is about, with the account that it names: that of its task,
/// or of whatever is next.
pub(crate) fn invited_to(query: &str) -> String {
    page(routes::HOME, query).unwrap_or_else(|| {
        let query = [routes::TASK_QUERY, "=", routes::NEXT_TASK, "&", query].concat();
        with_rest(routes::HOME, &query, &[])
    })
}

/// The page without the account, for after the sign-in: the person is known then, perhaps by another
/// name.
pub(crate) fn after_sign_in(page: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    with_rest(path, query, &routes::ACCOUNT_QUERIES)
}

/// The page with the query, without these parameters.
pub(crate) fn with_rest(page: &str, query: &str, without: &[&str]) -> String {
    let is_kept = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !without.contains(&name)
    };
    let rest: Vec<&str> = query.split('&').filter(is_kept).collect();
    if rest.is_empty() { page.to_owned() } else { [page, "?", &rest.join("&")].concat() }
}

#[cfg(test)]
mod tests;
