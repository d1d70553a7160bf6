// The element <latchkey-card> in the JSX of React 19 or newer: `import type {} from "latchkey-card/react"`.
import type { HTMLAttributes, RefAttributes } from "react";
import type { LatchkeyCardAttributes, LatchkeyCardElement, LatchkeyCardEventMap } from "./latchkey-card.js";

type Listeners = {
  [Name in keyof LatchkeyCardEventMap as `on${Name}`]?: ((event: LatchkeyCardEventMap[Name]) => void) | undefined;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "latchkey-card": HTMLAttributes<LatchkeyCardElement> &
        RefAttributes<LatchkeyCardElement> &
        LatchkeyCardAttributes &
        Listeners;
    }
  }
}
