//! The certificate authority of one computer: created once, kept in a folder, and trusted by clients that are given
//! its certificate.
//!
//! It can certify loopback names and addresses only, so its key is worthless elsewhere.
//! Each run gets a new certificate for its server.

use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
    date_time_ymd,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    },
};

use crate::{clock, failure::Failure, store};

const CERTIFICATE_FILE: &str = "authority.pem";
const KEY_FILE: &str = "authority.key";

/// What the program needs to speak TLS, and the file that its clients need.
pub(crate) struct Identity {
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) ca_file: PathBuf,
}

/// Opens or creates the authority in a folder, and issues the certificate of this run.
pub(crate) fn identity(folder: &Path) -> Result<Identity, Failure> {
    let ca_file = folder.join(CERTIFICATE_FILE);
    let key_file = folder.join(KEY_FILE);
    let (certificate, key) = match (ca_file.try_exists()?, key_file.try_exists()?) {
        (true, true) => (fs::read_to_string(&ca_file)?, read_key(&key_file)?),
        (false, false) => make(folder, &ca_file, &key_file)?,
        _ => {
            return Err(Failure::Refused(format!(
                "the certificate authority in {} is incomplete: it needs {CERTIFICATE_FILE} and {KEY_FILE}. Delete \
                 the folder to get a new one, and trust that one",
                folder.display()
            )));
        }
    };
    let issuer = Issuer::new(authority()?, key);
    let leaf_key = KeyPair::generate().map_err(broken)?;
    let leaf = leaf()?.signed_by(&leaf_key, &issuer).map_err(broken)?;
    let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
    let mut configuration = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, PrivatePkcs8KeyDer::from(leaf_key.serialize_der()).into())
        .map_err(|error| Failure::Broken(io::Error::other(error)))?;
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    verify(&certificate, leaf.der()).map_err(|detail| {
        Failure::Refused(format!(
            "the certificate authority in {} cannot be used: {detail}. Delete the folder to get a new one, and trust \
             that one",
            folder.display()
        ))
    })?;
    Ok(Identity {
        acceptor: TlsAcceptor::from(Arc::new(configuration)),
        ca_file: fs::canonicalize(ca_file)?,
    })
}

fn make(folder: &Path, ca_file: &Path, key_file: &Path) -> Result<(String, KeyPair), Failure> {
    store::make_folder(folder)?;
    let key = KeyPair::generate().map_err(broken)?;
    let certificate = authority()?.self_signed(&key).map_err(broken)?.pem();
    store::write_whole(key_file, &key.serialize_pem())?;
    store::write_whole(ca_file, &certificate)?;
    Ok((certificate, key))
}

fn read_key(file: &Path) -> Result<KeyPair, Failure> {
    KeyPair::from_pem(&fs::read_to_string(file)?).map_err(|_| {
        Failure::Refused(format!(
            "the key of the certificate authority in {} cannot be read. Delete its folder to get a new one",
            file.display()
        ))
    })
}

/// Checks that a client that trusts the file will accept this run's certificate.
fn verify(certificate: &str, leaf: &CertificateDer<'_>) -> Result<(), String> {
    use tokio_rustls::rustls::{
        RootCertStore,
        client::{WebPkiServerVerifier, danger::ServerCertVerifier},
        pki_types::{ServerName, UnixTime, pem::PemObject},
    };
    let root = CertificateDer::from_pem_slice(certificate.as_bytes())
        .map_err(|_| "its certificate cannot be read".to_owned())?;
    let mut roots = RootCertStore::empty();
    roots.add(root).map_err(|_| "its certificate is not one of an authority".to_owned())?;
    let name = ServerName::try_from("localhost").map_err(|error| error.to_string())?;
    WebPkiServerVerifier::builder(Arc::new(roots))
        .build()
        .map_err(|error| error.to_string())?
        .verify_server_cert(leaf, &[], &name, &[], UnixTime::now())
        .map(drop)
        .map_err(|error| format!("certificate and key do not fit ({error})"))
}

/// The parameters of the authority's own certificate, which is valid for ten years.
fn authority() -> Result<CertificateParams, Failure> {
    let mut parameters = CertificateParams::new(Vec::new()).map_err(broken)?;
    name(&mut parameters, "Latchkey local certificate authority");
    let (year, _) = today();
    parameters.not_before = date_time_ymd(year.saturating_sub(1), 1, 1);
    parameters.not_after = date_time_ymd(year.saturating_add(10), 1, 1);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8)),
            GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(
                Ipv6Addr::LOCALHOST.octets(),
                128,
            )),
        ],
        excluded_subtrees: Vec::new(),
    });
    Ok(parameters)
}

/// The certificate of one run, for the rest of this year and the next one.
fn leaf() -> Result<CertificateParams, Failure> {
    let mut parameters = CertificateParams::new(vec!["localhost".to_owned()]).map_err(broken)?;
    name(&mut parameters, "localhost");
    for address in [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)] {
        parameters.subject_alt_names.push(SanType::IpAddress(address));
    }
    let (year, month) = today();
    parameters.not_before = date_time_ymd(year, month, 1);
    parameters.not_after = date_time_ymd(year.saturating_add(1), month, 28);
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    parameters.use_authority_key_identifier_extension = true;
    Ok(parameters)
}

fn name(parameters: &mut CertificateParams, common_name: &str) {
    parameters.distinguished_name.remove(DnType::CommonName);
    parameters.distinguished_name.push(DnType::CommonName, common_name);
}

/// The current year and month in UTC.
fn today() -> (i32, u8) {
    let moment = Timestamp::from_millisecond(clock::now().unix_milliseconds()).unwrap_or_default();
    let date = moment.to_zoned(TimeZone::UTC).date();
    (date.year().into(), date.month().unsigned_abs())
}

fn broken(error: rcgen::Error) -> Failure {
    Failure::Broken(io::Error::other(error))
}

#[cfg(test)]
mod tests;
