// A person at the tenant's sign-in page: plain HTTP, forms and cookies, no script.
//
// Knows the names of the fields and nothing else of the pages.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Signs in with a pass and returns the address that the browser is sent back to. */
export async function signIn(authorizeAddress, account, pass) {
  const browser = new Browser();
  let page = await browser.open(authorizeAddress);
  page = await browser.fill(page, { account, action: "next" });
  page = await browser.fill(page, { pass, action: "sign_in" });
  if (page.sentTo === undefined) {
    throw new Error(`the page asks again instead of leading back:\n${page.text}`);
  }
  return new URL(page.sentTo);
}

/** Opens an address as a browser without cookies does: the status, and where it is sent to. */
export async function open(address) {
  return new Browser().open(address);
}

class Browser {
  #cookies = new Map();

  async open(address, form) {
    const response = await fetch(address, {
      method: form === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      body: form,
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.#cookies.set(name, value);
    }
    const target = response.headers.get("location") ?? undefined;
    const page = {
      address: response.url || String(address),
      status: response.status,
      sentTo: target,
      text: await response.text(),
    };
    // The tenant's own redirects are followed; one that leads to the client is the end.
    if (target !== undefined && new URL(target, page.address).origin === new URL(page.address).origin) {
      return this.open(new URL(target, page.address));
    }
    return page;
  }

  async fill(page, typed) {
    const form = new URLSearchParams();
    for (const [input] of page.text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      form.set(attribute(input, "name"), attribute(input, "value") ?? "");
    }
    for (const [name, value] of Object.entries(typed)) {
      form.set(name, value);
    }
    const [tag] = /<form[^>]*method="post"[^>]*>/.exec(page.text) ?? [];
    if (tag === undefined) {
      throw new Error(`no form to fill in:\n${page.text}`);
    }
    return this.open(new URL(attribute(tag, "action") ?? "", page.address), form);
  }
}

function attribute(tag, name) {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, entity) => ENTITIES[entity]);
}
