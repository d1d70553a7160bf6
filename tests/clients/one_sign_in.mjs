// One sign-in with the pass that the command line printed: account and pass, then the description of the tenant.

import { readFileSync } from "node:fs";
import { signIn } from "./sign_in_page.mjs";

const [, , name, pass, file] = process.argv;
const tenant = JSON.parse(readFileSync(file, "utf8"));
const { clientId } = tenant.clients.find((client) => client.secret === null);
const asked = new URL(`${tenant.address}/${tenant.tenantId}/oauth2/v2.0/authorize`);
asked.search = new URLSearchParams({
  client_id: clientId,
  response_type: "code",
  redirect_uri: "http://localhost",
  scope: "openid",
});
const { account } = tenant.people.find((person) => person.account.startsWith(`${name}@`));
const back = await signIn(asked, account, pass);
if (!back.searchParams.has("code")) {
  throw new Error(`no code: ${back.search}`);
}
console.log(`ok      the pass opens the sign-in page for ${account}`);
