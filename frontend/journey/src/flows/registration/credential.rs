//! What goes into the browser's ceremony, and what comes out of it.

use std::{fmt, rc::Rc};

use webauthn_rs_proto::RegisterPublicKeyCredential;

use crate::wire::Json;

/// [`contract::registration::CreationOptions`] as the edge wrote them: only the browser reads them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OptionsJson(pub Rc<Json>);

impl OptionsJson {
    /// The relying party id.
    pub(crate) fn relying_party(&self) -> Option<String> {
        self.0.get("publicKey").get("rp").text("id")
    }
}

/// What the authenticator made (WebAuthn §5.1, `PublicKeyCredential`).
#[derive(Clone)]
pub struct Credential(pub RegisterPublicKeyCredential);

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}

impl PartialEq for Credential {
    /// Two credentials are the same when one authenticator made them in one ceremony.
    fn eq(&self, other: &Self) -> bool {
        self.0.raw_id == other.0.raw_id
            && self.0.response.client_data_json == other.0.response.client_data_json
    }
}
