//! Links from other sites, such as an intranet or a letter of the help desk, that begin a task:
//! `/?do=add-passkey`. They name the task and not its page, so that pages can move.

use contract::routes;

use crate::web::incoming::field;

/// The page of the task that an address asks for, with the rest of its query. `None` where it asks for
/// none that is known: whatever page it names is shown then.
pub(crate) fn page(path: &str, query: &str) -> Option<String> {
    let task = field(query, routes::TASK_QUERY).filter(|_| path == routes::HOME)?;
    let page = routes::TASKS.iter().find(|(name, _)| *name == task).map(|(_, page)| *page)?;
    let is_task = |pair: &&str| pair.split('=').next() == Some(routes::TASK_QUERY);
    let rest: Vec<&str> = query.split('&').filter(|pair| !is_task(pair)).collect();
    Some(if rest.is_empty() { page.to_owned() } else { format!("{page}?{}", rest.join("&")) })
}

#[cfg(test)]
mod tests;
