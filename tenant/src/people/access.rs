//! The people who show Conditional Access and the registration interrupt.

use super::{Home, ORDINARY, Persona};
use crate::directory::role::Role;

/// The group of accounts that no policy may lock out.
pub(crate) const BREAK_GLASS: &str = "d41c8b0f-95a7-4e62-b6d3-2f7e90c1a504";

/// An internal guest who is not in the office.
pub const LEIF: Persona = Persona {
    account: "leif@contoso.example",
    name: "Leif Moe",
    shows: "Internal guest outside the office: with the policies loaded, Security info is blocked (AADSTS53010)",
    guest: Some(Home::Here),
    ..ORDINARY
};

/// Under the registration policy.
pub const IDA: Persona = Persona {
    account: "ida@contoso.example",
    name: "Ida Sundberg",
    shows: "Under the registration policy: sent to register after the sign-in, where passkeys are not offered",
    must_register: true,
    ..ORDINARY
};

/// A break-glass account.
pub const BRITTA: Persona = Persona {
    account: "britta@contoso.example",
    name: "Britta Stein",
    shows: "Break-glass account: in the group that policies exclude",
    groups: &[BREAK_GLASS],
    ..ORDINARY
};

/// A Conditional Access Administrator.
pub const KIRA: Persona = Persona {
    account: "kira@contoso.example",
    name: "Kira Vogel",
    shows: "Conditional Access Administrator: changes policies and named locations, reads the sign-in log",
    roles: &[Role::ConditionalAccessAdministrator],
    ..ORDINARY
};

/// A Security Reader.
pub const SAMI: Persona = Persona {
    account: "sami@contoso.example",
    name: "Sami Laine",
    shows: "Security Reader: reads Conditional Access policies and the sign-in log, changes nothing",
    roles: &[Role::SecurityReader],
    ..ORDINARY
};
