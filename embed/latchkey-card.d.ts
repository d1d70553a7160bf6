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
  ready: CustomEvent<Record<string, never>>;
  "signed-in": CustomEvent<Record<string, never>>;
  "signed-out": CustomEvent<Record<string, never>>;
  "method-added": CustomEvent<Record<string, never>>;
  "method-removed": CustomEvent<Record<string, never>>;
  "pass-expiring": CustomEvent<Record<string, never>>;
  error: CustomEvent<{ reason: LatchkeyCardFault }>;
}

/** Attributes: `origin`, `language`, `theme` (auto, light, dark), `view` (full, compact), `label`. */
export interface LatchkeyCardElement extends HTMLElement {
  addEventListener<K extends keyof LatchkeyCardEventMap>(
    type: K,
    listener: (this: LatchkeyCardElement, event: LatchkeyCardEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "latchkey-card": LatchkeyCardElement;
  }
}
