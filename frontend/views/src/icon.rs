//! Inline icons: one path each, drawn with the text's own color.
//!
//! Never the only bearer of a meaning: each is hidden from assistive technology.

use contract::MethodKind;
use yew::Html;

use crate::element::{fixed, named, with};

/// An icon, as the path of a 24 by 24 grid.
#[derive(Clone, Copy)]
pub(crate) struct Icon(&'static str);

impl Icon {
    pub(crate) const PASSKEY: Self =
        Self("M9.5 14a4.5 4.5 0 1 1 3.9-2.3L21 19.3V22h-3.5v-2.3h-2.3v-2.3l-2-2M8.5 8.7v.1");
    pub(crate) const PHONE: Self = Self(
        "M8 2.8h8a1.5 1.5 0 0 1 1.5 1.5v15.4a1.5 1.5 0 0 1-1.5 1.5H8a1.5 1.5 0 0 1-1.5-1.5V4.3A1.5 1.5 0 0 1 8 2.8zM11 18.2h2",
    );
    pub(crate) const SHIELD: Self = Self(
        "M12 2.8l7.5 2.7v5.6c0 4.6-3 8.2-7.5 10.1-4.5-1.9-7.5-5.5-7.5-10.1V5.5zM8.7 11.9l2.3 2.3 4.3-4.4",
    );
    pub(crate) const COMPUTER: Self =
        Self("M4.5 5h15v10.5h-15zM2.5 19h19M9.5 9.2v1M14.5 9.2v1M9.3 12.2c1.6 1.3 3.8 1.3 5.4 0");
    pub(crate) const MESSAGE: Self = Self("M4 5h16v11.5h-8L7.5 20v-3.5H4zM8 9.2h8M8 12.3h5");
    pub(crate) const CODE: Self = Self("M3.5 7h17v10h-17zM7.3 12h.1M12 12h.1M16.7 12h.1");
    pub(crate) const ENVELOPE: Self = Self("M3.5 5.5h17v13h-17zM4 6.5l8 6.2 8-6.2");
    pub(crate) const KEYBOARD: Self =
        Self("M6 10.5h12v9H6zM8.5 10.5V7.3a3.5 3.5 0 0 1 7 0v3.2M12 14.3v1.6");
    pub(crate) const CHECK: Self = Self("M5 12.6l4.6 4.6L19.2 7.4");
    pub(crate) const ALERT: Self = Self("M12 3.5l9.3 16.3H2.7zM12 10v4.4M12 17.2v.1");
    pub(crate) const CLOCK: Self =
        Self("M12 3.3a8.7 8.7 0 1 1 0 17.4 8.7 8.7 0 0 1 0-17.4zM12 7.5v4.8l3.2 2");
    pub(crate) const GLOBE: Self = Self(
        "M12 3.3a8.7 8.7 0 1 1 0 17.4 8.7 8.7 0 0 1 0-17.4zM3.3 12h17.4M12 3.3c4.6 5.2 4.6 12.2 0 17.4-4.6-5.2-4.6-12.2 0-17.4z",
    );
    pub(crate) const INFORMATION: Self =
        Self("M12 3.3a8.7 8.7 0 1 1 0 17.4 8.7 8.7 0 0 1 0-17.4zM12 11.2v5M12 8v.1");

    /// The icon of a kind of method.
    pub(crate) const fn of(kind: &MethodKind) -> Self {
        match kind {
            MethodKind::Passkey { .. } => Self::PASSKEY,
            MethodKind::MicrosoftAuthenticator => Self::SHIELD,
            MethodKind::WindowsHello | MethodKind::PlatformCredential => Self::COMPUTER,
            MethodKind::Phone { .. } => Self::MESSAGE,
            MethodKind::SoftwareOath => Self::PHONE,
            MethodKind::HardwareOath | MethodKind::QrCodePin => Self::CODE,
            MethodKind::Email { .. } => Self::ENVELOPE,
            MethodKind::Password => Self::KEYBOARD,
            MethodKind::External | MethodKind::Unknown => Self::INFORMATION,
        }
    }

    pub(crate) fn draw(self) -> Html {
        let path = with("path", &["d"], vec![fixed(self.0)], Vec::new());
        picture("icon", "0 0 24 24", vec![path])
    }
}

/// The product's mark: a keyhole that is a latch.
pub(crate) fn mark() -> Html {
    picture(
        "mark",
        "0 0 32 32",
        vec![
            with(
                "rect",
                &["width", "height", "rx"],
                vec![fixed("32"), fixed("32"), fixed("9")],
                Vec::new(),
            ),
            with(
                "path",
                &["d"],
                vec![fixed(
                    "M16 7.5a5.2 5.2 0 0 1 2.6 9.7l1.6 7.3h-8.4l1.6-7.3A5.2 5.2 0 0 1 16 7.5z",
                )],
                Vec::new(),
            ),
        ],
    )
}

/// A picture that says nothing which words do not say as well.
pub(crate) fn picture(class: &'static str, view_box: &'static str, shapes: Vec<Html>) -> Html {
    with(
        "svg",
        &["class", "viewBox", "aria-hidden"],
        vec![named(class), fixed(view_box), fixed("true")],
        shapes,
    )
}
