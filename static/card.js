// The card inside an intranet page: keeps the clock, asks the edge again, opens windows, and speaks with the page around
// it, from which it takes a theme, a view and a language and nothing else.
{
  const root = document.documentElement;
  const { host, contract, product } = root.dataset;
  const own = location.origin;
  const address = new URL(location.href);
  const minutes = (count) => count * 60000;
  let card = document.getElementById("card");
  let drawnAt = performance.now();
  let language = root.lang;
  let shown = {};
  let isOffline = false;
  let isReading = false;
  let isWanted = false;
  let isPatient = false;
  let seen;
  let openedAt = -Infinity;
  let warnedOf;
  let secret, challenge, code;

  const say = (message) => {
    if (host && parent !== window) parent.postMessage({ latchkey: 1, ...message }, host);
  };
  const tell = (name, reason) => say({ type: "event", name, reason });

  // What the page around it hears: that something happened, never what.
  const compare = () => {
    const { state, methods } = card.dataset;
    const count = methods === undefined ? undefined : Number(methods);
    if (state !== shown.state) {
      if (state === "signed-in") tell("signed-in");
      else if (state === "signed-out") shown.state === "signed-in" && tell("signed-out");
      else tell("error", state);
    } else if (count > shown.count) tell("method-added");
    else if (count < shown.count) tell("method-removed");
    shown = { state, count };
  };

  const left = () => (card.dataset.ends - card.dataset.now - (performance.now() - drawnAt)) / 1000;
  const kind = (seconds) =>
    seconds <= 0 ? 0 : seconds <= 60 ? 1 : seconds <= 120 ? 2 : seconds <= 300 ? 3 : seconds <= 600 ? 4 : seconds < 3600 ? 5 : seconds < 172800 ? 6 : 7;

  // Between two drawings the figure goes on; at a milestone the edge draws it with its words.
  const tick = () => {
    if (!card.dataset.ends) return;
    const seconds = Math.max(0, Math.floor(left()));
    if (seconds <= 600 && warnedOf !== card.dataset.ends) {
      warnedOf = card.dataset.ends;
      tell("pass-expiring");
    }
    const now = kind(seconds);
    seen ??= now;
    if (now !== seen) {
      seen = now;
      return look();
    }
    const figure = card.querySelector(".ring b");
    if (!figure) return;
    const text =
      now <= 4 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
      : String(Math.floor(seconds / (now === 5 ? 60 : now === 6 ? 3600 : 86400)));
    if (figure.textContent !== text) figure.textContent = text;
  };

  const draw = (page) => {
    const drawn = page.getElementById("card");
    if (!drawn) throw new Error("no card");
    drawnAt = performance.now();
    seen = undefined;
    root.lang = page.documentElement.lang;
    if (drawn.innerHTML === card.innerHTML && drawn.className === card.className) {
      for (const { name, value } of drawn.attributes) card.setAttribute(name, value);
    } else {
      const links = (of) => [...of.querySelectorAll("a")];
      const focused = links(card).indexOf(document.activeElement);
      card.replaceWith(document.adoptNode(drawn));
      card = drawn;
      if (focused >= 0) links(card)[focused]?.focus();
    }
    compare();
  };

  const look = async (isTraded = false) => {
    if (isReading) {
      isWanted = isTraded || "again";
      return;
    }
    isReading = true;
    isWanted = false;
    try {
      address.searchParams.set("lang", language);
      if (isTraded) address.searchParams.set("traded", "1");
      else address.searchParams.delete("traded");
      const text = await (await fetch(address, { cache: "no-store" })).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      // A step-up in the window ends the session of before, and leaves a newer one for this card.
      const hasEnded = !isTraded && shown.state === "signed-in" && page.getElementById("card")?.dataset.state === "signed-out";
      if (hasEnded && !code && !isPatient) {
        // Another card of this browser may have the code, and says so when it has the session.
        isPatient = true;
        await new Promise((soon) => setTimeout(soon, 2000));
        isWanted ||= "again";
      } else if (hasEnded && (await isReplaced())) {
        isWanted = true;
        channel?.postMessage(0);
      } else {
        isPatient = false;
        draw(page);
      }
      isOffline = false;
    } catch {
      if (!isOffline) tell("error", "unreachable");
      isOffline = true;
      card.querySelector(".offline").hidden = false;
    }
    isReading = false;
    if (isWanted) await look(isWanted === true);
  };

  // Whether a newer session is here, also one that came while this was being found out.
  const isReplaced = async () => {
    const answer = await hasTraded(code);
    if (answer === null) throw new Error("not known");
    return answer || isWanted === true;
  };

  const text64 = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  // A secret for each window, whose hash is all that leaves this frame before the trade.
  const prepare = async () => {
    const next = text64(crypto.getRandomValues(new Uint8Array(32)));
    const hash = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(next));
    if (hash) [secret, challenge] = [next, text64(hash)];
  };

  let channel;
  try {
    channel = new BroadcastChannel("latchkey-card");
    channel.onmessage = () => look();
  } catch {
    // Without storage each card is alone.
  }

  // Whether a code is worth a session now; null where that is not known, nothing where it never will be again. One
  // question at a time, since one answer uses up what was left.
  let asked;
  const hasTraded = (mine) => (asked ??= askFor(mine).finally(() => (asked = undefined)));

  const askFor = async (mine) => {
    if (!mine || code !== mine || performance.now() > mine.until) return;
    try {
      const answer = await fetch("/api/card", {
        method: "POST",
        headers: { "content-type": "application/json", "x-latchkey-contract": contract },
        body: JSON.stringify({ code: mine.code, secret: mine.secret }),
      });
      // The edge is newer than this page.
      if (answer.status === 409) location.reload();
      if (answer.ok) return (await answer.json()).isReady;
      return answer.status >= 500 || answer.status === 429 ? null : undefined;
    } catch {
      return null;
    }
  };

  const trade = async (mine, times = 0) => {
    const isReady = await hasTraded(mine);
    if (isReady) {
      times = 40;
      await look(true);
      channel?.postMessage(0);
    }
    // Also after the trade: a later sign-in in the same window replaces the session.
    if (isReady !== undefined) setTimeout(() => trade(mine, times + 1), times < 40 ? 1500 : 5000);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (link?.hasAttribute("data-again")) {
      event.preventDefault();
      look();
    }
    if (!link?.hasAttribute("data-window")) return;
    const wanted = link.getAttribute("href");
    const full = challenge ? `${wanted}&hash=${challenge}` : wanted;
    openedAt = performance.now();
    if (window.open(full, "_blank", "popup,width=520,height=760")) event.preventDefault();
    else {
      // A tab, which no browser blocks after a click.
      link.setAttribute("href", full);
      setTimeout(() => link.setAttribute("href", wanted));
    }
  });

  addEventListener("message", ({ source, origin, data }) => {
    if (data?.latchkey !== 1) return;
    if (origin === own && source?.opener === window && data.type === "code" && secret) {
      code = { code: String(data.code), secret, until: performance.now() + minutes(10) };
      secret = challenge = undefined;
      source.postMessage({ latchkey: 1, type: "taken" }, own);
      prepare();
      trade(code);
    } else if (source === parent && origin === host && data.type === "show") {
      if (["light", "dark", "auto"].includes(data.theme)) root.dataset.theme = data.theme;
      if (["compact", "full"].includes(data.view)) root.dataset.view = data.view;
      if (/^[a-zA-Z0-9-]{2,35}$/.test(data.language ?? "") && data.language !== language) {
        language = data.language;
        look();
      }
    }
  });

  // While a window of its own may be at work the card looks now and then; later only when it is looked at.
  let lookedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    const isAtWork = now - openedAt < minutes(10) && shown.state === "signed-in";
    if (isAtWork && now - lookedAt > 5000 + (now - openedAt) / 20) {
      lookedAt = now;
      look();
    }
    tick();
  }, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && performance.now() - drawnAt > 30000) look();
  });
  addEventListener("online", () => isOffline && look());

  new ResizeObserver(() => say({ type: "size", height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
  prepare();
  // By this name the frame is read out.
  say({ type: "event", name: "ready", product });
  compare();
  tick();
}
