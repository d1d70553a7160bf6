//! Behaviour that can be switched while the tenant runs and that Graph does not expose.
//!
//! `/embedded/settings` reads and changes them.

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::phone::story::PhoneFault;

/// Short enough for a person to wait for, and longer than a client's first look.
const AS_REAL_REPLICATION_SECONDS: u32 = 10;

/// Microsoft's own page has been seen to ask again after five minutes.
const AS_REAL_PASSKEY_FRESHNESS_SECONDS: u32 = 300;

/// As long as Microsoft advises where the setting is used at all.
const AS_REAL_REMEMBERED_DAYS: u32 = 90;

/// All switches; the default is the ordinary behaviour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Switches {
    /// Replication delay, in seconds; 0 for none.
    pub replication_seconds: u32,
    /// A failure of every request to Graph.
    pub graph_trouble: Option<GraphTrouble>,
    /// How many requests fail; `null` for all until it is switched off.
    pub graph_trouble_requests: Option<u32>,
    /// Whether no application has consent, so that every sign-in ends at "Need admin approval".
    pub consent_missing: bool,
    /// Whether multifactor authentication of a guest's home tenant counts here (`inboundTrust.isMfaAccepted`).
    pub trusts_home_mfa: bool,
    /// Whether guests must have done multifactor authentication that counts here.
    pub guests_need_mfa: bool,
    /// The address that every request is taken to come from; the tenant itself sees nothing but loopback.
    pub danger_client_address: Option<IpAddr>,
    /// The country that every request is taken to come from, ISO 3166-1 alpha-2.
    pub danger_client_country: Option<String>,
    /// Whether the first address of `X-Forwarded-For` is believed where the peer is this computer.
    pub danger_trusts_forwarded_for: bool,
    /// Whether registering a passkey through Graph asks Conditional Access too; nothing says that the real one does.
    pub graph_writes_obey_conditional_access: bool,
    /// Whether report-only policies for user actions are left out, as one of two documents says.
    pub inert_report_only_user_actions: bool,
    /// Whether a policy for all resources applies to the user action of registering a method too.
    pub all_resources_reach_user_actions: bool,
    /// The legacy list of multifactor authentication trusted IPs, as ranges.
    pub mfa_trusted_ips: Vec<IpNet>,
    /// Whether the registration policy applies to everyone, and not only to the person who demonstrates it.
    pub registration_interrupt_for_everyone: bool,
    /// Whether the registration interrupt offers passkeys, as newer tenants do.
    pub registration_interrupt_offers_passkeys: bool,
    /// What Graph answers to a person who registers a passkey for themselves.
    pub own_passkeys: OwnPasskeys,
    /// The optional claims of ID tokens for applications whose own registration lists none; `null` for all of them.
    pub optional_claims: Option<Vec<OptionalClaim>>,
    /// Whether the organization forbids client secrets: none is right then.
    pub client_secrets_forbidden: bool,
    /// Whether the browser goes to a second origin and back before the sign-in page.
    pub sign_in_through_second_origin: bool,
    /// How recent a sign-in must be to register a passkey for oneself, in seconds; `null` for as recent as for any change.
    pub passkey_freshness_seconds: Option<u32>,
    /// How many days a browser remembers a second factor after a password; `null` for never.
    pub second_factor_remembered_days: Option<u32>,
    /// Whether `prompt=login` asks for a second factor that the browser remembers.
    pub prompt_login_redoes_second_factor: bool,
    /// Whether a refresh must name its scopes, which RFC 6749 leaves open.
    pub refresh_needs_scope: bool,
    /// How long access tokens are good for, in seconds; `null` for an hour.
    pub access_token_seconds: Option<u32>,
    /// Whether Graph gives the mixed list of methods in two pages.
    pub methods_in_two_pages: bool,
    /// What goes wrong on every stand-in phone, unless its form says otherwise.
    pub phone_fault: Option<PhoneFault>,
    /// Seconds until the directory lists what a phone registers with [`PhoneFault::Late`].
    pub phone_delay_seconds: u32,
    /// How Graph writes the time to wait where it says one.
    pub retry_after: RetryAfter,
}

/// What Graph answers to a person who registers a passkey for themselves. The Security info page always may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OwnPasskeys {
    /// Options for the tenant's own relying party, and the registration works.
    #[default]
    Accepted,
    /// Options for `login.microsoft.com`, which a browser refuses on any other origin.
    ForeignRelyingParty,
    /// 405 `methodNotAllowed`, for the options and for the registration.
    NotAllowed,
}

/// A claim of ID tokens that an application's registration must list before it is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionalClaim {
    /// When the person proved who they are (OpenID Connect Core 1.0, section 2).
    AuthTime,
    /// What names the account to the sign-in and sign-out pages.
    LoginHint,
    /// The id of the sign-in.
    Sid,
}

/// How the time to wait is written. RFC 9110, section 10.2.3, knows the whole number and the date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RetryAfter {
    /// `30`.
    #[default]
    Seconds,
    /// `30.128`.
    Fraction,
    /// `30,120` in one header: the shorter time first.
    List,
    /// `30` and `120` in two headers.
    Twice,
    /// An HTTP date, with the `Date` that it counts from.
    Date,
    /// No `Retry-After`, and `x-ms-retry-after-ms: 30000`.
    Milliseconds,
}

/// A failure of requests to Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GraphTrouble {
    /// A claims challenge for a newer sign-in, as for a client that announced `cp1`.
    ClaimsChallenge,
    /// The answer ends in the middle.
    CutOff,
    /// The answer comes after 30 seconds.
    Slow,
    /// 429 with `Retry-After: 1`.
    Throttled,
    /// 429 without `Retry-After`.
    ThrottledSilently,
    /// 503.
    Unavailable,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            replication_seconds: 0,
            graph_trouble: None,
            graph_trouble_requests: None,
            consent_missing: false,
            trusts_home_mfa: false,
            guests_need_mfa: true,
            danger_client_address: None,
            danger_client_country: None,
            danger_trusts_forwarded_for: false,
            graph_writes_obey_conditional_access: false,
            inert_report_only_user_actions: false,
            all_resources_reach_user_actions: false,
            mfa_trusted_ips: Vec::new(),
            registration_interrupt_for_everyone: false,
            registration_interrupt_offers_passkeys: false,
            own_passkeys: OwnPasskeys::Accepted,
            optional_claims: None,
            client_secrets_forbidden: false,
            sign_in_through_second_origin: false,
            passkey_freshness_seconds: None,
            second_factor_remembered_days: None,
            prompt_login_redoes_second_factor: false,
            refresh_needs_scope: false,
            access_token_seconds: None,
            methods_in_two_pages: false,
            phone_fault: None,
            phone_delay_seconds: 60,
            retry_after: RetryAfter::Seconds,
        }
    }
}

impl Switches {
    /// Every kindness off at once: what the real directory has been seen to do, where the ordinary behaviour is easier
    /// for a client.
    #[must_use]
    pub fn as_real() -> Self {
        Self {
            replication_seconds: AS_REAL_REPLICATION_SECONDS,
            inert_report_only_user_actions: true,
            all_resources_reach_user_actions: true,
            own_passkeys: OwnPasskeys::NotAllowed,
            optional_claims: Some(Vec::new()),
            sign_in_through_second_origin: true,
            passkey_freshness_seconds: Some(AS_REAL_PASSKEY_FRESHNESS_SECONDS),
            second_factor_remembered_days: Some(AS_REAL_REMEMBERED_DAYS),
            refresh_needs_scope: true,
            methods_in_two_pages: true,
            retry_after: RetryAfter::List,
            ..Self::default()
        }
    }

    /// The failure of this request; reduces the number of requests that fail.
    pub(crate) fn take_graph_trouble(&mut self) -> Option<GraphTrouble> {
        let trouble = self.graph_trouble?;
        if let Some(requests) = &mut self.graph_trouble_requests {
            *requests = requests.saturating_sub(1);
            if *requests == 0 {
                self.graph_trouble = None;
                self.graph_trouble_requests = None;
            }
        }
        Some(trouble)
    }

    /// The switches with what a body changes; says what is wrong with it otherwise.
    pub(crate) fn changed_by(&self, body: &[u8]) -> Result<Self, String> {
        let changes: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let Value::Object(changes) = changes else {
            return Err("the body must be one JSON object".to_owned());
        };
        let mut all = serde_json::to_value(self).map_err(|error| error.to_string())?;
        for (name, value) in changes {
            if all.get(&name).is_none() {
                return Err(format!("there is no switch '{name}'"));
            }
            all[name] = value;
        }
        serde_json::from_value(all).map_err(|error| error.to_string())
    }
}
