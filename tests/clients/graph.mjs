// Microsoft's Graph SDK against the embedded tenant, with a software authenticator from elsewhere.

import { Client } from "@microsoft/microsoft-graph-client";
import emulator from "nid-webauthn-emulator";
import { check, refusal, runAll, same, test } from "./cases.mjs";
import { address, client, person, signedIn } from "./directory.mjs";

const { WebAuthnEmulator } = emulator;
const OWN = ["UserAuthenticationMethod.ReadWrite", "UserAuthMethod-Passkey.ReadWrite"];
const PASSKEY = "#microsoft.graph.fido2AuthenticationMethod";

/** The SDK, with tokens of MSAL for a person. */
async function graphAs(name, scopes) {
  const { accessToken } = await signedIn(client("Local tools"), scopes, name);
  return Client.init({
    baseUrl: `${address}/`,
    customHosts: new Set([new URL(address).hostname]),
    authProvider: (done) => done(null, accessToken),
  });
}

test("a person reads their methods and their pass, whose value is not told", async () => {
  const graph = await graphAs("lena", OWN);
  const { value } = await graph.api("/me/authentication/methods").get();
  const types = value.map((method) => method["@odata.type"]);
  for (const type of ["passwordAuthenticationMethod", "phoneAuthenticationMethod", "fido2AuthenticationMethod"]) {
    check(types.includes(`#microsoft.graph.${type}`), `${type} is not among ${types}`);
  }
  const passes = await graph.api("/me/authentication/temporaryAccessPassMethods").get();
  same([passes.value.length, passes.value[0].temporaryAccessPass], [1, null]);
});

test("a passkey of a software authenticator is registered, listed, and removed", async () => {
  const graph = await graphAs("lena", OWN);
  const { publicKey } = await graph.api("/me/authentication/fido2Methods/creationOptions").get();
  const credential = new WebAuthnEmulator().createJSON(address, creationOptions(publicKey));
  const method = await graph.api("/me/authentication/fido2Methods").post({
    displayName: "Software key",
    publicKeyCredential: {
      id: credential.id,
      response: {
        clientDataJSON: credential.response.clientDataJSON,
        attestationObject: credential.response.attestationObject,
      },
    },
  });
  same(method.displayName, "Software key");
  const listed = async () => {
    const { value } = await graph.api("/me/authentication/methods").get();
    return value.some((other) => other["@odata.type"] === PASSKEY && other.id === method.id);
  };
  same(await listed(), true);
  await graph.api(`/me/authentication/fido2Methods/${method.id}`).delete();
  same(await listed(), false);
});

test("an answer to another challenge is refused", async () => {
  const graph = await graphAs("lena", OWN);
  const { publicKey } = await graph.api("/me/authentication/fido2Methods/creationOptions").get();
  const options = { ...creationOptions(publicKey), challenge: "bm90IHRoZSBjaGFsbGVuZ2U" };
  const { id, response } = new WebAuthnEmulator().createJSON(address, options);
  const { clientDataJSON, attestationObject } = response;
  const body = {
    displayName: "Software key",
    publicKeyCredential: { id, response: { clientDataJSON, attestationObject } },
  };
  const error = await refusal(graph.api("/me/authentication/fido2Methods").post(body));
  same([error.statusCode, error.code], [400, "badRequest"]);
});

test("an administrator creates a pass, sees its value once, and deletes it", async () => {
  const graph = await graphAs("gro", ["UserAuthenticationMethod.ReadWrite.All"]);
  const passes = `/users/${person("per").account}/authentication/temporaryAccessPassMethods`;
  const created = await graph.api(passes).post({ lifetimeInMinutes: 60, isUsableOnce: true });
  same([created.lifetimeInMinutes, created.isUsableOnce], [60, true]);
  check(created.temporaryAccessPass.length >= 8, "no value in the answer");
  const read = await graph.api(`${passes}/${created.id}`).get();
  same(read.temporaryAccessPass, null);
  await graph.api(`${passes}/${created.id}`).delete();
  same((await graph.api(passes).get()).value, []);
});

test("a person without a role creates no pass for anyone", async () => {
  const graph = await graphAs("ada", ["UserAuthenticationMethod.ReadWrite"]);
  const passes = `/users/${person("per").account}/authentication/temporaryAccessPassMethods`;
  const error = await refusal(graph.api(passes).post({ lifetimeInMinutes: 60 }));
  same(error.statusCode, 403);
});

/** Graph's options in the form of WebAuthn Level 3: ids in base64url without padding. */
function creationOptions(publicKey) {
  const base64url = (text) => text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return {
    ...publicKey,
    challenge: base64url(publicKey.challenge),
    user: { ...publicKey.user, id: base64url(publicKey.user.id) },
    excludeCredentials: (publicKey.excludeCredentials ?? []).map((other) => ({ ...other, id: base64url(other.id) })),
  };
}

await runAll("Graph SDK");
