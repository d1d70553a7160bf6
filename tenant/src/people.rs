//! A table of test accounts: each person is one record, and shows one thing.
//!
//! Tests and the run command name them through these constants.

pub(crate) mod access;
mod crowd;
mod everyday;
mod factors;
mod refused;
mod registered;
mod rules;
mod seed;

pub use access::{BRITTA, IDA, KIRA, LEIF, SAMI};
pub use everyday::{
    ADA, BELA, CHIDI, EMRE, FEN, GALA, HEDY, IRIS, LENA, NILS, ODA, PER, PIM, TOVE, UMA, YARA, ZITA,
};
pub use factors::{ANOUK, QUIM, SANNA};
pub use refused::{DAGNY, INGRID, MARTA, SVEN, TORBEN, YUSUF};
use registered::Registered;
pub use rules::{
    AKSEL, DARA, FINN, FREJA, GRO, IGOR, MIRA, OTTO, PIA, POLLY, ROSA, RUNE, SILJE, SIV, VERA,
};

use crate::directory::{person::Trouble, role::Role};

/// A named person of the embedded tenant, and what makes them special.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The account name (user principal name), unique in the tenant.
    pub account: &'static str,
    /// The name to display.
    pub name: &'static str,
    /// What the person shows, in one sentence.
    pub shows: &'static str,
    pass: StartingPass,
    /// Registered beside the password, in the order of the methods list.
    methods: &'static [Registered],
    /// The id of the default method.
    default_method: Option<&'static str>,
    /// Whether a phone with the person's Microsoft Authenticator lies at the phone page.
    phone_lies_ready: bool,
    roles: &'static [Role],
    /// The ids of the groups that the person is in.
    groups: &'static [&'static str],
    /// Where a guest comes from; absent for a member.
    guest: Option<Home>,
    /// Whether another identity provider signs the person in.
    is_federated: bool,
    /// Whether the registration policy sends the person to register after a sign-in.
    must_register: bool,
    /// What goes wrong for the person on purpose.
    trouble: Option<Trouble>,
}

/// The pass that a person has when the tenant is created; all last 60 minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StartingPass {
    None,
    OneTime,
    Reusable,
    /// Reusable, and valid from so many minutes after the tenant was created.
    From {
        minutes: i64,
    },
}

/// Where a guest comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// The account is one of this tenant: an internal guest.
    Here,
    /// An external guest, who signs in with an account and a pass of another tenant.
    Elsewhere { account: &'static str },
}

/// A member with a reusable pass, the password, and nothing special.
const ORDINARY: Persona = Persona {
    account: "",
    name: "",
    shows: "",
    pass: StartingPass::Reusable,
    methods: &[],
    default_method: None,
    phone_lies_ready: false,
    roles: &[],
    groups: &[],
    guest: None,
    is_federated: false,
    must_register: false,
    trouble: None,
};

/// All of them, in the order of the table.
pub const ALL: [Persona; 46] = [
    ADA, NILS, LENA, EMRE, BELA, TOVE, PER, HEDY, UMA, IRIS, FEN, GALA, CHIDI, ODA, PIM, YARA, SIV,
    DARA, OTTO, SILJE, MIRA, FREJA, FINN, IGOR, ROSA, VERA, GRO, PIA, AKSEL, RUNE, POLLY, LEIF,
    IDA, BRITTA, KIRA, SAMI, TORBEN, DAGNY, INGRID, YUSUF, SVEN, MARTA, ZITA, SANNA, QUIM, ANOUK,
];

#[cfg(test)]
mod tests;
