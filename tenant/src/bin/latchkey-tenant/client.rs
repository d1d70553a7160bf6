//! One request to the tenant that runs on this computer, over http or https, and its JSON answer.
//!
//! Connects to loopback and nowhere else. Never prints what it sends.

use std::{io, path::Path, sync::Arc};

use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1,
    rt::{Read, Write},
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};
use url::Url;

/// Sends a request to an address of the tenant and reads the whole answer; `null` for an empty one.
pub(crate) async fn send(
    address: &Url,
    ca_file: Option<&Path>,
    headers: &[(header::HeaderName, String)],
    body: String,
) -> io::Result<(StatusCode, Value)> {
    let host = address.host_str().unwrap_or_default();
    if host != "localhost" {
        return Err(io::Error::other("the tenant is not on this computer"));
    }
    let port = address.port_or_known_default().unwrap_or_default();
    let mut request = Request::post(address.path()).header(header::HOST, format!("{host}:{port}"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(io::Error::other)?;
    let stream = TcpStream::connect((host, port)).await?;
    if address.scheme() != "https" {
        return exchange(TokioIo::new(stream), request).await;
    }
    let ca_file = ca_file.ok_or_else(|| {
        io::Error::other("the description of the tenant names no certificate authority")
    })?;
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(ca_file).map_err(io::Error::other)?;
    roots.add(certificate).map_err(io::Error::other)?;
    let configuration = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
    let stream = TlsConnector::from(Arc::new(configuration)).connect(name, stream).await?;
    exchange(TokioIo::new(stream), request).await
}

async fn exchange(
    stream: impl Read + Write + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> io::Result<(StatusCode, Value)> {
    let (mut sender, connection) = http1::handshake(stream).await.map_err(io::Error::other)?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(io::Error::other)?;
    let status = response.status();
    let body = response.into_body().collect().await.map_err(io::Error::other)?.to_bytes();
    Ok((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
}
