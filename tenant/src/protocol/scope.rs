//! Scopes: what a client asks for, and which of it an administrator consented to.

use super::fault::Fault;
use crate::directory::application::Application;

/// The resource id of Microsoft Graph, the audience of its access tokens.
pub(crate) const GRAPH_RESOURCE: &str = "00000003-0000-0000-c000-000000000000";

/// The scopes of a request, sorted into what the server itself understands and what Graph does.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Scopes {
    pub(crate) openid: bool,
    pub(crate) profile: bool,
    pub(crate) email: bool,
    pub(crate) offline_access: bool,
    /// Delegated Graph permissions without their resource prefix.
    pub(crate) graph: Vec<String>,
}

impl Scopes {
    /// Reads a scope parameter (RFC 6749, section 3.3); `.default` stands for everything that has consent.
    pub(crate) fn parse(
        text: &str,
        application: &Application,
        graph_origin: &str,
    ) -> Result<Self, Fault> {
        let mut scopes = Self::default();
        for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
            match scope {
                "openid" => scopes.openid = true,
                "profile" => scopes.profile = true,
                "email" => scopes.email = true,
                "offline_access" => scopes.offline_access = true,
                _ => scopes.add_graph(scope, application, graph_origin)?,
            }
        }
        Ok(scopes)
    }

    fn add_graph(
        &mut self,
        scope: &str,
        application: &Application,
        graph_origin: &str,
    ) -> Result<(), Fault> {
        let permission = [
            "https://graph.microsoft.com/",
            &format!("{graph_origin}/"),
            &format!("{GRAPH_RESOURCE}/"),
        ]
        .iter()
        .find_map(|prefix| scope.strip_prefix(*prefix))
        .unwrap_or(scope);
        if permission.contains("://") {
            return Err(Fault::new(
                "invalid_scope",
                70_011,
                "The provided value for the input parameter 'scope' isn't valid.",
            ));
        }
        let added: Vec<String> = if permission == ".default" {
            application.consented.iter().map(ToString::to_string).collect()
        } else {
            let known = application.consented_permission(permission);
            vec![String::from(known.unwrap_or(permission))]
        };
        for permission in added {
            if !self.graph.contains(&permission) {
                self.graph.push(permission);
            }
        }
        Ok(())
    }

    /// The Graph permissions that nobody consented to.
    pub(crate) fn without_consent(&self, application: &Application) -> Vec<&str> {
        self.graph
            .iter()
            .map(String::as_str)
            .filter(|permission| application.consented_permission(permission).is_none())
            .collect()
    }

    /// The `scp` claim and the `scope` of the token answer.
    pub(crate) fn granted_text(&self) -> String {
        let own = [(self.email, "email"), (self.openid, "openid"), (self.profile, "profile")];
        own.into_iter()
            .filter_map(|(asked, name)| asked.then_some(name))
            .chain(self.graph.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ")
    }
}
