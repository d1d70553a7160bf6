//! Renders a page: the app's own views inside the built template, with the start data beside them.
//!
//! Decides nothing about what is shown.

use std::rc::Rc;

use contract::{
    Organization, Person, Start, StartScreen, Timestamp,
    routes::{APP_ELEMENT, LANGUAGE_QUERY, START_ELEMENT},
};
use intl::{IntlFormat, Locale};
use journey::{Browser, State};
use views::{Catalog, Dispatch, Languages, Still, StillProps, View};
use yew::{Html, LocalServerRenderer};

use crate::{
    drawing::{PlainPage, brand::Brand, language::Language, template::Template},
    json::to_json,
    page,
    web::incoming::field,
};

/// What every page is made of.
pub(super) struct Parts<'a> {
    /// The page of the built app.
    pub(super) template: Rc<Template>,
    /// The language of the page.
    pub(super) language: Language,
    /// How the person writes dates.
    pub(super) locale: Locale,
    /// The words.
    pub(super) catalog: Rc<Catalog>,
    /// Whose installation it is.
    pub(super) organization: &'a Rc<Organization>,
    /// How it looks.
    pub(super) brand: &'a Brand,
    /// What it adds to the first page, in the language of the page; empty where it adds nothing.
    pub(super) note: &'a str,
}

/// Renders the whole page for the person's address, screen and browser, as of `now`.
pub(super) async fn render(
    parts: &Parts<'_>,
    now: Timestamp,
    address: &str,
    screen: StartScreen,
    browser: Browser,
) -> String {
    let Parts { template, language, locale, catalog, organization, brand, note } = parts;
    let start = Start {
        now,
        language: language.0.tag.to_owned(),
        catalog: language.0.first.to_owned(),
        later_words: language.0.later.to_owned(),
        address: address.to_owned(),
        product: organization.product.clone(),
        company: organization.name.clone(),
        keeps_passkeys: browser.keeps_passkeys,
        screen,
    };
    let note = match (note, &start.screen) {
        (&"", _) | (_, StartScreen::SignedIn { .. } | StartScreen::Failed { .. }) => String::new(),
        // It may be written in another language than the page.
        (note, StartScreen::Welcome { .. }) => {
            ["<aside class=\"note\" dir=\"auto\">", &escaped(note), "</aside>"].concat()
        }
    };
    let data = inside_script(&to_json(&start));
    let mut state = State::start(start);
    state.browser = browser;
    let title = escaped(&views::title(&state, catalog));
    let pinned = state.pinned_language.as_deref();
    let foot = still(views::foot(catalog, organization, true, pinned)).await;
    let catalog = catalog.unread();
    let dispatch = Dispatch::none();
    let content = views::app(&View {
        state: &state,
        words: &catalog,
        format: &IntlFormat::of(locale),
        dispatch: &dispatch,
    });
    let drawn = LocalServerRenderer::<Still>::with_props(StillProps { content }).render().await;
    let later = if catalog.has_reached_later() {
        [preload(language.0.later), later_code().map_or_else(String::new, preload)].concat()
    } else {
        String::new()
    };
    [
        &before_head(template, *language),
        "<title>",
        &title,
        "</title>",
        &preload(language.0.first),
        &later,
        &brand.style,
        &template.before_app,
        &note,
        "<div id=\"",
        APP_ELEMENT,
        "\">",
        &drawn,
        "</div>",
        &foot,
        "<script type=\"application/json\" id=\"",
        START_ELEMENT,
        "\">",
        &data,
        "</script>",
        &template.after_app,
    ]
    .concat()
}

/// The address of the later part of the app's code; none where it is in one.
fn later_code() -> Option<&'static str> {
    page::FILES.iter().copied().find(|file| file.ends_with("_later.wasm"))
}

/// What makes the browser fetch this file before the app asks for it.
fn preload(address: &str) -> String {
    ["<link rel=\"preload\" as=\"fetch\" crossorigin href=\"", address, "\">"].concat()
}

/// Renders a page that the app does not take over, in the same frame; `own` stands in the head of this page
/// alone.
pub(super) async fn render_plain(
    parts: &Parts<'_>,
    address: &str,
    page: PlainPage,
    own: &str,
) -> String {
    let Parts { language, catalog, organization, .. } = parts;
    let company = &organization.name;
    let leads_to_why = matches!(page, PlainPage::Sessions(..));
    let (title, mut head, content) = match page {
        PlainPage::Onward(destination, location) => {
            // At once: anything later would take people by surprise (WCAG 2.2, technique G110).
            let refresh = "<meta http-equiv=\"refresh\" content=\"0; url=";
            let refresh = [refresh, &in_attribute(&location), "\">"].concat();
            let content = views::onward(destination, location.into(), catalog, company);
            (views::onward_title(destination, catalog), refresh, content)
        }
        PlainPage::Sessions(sessions, notice) => {
            let draw = |view: &View<'_>| views::sessions(view, &sessions, notice.as_ref());
            let content = for_person(parts, address, sessions.now, &sessions.person, &draw);
            (views::sessions_title(catalog), String::new(), content)
        }
        PlainPage::Languages(return_to) => {
            let known = page::LANGUAGES.iter().map(|known| (known.tag, known.name)).collect();
            let languages = Languages { known, current: language.0.tag, return_to };
            let content = views::languages(&languages, catalog, company);
            (views::languages_title(catalog), String::new(), content)
        }
        PlainPage::SignedOutEverywhere => {
            let content = views::signed_out_everywhere(catalog, company);
            (views::signed_out_everywhere_title(catalog), String::new(), content)
        }
        PlainPage::Why(why, origin) => {
            let draw = |view: &View<'_>| views::why(view, &why, origin);
            let content = for_person(parts, address, why.now, &why.person, &draw);
            (views::why_title(catalog), String::new(), content)
        }
        PlainPage::Leaflet(site, sign_in) => {
            let content = views::leaflet(catalog, company, site, &sign_in);
            (views::leaflet_title(catalog), String::new(), content)
        }
        PlainPage::Setup(faults) => {
            (views::setup_title(catalog), String::new(), views::setup(&faults, catalog))
        }
    };
    let pinned = address.split_once('?').and_then(|(_, query)| field(query, LANGUAGE_QUERY));
    let foot = views::foot(catalog, organization, leads_to_why, pinned.as_deref());
    let drawn = still([content, foot].into_iter().collect()).await;
    head.push_str(own);
    without_scripts(parts, &escaped(&title), &head, &drawn)
}

/// Renders what the app leaves as it is.
pub(super) async fn still(content: Html) -> String {
    let renderer = LocalServerRenderer::<Still>::with_props(StillProps { content });
    renderer.hydratable(false).render().await
}

/// A whole page that the app does not take over.
pub(super) fn without_scripts(parts: &Parts<'_>, title: &str, head: &str, drawn: &str) -> String {
    let Parts { template, language, brand, .. } = parts;
    [
        &before_head(template, *language),
        "<title>",
        title,
        "</title>",
        &brand.style,
        template.style(),
        head,
        "</head><body>",
        drawn,
        &template.after_app,
    ]
    .concat()
}

/// Draws what belongs to a person, in the state of the first page for them at this address.
fn for_person(
    parts: &Parts<'_>,
    address: &str,
    now: Timestamp,
    person: &Person,
    draw: &dyn Fn(&View<'_>) -> Html,
) -> Html {
    let state = State::start(Start {
        now,
        language: String::new(),
        catalog: String::new(),
        later_words: String::new(),
        address: address.to_owned(),
        product: String::new(),
        company: parts.organization.name.clone(),
        keeps_passkeys: None,
        screen: StartScreen::Welcome { account: person.account.clone(), reason: None },
    });
    draw(&View {
        state: &state,
        words: &parts.catalog,
        format: &IntlFormat::of(&parts.locale),
        dispatch: &Dispatch::none(),
    })
}

/// The beginning of the template, which declares English, in another language.
fn before_head(template: &Template, Language(language): Language) -> String {
    let direction = if language.is_right_to_left { "rtl" } else { "ltr" };
    let declared = ["lang=\"", language.tag, "\" dir=\"", direction, "\""].concat();
    template.before_head.replacen("lang=\"en\" dir=\"ltr\"", &declared, 1)
}

/// Escapes JSON for a `<script>` element: no `<`, which could end it (HTML §4.12.1.3), and no line
/// separator, which an older parser takes for a new line.
fn inside_script(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Escapes text for an attribute in double quotes.
pub(super) fn in_attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// Escapes text for the content of an element.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests;
