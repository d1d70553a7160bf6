//! A platform that issues tokens to what runs on it, as Kubernetes does: for a federated credential.
//!
//! The key is new in every run and protects nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    RsaPrivateKey,
    pkcs1v15::SigningKey,
    rand_core::OsRng,
    signature::{SignatureEncoding, Signer},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use sha2::Sha256;

/// The name of the token's file.
pub const TOKEN: &str = "azure-identity-token";

/// The issuer of a platform, and the folder that it mounts.
pub struct Platform {
    /// The folder with the token.
    pub folder: PathBuf,
    key: RsaPrivateKey,
}

impl Platform {
    /// A platform with an empty folder at this path.
    ///
    /// # Panics
    /// When the folder cannot be made.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        if folder.exists() {
            fs::remove_dir_all(folder).expect("a folder of an earlier run goes");
        }
        fs::create_dir_all(folder).expect("a folder");
        let key = RsaPrivateKey::new(&mut OsRng, 2048).expect("a key");
        Self { folder: folder.to_owned(), key }
    }

    /// The file of the token.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join(TOKEN)
    }

    /// What an administrator lists in the registration: `POST /embedded/applications/{id}` of the tenant.
    #[must_use]
    pub fn registration(&self) -> Value {
        let number = |number: &rsa::BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
        let key = json!({ "n": number(self.key.n()), "e": number(self.key.e()) });
        json!({ "federatedIdentityCredentials": [
            { "issuer": ISSUER, "subject": SUBJECT, "audience": AUDIENCE, "key": key }
        ] })
    }

    /// Puts a token into the folder that ends in so many seconds, in place of an earlier one, and returns it. As
    /// Kubernetes does, the file is a link into a folder that is replaced as a whole.
    ///
    /// # Panics
    /// When the folder cannot be written.
    pub fn renew(&self, seconds: i64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let now = i64::try_from(now).expect("a time");
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({
            "iss": ISSUER, "sub": SUBJECT, "aud": [AUDIENCE], "iat": now - 60, "nbf": now - 60,
            "exp": now + seconds,
        });
        let signed =
            format!("{}.{}", part(json!({ "alg": "RS256", "kid": "platform" })), part(claims));
        let signature = SigningKey::<Sha256>::new(self.key.clone()).sign(signed.as_bytes());
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_vec()));
        let data = self.folder.join("..data");
        fs::create_dir_all(&data).expect("a folder");
        let fresh = data.join("fresh");
        fs::write(&fresh, &token).expect("a token");
        fs::rename(&fresh, data.join(TOKEN)).expect("a token");
        if !self.file().exists() {
            std::os::unix::fs::symlink(Path::new("..data").join(TOKEN), self.file())
                .expect("a link");
        }
        token
    }

    /// Takes the token away.
    ///
    /// # Panics
    /// When there is none.
    pub fn withdraw(&self) {
        fs::remove_file(self.file()).expect("a token");
    }
}

const ISSUER: &str = "https://cluster.contoso.example";
const SUBJECT: &str = "system:serviceaccount:latchkey:latchkey";
const AUDIENCE: &str = "api://AzureADTokenExchange";
