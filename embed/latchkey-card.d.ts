// The element <latchkey-card> and its events. See docs/embedding.md.

/** Why the card shows nothing of the person, in the event `error`. */
export type LatchkeyCardFault =
  /** Latchkey does not list the page's origin. */
  | "not-allowed"
  /** The browser keeps nothing for a page inside another one. */
  | "storage-blocked"
  /** Latchkey or the directory refused. */
  | "failed"
  /** Latchkey cannot be reached. */
  | "unreachable"
  /** The element does not know where Latchkey is: it has no attribute `origin`, and was not loaded from there. */
  | "no-origin";

export interface LatchkeyCardEventMap {
  ready: CustomEvent<object>;
  "signed-in": CustomEvent<object>;
  "signed-out": CustomEvent<object>;
  "method-added": CustomEvent<object>;
  "method-removed": CustomEvent<object>;
  "pass-expiring": CustomEvent<object>;
  error: CustomEvent<{ reason: LatchkeyCardFault }>;
}

/** The attributes of the element. All of them may change while the page is open. */
export interface LatchkeyCardAttributes {
  /** `origin`: the origin of Latchkey. Necessary where the script comes from a bundle. */
  origin?: string | undefined;
  /** `language`: a language tag, such as `en`; the language of the page if it is left out. */
  language?: string | undefined;
  /** `theme`: the colors; `auto`, which follows the person's device, if it is left out. */
  theme?: "auto" | "light" | "dark" | undefined;
  /** `view`: the whole card, or one line with the next step; `full` if it is left out. */
  view?: "full" | "compact" | undefined;
  /** `label`: how a screen reader names the card; what the product is called if it is left out. */
  label?: string | undefined;
}

export interface LatchkeyCardElement extends HTMLElement {
  addEventListener<K extends keyof LatchkeyCardEventMap>(
    type: K,
    listener: (this: LatchkeyCardElement, event: LatchkeyCardEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends Exclude<keyof HTMLElementEventMap, keyof LatchkeyCardEventMap>>(
    type: K,
    listener: (this: LatchkeyCardElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof LatchkeyCardEventMap>(
    type: K,
    listener: (this: LatchkeyCardElement, event: LatchkeyCardEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends Exclude<keyof HTMLElementEventMap, keyof LatchkeyCardEventMap>>(
    type: K,
    listener: (this: LatchkeyCardElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "latchkey-card": LatchkeyCardElement;
  }
}
