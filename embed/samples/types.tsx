// Uses of the types, right and wrong; this is compiled and never run.
import type {
  LatchkeyCardAttributes,
  LatchkeyCardElement,
  LatchkeyCardEventMap,
  LatchkeyCardFault,
} from "latchkey-card";
import type {} from "latchkey-card/react";

const card: LatchkeyCardElement = document.createElement("latchkey-card");
const found: LatchkeyCardElement | null = document.querySelector("latchkey-card");
found?.setAttribute("view", "compact");

card.addEventListener("method-added", (event) => {
  const { type, target } = event;
  console.log(type, target);
  // @ts-expect-error nothing of the person comes with it
  console.log(event.detail.person);
  // @ts-expect-error only an error has a reason
  console.log(event.detail.reason);
});
card.addEventListener("error", function (event) {
  const reason: LatchkeyCardFault = event.detail.reason;
  const self: LatchkeyCardElement = this;
  console.log(reason, self);
  // @ts-expect-error there is no such reason
  console.log(event.detail.reason === "offline");
});
// What belongs to every element stays.
card.addEventListener("click", (event) => console.log(event.clientX));
const listener = (event: LatchkeyCardEventMap["signed-in"]) => console.log(event);
card.addEventListener("signed-in", listener, { once: true });
card.removeEventListener("signed-in", listener);
// @ts-expect-error a listener of `error` is none of `ready`, which has no reason
card.addEventListener("ready", (event: LatchkeyCardEventMap["error"]) => console.log(event.detail.reason));

const attributes: LatchkeyCardAttributes = { origin: "https://latchkey.example", theme: "dark", view: "compact" };
// @ts-expect-error there is no such theme
const theme: LatchkeyCardAttributes = { theme: "blue" };
// @ts-expect-error there is no such view
const view: LatchkeyCardAttributes = { view: "small" };
// @ts-expect-error there is no such attribute
const other: LatchkeyCardAttributes = { person: "ada" };
console.log(attributes, theme, view, other);

/** Every reason is looked at: a new one does not compile here. */
export function explain(reason: LatchkeyCardFault): string {
  switch (reason) {
    case "not-allowed":
    case "storage-blocked":
    case "failed":
    case "unreachable":
    case "no-origin":
      return reason;
  }
}

export const right = (
  <latchkey-card
    id="card"
    className="card"
    origin="https://latchkey.example"
    language="de"
    theme="auto"
    view="full"
    label="Sign-in methods"
    onready={(event) => console.log(event.detail)}
    onmethod-added={() => {}}
    onerror={(event) => explain(event.detail.reason)}
  >
    <a href="https://latchkey.example">Your sign-in methods</a>
  </latchkey-card>
);
// @ts-expect-error there is no such view
export const wrongView = <latchkey-card view="small" />;
// @ts-expect-error there is no such attribute
export const wrongAttribute = <latchkey-card person="ada" />;
// @ts-expect-error an event without a reason has none
export const wrongEvent = <latchkey-card onready={(event) => explain(event.detail.reason)} />;
