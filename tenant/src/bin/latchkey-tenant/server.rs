//! HTTP for the tenant: loopback listeners, bounded bodies, delays, and the log.
//!
//! The log holds method, path, status and time; never a query, a header or a body.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use serde_json::json;
use tenant::{ADDRESS_HEADER, BODY_LIMIT, DELAY_HEADER, MARKER, Tenant};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::{clock, store::Store};

/// How long to wait for a request to arrive.
const ARRIVAL: Duration = Duration::from_secs(20);
/// How long to wait for open requests when the program stops.
const FAREWELL: Duration = Duration::from_secs(2);

/// Binds the port on both loopback addresses: browsers may take either for `localhost`.
pub(crate) async fn listen(port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners =
        vec![TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?];
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        Ok(listener) => listeners.push(listener),
        // Another program there would get the half of the requests that is meant for us.
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        Err(_) => {}
    }
    Ok(listeners)
}

/// The tenant and the store that keeps it.
pub(crate) struct Service {
    pub(crate) tenant: Tenant,
    /// Absent where nothing outlives the program.
    pub(crate) store: Option<Store>,
}

impl Service {
    fn answer(&mut self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let response = self.tenant.handle(request, clock::now());
        if !request.method().is_safe() {
            self.keep();
        }
        response
    }

    /// What is answered is kept before it is sent; where that fails, the log says so and the tenant goes on.
    pub(crate) fn keep(&mut self) {
        if let Some(store) = &mut self.store
            && let Err(error) = store.keep(&self.tenant)
        {
            let line = json!({
                "time": clock::now().to_rfc3339(),
                "error": format!("the state could not be written: {error}"),
            });
            eprintln!("{line}");
        }
    }
}

/// Serves until the program is asked to stop.
pub(crate) async fn serve(
    listeners: Vec<TcpListener>,
    acceptor: Option<TlsAcceptor>,
    service: Service,
) -> io::Result<()> {
    let tenant = Arc::new(Mutex::new(service));
    let connections = GracefulShutdown::new();
    let mut listeners = listeners.into_iter();
    let (first, second) = (listeners.next(), listeners.next());
    let mut stop = std::pin::pin!(stop_asked());
    loop {
        let stream = tokio::select! {
            accepted = accept(first.as_ref()) => accepted,
            accepted = accept(second.as_ref()) => accepted,
            () = &mut stop => break,
        };
        // A connection that broke before it was accepted is the peer's matter.
        let Ok(stream) = stream else { continue };
        let watcher = connections.watcher();
        let shared = Arc::clone(&tenant);
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            // A peer that goes away ends its own connection and nothing else.
            drop(speak(stream, acceptor, shared, watcher).await);
        });
    }
    drop(tokio::time::timeout(FAREWELL, connections.shutdown()).await);
    tenant.lock().unwrap_or_else(PoisonError::into_inner).keep();
    Ok(())
}

/// Serves one connection to its end, after the TLS handshake where there is one.
async fn speak(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    tenant: Arc<Mutex<Service>>,
    watcher: Watcher,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let peer = stream.peer_addr().ok().map(|peer| peer.ip());
    let service = service_fn(move |mut request| {
        note_peer(&mut request, peer);
        answer(Arc::clone(&tenant), request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(ARRIVAL);
    match acceptor {
        None => {
            let connection = http.serve_connection(TokioIo::new(stream), service);
            watcher.watch(connection).await?;
        }
        Some(acceptor) => {
            let stream = tokio::time::timeout(ARRIVAL, acceptor.accept(stream)).await??;
            let connection = http.serve_connection(TokioIo::new(stream), service);
            watcher.watch(connection).await?;
        }
    }
    Ok(())
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<TcpStream> {
    match listener {
        Some(listener) => listener.accept().await.map(|(stream, _)| stream),
        None => std::future::pending().await,
    }
}

/// Sets the peer's address and removes any that the peer claimed for itself.
fn note_peer(request: &mut Request<Incoming>, peer: Option<IpAddr>) {
    request.headers_mut().remove(ADDRESS_HEADER);
    let peer = peer.and_then(|peer| HeaderValue::from_str(&peer.to_string()).ok());
    if let Some(peer) = peer {
        request.headers_mut().insert(ADDRESS_HEADER, peer);
    }
}

async fn answer(
    tenant: Arc<Mutex<Service>>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let begun = Instant::now();
    let method = request.method().to_string();
    let path = String::from(request.uri().path());
    let response = match gather(request).await {
        Ok(request) => {
            let mut response =
                tenant.lock().unwrap_or_else(PoisonError::into_inner).answer(&request);
            if let Some(delay) = take_delay(&mut response) {
                tokio::time::sleep(delay).await;
            }
            response
        }
        Err(status) => plain(status),
    };
    let line = json!({
        "time": clock::now().to_rfc3339(),
        "method": method,
        "path": path,
        "status": response.status().as_u16(),
        "ms": u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    eprintln!("{line}");
    Ok(response.map(|body| Full::new(Bytes::from(body))))
}

/// Reads a request to its end, or to one byte past the limit: the tenant refuses it then.
async fn gather(request: Request<Incoming>) -> Result<Request<Vec<u8>>, StatusCode> {
    if !is_for_this_computer(&request) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    let (parts, mut incoming) = request.into_parts();
    let mut body = Vec::new();
    let arrival = async {
        while let Some(frame) = incoming.frame().await {
            let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
            if let Some(data) = frame.data_ref() {
                body.extend_from_slice(data);
            }
            if body.len() > BODY_LIMIT {
                break;
            }
        }
        Ok::<(), StatusCode>(())
    };
    tokio::time::timeout(ARRIVAL, arrival).await.map_err(|_| StatusCode::REQUEST_TIMEOUT)??;
    Ok(Request::from_parts(parts, body))
}

/// Keeps out pages of other sites whose names were made to point here (DNS rebinding).
fn is_for_this_computer(request: &Request<Incoming>) -> bool {
    let host =
        request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

fn take_delay(response: &mut Response<Vec<u8>>) -> Option<Duration> {
    response
        .headers_mut()
        .remove(DELAY_HEADER)?
        .to_str()
        .ok()?
        .parse()
        .ok()
        .map(Duration::from_millis)
}

fn plain(status: StatusCode) -> Response<Vec<u8>> {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut response = Response::new(format!("{reason}\n").into_bytes());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert("x-embedded-tenant", HeaderValue::from_static(MARKER));
    response
}

#[cfg(unix)]
async fn stop_asked() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

#[cfg(not(unix))]
async fn stop_asked() {
    drop(tokio::signal::ctrl_c().await);
}
