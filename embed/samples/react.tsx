// React 19 or newer: attributes as usual, and each event as the property `on` with its name.
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import "latchkey-card";
import type {} from "latchkey-card/react";

function Page() {
  const [isShown, setShown] = useState(true);
  const [view, setView] = useState<"compact" | "full">("full");
  const [events, setEvents] = useState<string[]>([]);
  const hear = (text: string) => setEvents((before) => [...before, text]);
  return (
    <>
      <button type="button" onClick={() => setView(view === "compact" ? "full" : "compact")}>
        Compact or full
      </button>
      <button type="button" onClick={() => setShown(!isShown)}>
        Take the card away or bring it back
      </button>
      {isShown && (
        <latchkey-card
          origin={LATCHKEY}
          view={view}
          onready={() => hear("ready")}
          onsigned-in={() => hear("signed-in")}
          onsigned-out={() => hear("signed-out")}
          onmethod-added={() => hear("method-added")}
          onmethod-removed={() => hear("method-removed")}
          onpass-expiring={() => hear("pass-expiring")}
          onerror={(event) => hear(`error: ${event.detail.reason}`)}
        >
          <a href={LATCHKEY}>Your sign-in methods</a>
        </latchkey-card>
      )}
      <ol>
        {events.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ol>
    </>
  );
}

createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
