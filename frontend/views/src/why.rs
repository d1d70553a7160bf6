//! The page that says why a passkey may not be added: each check with its state, who mends it and how,
//! and a text for the help desk.
//!
//! Drawn by the edge alone. A small script of its own shows what the browser can do in place of what is
//! needed; without it the page says what is needed.

use contract::{
    Timestamp, routes,
    why::{Found, Obstacle, Rule, Why},
};
use journey::Route;
use yew::{
    AttrValue, Html,
    virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag},
};

use crate::{
    Catalog, View, app,
    element::{fixed, group, link, named, node, nothing, space, text, with, words},
    form, frame,
    icon::Icon,
};

/// The whole page body, where `view` has the state of the first page for this person at the address of
/// this one, and `origin` is that of the site.
pub fn why(view: &View<'_>, why: &Why, origin: &str) -> Html {
    let obstacles = || why.found.iter().map(Found::obstacle);
    let lead = if obstacles().any(|it| it == Obstacle::ForAdministrator) {
        "why.lead.administrator"
    } else if obstacles().any(|it| it == Obstacle::ForPerson) {
        "why.lead.you"
    } else {
        "why.lead.fine"
    };
    let is_fine = lead == "why.lead.fine";
    // What stands in the way comes first.
    let (mut checks, mut others) = (Vec::new(), Vec::new());
    for found in &why.found {
        let list = if stands(found.obstacle()) { &mut checks } else { &mut others };
        if matches!(found, Found::Browser) {
            list.extend(BROWSERS.iter().map(|browser| of_browser(view, browser, origin)));
        } else {
            list.push(check(view, why, found));
        }
    }
    checks.append(&mut others);
    let mut content = vec![frame::heading(view.text(TITLE))];
    let lead_of = |key| words("p", "lead", view.text(key));
    if is_fine {
        // The script takes it away where it finds that the browser stands in the way.
        let go_on = frame::main_link(view, &Route::AddPasskey, "action.add-passkey");
        let fine = vec![lead_of(lead), frame::acts(vec![go_on])];
        content.push(with("div", &["data-fine"], vec![fixed("")], fine));
        content.push(with("div", &["hidden"], vec![fixed("")], vec![lead_of("why.lead.you")]));
    } else {
        content.push(lead_of(lead));
    }
    content.push(node("ul", "methods checks", checks));
    content.push(help(view, why));
    content.push(frame::acts(vec![frame::way_home(view, "action.home")]));
    let person = app::person(view, &why.person.account);
    let home = view.address(&Route::Home);
    frame::body(view.words, &view.state.company, home, person, group(content), AttrValue::default())
}

/// The title of the page.
#[must_use]
pub fn why_title(catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(TITLE))])
}

fn check(view: &View<'_>, why: &Why, found: &Found) -> Html {
    let words_of = Words::of(found);
    let said = match found {
        Found::SignInFresh(end) | Found::WindowOpen(end) => {
            view.fill(words_of.said, &[("moment", &view.moment(*end))])
        }
        _ => view.text(words_of.said),
    };
    let obstacle = found.obstacle();
    let mut about = about(view, words_of.check, obstacle, said);
    if let (Some(end), "why.time") = (why.pass_ends_at, words_of.check) {
        let moment = view.moment(end);
        about.push(words("p", "", view.fill("why.time.pass", &[("moment", &moment)])));
    }
    about.extend(mending(view, obstacle, words_of.act));
    about.push(match found {
        Found::SignInStale | Found::RulesSignIn(_) => {
            form::sign_in(view, "button", "action.sign-in-again")
        }
        Found::RulesElsewhere(_) | Found::PasskeysUnanswered => {
            link("button small", view.address(&Route::Why), view.text("why.check-again"))
        }
        Found::PasskeysOnOwnPage => {
            let label = view.text("action.add-passkey");
            link("button small", view.address(&Route::AddPasskey), label)
        }
        _ => nothing(),
    });
    let about = node("div", "about", about);
    node("li", "", vec![picture(obstacle), about])
}

/// What a check is about, its state in words, and what was found.
fn about(view: &View<'_>, check: &str, obstacle: Obstacle, said: AttrValue) -> Vec<Html> {
    let class = match obstacle {
        Obstacle::None => "state fine",
        Obstacle::Unseen => "state",
        Obstacle::ForPerson | Obstacle::ForAdministrator => "state bad",
    };
    vec![
        words("h2", "", view.text(check)),
        words("p", class, view.text(state(obstacle))),
        words("p", "", said),
    ]
}

/// Who mends it, and how.
fn mending(view: &View<'_>, obstacle: Obstacle, act: &str) -> Vec<Html> {
    if act.is_empty() {
        return Vec::new();
    }
    let is_theirs = obstacle == Obstacle::ForAdministrator;
    let who = if is_theirs { "why.administrator" } else { "why.you" };
    vec![node("p", "act", vec![words("b", "", view.text(who)), space(), text(view.text(act))])]
}

fn picture(obstacle: Obstacle) -> Html {
    let (class, icon) = match obstacle {
        Obstacle::None => ("kind", Icon::CHECK),
        Obstacle::Unseen => ("kind unseen-state", Icon::INFORMATION),
        Obstacle::ForPerson | Obstacle::ForAdministrator => ("kind bad", Icon::ALERT),
    };
    node("span", class, vec![icon.draw()])
}

/// What the script may find of the browser: its name there, the state, the sentence, the act, and whether
/// the address follows. The first is for whoever has no script.
const BROWSERS: [(&str, Obstacle, &str, &str, bool); 5] = [
    ("", Obstacle::Unseen, "why.browser.needed", "why.browser.needed.act", false),
    ("able", Obstacle::None, "why.browser.able", "", false),
    ("elsewhere", Obstacle::None, "why.browser.elsewhere", "why.browser.elsewhere.act", false),
    ("old", Obstacle::ForPerson, "why.browser.old", "why.browser.old.act", true),
    ("in-app", Obstacle::ForPerson, "why.browser.in-app", "why.browser.in-app.act", true),
];

fn of_browser(
    view: &View<'_>,
    (name, obstacle, said, act, has_address): &(&'static str, Obstacle, &str, &str, bool),
    origin: &str,
) -> Html {
    let mut about = about(view, "why.browser", *obstacle, view.text(said));
    about.extend(mending(view, *obstacle, act));
    if *has_address {
        let address = AttrValue::from([origin, routes::WHY].concat());
        about.push(node("p", "", vec![words("code", "", address)]));
    }
    with(
        "li",
        &["data-browser", "data-line", "data-stands", "hidden"],
        vec![
            fixed(name),
            Some(line(view, "why.browser", *obstacle)),
            if stands(*obstacle) { fixed("") } else { None },
            if name.is_empty() { None } else { fixed("") },
        ],
        vec![picture(*obstacle), node("div", "about", about)],
    )
}

/// The text for the help desk.
fn help(view: &View<'_>, why: &Why) -> Html {
    let start = view.fill(
        "why.text.start",
        &[
            ("account", &why.person.account),
            // With the day, whatever the day is.
            ("time", &view.format.moment(why.now, Timestamp(0), view.words)),
            ("reference", &why.trace.reference()),
        ],
    );
    let mut told = start.to_string();
    let mut tell = |line: &str| {
        told.push('\n');
        told.push_str(line);
    };
    for found in &why.found {
        tell(&line(view, Words::of(found).check, found.obstacle()));
        if let Found::RulesElsewhere(rules)
        | Found::RulesSignIn(rules)
        | Found::RulesRefuse(rules) = found
        {
            for rule in rules {
                tell(&named_rule(view, rule));
            }
        }
    }
    let rows = told.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let mut field = VTag::new("textarea");
    field.set_attributes(Attributes::Dynamic {
        keys: &["readonly", "aria-labelledby", "rows"],
        values: Box::new(
            [fixed(""), fixed(TEXT), Some(AttrValue::from(rows.to_string()))]
                .map(|value| value.map(AttributeOrProperty::Attribute)),
        ),
    });
    field.set_value(Some(AttrValue::from(told)));
    let title = with("h2", &["id"], vec![fixed(TEXT)], vec![text(view.text("why.text"))]);
    let hint = words("p", "hint", view.text("why.text.hint"));
    // The script shows it.
    let copy = with(
        "button",
        &["type", "class", "data-copied", "hidden"],
        vec![fixed("button"), fixed("button small"), Some(view.text("help.copied")), fixed("")],
        vec![text(view.text("why.text.copy"))],
    );
    let content = vec![title, hint, VNode::from(field), copy];
    with("section", &["class"], vec![named("session")], content)
}

fn line(view: &View<'_>, check: &str, obstacle: Obstacle) -> AttrValue {
    let (check, state) = (view.text(check), view.text(state(obstacle)));
    view.fill("why.text.line", &[("check", &check), ("state", &state)])
}

fn named_rule(view: &View<'_>, rule: &Rule) -> AttrValue {
    let values = [("policy", rule.name.as_str()), ("condition", &rule.condition)];
    view.fill("why.text.rule", &values)
}

const fn stands(obstacle: Obstacle) -> bool {
    matches!(obstacle, Obstacle::ForPerson | Obstacle::ForAdministrator)
}

const fn state(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::None => "why.state.fine",
        Obstacle::Unseen => "why.state.unseen",
        Obstacle::ForPerson | Obstacle::ForAdministrator => "why.state.in-the-way",
    }
}

/// The keys of a finding; an empty one is none.
struct Words {
    check: &'static str,
    said: &'static str,
    act: &'static str,
}

impl Words {
    const fn of(found: &Found) -> Self {
        let (check, said, act) = match found {
            Found::RulesUntold => ("why.rules", "why.rules.untold", ""),
            Found::RulesMet => ("why.rules", "why.rules.met", ""),
            Found::RulesElsewhere(_) => {
                ("why.rules", "why.rules.elsewhere", "why.rules.elsewhere.act")
            }
            Found::RulesSignIn(_) => ("why.rules", "why.rules.sign-in", "why.rules.sign-in.act"),
            Found::RulesRefuse(_) => ("why.rules", "why.rules.refuse", "why.rules.refuse.act"),
            Found::PasskeysOffered => ("why.passkeys", "why.passkeys.offered", ""),
            Found::PasskeysOnOwnPage => {
                ("why.passkeys", "why.passkeys.own-page", "why.passkeys.own-page.act")
            }
            Found::PasskeysRefused => {
                ("why.passkeys", "why.passkeys.refused", "why.passkeys.refused.act")
            }
            Found::PasskeysUnasked => {
                ("why.passkeys", "why.passkeys.unasked", "why.passkeys.unasked.act")
            }
            Found::PasskeysUnanswered => {
                ("why.passkeys", "why.passkeys.unanswered", "why.passkeys.unanswered.act")
            }
            Found::Kinds => ("why.kinds", "why.kinds.unseen", "why.kinds.act"),
            Found::Browser => ("why.browser", "why.browser.needed", "why.browser.needed.act"),
            Found::SignInFresh(_) => ("why.time", "why.time.fresh", ""),
            Found::WindowOpen(_) => ("why.time", "why.time.window", ""),
            Found::WindowOver => ("why.time", "why.time.window-over", "why.time.window-over.act"),
            Found::SignInStale => ("why.time", "why.time.stale", "why.time.stale.act"),
            Found::SignInRemembered => {
                ("why.time", "why.time.remembered", "why.time.remembered.act")
            }
            Found::SignInUntold => ("why.time", "why.time.untold", "why.time.untold.act"),
        };
        Self { check, said, act }
    }
}

/// The id of the heading that names the text.
const TEXT: &str = "text";
const TITLE: &str = "why.title";
