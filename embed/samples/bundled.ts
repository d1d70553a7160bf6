// A bundler and no framework: the element is made by a script, and the package brings its script and its types.
import "latchkey-card";
import type { LatchkeyCardElement, LatchkeyCardEventMap } from "latchkey-card";

const page = document.getElementById("page")!;
const events = document.createElement("ol");

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function hear(text: string): void {
  const line = document.createElement("li");
  line.textContent = text;
  events.append(line);
}

function card(): LatchkeyCardElement {
  const made = document.createElement("latchkey-card");
  made.setAttribute("origin", LATCHKEY);
  const names = ["ready", "signed-in", "signed-out", "method-added", "method-removed", "pass-expiring"] as const;
  for (const name of names satisfies readonly (keyof LatchkeyCardEventMap)[]) {
    made.addEventListener(name, () => hear(name));
  }
  made.addEventListener("error", ({ detail }) => hear(`error: ${detail.reason}`));
  const link = document.createElement("a");
  link.href = LATCHKEY;
  link.textContent = "Your sign-in methods";
  made.append(link);
  return made;
}

let shown = card();
page.append(
  button("Compact or full", () => {
    shown.setAttribute("view", shown.getAttribute("view") === "compact" ? "full" : "compact");
  }),
  button("Take the card away or bring it back", () => {
    if (shown.isConnected) shown.remove();
    else events.before((shown = card()));
  }),
  shown,
  events,
);
