//! Reading a request: path segments, query and form fields, cookies. Bad encodings become plain text, never errors.

use std::collections::BTreeSet;

use http::{HeaderMap, Request, header};

/// Maximum size of a request body, in bytes. Registering a passkey with its long challenge takes some 20,000.
pub const BODY_LIMIT: usize = 256 * 1024;

/// The names and values of a query or of a form (`application/x-www-form-urlencoded`).
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    pub(crate) fn query(request: &Request<Vec<u8>>) -> Self {
        Self::parse(request.uri().query().unwrap_or_default().as_bytes())
    }

    /// The fields of a form body; none where the body is of another type.
    pub(crate) fn form(request: &Request<Vec<u8>>) -> Self {
        if has_content_type(request, "application/x-www-form-urlencoded") {
            Self::parse(request.body())
        } else {
            Self::default()
        }
    }

    /// The first value of a name; an empty one counts as absent (RFC 6749, section 3.1).
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The fields as a query.
    pub(crate) fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// The first name that occurs more than once (RFC 6749, sections 3.1 and 3.2: none may).
    pub(crate) fn repeated(&self) -> Option<&str> {
        let mut seen = BTreeSet::new();
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| !seen.insert(*name))
    }
}

/// Whether the request's body is of a media type, whatever its parameters.
pub(crate) fn has_content_type(request: &Request<Vec<u8>>, media_type: &str) -> bool {
    text_header(request.headers(), header::CONTENT_TYPE).is_some_and(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(media_type))
    })
}

/// A header's value where it is plain text.
pub(crate) fn text_header(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The value of a cookie (RFC 6265, section 5.4).
pub(crate) fn cookie<'request>(
    request: &'request Request<Vec<u8>>,
    name: &str,
) -> Option<&'request str> {
    request
        .headers()
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(cookie, _)| *cookie == name)
        .map(|(_, value)| value)
}

/// The decoded segments of a path.
pub(crate) fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
        })
        .collect()
}
