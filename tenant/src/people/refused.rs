//! The people whom the sign-in sends back to the application with an error, each with another.

use super::{ORDINARY, Persona};
use crate::directory::person::{SignInRefusal, Trouble};

/// Blocked by Conditional Access.
pub const TORBEN: Persona = Persona {
    account: "torben@contoso.example",
    name: "Torben Krag",
    shows: "Blocked by Conditional Access: the sign-in ends at the application with AADSTS53003",
    trouble: Some(Trouble::SignInRefused(SignInRefusal::BlockedByConditionalAccess)),
    ..ORDINARY
};

/// On a device that is not compliant.
pub const DAGNY: Persona = Persona {
    account: "dagny@contoso.example",
    name: "Dagny Falk",
    shows: "Device not compliant: the sign-in ends at the application with AADSTS53000",
    trouble: Some(Trouble::SignInRefused(SignInRefusal::DeviceNotCompliant)),
    ..ORDINARY
};

/// Not assigned to the application.
pub const INGRID: Persona = Persona {
    account: "ingrid@contoso.example",
    name: "Ingrid Moen",
    shows: "Not assigned to the application: the sign-in ends there with AADSTS50105",
    trouble: Some(Trouble::SignInRefused(SignInRefusal::NotAssigned)),
    ..ORDINARY
};

/// Declines what the application asks for.
pub const YUSUF: Persona = Persona {
    account: "yusuf@contoso.example",
    name: "Yusuf Demir",
    shows: "Declines consent: the sign-in ends at the application with AADSTS65004",
    trouble: Some(Trouble::SignInRefused(SignInRefusal::ConsentDeclined)),
    ..ORDINARY
};

/// Meets a fault of the sign-in service.
pub const SVEN: Persona = Persona {
    account: "sven@contoso.example",
    name: "Sven Holm",
    shows: "The sign-in service fails: the sign-in ends at the application with server_error",
    trouble: Some(Trouble::SignInRefused(SignInRefusal::ServerError)),
    ..ORDINARY
};

/// Meets a sign-in service that is overloaded.
pub const MARTA: Persona = Persona {
    account: "marta@contoso.example",
    name: "Marta Zielinska",
    shows: "The sign-in service is overloaded: the sign-in ends at the application with temporarily_unavailable",
    trouble: Some(Trouble::SignInRefused(SignInRefusal::TemporarilyUnavailable)),
    ..ORDINARY
};
