// The running tenant, as it describes itself, and MSAL clients for it.

import { readFileSync } from "node:fs";
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } from "@azure/msal-node";
import { check } from "./cases.mjs";
import { signIn } from "./sign_in_page.mjs";

const tenant = JSON.parse(readFileSync(process.argv[2], "utf8"));
const crypto = new CryptoProvider();

export const address = tenant.address;
export const authority = `${tenant.address}/${tenant.tenantId}`;
// Any port will do for this address; nothing listens there.
export const REDIRECT = "http://localhost:45454";

export function person(name) {
  const found = tenant.people.find((person) => person.account.startsWith(`${name}@`));
  check(found !== undefined, `the tenant has no ${name}`);
  return found;
}

/** A registered client of this name, as MSAL makes it. */
export function client(name) {
  const { clientId, secret } = tenant.clients.find((client) => client.name === name);
  const auth = { clientId, authority, knownAuthorities: [new URL(address).host] };
  return secret === null
    ? new PublicClientApplication({ auth })
    : new ConfidentialClientApplication({ auth: { ...auth, clientSecret: secret } });
}

/** A sign-in up to the code, with all that belongs to it. */
export async function begin(application, scopes, name, changes = {}) {
  const { verifier, challenge } = await crypto.generatePkceCodes();
  const asked = { nonce: crypto.createNewGuid(), state: crypto.createNewGuid() };
  const authorizeAddress = new URL(
    await application.getAuthCodeUrl({
      scopes,
      redirectUri: REDIRECT,
      codeChallenge: challenge,
      codeChallengeMethod: "S256",
      prompt: "login",
      ...asked,
    }),
  );
  for (const [parameter, value] of Object.entries(changes)) {
    authorizeAddress.searchParams.set(parameter, value);
  }
  const { account, pass } = person(name);
  const back = await signIn(authorizeAddress, account, pass);
  check(back.origin === REDIRECT, `led to ${back.origin}`);
  check(back.searchParams.get("state") === asked.state, "the state did not come back");
  const code = back.searchParams.get("code");
  return {
    code,
    request: { code, scopes, redirectUri: REDIRECT, codeVerifier: verifier, nonce: asked.nonce },
    payload: { code, nonce: asked.nonce },
  };
}

/** A whole sign-in: MSAL's answer. */
export async function signedIn(application, scopes, name) {
  const { request, payload } = await begin(application, scopes, name);
  return application.acquireTokenByCode(request, payload);
}
