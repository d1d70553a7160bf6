//! A labeled text field with its hint and its complaint, tied together for assistive technology.

use yew::{AttrValue, Callback, Html, InputEvent, html};

use crate::element::{fixed, node, text, with};

/// What a field looks like and says.
pub(crate) struct Field<'a> {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) hint: AttrValue,
    pub(crate) complaint: Option<AttrValue>,
    pub(crate) value: &'a str,
    /// Whether the page opens with the focus in it.
    pub(crate) is_first: bool,
    pub(crate) oninput: Callback<InputEvent>,
}

impl Field<'_> {
    pub(crate) fn draw(self) -> Html {
        let hint = [self.id, "-hint"].concat();
        let complaint = [self.id, "-complaint"].concat();
        let described_by = match self.complaint {
            Some(_) => [complaint.as_str(), " ", hint.as_str()].concat(),
            None => hint.clone(),
        };
        let complaint_words = self.complaint.clone().unwrap_or_default();
        node(
            "div",
            "field",
            vec![
                with("label", &["for"], vec![fixed(self.id)], vec![text(self.label)]),
                with(
                    "p",
                    &["class", "id"],
                    vec![fixed("hint"), Some(AttrValue::from(hint))],
                    vec![text(self.hint)],
                ),
                with(
                    "p",
                    &["class", "id", "role"],
                    vec![fixed("complaint"), Some(AttrValue::from(complaint)), fixed("alert")],
                    vec![text(complaint_words)],
                ),
                html! {
                    <input
                        id={self.id}
                        name={self.name}
                        type="text"
                        autocomplete={self.autocomplete}
                        autocapitalize="none"
                        spellcheck="false"
                        maxlength="256"
                        required=true
                        aria-describedby={described_by}
                        autofocus={self.is_first}
                        aria-invalid={self.complaint.is_some().then_some("true")}
                        value={self.value.to_owned()}
                        oninput={self.oninput}
                    />
                },
            ],
        )
    }
}
