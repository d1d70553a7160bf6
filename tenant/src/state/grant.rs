//! What a client holds between requests: authorization codes and refresh tokens.
//!
//! They are opaque; `session` decides whether the sign-in behind them is still valid.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{
    directory::session::SignInId,
    protocol::{claims_request::TokenWishes, code_challenge::CodeChallenge, scope::Scopes},
    timestamp::Timestamp,
};

/// Codes live for about ten minutes.
pub(crate) const CODE_MINUTES: i64 = 10;
/// Refresh tokens of a confidential client live for ninety days, counted anew with each one.
pub(crate) const REFRESH_DAYS: i64 = 90;
const LIMIT: usize = 100_000;

/// Codes by their value, refresh tokens by [`refresh_token_key`]: they outlive the program where state is kept.
#[derive(Default)]
pub(crate) struct Grants {
    pub(crate) codes: BTreeMap<String, AuthorizationCode>,
    pub(crate) refresh_tokens: BTreeMap<String, RefreshToken>,
    /// Clients' assertions that were used, by client and `jti`, and the second until which they are remembered.
    used_assertions: BTreeMap<(String, String), i64>,
}

/// What a code stands for (RFC 6749, section 4.1.2).
pub(crate) struct AuthorizationCode {
    pub(crate) client_id: String,
    pub(crate) redirect_address: String,
    pub(crate) code_challenge: Option<CodeChallenge>,
    pub(crate) nonce: Option<String>,
    pub(crate) scopes: Scopes,
    pub(crate) wishes: TokenWishes,
    pub(crate) sign_in: SignInId,
    pub(crate) issued: Timestamp,
    pub(crate) is_redeemed: bool,
}

/// What a refresh token stands for. It may be used again: the directory does not revoke an old one at once.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct RefreshToken {
    pub(crate) client_id: String,
    pub(crate) scopes: Scopes,
    pub(crate) wishes: TokenWishes,
    pub(crate) sign_in: SignInId,
    pub(crate) issued: Timestamp,
}

impl Grants {
    /// Notes an assertion until the second `end`; `false` where it was used before (RFC 7523, section 3).
    pub(crate) fn use_assertion(
        &mut self,
        client_id: &str,
        id: &str,
        end: i64,
        now: Timestamp,
    ) -> bool {
        self.used_assertions.retain(|_, end| now.unix_seconds() < *end);
        self.used_assertions.insert((client_id.to_owned(), id.to_owned()), end).is_none()
    }

    /// Drops expired codes and refresh tokens, and all of a kind where there are too many.
    pub(crate) fn prune(&mut self, now: Timestamp) {
        self.codes.retain(|_, code| now <= code.issued.plus_minutes(6 * CODE_MINUTES));
        self.refresh_tokens.retain(|_, token| now <= token.issued.plus_days(REFRESH_DAYS + 1));
        if self.codes.len() > LIMIT {
            self.codes.clear();
        }
        if self.refresh_tokens.len() > LIMIT {
            self.refresh_tokens.clear();
        }
    }
}

/// The key of a refresh token: its hash, so that saved state contains no usable token.
pub(crate) fn refresh_token_key(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(value.as_bytes()))
}
