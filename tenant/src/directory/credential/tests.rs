//! Tests for `credential`.

use super::*;
use crate::testing::certificate::TestCertificate;

#[test]
fn a_certificate_is_read_from_pem_and_from_its_bare_der() {
    let certificate = TestCertificate::new(7);
    let read = KeyCredential::read(&certificate.pem).unwrap();
    assert_eq!(read.key, certificate.public());
    assert_eq!(read.start.to_rfc3339_seconds(), "2026-01-01T00:00:00Z");
    assert_eq!(read.end.to_rfc3339_seconds(), "2028-01-01T00:00:00Z");
    assert!(read.is_valid(read.start) && read.is_valid(read.end));
    assert!(!read.is_valid(read.start.plus_seconds(-1)));
    assert!(!read.is_valid(read.end.plus_seconds(1)));
    let body: String = certificate.pem.lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(KeyCredential::read(&body), Some(read));
}

#[test]
fn what_is_no_certificate_is_not_read() {
    let certificate = TestCertificate::new(7);
    let der: String = certificate.pem.lines().filter(|line| !line.starts_with('-')).collect();
    let mut longer = STANDARD.decode(der).unwrap();
    longer.push(0);
    for text in ["", "AAAA", "not base64!", &STANDARD.encode(longer)] {
        assert_eq!(KeyCredential::read(text), None, "{text}");
    }
    let elliptic = rcgen::KeyPair::generate().unwrap();
    let elliptic = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&elliptic);
    assert_eq!(KeyCredential::read(&elliptic.unwrap().pem()), None);
}
