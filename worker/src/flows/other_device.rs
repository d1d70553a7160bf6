//! Going on with another device: the code that this one shows, and what it opens there.

use contract::routes::{ACCOUNT_FIELD, CODE_QUERY, CONTINUE, HOME, NEXT_TASK, TASK_QUERY, TASKS};
use gateway::other_device::{self, Continuation};

use crate::{
    drawing::qr_code,
    exchange::Exchange,
    flows::{call, sign_in},
    rates,
    web::{failure::Failure, incoming::field, reply::Reply},
};

/// The code, as a picture, for someone who is signed in.
pub(crate) async fn code(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, gateway, .. } = exchange;
    let session = call::session(exchange).await?;
    // Whatever else the address says, nothing but the name of a task is sealed.
    let asked = field(&incoming.query, TASK_QUERY).unwrap_or_default();
    let task = TASKS.iter().find(|(task, _)| *task == asked).map_or(NEXT_TASK, |(task, _)| task);
    let task = task.to_owned();
    let continuation = Continuation { account: session.person().account, task };
    let code = other_device::offer(gateway, &continuation);
    let code = code.map_err(|fault| exchange.failure(&fault))?;
    let address =
        [&edge.settings.app_origin, CONTINUE, "?", CODE_QUERY, "=", code.expose()].concat();
    qr_code::reply(&address, &incoming.trace)
}

/// What the code opens: a sign-in for its account, which leads to its task.
///
/// A reader of codes may look at an address before a person does: that uses nothing up.
pub(crate) async fn go_on(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, gateway, .. } = exchange;
    if !incoming.is_visit() {
        return Ok(Reply::see_other(HOME.to_owned()));
    }
    rates::admit_address(exchange)?;
    let code = field(&incoming.query, CODE_QUERY).unwrap_or_default();
    match other_device::take(gateway, &code).await {
        Ok(Continuation { account, task }) => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair(TASK_QUERY, &task)
                .append_pair(ACCOUNT_FIELD, &account)
                .finish();
            sign_in::begin_at_once(exchange, &query).await
        }
        Err(fault) => {
            Ok(sign_in::unfinished(exchange, HOME.to_owned(), exchange.failure(&fault), None).await)
        }
    }
}
