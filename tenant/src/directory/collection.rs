//! The kinds of authentication methods, as Graph names them: type, address segment, permission family.

/// A typed collection under `authentication`, one for each kind of method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Collection {
    Email,
    External,
    Fido2,
    HardwareOath,
    MicrosoftAuthenticator,
    Password,
    PasswordlessMicrosoftAuthenticator,
    Phone,
    PlatformCredential,
    QrCodePin,
    SoftwareOath,
    TemporaryAccessPass,
    WindowsHello,
}

impl Collection {
    const ALL: [Self; 13] = [
        Self::Email,
        Self::External,
        Self::Fido2,
        Self::HardwareOath,
        Self::MicrosoftAuthenticator,
        Self::Password,
        Self::PasswordlessMicrosoftAuthenticator,
        Self::Phone,
        Self::PlatformCredential,
        Self::QrCodePin,
        Self::SoftwareOath,
        Self::TemporaryAccessPass,
        Self::WindowsHello,
    ];

    /// The collection that a URL segment names, ignoring case.
    pub(crate) fn from_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|collection| collection.segment().eq_ignore_ascii_case(segment))
    }

    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::Email => "emailMethods",
            Self::External => "externalAuthenticationMethods",
            Self::Fido2 => "fido2Methods",
            Self::HardwareOath => "hardwareOathMethods",
            Self::MicrosoftAuthenticator => "microsoftAuthenticatorMethods",
            Self::Password => "passwordMethods",
            Self::PasswordlessMicrosoftAuthenticator => "passwordlessMicrosoftAuthenticatorMethods",
            Self::Phone => "phoneMethods",
            Self::PlatformCredential => "platformCredentialMethods",
            Self::QrCodePin => "qrCodePinMethod",
            Self::SoftwareOath => "softwareOathMethods",
            Self::TemporaryAccessPass => "temporaryAccessPassMethods",
            Self::WindowsHello => "windowsHelloForBusinessMethods",
        }
    }

    pub(crate) const fn odata_type(self) -> &'static str {
        match self {
            Self::Email => "#microsoft.graph.emailAuthenticationMethod",
            Self::External => "#microsoft.graph.externalAuthenticationMethod",
            Self::Fido2 => "#microsoft.graph.fido2AuthenticationMethod",
            Self::HardwareOath => "#microsoft.graph.hardwareOathAuthenticationMethod",
            Self::MicrosoftAuthenticator => {
                "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod"
            }
            Self::Password => "#microsoft.graph.passwordAuthenticationMethod",
            Self::PasswordlessMicrosoftAuthenticator => {
                "#microsoft.graph.passwordlessMicrosoftAuthenticatorAuthenticationMethod"
            }
            Self::Phone => "#microsoft.graph.phoneAuthenticationMethod",
            Self::PlatformCredential => "#microsoft.graph.platformCredentialAuthenticationMethod",
            Self::QrCodePin => "#microsoft.graph.qrCodePinAuthenticationMethod",
            Self::SoftwareOath => "#microsoft.graph.softwareOathAuthenticationMethod",
            Self::TemporaryAccessPass => "#microsoft.graph.temporaryAccessPassAuthenticationMethod",
            Self::WindowsHello => "#microsoft.graph.windowsHelloForBusinessAuthenticationMethod",
        }
    }

    /// The middle of the fine-grained permission names: `UserAuthMethod-{family}.ReadWrite`.
    pub(crate) const fn permission_family(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::External => "External",
            Self::Fido2 => "Passkey",
            Self::HardwareOath => "HardwareOATH",
            Self::MicrosoftAuthenticator | Self::PasswordlessMicrosoftAuthenticator => {
                "MicrosoftAuthApp"
            }
            Self::Password => "Password",
            Self::Phone => "Phone",
            Self::PlatformCredential => "PlatformCred",
            Self::QrCodePin => "QR",
            Self::SoftwareOath => "SoftwareOATH",
            Self::TemporaryAccessPass => "TAP",
            Self::WindowsHello => "WindowsHello",
        }
    }

    /// Whether only the beta version knows the type: v1.0 neither lists it nor routes to it.
    pub(crate) const fn is_beta_only(self) -> bool {
        matches!(
            self,
            Self::HardwareOath | Self::PasswordlessMicrosoftAuthenticator | Self::QrCodePin
        )
    }

    /// Whether a person has at most one such method, so that the segment names the method itself.
    pub(crate) const fn is_single(self) -> bool {
        matches!(self, Self::QrCodePin)
    }

    /// Whether the method is a key on the person's object, so that a change to it is a key operation.
    pub(crate) const fn is_key(self) -> bool {
        matches!(
            self,
            Self::Fido2
                | Self::PasswordlessMicrosoftAuthenticator
                | Self::PlatformCredential
                | Self::WindowsHello
        )
    }

    /// Whether Graph has a delete operation for the kind.
    pub(crate) const fn is_deletable(self) -> bool {
        !matches!(self, Self::Password)
    }
}
