// <latchkey-card>: the Latchkey card in an intranet page. No dependency, and no global but the element.
// As a plain script it finds Latchkey by its own address; from a bundle, the attribute `origin` names it.
{
  const own = document.currentScript?.src;
  const script = /\/embed\.js($|\?)/.test(own) ? own : undefined;
  const EVENTS = ["ready", "signed-in", "signed-out", "method-added", "method-removed", "pass-expiring", "error"];
  const STYLE = `
    :host { display: block; max-inline-size: var(--latchkey-max-width, 42rem); }
    :host([hidden]) { display: none; }
    iframe { display: block; box-sizing: border-box; inline-size: 100%; min-inline-size: 15rem; border: var(--latchkey-border, 1px solid #8886);
      border-radius: var(--latchkey-radius, .75rem); box-shadow: var(--latchkey-shadow, none);
      background: var(--latchkey-background, transparent); }
    :host([state=ready]) slot, :host(:not([state=failed])) slot { display: none; }
    :host([state=failed]) iframe { display: none; }`;

  class LatchkeyCard extends HTMLElement {
    static observedAttributes = ["origin", "language", "theme", "view", "label"];
    #root = this.attachShadow({ mode: "open" });
    #frame;
    #origin;
    #product = "Latchkey";
    #patience;
    #isHere = false;
    #hear = (event) => this.#heard(event);

    constructor() {
      super();
      const style = new CSSStyleSheet();
      style.replaceSync(STYLE);
      this.#root.adoptedStyleSheets = [style];
      this.#root.append(document.createElement("slot"));
    }

    connectedCallback() {
      this.#end();
      this.#isHere = true;
      let address;
      try {
        address = new URL("/card", this.getAttribute("origin") || script);
      } catch {
        return this.#fail("no-origin");
      }
      this.removeAttribute("state");
      this.#origin = address.origin;
      const { language, theme, view } = this.#wishes();
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      address.search = new URLSearchParams({ host: location.origin, lang: language, theme, view, zone });
      const frame = document.createElement("iframe");
      frame.title = this.#label();
      frame.referrerPolicy = "no-referrer";
      // About what it will need, so that little moves when it is there.
      frame.style.height = view === "compact" ? "88px" : "220px";
      frame.src = address.href;
      this.#frame = frame;
      addEventListener("message", this.#hear);
      this.#root.append(frame);
      this.#patience = setTimeout(() => this.#fail("unreachable"), 15000);
    }

    disconnectedCallback() {
      this.#isHere = false;
      this.#end();
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#isHere || before === now) return;
      const isReady = this.getAttribute("state") === "ready";
      // Before the frame can listen it is asked for anew.
      if (name === "origin" || !isReady) this.connectedCallback();
      else if (name === "label") this.#frame.title = this.#label();
      else this.#frame.contentWindow?.postMessage({ latchkey: 1, type: "show", ...this.#wishes() }, this.#origin);
    }

    #label() {
      return this.getAttribute("label") || this.#product;
    }

    #wishes() {
      const one = (name, known) => known.find((value) => value === this.getAttribute(name)) ?? known[0];
      return {
        language: this.getAttribute("language") || this.closest("[lang]")?.lang || navigator.language,
        theme: one("theme", ["auto", "light", "dark"]),
        view: one("view", ["full", "compact"]),
      };
    }

    #heard({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#origin || data?.latchkey !== 1) return;
      if (data.type === "size" && data.height >= 40 && data.height <= 2000) {
        this.#frame.style.height = `${data.height + this.#frame.offsetHeight - this.#frame.clientHeight}px`;
      } else if (data.type === "event" && EVENTS.includes(data.name)) {
        if (data.name === "ready") {
          clearTimeout(this.#patience);
          this.setAttribute("state", "ready");
          if (typeof data.product === "string") this.#product = data.product;
          this.#frame.title = this.#label();
        }
        this.#tell(data.name, data.name === "error" ? String(data.reason) : undefined);
      }
    }

    // What stands inside the element is shown in the place of a card that never came.
    #fail(reason) {
      this.#end();
      this.setAttribute("state", "failed");
      this.#tell("error", reason);
    }

    #tell(name, reason) {
      this.dispatchEvent(new CustomEvent(name, { detail: reason ? { reason } : {} }));
    }

    #end() {
      clearTimeout(this.#patience);
      removeEventListener("message", this.#hear);
      this.#frame?.remove();
      this.#frame = undefined;
    }
  }

  if (!customElements.get("latchkey-card")) customElements.define("latchkey-card", LatchkeyCard);
}
