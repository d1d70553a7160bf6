//! The edge worker: routes, replies, ports, Durable Objects and server-side rendering, in workerd.
//!
//! Thin: it carries messages between the runtime and `gateway`, which decides, and renders `views`.
//! Start reading at `fetch`, then `routes`, then `flows`. Each folder imports only from those after
//! it: `flows`, `objects`, `ports` and `drawing`, `web`.

mod clock;
mod drawing;
mod edge;
mod exchange;
mod flows;
mod json;
mod metrics;
mod objects;
mod page;
mod ports;
mod rates;
mod routes;
mod web;

use contract::{Organization, ProblemCode, StartScreen, sessions::Browser};
use gateway::{Gateway, Note};
pub use objects::{attempt::AttemptObject, person::PersonObject, session::SessionObject};
use worker::{Context, Env, event, web_sys};

use crate::{
    drawing::{Drawings, PlainPage, brand::Brand},
    edge::{Edge, Unready},
    exchange::Exchange,
    flows::{
        authenticator, brand, call, card, health, language, leaflet, other_device, overview, proof,
        registration, sessions, sign_in, sign_out,
        signed_in::{self, Page},
    },
    ports::EdgePorts,
    routes::{Match, Route},
    web::{alias, assets, failure::Failure, incoming::Incoming, reply::Reply},
};

/// As in the app: every operation takes constant time, and it is smaller than the standard library's.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();

/// Handles every request to the edge.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    _context: Context,
) -> worker::Result<web_sys::Response> {
    let ports = EdgePorts::new(&env);
    let mut incoming = Incoming::new(request, gateway::new_trace(&ports));
    let edge = match Edge::of(&env) {
        Ok(edge) => edge,
        Err(unready) => {
            let every = edge::headers_of_every_answer("", "");
            return refused(&env, &incoming, unready).await.send(&incoming, "none", every.as_ref());
        }
    };
    incoming.jar = edge.jar;
    let (name, reply) = if let Some(file) = assets::find(&incoming.path) {
        ("file", assets::send(&env, &incoming, file).await)
    } else {
        let trace = incoming.trace.clone();
        let address = &edge.settings.client_address;
        let mut origin = address.origin(incoming.peer().as_deref(), |name| incoming.header(name));
        origin.browser = Browser::parse(&incoming.header("user-agent").unwrap_or_default());
        let gateway = Gateway {
            settings: &edge.settings,
            ports: &ports,
            directory: &edge.directory,
            origin,
            trace,
            answer_by: gateway::answer_by(incoming.arrived),
        };
        let exchange = Exchange { incoming: &incoming, env: &env, edge, gateway };
        serve(&exchange).await
    };
    let reply = match reply {
        Ok(reply) => reply,
        Err(failure) => failed(edge, &incoming, failure).await,
    };
    metrics::answered(name, reply.status, reply.failure.as_ref().map(|it| it.problem.code));
    reply.send(&incoming, name, Some(&edge.headers))
}

/// Looks up the route and runs its flow; returns the route's name for the log, and the reply.
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
    if let Err(failure) = rates::admit(exchange, route) {
        return (route.name(), Err(failure));
    }
    if route.is_at_home_alone()
        && let Some(home) = alias::home(
            &exchange.edge.settings.app_origin,
            &incoming.authority,
            &incoming.path,
            &incoming.query,
        )
    {
        return (route.name(), Ok(Reply::moved(home)));
    }
    let reply = match route {
        Route::Page => overview::page(exchange).await,
        Route::Language => Ok(language::page(exchange).await),
        Route::SignIn => sign_in::begin(exchange).await,
        Route::Start => sign_in::start(exchange).await,
        Route::AuthenticatorCode => authenticator::code(&incoming.trace),
        Route::OtherDeviceCode => other_device::code(exchange).await,
        Route::Continue => other_device::go_on(exchange).await,
        Route::Callback => sign_in::finish(exchange).await,
        Route::SignOut => sign_out::sign_out(exchange).await,
        Route::Sessions => signed_in::page(exchange, Page::Sessions).await,
        Route::Why => signed_in::page(exchange, Page::Why).await,
        Route::Leaflet => Ok(leaflet::page(exchange).await),
        Route::LeafletCode => leaflet::code(exchange),
        Route::EndSessions => sessions::end(exchange).await,
        Route::SignOutEverywhere => sessions::sign_out_everywhere(exchange).await,
        Route::Overview => overview::call(exchange).await,
        Route::Glance => overview::glance(exchange).await,
        Route::Look => overview::look(exchange).await,
        Route::BeginRegistration => registration::begin(exchange).await,
        Route::AnswerPassword => overview::answer_password(exchange).await,
        Route::BeginProof => proof::begin(exchange).await,
        Route::FinishProof => proof::finish(exchange).await,
        Route::Change(change) => call::change(exchange, change).await,
        Route::Card => card::card(exchange).await,
        Route::CardWindow => card::window(exchange).await,
        Route::CardDone => card::done(exchange).await,
        Route::TradeCode => card::trade(exchange).await,
        Route::Logo => brand::logo(exchange),
        Route::Embed => assets::send_embed(exchange.env, incoming).await,
        Route::Health => Ok(health::health()),
        Route::Ready => health::ready(exchange).await,
        Route::Metrics => health::metrics(exchange),
    };
    (route.name(), reply)
}

/// The reply of a worker whose settings are wrong: a problem for a call, else a page for operators.
async fn refused(env: &Env, incoming: &Incoming, unready: Unready) -> Reply {
    let Unready { faults, cause } = unready;
    let failure = Failure::new(ProblemCode::Broken, incoming.trace.clone(), cause);
    if routes::is_call(&incoming.path) {
        return Reply::problem(incoming, failure);
    }
    let faults = faults.iter().map(|fault| (fault.name, fault.fault.code())).collect();
    let (organization, brand) = (Organization::default(), Brand::default());
    Drawings::new(env, organization, brand, Note::default())
        .plain(incoming, 503, &incoming.address(), PlainPage::Setup(faults))
        .await
        .failed(incoming, failure)
}

/// The reply to a failed request: a problem in JSON for a call, a page for everything else.
async fn failed(edge: &Edge, incoming: &Incoming, failure: Failure) -> Reply {
    if routes::is_call(&incoming.path) {
        return Reply::problem(incoming, failure);
    }
    let status = failure.problem.code.status();
    let screen = StartScreen::Failed { problem: failure.problem.clone() };
    edge.drawings.page(incoming, status, screen).await.failed(incoming, failure)
}
