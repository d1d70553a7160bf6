// MSAL Node against the embedded tenant: code + PKCE, silent refresh, and what must be refused.

import { check, refusal, runAll, same, test } from "./cases.mjs";
import { REDIRECT, address, authority, begin, client, person, signedIn } from "./directory.mjs";
import { open } from "./sign_in_page.mjs";

const SCOPES = ["User.Read", "UserAuthenticationMethod.Read"];

async function signsInAndRefreshes(application) {
  const first = await signedIn(application, SCOPES, "ada");
  same(first.account.username, person("ada").account);
  check(first.account.homeAccountId.endsWith(first.tenantId), "client_info did not name the account");
  const cached = await application.acquireTokenSilent({ account: first.account, scopes: SCOPES });
  same([cached.fromCache, cached.accessToken === first.accessToken], [true, true]);
  const fresh = await application.acquireTokenSilent({
    account: first.account,
    scopes: SCOPES,
    forceRefresh: true,
  });
  same(fresh.fromCache, false);
  check(fresh.accessToken !== first.accessToken, "the refreshed token is the old one");
  const me = await graph("/me", fresh.accessToken);
  same([me.status, me.body.userPrincipalName], [200, person("ada").account]);
}

async function graph(path, token) {
  const response = await fetch(`${address}/v1.0${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}

test("a public client signs in with code and PKCE and refreshes silently", () =>
  signsInAndRefreshes(client("Local tools")));

test("a confidential client signs in with code and PKCE and refreshes silently", () =>
  signsInAndRefreshes(client("Local server")));

test("every alias of the authority leads to the one directory", async () => {
  const endpoint = `${address}/common/oauth2/v2.0/authorize`;
  const asked = `${address}/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`;
  const instance = await (await fetch(asked)).json();
  const metadata = await (await fetch(instance.tenant_discovery_endpoint)).json();
  same(metadata.issuer, `${authority}/v2.0`);
  same(metadata.token_endpoint, `${authority}/oauth2/v2.0/token`);
});

test("an ID token for another nonce is refused by the client", async () => {
  const application = client("Local tools");
  const { request, payload } = await begin(application, SCOPES, "ada", { nonce: "somebody-else's" });
  const error = await refusal(application.acquireTokenByCode(request, payload));
  same(error.errorCode, "nonce_mismatch");
});

test("a token for another audience is refused by Graph", async () => {
  const { idToken } = await signedIn(client("Local tools"), SCOPES, "ada");
  const answer = await graph("/me", idToken);
  same([answer.status, answer.body.error.code], [401, "InvalidAuthenticationToken"]);
});

test("a code that was issued to another client is refused", async () => {
  const { request, payload } = await begin(client("Local tools"), SCOPES, "ada");
  const error = await refusal(client("Local server").acquireTokenByCode(request, payload));
  same(error.errorCode, "invalid_grant");
});

test("a foreign redirect address is answered with a page and never with a redirect", async () => {
  const application = client("Local tools");
  const asked = new URL(await application.getAuthCodeUrl({ scopes: SCOPES, redirectUri: REDIRECT }));
  for (const foreign of ["https://evil.example/", "http://localhost.evil.example", `${REDIRECT}/elsewhere`]) {
    asked.searchParams.set("redirect_uri", foreign);
    const page = await open(asked);
    same([page.status, page.sentTo], [400, undefined]);
    check(page.text.includes("50011"), "the page does not say why");
  }
});

test("a code is good once", async () => {
  const application = client("Local tools");
  const { request, payload } = await begin(application, SCOPES, "ada");
  await application.acquireTokenByCode(request, payload);
  const error = await refusal(application.acquireTokenByCode(request, payload));
  same(error.errorCode, "invalid_grant");
  check(error.errorMessage.includes("AADSTS54005"), error.errorMessage);
});

test("a wrong verifier is refused", async () => {
  const application = client("Local tools");
  const { request, payload } = await begin(application, SCOPES, "ada");
  const codeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const error = await refusal(application.acquireTokenByCode({ ...request, codeVerifier }, payload));
  same(error.errorCode, "invalid_grant");
  check(error.errorMessage.includes("AADSTS501481"), error.errorMessage);
});

await runAll("MSAL Node");
