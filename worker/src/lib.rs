//! The edge itself: routes, replies, ports, Durable Objects and the first drawing, in workerd.
//!
//! Thin: it carries messages between the runtime and `gateway`, which decides, and draws `views`.
//! Start reading at `fetch`, then `routes`, then one file for each flow.

mod assets;
mod body;
mod call;
mod clock;
mod cookies;
mod drawing;
mod edge;
mod exchange;
mod failure;
mod headers;
mod health;
mod incoming;
mod negotiation;
mod object_call;
mod overview;
mod page;
mod pass;
mod person_object;
mod person_store;
mod ports;
mod registration;
mod removal;
mod reply;
mod routes;
mod session_object;
mod session_store;
mod sign_in;
mod sign_out;
mod signing;
mod welcome;

use contract::{ProblemCode, StartScreen};
use gateway::Gateway;
pub use person_object::PersonObject;
pub use session_object::SessionObject;
use worker::{Context, Env, event, web_sys};

use crate::{
    edge::Edge,
    exchange::Exchange,
    failure::Failure,
    incoming::Incoming,
    ports::EdgePorts,
    reply::Reply,
    routes::{Match, Route},
};

/// Every request to the edge begins and ends here.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    _context: Context,
) -> worker::Result<web_sys::Response> {
    let ports = EdgePorts::new(&env);
    let incoming = Incoming::new(request, gateway::new_trace(&ports));
    let edge = match Edge::of(&env, &incoming.trace) {
        Ok(edge) => edge,
        // Without settings there are no headers and no page: only the fact, and the log's cause.
        Err(failure) => return Reply::problem(&incoming, failure).send(&incoming, "none", None),
    };
    let (name, reply) = if let Some(file) = assets::find(&incoming.path) {
        ("file", assets::send(&env, &incoming, file).await)
    } else {
        let trace = incoming.trace.clone();
        let gateway =
            Gateway { settings: &edge.settings, ports: &ports, directory: &edge.directory, trace };
        let exchange = Exchange { incoming: &incoming, env: &env, edge, gateway };
        serve(&exchange).await
    };
    let reply = match reply {
        Ok(reply) => reply,
        Err(failure) => failed(edge, &incoming, failure).await,
    };
    reply.send(&incoming, name, Some(&edge.headers))
}

/// The route's name and its answer.
async fn serve(exchange: &Exchange<'_>) -> (&'static str, Result<Reply, Failure>) {
    let incoming = exchange.incoming;
    let route = match routes::find(&incoming.method, &incoming.path) {
        Match::Found(route) => route,
        Match::WrongVerb(verb) => {
            let failure = incoming.failure(ProblemCode::VerbNotAllowed, "verb");
            let reply = failed(exchange.edge, incoming, failure).await.with("allow", verb.allow());
            return ("wrong-verb", Ok(reply));
        }
        Match::Unknown => {
            return ("unknown", Err(incoming.failure(ProblemCode::NotFound, "path")));
        }
    };
    let reply = match route {
        Route::Page => overview::page(exchange).await,
        Route::SignIn => sign_in::begin(exchange).await,
        Route::Callback => sign_in::finish(exchange).await,
        Route::SignOut => sign_out::sign_out(exchange).await,
        Route::Overview => overview::call(exchange).await,
        Route::BeginRegistration => registration::begin(exchange).await,
        Route::FinishRegistration => registration::send_finish(exchange).await,
        Route::RemoveMethod => removal::send(exchange).await,
        Route::RetirePass => pass::send(exchange).await,
        Route::Health => Ok(health::health()),
    };
    (route.name(), reply)
}

/// The answer to what failed: a problem for the app, a page for a person.
async fn failed(edge: &Edge, incoming: &Incoming, failure: Failure) -> Reply {
    if routes::is_call(&incoming.path) {
        return Reply::problem(incoming, failure);
    }
    let status = failure.problem.code.status();
    let screen = StartScreen::Failed { problem: failure.problem.clone() };
    drawing::page_at(edge, incoming, status, &incoming.address(), screen)
        .await
        .failed(incoming, failure)
}
