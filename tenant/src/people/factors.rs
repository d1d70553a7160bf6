//! The people who show what a method is good for: what starts a sign-in, what follows a password, what shares a device.

use super::{
    ORDINARY, Persona,
    registered::{Kind, Registered},
};

/// A number that starts a sign-in.
pub const SANNA: Persona = Persona {
    account: "sanna@contoso.example",
    name: "Sanna Virtanen",
    shows: "Her number is ready for SMS sign-in: it starts a sign-in without a password",
    methods: &[Registered::sms_sign_in("+358 40 555 0123", 160)],
    ..ORDINARY
};

/// A frontline worker.
pub const QUIM: Persona = Persona {
    account: "quim@contoso.example",
    name: "Quim Ferrer",
    shows: "Frontline worker with a QR code and its PIN, which only beta lists: in v1.0 nothing seems registered",
    methods: &[Registered::new(Kind::QrCodePin, 14)],
    ..ORDINARY
};

/// Three methods on one phone.
pub const ANOUK: Persona = Persona {
    account: "anouk@contoso.example",
    name: "Anouk Perrin",
    shows: "Microsoft Authenticator, its codes and the number of the same phone: three methods, one device",
    methods: &[
        Registered::authenticator("Anouk's phone", 220),
        Registered::new(Kind::SoftwareOath, 220),
        Registered::phone("+33 6 39 98 01 23", 220),
    ],
    phone_lies_ready: true,
    ..ORDINARY
};
