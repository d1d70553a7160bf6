//! Server-side rendering: pages made of the app's own views, which the app then takes over.
//!
//! Keeps parsed catalogs and the first page between requests; keeps nothing about a person. A catalog is
//! read from the built files when the first page in its language is drawn, and so is the app's page.

pub(crate) mod brand;
mod card;
mod document;
mod language;
pub(crate) mod qr_code;
mod template;
mod welcome;

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use contract::{
    Organization, ProblemCode, StartScreen, parse_account,
    routes::{ACCOUNT_QUERIES, DEVICE_COOKIE},
    sessions::Sessions,
    why::Why,
};
use gateway::{Note, json};
use journey::Browser;
use views::{Catalog, Destination, SessionsNotice};
use worker::Env;

pub(crate) use self::card::CardDrawing;
use self::{
    brand::Brand, document::Parts, language::Language, template::Template, welcome::Welcome,
};
use crate::{
    clock, page,
    web::{
        assets,
        failure::Failure,
        headers,
        incoming::{Incoming, field},
        negotiation,
        reply::{Body, Reply},
    },
};

/// What is kept between requests and is the same for everyone.
pub(crate) struct Drawings {
    /// Where the built files are.
    env: Env,
    /// Whose installation it is; not known while a setting is wrong.
    organization: Rc<Organization>,
    /// How it looks.
    brand: Brand,
    /// What it adds to the first page.
    note: Note,
    /// The parsed catalogs, by language.
    catalogs: RefCell<HashMap<&'static str, Rc<Catalog>>>,
    /// The style and the script of the card.
    card: RefCell<Option<(Rc<str>, Rc<str>)>>,
    /// The page of the built app.
    template: RefCell<Option<Rc<Template>>>,
    /// The first page, by language and path.
    welcomes: RefCell<HashMap<(&'static str, String), Rc<Welcome>>>,
}

impl Drawings {
    /// Nothing drawn yet: the pages of this company, from the built files of this environment.
    pub(crate) fn new(env: &Env, organization: Organization, brand: Brand, note: Note) -> Self {
        Self {
            env: env.clone(),
            organization: Rc::new(organization),
            brand,
            note,
            catalogs: RefCell::default(),
            card: RefCell::default(),
            template: RefCell::default(),
            welcomes: RefCell::default(),
        }
    }

    /// The page at the address of the request, with this screen.
    pub(crate) async fn page(
        &self,
        incoming: &Incoming,
        status: u16,
        screen: StartScreen,
    ) -> Reply {
        self.page_at(incoming, status, &incoming.address(), screen).await
    }

    /// The page at another address than that of the request.
    pub(crate) async fn page_at(
        &self,
        incoming: &Incoming,
        status: u16,
        address: &str,
        screen: StartScreen,
    ) -> Reply {
        let parts = match self.parts(incoming, Language::of(incoming, address)).await {
            Ok(parts) => parts,
            Err(failure) => return undrawn(incoming, failure),
        };
        let html = document::render(&parts, clock::now(), address, screen, browser(incoming)).await;
        let accept = incoming.header("accept-encoding").unwrap_or_default();
        Reply::html(negotiation::encoding_of_page(&accept), status, Body::Text(html))
    }

    /// A page that the edge draws alone, in the language of the page at `from`.
    pub(crate) async fn plain(
        &self,
        incoming: &Incoming,
        status: u16,
        from: &str,
        page: PlainPage,
    ) -> Reply {
        let own = page.own_part();
        let read = async {
            let parts = self.parts(incoming, Language::of(incoming, from)).await?;
            Ok(match &own {
                Some((address, ..)) => {
                    (parts, assets::text(&self.env, &incoming.trace, address).await?)
                }
                None => (parts, String::new()),
            })
        };
        let (parts, part) = match read.await {
            Ok(read) => read,
            Err(failure) => return undrawn(incoming, failure),
        };
        let html = document::render_plain(&parts, from, page, &part).await;
        let accept = incoming.header("accept-encoding").unwrap_or_default();
        let reply = Reply::html(negotiation::encoding_of_page(&accept), status, Body::Text(html));
        match own {
            Some((_, script, style)) => {
                let policy = headers::for_own_part(script, style);
                reply
                    .with("content-security-policy", headers::with_style(&policy, &self.brand.hash))
            }
            None => reply,
        }
    }

    /// The first page for someone who just arrived.
    ///
    /// It is the same for everyone except for language, path and time, and so it is rendered once.
    /// One with a query is rendered anew: there are as many as anyone cares to ask for.
    pub(crate) async fn welcome(&self, incoming: &Incoming) -> Reply {
        let Incoming { path, query, .. } = incoming;
        let screen = StartScreen::Welcome { account: invited(query), reason: None };
        if !query.is_empty() {
            return self.page(incoming, 200, screen).await;
        }
        let language = Language::of(incoming, path);
        let key = (language.0.tag, path.clone());
        let kept = self.welcomes.borrow().get(&key).cloned();
        let welcome = match kept {
            Some(welcome) => welcome,
            None => {
                let parts = match self.parts(incoming, language).await {
                    Ok(parts) => parts,
                    Err(failure) => return undrawn(incoming, failure),
                };
                let html =
                    document::render(&parts, welcome::NO_TIME, path, screen, Browser::default())
                        .await;
                let welcome = Rc::new(Welcome::cut(&html));
                self.welcomes.borrow_mut().insert(key, Rc::clone(&welcome));
                welcome
            }
        };
        let accept = incoming.header("accept-encoding").unwrap_or_default();
        welcome.reply(negotiation::encoding_of_page(&accept), clock::now()).await
    }

    /// What a page in this language is made of.
    async fn parts(&self, incoming: &Incoming, language: Language) -> Result<Parts<'_>, Failure> {
        let catalog = self.catalog(incoming, language).await?;
        let template = self.template(incoming).await?;
        let locale = language.locale(incoming);
        let note = self.note.text(language.0.tag);
        let (organization, brand) = (&self.organization, &self.brand);
        Ok(Parts { template, language, locale, catalog, organization, brand, note })
    }

    /// The page of the built app, read at the first call.
    async fn template(&self, incoming: &Incoming) -> Result<Rc<Template>, Failure> {
        if let Some(kept) = &*self.template.borrow() {
            return Ok(Rc::clone(kept));
        }
        let page = assets::text(&self.env, &incoming.trace, template::PAGE).await?;
        let cut = Template::cut(&page)
            .ok_or_else(|| incoming.failure(ProblemCode::Broken, "the page has no markers"))?;
        let cut = if self.brand.has_logo { cut.with_icon(brand::ICON) } else { cut };
        let template = Rc::new(cut);
        self.template.replace(Some(Rc::clone(&template)));
        Ok(template)
    }

    /// The whole catalog of a language, read at the first call.
    async fn catalog(
        &self,
        incoming: &Incoming,
        Language(language): Language,
    ) -> Result<Rc<Catalog>, Failure> {
        if let Some(kept) = self.catalogs.borrow().get(language.tag) {
            return Ok(Rc::clone(kept));
        }
        let first = self.words(incoming, language.first).await?;
        let later = self.words(incoming, language.later).await?;
        let catalog = Rc::new(first.and_later(&later).naming(&self.organization.product));
        self.catalogs.borrow_mut().insert(language.tag, Rc::clone(&catalog));
        Ok(catalog)
    }

    /// One part of a catalog; nothing where it has no address.
    async fn words(&self, incoming: &Incoming, address: &'static str) -> Result<Catalog, Failure> {
        if address.is_empty() {
            return Ok(Catalog::default());
        }
        let text = assets::text(&self.env, &incoming.trace, address).await?;
        let words: Option<HashMap<_, _>> = json::read(text.as_bytes());
        words
            .map(Catalog::of)
            .ok_or_else(|| incoming.failure(ProblemCode::Broken, "a catalog cannot be parsed"))
    }
}

/// A page that the edge draws alone.
pub(crate) enum PlainPage {
    /// Goes on to the directory, at this address.
    Onward(Destination, String),
    /// The person's sessions, and what came of a form of that page.
    Sessions(Box<Sessions>, Option<SessionsNotice>),
    /// The languages to choose from, for the way back to this page.
    Languages(String),
    /// The last page after signing out everywhere.
    SignedOutEverywhere,
    /// Says why a passkey cannot be added; the origin of this site.
    Why(Box<Why>, &'static str),
    /// The sheet for the first day: the origins of this site and of the page where passes are typed.
    Leaflet(&'static str, String),
    /// Names the faulty settings.
    Setup(Vec<(&'static str, &'static str)>),
}

impl PlainPage {
    /// What stands in the head of this page alone: its address among the built files, and the CSP sources
    /// of its script and its style.
    const fn own_part(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::Why(..) => Some(("/assets/why.txt", page::WHY_SCRIPT, page::WHY_STYLE)),
            Self::Leaflet(..) => Some(("/assets/leaflet.txt", "'none'", page::LEAFLET_STYLE)),
            Self::Onward(..)
            | Self::Sessions(..)
            | Self::Languages(_)
            | Self::SignedOutEverywhere
            | Self::Setup(_) => None,
        }
    }
}

/// What is known of the browser before the app has asked it: the first drawing then has what it finds.
fn browser(incoming: &Incoming) -> Browser {
    let name = incoming.header("user-agent").unwrap_or_default();
    Browser {
        keeps_passkeys: match incoming.cookie_of_app(DEVICE_COOKIE).as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        },
        is_on_phone: name.contains("Mobi"),
        ..Browser::default()
    }
}

/// The reply where no page can be drawn for want of its words: these alone are not from a catalog.
fn undrawn(incoming: &Incoming, failure: Failure) -> Reply {
    let text = format!(
        "This page cannot be shown right now. Nothing was lost. Load it again in a minute; if that \
         does not help, give your help desk this reference: {}\n",
        incoming.trace
    );
    Reply { body: Body::Text(text), ..Reply::empty(503) }
        .with("content-type", "text/plain; charset=utf-8")
        .with("retry-after", "60")
        .failed(incoming, failure)
}

/// The account name that a link carries, such as one in an invitation. Empty if it is none.
pub(crate) fn invited(query: &str) -> String {
    ACCOUNT_QUERIES
        .into_iter()
        .find_map(|name| parse_account(&field(query, name)?).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
