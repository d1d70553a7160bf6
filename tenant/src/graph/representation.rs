//! Methods as Graph writes them in JSON, type by type.

use serde_json::{Value, json};

use super::context::Version;
use crate::{
    directory::{
        collection::Collection,
        method::{AuthenticationMethod, MethodKind},
        pass::TemporaryAccessPass,
        usability::Usability,
    },
    timestamp::Timestamp,
};

/// A method of any type but a pass.
pub(crate) fn method(method: &AuthenticationMethod, version: Version) -> Value {
    let mut body = json!({
        "@odata.type": match &method.kind {
            MethodKind::Unknown { odata_type, .. } => odata_type.as_ref(),
            _ => method.collection().map_or("", Collection::odata_type),
        },
        "id": method.id,
        "createdDateTime": method.created.map(Timestamp::to_rfc3339_seconds),
    });
    match &method.kind {
        MethodKind::Email { address } => body["emailAddress"] = json!(address),
        MethodKind::External { configuration_id, display_name } => {
            body["configurationId"] = json!(configuration_id);
            body["displayName"] = json!(display_name);
        }
        MethodKind::HardwareOath { serial_number } => {
            body["device"] = json!({
                "serialNumber": serial_number,
                "manufacturer": "Contoso Tokens",
                "model": "Card 6",
                "status": "activated",
                "timeIntervalInSeconds": 30,
                "hashFunction": "hmacsha1",
            });
        }
        MethodKind::MicrosoftAuthenticator { display_name, phone_app_version } => {
            body["displayName"] = json!(display_name);
            body["deviceTag"] = json!("SoftwareTokenActivated");
            body["phoneAppVersion"] = json!(phone_app_version);
            if version == Version::Beta {
                body["clientAppName"] = json!("microsoftAuthenticator");
            }
        }
        MethodKind::Passkey(passkey) => {
            body["displayName"] = json!(passkey.display_name);
            body["aaGuid"] = json!(passkey.aa_guid);
            body["model"] = json!(passkey.model);
            body["attestationCertificates"] = json!(passkey.attestation_certificates);
            body["attestationLevel"] =
                json!(if passkey.is_attested { "attested" } else { "notAttested" });
            body["passkeyType"] = json!(if passkey.is_synced { "synced" } else { "deviceBound" });
        }
        MethodKind::Password => body["password"] = Value::Null,
        MethodKind::PasswordlessMicrosoftAuthenticator { display_name } => {
            body["displayName"] = json!(display_name);
            body["creationDateTime"] = body["createdDateTime"].clone();
        }
        MethodKind::Phone { number, phone_type, is_ready_for_sms } => {
            body["phoneNumber"] = json!(number);
            body["phoneType"] = json!(phone_type);
            body["smsSignInState"] = json!(match (phone_type.as_ref(), is_ready_for_sms) {
                ("mobile", true) => "ready",
                ("mobile", false) => "notAllowedByPolicy",
                _ => "notSupported",
            });
        }
        MethodKind::PlatformCredential { display_name } => {
            body["displayName"] = json!(display_name);
            body["keyStrength"] = json!("normal");
            body["platform"] = json!("macOS");
        }
        MethodKind::QrCodePin => {}
        MethodKind::SoftwareOath => body["secretKey"] = Value::Null,
        MethodKind::Unknown { display_name, .. } => body["displayName"] = json!(display_name),
        MethodKind::WindowsHello { display_name, key_strength } => {
            body["displayName"] = json!(display_name);
            body["keyStrength"] = json!(key_strength);
        }
    }
    if version == Version::Beta {
        body["lastUsedDateTime"] = json!(method.last_used.map(Timestamp::to_rfc3339_seconds));
    }
    body
}

/// A pass. Its value is never in it.
pub(crate) fn pass(pass: &TemporaryAccessPass, usability: Usability, version: Version) -> Value {
    let mut body = json!({
        "@odata.type": Collection::TemporaryAccessPass.odata_type(),
        "id": pass.id,
        "temporaryAccessPass": null,
        "createdDateTime": pass.created.to_rfc3339_seconds(),
        "startDateTime": pass.start.to_rfc3339_seconds(),
        "lifetimeInMinutes": pass.lifetime_minutes,
        "isUsableOnce": pass.one_time,
        "isUsable": usability == Usability::EnabledByPolicy,
        "methodUsabilityReason": usability.as_str(),
    });
    if version == Version::Beta {
        body["lastUsedDateTime"] = json!(pass.used.map(Timestamp::to_rfc3339_seconds));
    }
    body
}
